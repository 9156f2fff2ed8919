"""Rules of discretion over the API: what they withhold is withheld at once and shown again when they end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from review_desk import Desk


def hours_since_the_reports() -> float:
    """Return more hours than have passed since the day of the reports."""
    return ((datetime.now(UTC).date() - date(2022, 6, 11)).days + 30) * 24.0


def test_what_comes_late_is_not_there_for_readers_and_is_for_reviewers(served: Desk) -> None:
    _, bombing = served.incidents()
    rule = {"country": "SO", "delay_hours": hours_since_the_reports(), "reason": "an operation under way"}
    made = served.asks("Ada", "POST", "/discretion", rule).json()["data"]["rule"]
    assert {key: made[key] for key in rule} == rule
    assert (made["by"], made["kind"], made["area"]) == ("Ada", None, None)
    assert served.reads("Ada", "/discretion")["data"] == [made]
    assert served.asks(None, "GET", f"/incidents/{bombing.id}").status_code == 404
    assert bombing.id not in served.asks(None, "GET", "/incidents").text
    assert served.asks("Ann", "GET", f"/incidents/{bombing.id}").status_code == 200
    assert served.asks("Ada", "DELETE", f"/discretion/{made['id']}").json()["data"]["rule"] == made
    assert served.asks(None, "GET", f"/incidents/{bombing.id}").status_code == 200
    assert served.asks("Ada", "DELETE", f"/discretion/{made['id']}").status_code == 404


def test_a_rule_is_audited_with_what_it_said(served: Desk) -> None:
    _, bombing = served.incidents()
    rule = {"incident": bombing.id, "blur_km": 80.0, "reason": "witnesses"}
    made = served.asks("Ada", "POST", "/discretion", rule).json()["data"]["rule"]
    served.asks("Ada", "DELETE", f"/discretion/{made['id']}")
    ended, begun = served.reads("Ada", "/audit")["data"][:2]
    assert (ended["what"], begun["what"]) == ("rule ended", "rule made")
    assert ended["target"] == begun["target"] == made["id"]
    assert ended["detail"] == begun["detail"] == {key: value for key, value in made.items() if value is not None}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reason": "x"},
        {"delay_hours": 5},
        {"delay_hours": 5, "reason": ""},
        {"delay_hours": 5, "reason": " "},
        {"delay_hours": -5, "reason": "x"},
        {"delay_hours": 1e300, "reason": "x"},
        {"delay_hours": "5", "reason": "x"},
        {"blur_km": 0, "reason": "x"},
        {"blur_km": 5, "country": "Iraq", "reason": "x"},
        {"blur_km": 5, "country": "iq", "reason": "x"},
        {"blur_km": 5, "kind": "earthquake", "reason": "x"},
        {"blur_km": 5, "area": {"lat": 91, "lon": 0, "radius_km": 5}, "reason": "x"},
        {"blur_km": 5, "area": {"lat": 1, "lon": 0}, "reason": "x"},
        {"blur_km": 5, "incident": "c0000000000000000", "reason": "x"},
        {"blur_km": 5, "reason": "x\u0000"},
        {"blur_km": 5, "reason": "x", "by": "Ann"},
    ],
)
def test_a_rule_that_cannot_be_is_refused(served: Desk, body: Any) -> None:
    audited = served.audit()
    assert served.asks("Ada", "POST", "/discretion", body).status_code == 422
    assert served.reads("Ada", "/discretion")["data"] == []
    assert served.audit() == audited


def test_a_rule_about_an_incident_that_never_was_is_refused(served: Desk) -> None:
    body = {"blur_km": 5, "incident": "i" + "0" * 16, "reason": "x"}
    assert served.asks("Ada", "POST", "/discretion", body).status_code == 404
