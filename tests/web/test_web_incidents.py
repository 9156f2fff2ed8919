"""Incidents as the API gives them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ledger_samples import coded, empty_ledger, incident
from web_client import client

from tocsin.wire import claim_json, incident_json


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Return a ledger of three incidents of one claim each, of which one takes in another later on."""
    path = tmp_path / "t.db"
    with empty_ledger(path) as opened:
        for number in range(3):
            opened.add(coded(3 * number))
        opened.replace_incidents([incident(coded(3 * number).claims[0].id) for number in range(3)])
    return path


def claim(number: int) -> str:
    return coded(3 * number).claims[0].id


def test_incidents_are_listed_page_by_page(ledger: Path) -> None:
    with client(ledger) as opened:
        whole = opened.get("/api/v1/incidents").json()
        seen, link = [], "/api/v1/incidents?limit=1"
        while link:
            page = opened.get(link).json()
            seen += page["data"]
            link = page["links"]["next"]
    assert seen == whole["data"]
    assert (len(seen), whole["meta"]["total"], whole["links"]["next"]) == (3, 3, None)


def test_one_incident_has_the_shape_of_the_wire(ledger: Path) -> None:
    expected = incident(claim(0))
    with client(ledger) as opened:
        assert opened.get(f"/api/v1/incidents/{expected.id}").json()["data"] == incident_json(expected)


def test_a_retired_id_leads_to_its_successor_and_a_removed_one_says_why(ledger: Path) -> None:
    from tocsin.ledger import Ledger  # noqa: PLC0415 - only here

    with Ledger.open(ledger) as opened_ledger:
        opened_ledger.replace_incidents([incident(claim(0), claim(1))])
    merged, removed, present = (incident(claim(n)).id for n in (1, 2, 0))
    with client(ledger) as opened:
        for rest in ("", "/claims"):
            answer = opened.get(f"/api/v1/incidents/{merged}{rest}")
            assert (answer.status_code, answer.headers["location"]) == (308, f"/api/v1/incidents/{present}{rest}")
        gone = opened.get(f"/api/v1/incidents/{removed}")
        assert gone.status_code == 410
        assert "its founding claim" in gone.json()["detail"]
        history = opened.get(f"/api/v1/incidents/{merged}/history").json()["data"]
    assert [one["state"] for one in history] == ["present", "merged"]


def test_claims_stand_side_by_side_with_their_sentences(ledger: Path) -> None:
    told = coded(0)
    with client(ledger) as opened:
        [one] = opened.get(f"/api/v1/incidents/{incident(claim(0)).id}/claims").json()["data"]
    assert one["claim"] == claim_json(told.claims[0])
    assert one["report"]["outlet"] == "The Harbour Post"
    sentence = one["sentence"]
    assert sentence["text"] == told.report.text[sentence["start"] : sentence["end"]]
    assert sentence["start"] <= told.claims[0].trigger.start < sentence["end"]


@pytest.mark.parametrize(
    ("query", "accept", "media_type", "begins"),
    [
        ("", "application/geo+json", "application/geo+json", '{"type": "FeatureCollection"'),
        ("", "text/csv", "text/csv; charset=utf-8", "id,kind,status"),
        ("?format=csv", "application/json", "text/csv; charset=utf-8", "id,kind,status"),
        ("?format=json", "text/csv", "application/json", '{"data":['),
        ("", "text/html,*/*", "application/json", '{"data":['),
    ],
)
def test_the_form_is_what_is_asked_for(ledger: Path, query: str, accept: str, media_type: str, begins: str) -> None:
    with client(ledger) as opened:
        answer = opened.get(f"/api/v1/incidents{query}", headers={"Accept": accept})
    assert answer.headers["content-type"] == media_type
    assert answer.text.startswith(begins)


@pytest.mark.usefixtures("gazetteer")
def test_what_may_have_been_meant_is_said_where_nothing_is_found(tmp_path: Path) -> None:
    one = incident("c" + "1" * 16)
    assert one.place is not None
    with empty_ledger(tmp_path / "t.db") as ledger:
        ledger.replace_incidents([replace(one, place=replace(one.place, name="Bakhmut"))])
    with client(tmp_path / "t.db") as opened:
        asked = {
            "Bahmuut": {"total": 0, "suggestions": [{"text": "Bakhmut", "incidents": 1}]},
            "Artemovsk": {"total": 1},  # a name that it had
            "Bakhmoot": {"total": 1},  # sounds the same
            "zzzzzz": {"total": 0, "suggestions": []},
        }
        for text, meta in asked.items():
            assert opened.get("/api/v1/incidents", params={"text": text}).json()["meta"] == meta, text
        # found, but not there: no other name is meant
        empty = opened.get("/api/v1/incidents", params={"text": "Bakhmut", "country": "SE"}).json()["meta"]
        assert empty == {"total": 0, "suggestions": []}
