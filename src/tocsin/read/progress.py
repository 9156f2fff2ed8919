"""How far reading has come, for whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

#: Is called with the number of bytes that were taken from a source.
Consumed: TypeAlias = Callable[[int], None]


def unwatched(_: int) -> None:
    """Nobody watches the progress."""
