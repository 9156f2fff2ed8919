"""Who may write, and how that is made sure of."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient
from review_desk import PEOPLE, ROOT, Desk, sign_in
from web_client import HOST, client

from tocsin.discretion.rules import Rule
from tocsin.ledger import Ledger
from tocsin.ledger.access import Access
from tocsin.ledger.sessions import IDLE, Sessions
from tocsin.web.credentials import COOKIE, FAILURES, WRITES


def writes(served: Desk) -> dict[str, tuple[str, str, Any]]:
    """Return a request of every write there is, each of which a reviewer may make."""
    first, second = served.incidents()
    with served.ledger() as opened:
        made = next(iter(opened.judgements()), None)
    return {
        "accept": ("POST", f"/incidents/{first.id}/accept", {"reason": "checked"}),
        "reject": ("POST", f"/incidents/{first.id}/reject", {"reason": "a drill"}),
        "correct": ("POST", f"/claims/{first.founding}/corrections", {"field": "killed", "value": "12"}),
        "judge": ("POST", "/judgements", {"left": first.id, "right": second.id, "verdict": "same"}),
        "undo": ("POST", f"/judgements/{made.id if made else 'j' + '0' * 16}/undo", {}),
    }


def rulings(served: Desk) -> dict[str, tuple[str, str, Any]]:
    """Return a request of every write that takes an admin; the rule that one ends is made by the first."""
    rules = served.reads("Ada", "/discretion")["data"]
    return {
        "restrain": ("POST", "/discretion", {"country": "SO", "delay_hours": 48, "reason": "an operation under way"}),
        "release": ("DELETE", f"/discretion/{rules[0]['id'] if rules else 'd' + '0' * 16}", None),
    }


WRITES_THERE_ARE = ("accept", "reject", "correct", "judge", "undo")
RULINGS_THERE_ARE = ("restrain", "release")


def test_every_write_is_among_those_tried(served: Desk) -> None:
    openapi = served.client.get("/api/v1/openapi.json").json()
    found = {
        (method.upper(), path)
        for path, methods in openapi["paths"].items()
        for method in methods
        if method not in {"get", "head"} and path != "/api/v1/session"
    }
    asked = {**writes(served), **rulings(served)}
    assert set(asked) == {*WRITES_THERE_ARE, *RULINGS_THERE_ARE}
    tried = {(method, re.sub("[ijcd][0-9a-f]{16}", "*", f"/api/v1{path}")) for method, path, _ in asked.values()}
    assert tried == {(method, re.sub("{.*?}", "*", path)) for method, path in found}


@pytest.mark.parametrize("what", WRITES_THERE_ARE)
def test_a_write_needs_a_token_with_the_role(served: Desk, what: str) -> None:
    served.writes("Bob", f"/incidents/{served.incidents()[1].id}/accept")
    before, audited = served.dump(), served.audit()
    method, path, body = writes(served)[what]
    nobody = served.asks(None, method, path, body)
    assert (nobody.status_code, nobody.headers["content-type"]) == (401, "application/problem+json")
    assert nobody.headers["www-authenticate"].startswith("Bearer")
    assert served.asks("Rea", method, path, body).status_code == 403
    for shown in ("Bearer tocsin_" + "A" * 43, "Bearer ", "Basic QW5uOng="):
        refused = served.asks(None, method, path, body, Authorization=shown)
        assert refused.status_code == 401, shown
    assert (served.dump(), served.audit()) == (before, audited)
    assert served.asks("Ann", method, path, body).status_code == 200


@pytest.mark.parametrize("what", RULINGS_THERE_ARE)
def test_what_takes_an_admin_no_reviewer_does(served: Desk, what: str) -> None:
    rule = {"kind": "bombing", "blur_km": 50, "reason": "witnesses"}
    assert served.asks("Ada", "POST", "/discretion", rule).status_code == 200
    method, path, body = rulings(served)[what]
    before, audited = served.reads("Ada", "/discretion")["data"], served.audit()
    assert served.asks(None, method, path, body).status_code == 401
    for name in ("Rea", "Ann"):
        assert served.asks(name, method, path, body).status_code == 403
    carried = sign_in(served, "Ada")
    for wrong in ({}, {**carried, "X-CSRF-Token": "x"}, {**carried, "Origin": "http://evil.example"}):
        assert served.asks(None, method, path, body, **wrong).status_code == 403
    assert served.reads("Ada", "/discretion")["data"] == before
    assert served.audit() == [("Ada", "signed in", "Ada"), *audited]
    assert served.asks(None, method, path, body, **carried).status_code == 200
    assert served.audit()[0][:2] == ("Ada", "rule made" if what == "restrain" else "rule ended")


#: What ends what a token lets somebody do.
ENDS: dict[str, Callable[[Ledger, str], object]] = {
    "revoked": lambda opened, name: Access(opened).revoke(name, ROOT),
    "renewed": lambda opened, name: Access(opened).renew(name, ROOT),
}


def kept(served: Desk) -> tuple[list[str], tuple[Rule, ...]]:
    with served.ledger() as opened:
        return list(opened.dump(history=True)), opened.rules()


def prepared(served: Desk, what: str) -> tuple[str, tuple[str, str, Any]]:
    """Return who may do a write, and its request; what it takes for that is there."""
    served.writes("Bob", f"/incidents/{served.incidents()[1].id}/accept")
    rule = {"kind": "bombing", "blur_km": 50, "reason": "witnesses"}
    assert served.asks("Ada", "POST", "/discretion", rule).status_code == 200
    return ("Ada", rulings(served)[what]) if what in RULINGS_THERE_ARE else ("Ann", writes(served)[what])


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("what", [*WRITES_THERE_ARE, *RULINGS_THERE_ARE])
def test_a_token_that_holds_no_more_writes_nothing(served: Desk, what: str, end: str) -> None:
    name, (method, path, body) = prepared(served, what)
    carried = sign_in(served, name)
    with served.ledger() as opened:
        ENDS[end](opened, name)
        audited = list(Access(opened).audit())
    before = kept(served)
    assert served.asks(None, method, path, body, **carried).status_code == 401, "nor does a session begun with it"
    served.client.cookies.clear()
    assert served.asks(name, method, path, body).status_code == 401
    assert kept(served) == before
    with served.ledger() as opened:
        assert list(Access(opened).audit()) == audited


@pytest.mark.parametrize("what", [*WRITES_THERE_ARE, *RULINGS_THERE_ARE])
def test_a_session_that_has_expired_writes_nothing(served: Desk, what: str) -> None:
    name, (method, path, body) = prepared(served, what)
    carried = sign_in(served, name)
    gate = cast("Any", served.client.app).state.gate
    gate.sessions = Sessions(gate.ledger, lambda: datetime.now(UTC) + IDLE + timedelta(seconds=1))
    before = kept(served)
    assert served.asks(None, method, path, body, **carried).status_code == 401
    assert kept(served) == before
    assert served.asks(name, method, path, body).status_code == 200, "the token holds"


def test_a_session_is_known_to_every_process_that_serves_the_ledger(served: Desk) -> None:
    carried = sign_in(served, "Ann")
    cookie = served.client.cookies[COOKIE]
    method, path, body = writes(served)["accept"]
    with client(served.path) as other, client(served.path) as third:  # two more, begun after it
        other.cookies.set(COOKIE, cookie)
        assert other.get("/api/v1/session").json()["data"]["name"] == "Ann"
        refused = other.request(method, f"/api/v1{path}", json=body, headers={**carried, "X-CSRF-Token": "x"})
        assert refused.status_code == 403
        assert other.request(method, f"/api/v1{path}", json=body, headers=carried).status_code == 200
        assert other.delete("/api/v1/session", headers=carried).status_code == 200
        third.cookies.set(COOKIE, cookie)
        assert third.get("/api/v1/session").json()["data"]["name"] is None
    assert served.reads(None, "/session")["data"]["name"] is None, "signed out by the other"


@pytest.mark.parametrize("what", WRITES_THERE_ARE)
def test_a_browsers_write_comes_from_our_pages_with_the_csrf_token(served: Desk, what: str) -> None:
    served.writes("Bob", f"/incidents/{served.incidents()[1].id}/accept")
    before = served.dump()
    method, path, body = writes(served)[what]
    carried = sign_in(served, "Ann")
    for wrong in (
        {},
        {"Origin": HOST},
        {"X-CSRF-Token": carried["X-CSRF-Token"]},
        {**carried, "X-CSRF-Token": ""},
        {**carried, "X-CSRF-Token": carried["X-CSRF-Token"][:-1]},
        {**carried, "Origin": "http://localhost:9999"},
        {**carried, "Origin": "http://evil.example"},
        {**carried, "Origin": "null"},
        {**carried, "Origin": "http://localhost:8420.evil.example"},
    ):
        assert served.asks(None, method, path, body, **wrong).status_code == 403, wrong
    assert served.dump() == before
    assert served.asks(None, method, path, body, **carried).status_code == 200


def test_the_csrf_token_of_one_session_is_none_of_another(served: Desk) -> None:
    first = sign_in(served, "Ann")
    served.client.cookies.clear()
    second = sign_in(served, "Bob")
    assert first["X-CSRF-Token"] != second["X-CSRF-Token"]
    method, path, body = writes(served)["accept"]
    assert served.asks(None, method, path, body, **first).status_code == 403


def test_another_sites_page_writes_nothing_with_a_token_either(served: Desk) -> None:
    method, path, body = writes(served)["accept"]
    assert served.asks("Ann", method, path, body, Origin="http://evil.example").status_code == 403


def test_a_session_begins_and_ends(served: Desk) -> None:
    nobody = {"name": None, "role": "reader", "csrf": None}
    assert served.reads(None, "/session")["data"] == nobody
    began = served.client.post("/api/v1/session", json={"token": served.tokens["Ann"]}, headers={"Origin": HOST})
    cookie = began.headers["set-cookie"]
    for part in (COOKIE, "HttpOnly", "SameSite=strict", "Path=/"):
        assert part in cookie
    assert "Secure" not in cookie, "the test serves http"
    assert served.tokens["Ann"] not in cookie
    shown = served.reads(None, "/session")["data"]
    assert shown == began.json()["data"]
    assert (shown["name"], shown["role"]) == ("Ann", "reviewer")
    refused = served.asks(None, "DELETE", "/session", Origin=HOST)
    assert refused.status_code == 403, "another site's page ends no session"
    kept = served.client.cookies[COOKIE]
    ended = served.asks(None, "DELETE", "/session", Origin=HOST, **{"X-CSRF-Token": shown["csrf"]})
    assert ended.json()["data"] == nobody
    served.client.cookies.set(COOKIE, kept)
    assert served.reads(None, "/session")["data"] == nobody, "the cookie is worth nothing any more"


def test_no_other_sites_page_signs_anybody_in(served: Desk) -> None:
    body = {"token": served.tokens["Ann"]}
    refused = served.asks(None, "POST", "/session", body, Origin="http://evil.example")
    assert (refused.status_code, "set-cookie" in refused.headers) == (403, False)
    assert served.asks(None, "POST", "/session", body).status_code == 200, "a program that says no origin may"


def test_behind_https_the_cookie_is_for_https_alone(served: Desk) -> None:
    secure = TestClient(served.client.app, base_url=HOST.replace("http:", "https:"))
    began = secure.post(
        "/api/v1/session", json={"token": served.tokens["Ann"]}, headers={"Origin": "https://localhost:8420"}
    )
    assert began.status_code == 200
    assert "Secure" in began.headers["set-cookie"]


def test_signing_in_again_ends_the_session_before(served: Desk) -> None:
    sign_in(served, "Ann")
    before = served.client.cookies[COOKIE]
    sign_in(served, "Bob")
    assert served.reads(None, "/session")["data"]["name"] == "Bob"
    served.client.cookies.clear()
    served.client.cookies.set(COOKIE, before)
    assert served.reads(None, "/session")["data"]["name"] is None


@pytest.mark.parametrize("body", [{}, {"token": ""}, {"token": 5}, {"token": "x" * 201}, {"token": None}, [], "x"])
def test_signing_in_takes_a_token_and_nothing_else(served: Desk, body: Any) -> None:
    assert served.asks(None, "POST", "/session", body).status_code == 422


def test_wrong_tokens_are_slowed_down_by_address_and_right_ones_are_not(served: Desk) -> None:
    answers = [served.asks(None, "POST", "/session", {"token": f"wrong{n}"}) for n in range(FAILURES + 1)]
    assert [answer.status_code for answer in answers] == [401] * FAILURES + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert served.asks(None, "GET", "/incidents", Authorization="Bearer wrong").status_code == 429
    assert served.asks("Ann", "GET", "/session").status_code == 200


def test_a_wrong_token_is_told_so_and_a_session_names_the_file_alone(served: Desk) -> None:
    refused = served.asks(None, "POST", "/session", {"token": "wrong"})
    assert refused.json()["detail"] == "This token is not valid for this ledger."
    answer = served.asks(None, "GET", "/session")
    assert answer.json()["meta"] == {"ledger": "t.db"}


def test_writes_are_limited_by_token(served: Desk) -> None:
    path = f"/incidents/i{'0' * 16}/accept"
    answers = [served.asks("Ann", "POST", path, {}) for _ in range(WRITES + 2)]
    assert [answer.status_code for answer in answers[:WRITES]] == [404] * WRITES
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert served.asks(None, "POST", "/session", {"token": served.tokens["Ann"]}).status_code == 429
    assert served.asks("Bob", "POST", path, {}).status_code == 404, "others are not kept waiting"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/review/queue", {"Ann", "Bob", "Ada"}),
        ("/judgements", {"Ann", "Bob", "Ada"}),
        ("/audit", {"Ada"}),
        ("/discretion", {"Ada"}),
    ],
)
def test_what_only_some_may_read(served: Desk, path: str, allowed: set[str]) -> None:
    assert served.asks(None, "GET", path).status_code == 401
    for name in PEOPLE:
        assert served.asks(name, "GET", path).status_code == (200 if name in allowed else 403), name


def test_a_token_that_does_not_hold_reads_nothing_either(served: Desk) -> None:
    assert served.asks(None, "GET", "/incidents", Authorization="Bearer tocsin_x").status_code == 401
    assert served.asks(None, "GET", "/incidents").status_code == 200


def test_what_a_proxy_asks_for_is_no_matter_of_ours(served: Desk) -> None:
    carried = sign_in(served, "Ann")
    method, path, body = writes(served)["accept"]
    basic = {"Authorization": "Basic QW5uOng="}
    assert served.asks(None, "GET", "/session", **basic).json()["data"]["name"] == "Ann"
    assert served.asks(None, method, path, body, **carried, **basic).status_code == 200


def test_a_token_says_when_it_was_last_used(served: Desk) -> None:
    served.writes("Ann", f"/incidents/{served.incidents()[0].id}/accept")
    with served.ledger() as opened:
        used = {token.name: token.used is not None for token in Access(opened).tokens()}
    assert used == {"Ann": True, "Bob": False, "Rea": False, "Ada": False}
