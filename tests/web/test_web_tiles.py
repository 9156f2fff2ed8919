"""A ground of the map that another server gives: named to the pages, let through by the policy, and nothing beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_samples import empty_ledger
from web_client import client

from tocsin.web.guard import CONTENT_SECURITY_POLICY
from tocsin.web.settings import Tiles, WebSettings

ADDRESS = "https://tiles.example:8443/{z}/{x}/{y}.png"


def test_tiles_are_told_to_the_pages_and_let_through_by_the_policy(tmp_path: Path) -> None:
    empty_ledger(tmp_path / "t.db").close()
    with client(tmp_path / "t.db", WebSettings(tiles=Tiles(ADDRESS, "Example"))) as served:
        answer = served.get("/api/v1/codebook")
    assert answer.json()["meta"] == {"tiles": ADDRESS, "tiles_credit": "Example"}
    rules = dict(one.strip().split(" ", 1) for one in answer.headers["content-security-policy"].split(";"))
    assert rules["connect-src"] == "'self' https://tiles.example:8443"
    assert rules["img-src"] == "'self' https://tiles.example:8443 data: blob:"
    assert rules["script-src"] == "'self'"


def test_without_tiles_nothing_is_let_through(tmp_path: Path) -> None:
    empty_ledger(tmp_path / "t.db").close()
    with client(tmp_path / "t.db") as served:
        answer = served.get("/api/v1/codebook")
    assert answer.json()["meta"] == {}
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://tiles.example/{z}/{x}.png", "{y}"),
        ("tiles.example/{z}/{x}/{y}.png", "no address"),
        ("javascript://{z}/{x}/{y}", "no address"),
        ("https://a; script-src *//{z}/{x}/{y}", "no address"),
        ("https:///{z}/{x}/{y}", "no address"),
    ],
)
def test_an_address_that_is_none_is_refused_with_the_reason(address: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason.replace("{", r"\{").replace("}", r"\}")):
        Tiles(address)
