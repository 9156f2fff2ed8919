"""The application: what holds for every answer, pages, errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from ledger_samples import coded, empty_ledger, incident
from web_client import client

from tocsin.codebook import Kind
from tocsin.terms import terms
from tocsin.web.guard import HEADERS
from tocsin.web.settings import WebSettings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Return a ledger of two incidents of three claims."""
    path = tmp_path / "t.db"
    with empty_ledger(path) as opened:
        first, second = coded(1), coded(0)
        opened.add(first)
        opened.add(second)
        ids = [claim.id for claim in first.claims]
        opened.replace_incidents([incident(*ids), incident(second.claims[0].id)])
    return path


@pytest.fixture
def asked(ledger: Path) -> Iterator[TestClient]:
    with client(ledger) as opened:
        yield opened


def test_a_host_that_is_not_this_one_is_refused(asked: TestClient) -> None:
    answer = asked.get("/api/v1/incidents", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert "evil.example" in answer.json()["detail"]
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8420", "[::1]:1", "LOCALHOST:80", "monitor.example"])
def test_hosts_of_this_machine_and_those_allowed_are_answered(ledger: Path, host: str) -> None:
    with client(ledger, WebSettings(hosts=("monitor.example",))) as opened:
        assert opened.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/incidents", "/api/v1/nothing", "/api/v1/incidents?limit=x"])
def test_every_answer_has_the_headers_that_browsers_mind(asked: TestClient, path: str) -> None:
    headers = asked.get(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_lets_no_script_run_that_is_not_ours(asked: TestClient) -> None:
    policy = asked.get("/").headers["content-security-policy"]
    rules = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"


@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("/api/v1/incidents?limit=0", 422, "limit"),
        ("/api/v1/incidents?since=2026-13-01", 422, "since"),
        ("/api/v1/incidents?since=2026-02-01&until=2026-01-01", 422, "since"),
        ("/api/v1/incidents?kind=picnic", 422, "kind"),
        ("/api/v1/incidents?bbox=1,2,3", 422, "bbox"),
        ("/api/v1/incidents?bbox=1,9,3,2", 422, "south"),
        ("/api/v1/incidents?bbox=1,2,3,99", 422, "latitudes"),
        ("/api/v1/incidents?near=1,2", 422, "radius_km"),
        ("/api/v1/incidents?cursor=rubbish", 422, "cursor"),
        ("/api/v1/incidents?as_of=yesterday", 422, "as_of"),
        ("/api/v1/incidents/i0000000000000000", 404, "i0000000000000000"),
        ("/api/v1/incidents/x", 422, "incident"),
        ("/api/v1/nothing", 404, "Not Found"),
    ],
)
def test_an_error_names_the_input_and_the_reason(asked: TestClient, path: str, status: int, named: str) -> None:
    answer = asked.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail"}
    assert named in problem["detail"]
    assert "t.db" not in problem["detail"]


def test_an_answer_that_is_had_already_is_not_sent_again(asked: TestClient) -> None:
    first = asked.get("/api/v1/incidents")
    again = asked.get("/api/v1/incidents", headers={"If-None-Match": first.headers["etag"]})
    other = asked.get("/api/v1/incidents", headers={"If-None-Match": '"other"'})
    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)
    assert again.headers["etag"] == first.headers["etag"]


def test_the_pages_say_where_they_are_not_built(ledger: Path, tmp_path: Path) -> None:
    with client(ledger, WebSettings(static=tmp_path / "none")) as opened:
        answer = opened.get("/")
    assert answer.status_code == 200
    assert "not built" in answer.text


def test_built_pages_are_served_and_nothing_beside_them(ledger: Path, tmp_path: Path) -> None:
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!DOCTYPE html><title>first page</title>")
    (static / "assets" / "a.js").write_text("1")
    with client(ledger, WebSettings(static=static)) as opened:
        assert "first page" in opened.get("/").text
        assert "first page" in opened.get("/incidents/i0").text
        assert "immutable" in opened.get("/assets/a.js").headers["cache-control"]
        assert opened.get("/assets/b.js").status_code == 404
        for path in (
            "/../t.db",
            "/%2e%2e/t.db",
            "/assets/..%2f..%2ft.db",
            "/assets/%2e%2e/%2e%2e/t.db",
            "//etc/passwd",
        ):
            assert b"SQLite" not in opened.get(path).content
            assert b"root:" not in opened.get(path).content
        assert opened.get("/api/v1/incidents").status_code == 200


def test_the_codebook_says_of_kinds_what_the_document_says(asked: TestClient) -> None:
    text = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", text, re.MULTILINE))
    data = asked.get("/api/v1/codebook").json()["data"]
    assert {one["id"]: one["meaning"] for one in data["kinds"]} == {kind: told[kind] for kind in Kind}
    fields = {one["id"]: one for one in data.pop("correctable")}
    assert fields["kind"]["terms"] == data["kinds"]
    assert fields["killed"]["examples"][0] == "5"
    assert all(one["label"] and one["meaning"] for found in data.values() for one in found)
    assert set(data) == set(terms())


def test_readiness_names_the_schema(asked: TestClient) -> None:
    assert asked.get("/readyz").json()["data"]["ready"] is True
