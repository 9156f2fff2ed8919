"""How a server is set up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

#: Where the built pages are.
STATIC = Path(__file__).parent / "static"

#: The names under which a server on this machine is reached.
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


_TILE_PLACES = ("{z}", "{x}", "{y}")
#: Letters that would end a source in a content security policy.
_ENDING = frozenset(";, '\"")


@dataclass(frozen=True, slots=True)
class Tiles:
    """Pictures of the ground that another server gives, in place of the ground that comes with the pages.

    ``address`` holds {z}, {x} and {y}; ``credit`` is what the keeper of that server wants to be named.
    """

    address: str
    credit: str = ""

    def __post_init__(self) -> None:
        """Refuse an address that no browser could ask, or that would loosen the content security policy."""
        missing = [one for one in _TILE_PLACES if one not in self.address]
        if missing:
            raise ValueError(f"{self.address!r} lacks {', '.join(missing)}")
        parts = urlsplit(self.address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or _ENDING & set(parts.netloc):
            raise ValueError(f"{self.address!r} is no address of a web server")

    @property
    def origin(self) -> str:
        """The server that browsers ask, as a content security policy names it."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How a server is set up.

    ``hosts`` are the names it answers to beside those of this machine, without a port. ``static`` is the folder of the
    built pages. ``secure`` says that browsers reach it by https. ``tiles`` is another ground for the map; the browsers of
    all who look then ask that server, which sees where they look.
    """

    hosts: tuple[str, ...] = ()
    static: Path = STATIC
    secure: bool = False
    tiles: Tiles | None = None
