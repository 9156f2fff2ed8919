"""The application: routes over a ledger."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from tocsin import __version__
from tocsin.discretion.names import Names
from tocsin.ledger import Ledger
from tocsin.ledger.catalogue.columns import Columns
from tocsin.pipeline import names_of_places, reader_names
from tocsin.web import credentials, metrics
from tocsin.web.asked import only_known
from tocsin.web.guard import Guard
from tocsin.web.heads import Heads
from tocsin.web.openapi import describe
from tocsin.web.pages import serve_pages
from tocsin.web.problems import tell_problems
from tocsin.web.routes import (
    codebook,
    counts,
    deciding,
    discretion,
    explain,
    feed,
    health,
    history,
    incidents,
    reports,
    reviewing,
    session,
    sources,
)
from tocsin.web.settings import WebSettings
from tocsin.web.viewing import Served
from tocsin.web.writing import bounded

#: No request needs more; whole reports are never sent here.
_BODY_BYTES = 1 << 20


def make_app(ledger_address: str | os.PathLike[str], settings: WebSettings, names: Names | None = None) -> FastAPI:
    """Return the application that serves a ledger; it closes the ledger when it is shut down.

    ``names`` takes names of private persons out of what readers see; the packaged lexicons and the gazetteer by default.

    Raises:
        LedgerError: there is no ledger, or it cannot be opened.

    """
    ledger = Ledger.open(ledger_address, create=False)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        ledger.close()

    app = FastAPI(
        title="Tocsin", version=__version__, lifespan=lifespan, redirect_slashes=False,
        openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None, max_body_size=_BODY_BYTES,
        dependencies=[Depends(bounded), Depends(credentials.identify), Depends(only_known)],
    )  # fmt: skip
    what = Served(ledger, Columns(), names or reader_names(), names_of_places)
    _warm(what)
    app.state.served = what
    app.state.settings = settings
    credentials.install(app, ledger)
    tell_problems(app)
    for module in (
        incidents, explain, counts, history, reports, sources, codebook, feed,
        session, deciding, reviewing, discretion, health, metrics,
    ):  # fmt: skip
        app.include_router(module.router)
    app.state.metrics = metrics.Metrics()
    app.add_middleware(Heads)
    app.add_middleware(metrics.Measuring, metrics=app.state.metrics)
    app.add_middleware(Guard, settings=settings)
    describe(app)
    serve_pages(app, settings.static)
    return app


def _warm(what: Served) -> None:
    """Read the catalogue and the lexicons before anybody asks."""
    what.names("Somebody Told")
    list(what.places("Somewhere"))
    with what.ledger.transaction() as connection, what.columns.held(connection):
        pass
