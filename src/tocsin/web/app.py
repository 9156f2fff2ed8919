"""The application: routes over a ledger."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from tocsin import __version__
from tocsin.ledger import Ledger
from tocsin.web import credentials
from tocsin.web.guard import Guard
from tocsin.web.pages import serve_pages
from tocsin.web.problems import tell_problems
from tocsin.web.routes import codebook, deciding, health, incidents, reviewing, session
from tocsin.web.settings import WebSettings
from tocsin.web.writing import bounded

#: No request needs more; whole reports are never sent here.
_BODY_BYTES = 1 << 20


def make_app(ledger_address: str | os.PathLike[str], settings: WebSettings) -> FastAPI:
    """Return the application that serves a ledger; it closes the ledger when it is shut down.

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
        dependencies=[Depends(bounded), Depends(credentials.identify)],
    )  # fmt: skip
    app.state.ledger = ledger
    app.state.settings = settings
    credentials.install(app, ledger)
    tell_problems(app)
    for module in (incidents, codebook, session, deciding, reviewing, health):
        app.include_router(module.router)
    app.add_middleware(Guard, settings=settings)
    serve_pages(app, settings.static)
    return app
