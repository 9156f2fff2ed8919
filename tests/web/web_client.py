"""An application over a small ledger, asked in this process."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from tocsin.web.app import make_app
from tocsin.web.settings import WebSettings

HOST = "http://localhost:8420"


def client(ledger: Path, settings: WebSettings | None = None) -> TestClient:
    """Return a client of an application over the ledger."""
    return TestClient(
        make_app(ledger, settings or WebSettings()),
        base_url=HOST,
        raise_server_exceptions=False,
        follow_redirects=False,
    )
