"""What the routes read from: the ledger as it is shown to whoever asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from tocsin.ledger import Ledger
from tocsin.ledger.view import View
from tocsin.web.people import person_of


def ledger_of(request: Request) -> Ledger:
    """Return the ledger that is served: for what is no reader's matter."""
    found = request.app.state.ledger
    assert isinstance(found, Ledger)
    return found


def _view(request: Request) -> View:
    return View(ledger_of(request), in_full=person_of(request).sees_all)


#: The ledger as whoever asks may see it.
Viewing = Annotated[View, Depends(_view)]
