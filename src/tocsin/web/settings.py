"""How a server is set up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

#: Where the built pages are.
STATIC = Path(__file__).parent / "static"

#: The names under which a server on this machine is reached.
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How a server is set up.

    ``hosts`` are the names it answers to beside those of this machine, without a port. ``static`` is the folder of the
    built pages. ``secure`` says that browsers reach it by https.
    """

    hosts: tuple[str, ...] = ()
    static: Path = STATIC
    secure: bool = False
