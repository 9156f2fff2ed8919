"""A server over a small ledger with people of all roles, for the tests of what reviewers do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from web_client import HOST, client

from tocsin.access import Actor, Role
from tocsin.identity import report_id
from tocsin.ledger import Ledger
from tocsin.ledger.access import Access
from tocsin.model import Incident, Report
from tocsin.pipeline import Coding, add_reports

ROOT = Actor("root", "command line", "this machine")

#: Two reports of one event, which differ in the toll, and one of another.
TEXTS = {
    "Morning Post": "Gunmen attacked an army post at Seytenga in Burkina Faso on Thursday, killing eleven soldiers.",
    "Evening Star": "Thirteen soldiers were killed when gunmen attacked Seytenga in Burkina Faso on Thursday, officials "
    "said.",
    "Coast Times": "A car bomb killed four people in Kismayo, Somalia, on Wednesday, police said.",
}
PEOPLE = {"Ann": Role.REVIEWER, "Bob": Role.REVIEWER, "Rea": Role.READER, "Ada": Role.ADMIN}


@dataclass
class Desk:
    """A server, its ledger, and the tokens of its people."""

    path: Path
    client: TestClient
    tokens: dict[str, str]

    def asks(self, name: str | None, method: str, path: str, body: Any = None, **headers: str) -> Response:
        """Ask in somebody's name with a token, or in nobody's."""
        shown = {} if name is None else {"Authorization": f"Bearer {self.tokens[name]}"}
        return self.client.request(method, f"/api/v1{path}", json=body, headers={**shown, **headers})

    def writes(self, name: str, path: str, body: Any = None) -> dict[str, Any]:
        """Write in somebody's name; it is done."""
        answer = self.asks(name, "POST", path, {} if body is None else body)
        assert answer.status_code == 200, answer.text
        data = answer.json()["data"]
        assert isinstance(data, dict)
        return data

    def reads(self, name: str | None, path: str) -> Any:
        """Read in somebody's name."""
        answer = self.asks(name, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """Open the ledger beside the server."""
        with Ledger.open(self.path) as opened:
            yield opened

    def incidents(self) -> list[Incident]:
        """Return the incidents, those of most claims first."""
        with self.ledger() as opened:
            return sorted(opened.incidents(), key=lambda one: (-len(one.claims), one.id))

    def dump(self) -> list[str]:
        """Return all that the ledger holds."""
        with self.ledger() as opened:
            return list(opened.dump(history=True))

    def audit(self) -> list[tuple[str, str, str]]:
        """Return who did what to what, latest first."""
        with self.ledger() as opened:
            return [(one.act.actor.name, one.act.what, one.act.target) for one in Access(opened).audit()]


def make_ledger(path: Path, coding: Coding) -> None:
    """Make the ledger."""
    day = date(2022, 6, 11)
    with Ledger.open(path) as opened:
        reports = [
            Report(report_id(text, outlet, day), outlet, text, day, "stated", outlet=outlet)
            for outlet, text in TEXTS.items()
        ]
        list(add_reports(opened, reports, coding))


@contextmanager
def desk(path: Path) -> Iterator[Desk]:
    """Serve the ledger, with a token for everybody."""
    with Ledger.open(path) as opened:
        tokens = {name: Access(opened).create(name, role, ROOT) for name, role in PEOPLE.items()}
    with client(path) as served:
        yield Desk(path, served, tokens)


def sign_in(served: Desk, name: str, **headers: str) -> dict[str, str]:
    """Sign somebody in as a browser does; return the headers that its writes carry."""
    answer = served.client.post(
        "/api/v1/session", json={"token": served.tokens[name]}, headers={"Origin": HOST} | headers
    )
    assert answer.status_code == 200, answer.text
    return {"Origin": HOST, "X-CSRF-Token": answer.json()["data"]["csrf"]}
