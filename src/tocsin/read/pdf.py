"""PDF: not read yet."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.read.found import Defaults, Outcome, Refusal


def read_pdf(data: bytes, name: str, defaults: Defaults) -> Iterator[Outcome]:  # noqa: ARG001 - as readers are
    """Refuse a PDF."""
    yield Refusal(name, "PDF is not read yet")
