"""The command that serves a ledger."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.console import LedgerOption, fail, fresh, said, tell
from tocsin.ledger import LedgerError

if TYPE_CHECKING:
    from fastapi import FastAPI

_HOST, _PORT = "127.0.0.1", 8420
#: Seconds that answers under way have when the server is ended.
_ENDING_SECONDS = 10


def serve_command(
    *,
    host: Annotated[
        str, typer.Option(help="The address to listen at; what is not loopback is seen by others.")
    ] = _HOST,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = _PORT,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name under which browsers reach the server; may be given again."),
    ] = None,
    tiles: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="Draw the map on tiles of this server, {z}, {x} and {y} in its address; it then sees who looks where.",
        ),
    ] = "",
    tiles_credit: Annotated[str, typer.Option(metavar="WORDS", help="What the map says of who made the tiles.")] = "",
    ledger: LedgerOption = "",
) -> None:
    """Serve the ledger: an API, and pages over it, until interrupted."""
    # FastAPI takes half a second to load, which other commands don't need.
    from tocsin.web.app import make_app
    from tocsin.web.settings import Tiles, WebSettings

    try:
        ground = Tiles(tiles, tiles_credit) if tiles else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--tiles") from error

    with fresh(ledger):  # an older ledger is brought up to date before anybody asks
        pass
    listening = _listen(host, port)
    address = _address(listening)
    names = (*(allow_host or ()), *(() if host in {"0.0.0.0", "::"} else (address.rpartition(":")[0],)))  # noqa: S104 - compared, not bound
    try:
        app = make_app(ledger, WebSettings(hosts=names, tiles=ground))
    except LedgerError as error:
        raise fail(str(error)) from error
    _run(app, listening, f"http://{address}")


def _run(app: FastAPI, listening: socket.socket, address: str) -> None:
    """Serve until SIGINT or SIGTERM; what is being answered then is answered first."""
    import uvicorn

    class Server(uvicorn.Server):
        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            """End quietly at a signal: being ended is how serving ends."""
            before = [(number, signal.signal(number, self.handle_exit)) for number in (signal.SIGINT, signal.SIGTERM)]
            try:
                yield
            finally:
                for number, handler in before:
                    signal.signal(number, handler)

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=_ENDING_SECONDS
    )
    tell(f"Serving at {address}; end with Ctrl-C.")
    Server(config).run(sockets=[listening])
    tell("Ended.")


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        typer.Exit: the port is taken, or the address is none of this machine's.

    """
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(128)
    except OSError as error:
        raise fail(f"cannot listen at {host}:{port}: {said(error)}") from error
    return listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
