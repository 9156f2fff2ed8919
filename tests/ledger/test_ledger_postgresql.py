"""A ledger on a PostgreSQL server is the same as one in a file, whatever is done with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import count, islice
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from postgres import database_server, make_database
from tocsin.access import Actor, Role
from tocsin.codebook import Kind, Verdict
from tocsin.discretion.rules import Rule
from tocsin.identity import judgement_id
from tocsin.ledger import Filter, Ledger, LedgerError
from tocsin.ledger.access import Access
from tocsin.ledger.disclosing import Viewer
from tocsin.ledger.view import View
from tocsin.model import Judgement, Report
from tocsin.pipeline import Coding, add_reports, judge, rebuild, require_two_persons
from tocsin.read import Defaults, read_sources
from tocsin.web.app import make_app
from tocsin.web.settings import WebSettings

SAMPLES = Path(__file__).parents[2] / "src" / "tocsin" / "samples" / "reports.jsonl"
_NUMBERS = count(1)
AT = "2026-03-02T08:00:00.000000+00:00"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with database_server() as address:
        yield address


@pytest.fixture
def database(server: str) -> str:
    return make_database(server, f"t{next(_NUMBERS)}")


def reports(number: int) -> list[Report]:
    return list(islice((one for one in read_sources([str(SAMPLES)], Defaults()) if isinstance(one, Report)), number))


def filled(where: str | Path, coding: Coding, told: list[Report]) -> Ledger:
    ledger = Ledger.open(where)
    assert all(arrival.new for _, arrival in add_reports(ledger, told, coding))
    return ledger


def decision(left: str, right: str, verdict: Verdict, by: str) -> Judgement:
    return Judgement(judgement_id(verdict, left, right, by, AT), verdict, left, right, by, AT)


def test_the_same_reports_and_decisions_give_the_same_ledger(database: str, tmp_path: Path, coding: Coding) -> None:
    told = reports(25)
    with filled(database, coding, told[::-1]) as one, filled(tmp_path / "t.db", coding, told) as other:
        assert list(one.dump()) == list(other.dump())
        first, second = (incident.claims[0] for incident in islice(other.incidents(), 2))
        for ledger in (one, other):
            judge(ledger, decision(first, second, Verdict.SAME, "Ann"), coding)
        assert list(one.dump()) == list(other.dump())
        assert one.incident_of(first) == one.incident_of(second)
        for ledger in (one, other):
            require_two_persons(ledger, coding, required=True, by=Actor("Ann", "admin", "this machine"))
            rebuild(ledger, coding, lambda _: None)
        assert list(one.dump()) == list(other.dump())
        assert one.incident_of(first) != one.incident_of(second)


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(kinds=(Kind.SHELLING, Kind.DRONE_STRIKE)),
        Filter(countries=("IQ",), since=date(2021, 7, 5), until=date(2021, 7, 6)),
        Filter(text="Ain al-Asad"),
        Filter(text="no such words"),
        Filter(background=False),
        Filter(conflicts=True),
        Filter(placed=False),
    ],
    ids=["kinds", "country and days", "words", "words of nobody", "news", "conflicts", "no point"],
)
def test_filters_choose_the_same(server: str, tmp_path: Path, coding: Coding, wanted: Filter) -> None:
    told = reports(12)
    database = make_database(server, f"t{next(_NUMBERS)}")
    with filled(database, coding, told) as one, filled(tmp_path / "t.db", coding, told) as other:
        assert list(one.incidents(wanted)) == list(other.incidents(wanted))
        assert one.count_incidents(wanted) == other.count_incidents(wanted)
        assert list(View(one, Viewer()).incidents(wanted)) == list(View(other, Viewer()).incidents(wanted))


def _client(where: str | Path) -> TestClient:
    return TestClient(make_app(where, WebSettings()), base_url="http://localhost", follow_redirects=False)


def test_the_api_answers_the_same(database: str, tmp_path: Path, coding: Coding) -> None:
    told = reports(12)
    for where in (database, tmp_path / "t.db"):
        filled(where, coding, told).close()
    with _client(database) as one, _client(tmp_path / "t.db") as other:
        for path in (
            "incidents", "incidents?text=ain+al-asad", "incidents?bbox=40,30,50,40&order=updated&limit=2", "map?zoom=3",
            "incidents?conflicts=true", "incidents?conflicts=false&placed=false", "map?conflicts=true", "timeline?conflicts=true",
            "incidents?text=ayn+al+assad", "incidents?text=Kiev", "incidents?text=baghdud", "tally?by=week&figures=latest",
            "timeline?by=week", "tally?by=kind", "totals", "sides", "countries", "sources", "incidents?format=csv",
        ):  # fmt: skip
            left, right = (client.get(f"/api/v1/{path}") for client in (one, other))
            assert left.status_code == right.status_code == 200, path
            assert left.text == right.text or path.startswith(("incidents?bbox", "sources")), path
            assert len(left.text) == len(right.text), path


def test_a_rule_withholds_on_a_server_too(database: str, coding: Coding) -> None:
    with filled(database, coding, reports(12)) as ledger:
        wanted = Filter(text="Ain al-Asad")
        held = list(View(ledger, Viewer()).incidents(wanted))
        assert held
        ledger.restrain(Rule("d1", country="IQ", blur_km=80.0, reason="people live there"))
        assert list(View(ledger, Viewer()).incidents(wanted)) == []
        assert {one.id for one in held} <= {one.id for one in ledger.incidents(wanted)}


def test_sessions_are_kept_on_a_server_too(database: str) -> None:
    with Ledger.open(database) as ledger:
        words = Access(ledger).create("Ann", Role.REVIEWER, Actor("Ann", "admin", "this machine"))
    with _client(database) as one, _client(database) as other:
        assert one.post("/api/v1/session", json={"token": words}).status_code == 200
        other.cookies.update(one.cookies)
        held = other.get("/api/v1/session").json()["data"]
        assert (held["name"], held["csrf"]) == ("Ann", one.get("/api/v1/session").json()["data"]["csrf"])
        carried = {"Origin": "http://localhost", "X-CSRF-Token": held["csrf"]}
        assert other.delete("/api/v1/session", headers=carried).status_code == 200
        assert one.get("/api/v1/session").json()["data"]["name"] is None


def test_writers_wait_for_one_another(database: str) -> None:
    Ledger.open(database).close()
    program = Path(__file__).with_name("ledger_adder.py")
    command = [sys.executable, str(program), database]
    adding = [
        subprocess.Popen([*command, str(start), "20"], stdout=subprocess.PIPE, text=True) for start in (0, 20, 40)
    ]
    assert [one.communicate(timeout=120)[0].count("added") for one in adding] == [20, 20, 20]
    with Ledger.open(database, create=False) as ledger:
        assert sum(1 for _ in ledger.reports()) == 60
        assert ledger.revision() == 60


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(LedgerError) as refused:
        Ledger.open("postgresql://ann:secret@127.0.0.1:1/t")
    assert "127.0.0.1" in str(refused.value)
    assert "secret" not in str(refused.value)
