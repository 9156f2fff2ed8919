"""What the routes read from: the ledger as it is shown to whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from tocsin.discretion.names import Names
from tocsin.ledger import Ledger
from tocsin.ledger.catalogue.columns import Columns
from tocsin.ledger.catalogue.listing import Listing
from tocsin.ledger.disclosing import Viewer
from tocsin.ledger.view import View
from tocsin.lexicon.spelling import Places
from tocsin.web.people import person_of


@dataclass(frozen=True)
class Served:
    """What is served: a ledger, its catalogue in memory, what takes names of people out of texts and what knows places."""

    ledger: Ledger
    columns: Columns
    names: Names
    places: Places


def served(request: Request) -> Served:
    """Return what is served."""
    found = request.app.state.served
    assert isinstance(found, Served)
    return found


def ledger_of(request: Request) -> Ledger:
    """Return the ledger that is served: for what is no reader's matter."""
    return served(request).ledger


def _view(request: Request) -> View:
    what = served(request)
    return View(what.ledger, Viewer(what.names, in_full=person_of(request).sees_all, places=what.places))


#: The ledger as whoever asks may see it.
Viewing = Annotated[View, Depends(_view)]


def _listing(request: Request, view: Viewing) -> Listing:
    return Listing(view, served(request).columns)


#: Lists, maps and counts as whoever asks may see them.
Listed = Annotated[Listing, Depends(_listing)]
