"""Built files as browsers get them: packed where they take that, as they are elsewhere."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from ledger_samples import empty_ledger
from web_client import client

from tocsin.web.settings import WebSettings

SCRIPT = b"console.log('a ledger');" * 200


@pytest.fixture
def settings(tmp_path: Path) -> WebSettings:
    empty_ledger(tmp_path / "t.db").close()
    assets = tmp_path / "static" / "assets"
    assets.mkdir(parents=True)
    (tmp_path / "static" / "index.html").write_text("<!doctype html><title>Tocsin</title>", encoding="utf-8")
    (assets / "map.js").write_bytes(SCRIPT)
    (assets / "map.js.gz").write_bytes(gzip.compress(SCRIPT))
    (assets / "small.css").write_text("p{}", encoding="utf-8")
    return WebSettings(static=tmp_path / "static")


@pytest.mark.parametrize(
    ("takes", "packed"), [("gzip, br", True), ("br;q=1, gzip;q=0.5", True), ("identity", False), ("", False)]
)
def test_a_file_is_sent_packed_where_the_browser_takes_it(
    settings: WebSettings, tmp_path: Path, takes: str, packed: bool
) -> None:
    with client(tmp_path / "t.db", settings) as served:
        answer = served.get("/assets/map.js", headers={"Accept-Encoding": takes})
    assert answer.content == SCRIPT
    assert answer.headers.get("content-encoding") == ("gzip" if packed else None)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]


def test_a_file_without_a_packed_copy_is_sent_as_it_is(settings: WebSettings, tmp_path: Path) -> None:
    with client(tmp_path / "t.db", settings) as served:
        answer = served.get("/assets/small.css", headers={"Accept-Encoding": "gzip"})
        page = served.get("/incident/i1", headers={"Accept-Encoding": "gzip"})
    assert (answer.text, "content-encoding" in answer.headers) == ("p{}", False)
    assert "Tocsin" in page.text


def test_programs_that_ask_for_what_is_not_there_get_no_page(settings: WebSettings, tmp_path: Path) -> None:
    with client(tmp_path / "t.db", settings) as served:
        answer = served.get("/api/v1/nothing")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
