"""The beginning of an id leads to the whole one, and tells nobody of what is hidden."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ledger_samples import coded, empty_ledger, incident
from web_client import client
from withheld_world import Event, make

from tocsin.codebook import Kind
from tocsin.discretion.rules import Rule
from tocsin.ledger import Ledger

ALIKE = ("iabcdef0000000001", "iabcdef0000000002", "iabcdef1000000003")


@pytest.fixture
def alike(tmp_path: Path) -> Path:
    """Return a ledger of three incidents whose ids begin alike."""
    with empty_ledger(tmp_path / "t.db") as ledger:
        for number in range(3):
            ledger.add(coded(number))
        told = [incident(coded(number).claims[0].id) for number in range(3)]
        ledger.replace_incidents([replace(one, id=name) for one, name in zip(told, ALIKE, strict=True)])
    return tmp_path / "t.db"


@pytest.mark.parametrize("letters", [6, 7, 8, 15])
def test_the_beginning_of_an_id_leads_to_the_whole_one(tmp_path: Path, letters: int) -> None:
    [one] = make(tmp_path / "t.db", [Event(0, Kind.SHELLING, "YE", 13.6, 44.0, 2, "Wide Valley")])
    paths = [f"incidents/{one.id}{end}" for end in ("", "/claims", "/history", "/explain", "?format=csv")]
    paths += [f"claims/{one.claims[0]}", f"reports/{one.reports[0].id}"]
    with client(tmp_path / "t.db") as opened:
        for path in paths:
            whole = path.partition("/")[2].partition("/")[0].partition("?")[0]
            short = opened.get(f"/api/v1/{path.replace(whole, whole[: letters + 1])}")
            assert (short.status_code, short.headers["location"]) == (308, f"/api/v1/{path}")
            assert opened.get(short.headers["location"]).status_code == 200
        assert opened.get(f"/api/v1/incidents/{one.id[:6]}").status_code == 422


def test_several_that_begin_alike_are_told_of_in_words(alike: Path) -> None:
    with client(alike) as opened:
        several = opened.get("/api/v1/incidents/iabcdef0")
        assert several.status_code == 409
        assert several.json()["detail"] == f"several incidents begin with 'iabcdef0': {ALIKE[0]}, {ALIKE[1]}"
        assert opened.get("/api/v1/incidents/iabcdef1").headers["location"] == f"/api/v1/incidents/{ALIKE[2]}"
        none = opened.get("/api/v1/incidents/iabcdef2")
        assert (none.status_code, none.json()["detail"]) == (404, "no incident 'iabcdef2'")


def test_what_is_hidden_neither_answers_nor_stands_in_the_way(alike: Path) -> None:
    with Ledger.open(alike) as ledger:
        for name in ALIKE[1:]:
            ledger.restrain(Rule(f"d{name}", incident=name, delay_hours=24 * 3_650, reason="r"))
        claim, report = coded(2).claims[0].id, coded(2).report.id
    with client(alike) as opened:
        assert opened.get("/api/v1/incidents/iabcdef").headers["location"] == f"/api/v1/incidents/{ALIKE[0]}"
        for hidden in ("incidents/iabcdef1", f"claims/{claim[:9]}", f"reports/{report[:9]}"):
            answer = opened.get(f"/api/v1/{hidden}")
            noun, _, asked = hidden.partition("/")
            assert (answer.status_code, answer.json()["detail"]) == (404, f"no {noun[:-1]} {asked!r}")


def test_the_beginning_of_a_retired_id_leads_on_and_that_of_a_removed_one_says_why(tmp_path: Path) -> None:
    claims = [coded(number).claims[0].id for number in range(3)]
    with empty_ledger(tmp_path / "t.db") as ledger:
        for number in range(3):
            ledger.add(coded(number))
        first, second, third = (incident(one) for one in claims)
        ledger.replace_incidents([first, second, third])
        ledger.replace_incidents([replace(first, claims=(claims[0], claims[1]))])
    with client(tmp_path / "t.db") as opened:
        retired = opened.get(f"/api/v1/incidents/{second.id[:9]}?format=csv")
        assert retired.headers["location"] == f"/api/v1/incidents/{first.id}?format=csv"
        moved = opened.get(f"/api/v1/incidents/{second.id}?format=csv")
        assert moved.headers["location"] == f"/api/v1/incidents/{first.id}?format=csv"
        removed = opened.get(f"/api/v1/incidents/{third.id[:9]}", follow_redirects=True)
        assert (removed.status_code, third.id in removed.json()["detail"]) == (410, True)
