"""Hostile requests: nothing but a right answer or a problem that names the input, whatever is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ledger_samples import coded, empty_ledger, incident
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from web_client import client

from tocsin.ledger import Ledger
from tocsin.web.app import make_app
from tocsin.web.pages import serve_pages
from tocsin.web.paging import written
from tocsin.web.settings import WebSettings

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def fill(path: Path) -> Path:
    with empty_ledger(path) as ledger:
        for number in (1, 2):
            ledger.add(coded(number))
        ledger.replace_incidents([incident(*(claim.id for claim in coded(number).claims)) for number in (1, 2)])
    return path


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client(fill(tmp_path_factory.mktemp("hostile") / "t.db")) as opened:
        yield opened


@pytest.mark.parametrize(
    "words",
    [
        "'; DROP TABLE incidents; --", '" OR 1=1', "a* NEAR b", "words:x", "{words}: x", "^harbour", "(", ")", "NOT", "AND OR",
        "%", "_", "\\", "\x00", "a\x00b", "\u202e", "𞤀𞤁", "harbour AND", "-harbour", "*", "' & !", "<->", ":*", "x" * 200,
        "\ud7ff", "é" * 100, "0x41", "1e9",
    ],
)  # fmt: skip
def test_no_words_are_read_as_a_query(asked: TestClient, words: str) -> None:
    for name in ("text", "side", "outlet"):
        answer = asked.get("/api/v1/incidents", params={name: words})
        assert answer.status_code in {200, 422}, (name, answer.text)
    assert asked.get("/api/v1/incidents").json()["meta"]["total"] == 2


@pytest.mark.parametrize(
    "query",
    [
        "bbox=nan,0,1,1", "bbox=inf,0,1,1", "bbox=-inf,0,1,1", "bbox=1e999,0,1,1", "bbox=,,,", "bbox=1,2,3,4,5", "bbox=1..2,0,1,1",
        "bbox=--1,0,1,1", "bbox=" + "9" * 500, "near=nan,1&radius_km=1", "near=1,1&radius_km=nan", "near=1,1&radius_km=inf",
        "near=1,1&radius_km=-1", "since=0000-01-01", "since=99999-01-01", "until=-1", "since=2024-02-30",
        "limit=99999999999999999999", "limit=-1", "limit=1.5", "cursor=" + "a" * 600, "cursor=AAAA", "as_of=10000-01-01",
        "as_of=0001-01-01T00:00:00%2B23:59", "format=xml", "order=random", "kind=" + "x" * 5000, "country=XYZ", "background=maybe",
        "figures=highest", "zoom=inf&bbox=0,0,1,1", "&".join(f"side={n}" for n in range(60)), "country=%00%00",
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_problem_that_names_the_input(asked: TestClient, query: str) -> None:
    path = "map" if "zoom" in query else "incidents"
    answer = asked.get(f"/api/v1/{path}?{query}")
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    name = query.partition("=")[0]
    assert name in answer.json()["detail"] or "near" in query


@pytest.mark.parametrize(
    "key",
    [(2**63, "i0000000000000000"), (1, "x"), (1.5, "i0000000000000000"), ("a", "b"), (1,), {"a": 1}, [[1]], "x", None],
)
def test_a_cursor_of_somebody_else_is_refused(asked: TestClient, key: object) -> None:
    answer = asked.get("/api/v1/incidents", params={"cursor": written(key)})  # type: ignore[arg-type]
    assert (answer.status_code, "cursor" in answer.json()["detail"]) == (422, True)


@pytest.mark.parametrize("path", ["reports", "changes", "deleted", "totals"])
@pytest.mark.parametrize("key", [("2024-99-99", "r0000000000000000"), ("x", "y", 1), (-5,), ("9999-12-31", "i", 1)])
def test_a_cursor_of_another_route_is_no_server_error(asked: TestClient, path: str, key: tuple[object, ...]) -> None:
    assert asked.get(f"/api/v1/{path}", params={"cursor": written(key)}).status_code in {200, 422}


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31", "2024-12-30"])
@pytest.mark.parametrize("by", ["day", "week", "month", "year"])
def test_the_ends_of_the_calendar_are_days_like_others(asked: TestClient, year: str, by: str) -> None:
    for query in (f"since={year}", f"until={year}", f"since={year}&until={year}"):
        assert asked.get(f"/api/v1/tally?by={by}&{query}").status_code == 200
        assert asked.get(f"/api/v1/incidents?as_of={year}").status_code == 200


@pytest.mark.parametrize(
    "path", ["%00", "api/v1/incidents/%2F%00", "a" * 5000, "assets/" + "b" * 300 + ".js", "%ED%A0%80"]
)
def test_an_address_that_no_file_can_have_is_not_found(tmp_path: Path, path: str) -> None:
    (tmp_path / "index.html").write_text("<!DOCTYPE html>", encoding="utf-8")
    pages = FastAPI()
    serve_pages(pages, tmp_path)
    answer = TestClient(pages, raise_server_exceptions=False).get(f"/{path}")
    assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.OK}
    assert answer.status_code == HTTPStatus.NOT_FOUND or answer.text == "<!DOCTYPE html>"


@settings(max_examples=60)
@given(
    # A path that ends in "." or ".." is another path before it is asked for.
    st.text(min_size=1, max_size=60).filter(lambda text: text not in {".", ".."}),
    st.sampled_from(["incidents", "claims", "reports"]),
)
def test_an_id_that_is_none_is_a_problem(asked: TestClient, identifier: str, what: str) -> None:
    answer = asked.get(f"/api/v1/{what}/{quote(identifier, safe='')}")
    assert answer.status_code in {404, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_that_is_too_large_or_deep_is_refused(asked: TestClient) -> None:
    large = asked.request("GET", "/api/v1/incidents", content=b"[" * (2 << 20))
    assert large.status_code in {200, 413}
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert asked.request(method, "/api/v1/incidents", content=b"[" * 100_000).status_code == 405


def test_whatever_the_description_allows_is_answered_as_it_says(tmp_path: Path) -> None:
    app = make_app(fill(tmp_path / "t.db"), WebSettings())
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"Host": "localhost"})
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:

        @settings(max_examples=12, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy())
        def answered(case: schemathesis.Case) -> None:
            case.validate_response(case.call(headers={"Host": "localhost"}), checks=CHECKS)

        answered()


def test_readers_see_whole_states_while_a_writer_adds(tmp_path: Path) -> None:
    path = fill(tmp_path / "t.db")
    wrong: list[str] = []
    done = threading.Event()

    def read(opened: TestClient) -> None:
        while not done.is_set():
            page = opened.get("/api/v1/incidents?limit=200").json()
            ids = [one["id"] for one in page["data"]]
            # A change between the count and the page may take an incident away; none comes twice or uncounted.
            if len(ids) > page["meta"]["total"] or len(set(ids)) != len(ids):
                wrong.append(str(page["meta"]))

    with client(path) as opened:
        readers = [threading.Thread(target=read, args=(opened,)) for _ in range(4)]
        for one in readers:
            one.start()
        with Ledger.open(path) as ledger:
            told = [coded(number) for number in range(3, 23)]
            for number, one in enumerate(told):
                ledger.add(one)
                shown = told[: number + 1]
                ledger.replace_incidents([incident(*(claim.id for claim in held.claims)) for held in shown])
        done.set()
        for one in readers:
            one.join()
        final = opened.get("/api/v1/incidents?limit=200").json()
    assert wrong == []
    assert (final["meta"]["total"], len(final["data"])) == (20, 20)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("bbox=somewhere", "bbox must be west,south,east,north in degrees, such as 40,30,50,40"),
        ("bbox=1..2,0,1,1", "bbox must be west,south,east,north in degrees, such as 40,30,50,40"),
        ("near=Kyiv&radius_km=5", "near must be lat,lon in degrees, such as 36.2,44.0"),
        ("since=yesterday", "since must be a day such as 2026-03-01"),
        ("country=Ukraine", "country must be two letters (ISO 3166), such as UA"),
        ("cursor=x", "cursor: not one that links.next gave"),
    ],
)
def test_an_input_without_its_form_is_told_what_it_must_be(asked: TestClient, query: str, words: str) -> None:
    answer = asked.get(f"/api/v1/incidents?{query}")
    assert (answer.status_code, answer.json()["detail"]) == (422, words)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("incidents?cuontry=UA", "cuontry: no parameter of /api/v1/incidents; did you mean country?"),
        ("map?zooom=3&kind=shelling", "zooom: no parameter of /api/v1/map; did you mean zoom?"),
        ("feed.atom?Country=UA", "Country: no parameter of /api/v1/feed.atom; did you mean country?"),
        ("reports?xyzzy=1", "xyzzy: no parameter of /api/v1/reports; it has cursor, limit"),
        ("countries?xyzzy=1", "xyzzy: no parameter of /api/v1/countries; it has none"),
        ("incidents?" + "é" * 90 + "=1", "é" * 40 + ": no parameter of /api/v1/incidents; it has"),
    ],
)
def test_a_parameter_that_no_route_has_is_refused(asked: TestClient, path: str, words: str) -> None:
    answer = asked.get(f"/api/v1/{path}")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(words)


def test_every_parameter_that_is_described_is_known(asked: TestClient) -> None:
    described = asked.get("/api/v1/openapi.json").json()["paths"]
    asking = {
        path: [one["name"] for one in methods["get"].get("parameters", []) if one["in"] == "query"]
        for path, methods in described.items()
        if "get" in methods
    }
    assert sum(len(names) for names in asking.values()) > 50
    for path, names in asking.items():
        answer = asked.get(path, params=dict.fromkeys(names, "?"))
        assert "no parameter of" not in answer.text, path
