"""The document of the API says what the API answers; so do the examples of its description.

Run as a script (``make docs``) this file asks the API over the two reports of the README and writes the answers anew, into
docs/api.md and ``src/tocsin/web/examples.json``. Lists are cut to two elements, times are all the same.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))

from test_documents import ROOT, _shown, _tour

from tocsin.access import Actor, Role
from tocsin.ledger import Ledger
from tocsin.ledger.access import Access
from tocsin.web.app import make_app
from tocsin.web.openapi import examples
from tocsin.web.settings import WebSettings

DOCUMENT = ROOT / "docs" / "api.md"
EXAMPLES = ROOT / "src" / "tocsin" / "web" / "examples.json"

_BLOCK = re.compile(r"(<!-- api: (?P<path>\S+) -->\n+```\w*\n)(?P<body>.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)")
_SAME_TIME = "2026-03-02T08:00:00.000000+00:00"

#: What is asked of the routes that need more than their path.
QUERIES = {
    "/api/v1/incidents": "?kind=shelling&country=IQ&since=2026-03-01",
    "/api/v1/map": "?bbox=38,33,49,38&zoom=6",
    "/api/v1/timeline": "?by=week",
    "/api/v1/tally": "?by=country",
    "/api/v1/changes": "?since=2026-01-01",
    "/api/v1/feed.atom": "?country=IQ",
}


def _short(value: Any) -> Any:
    """Return a value with its lists cut, but for those of numbers."""
    if isinstance(value, dict):
        return {name: _short(one) for name, one in value.items()}
    if isinstance(value, list):
        numbers = all(isinstance(one, int | float) for one in value)
        return value if numbers else [_short(one) for one in value[:2]]
    return value


def answers(folder: Path) -> dict[str, dict[str, Any]]:
    """Ask every route that reads; return its request and answer by path."""
    with Ledger.open(folder / "tocsin.db", create=False) as ledger:
        [incident] = list(ledger.incidents())
        ids = {"incident": incident.id, "claim": incident.claims[1], "report": incident.reports[1].id}
        token = Access(ledger).create("Ann", Role.ADMIN, Actor("Ann", "command line", "this machine"))
    app = make_app(folder / "tocsin.db", WebSettings())
    found = {}
    with TestClient(app, base_url="http://127.0.0.1:8420") as client:
        for path, methods in sorted(app.openapi()["paths"].items()):
            if "get" not in methods or path == "/metrics" or not path.startswith(("/api", "/healthz", "/readyz")):
                continue
            query = f"?incident={incident.id}" if path.endswith("/relations") else QUERIES.get(path, "")
            request = path.format(**ids) + query
            answer = client.get(request)
            if answer.status_code == 401:  # not for readers
                answer = client.get(request, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 200, (request, answer.text)
            text = _TIME.sub(_SAME_TIME, answer.text)
            found[path] = {"request": request, "answer": text if "atom" in path else _short(json.loads(text))}
    return found


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("tour")
    with chdir(folder):
        _tour(folder)
        return answers(folder)


def test_every_route_has_an_example_which_is_what_it_answers(told: dict[str, dict[str, Any]]) -> None:
    assert examples() == told, "run `make docs`"


def test_the_document_shows_every_route_with_its_answer(told: dict[str, dict[str, Any]]) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    blocks = {block["path"]: block["body"] for block in _BLOCK.finditer(text)}
    assert blocks == {path: _body(one) for path, one in told.items()}, "run `make docs`"


def _body(one: dict[str, Any]) -> str:
    answer = one["answer"]
    return f"GET {one['request']}\n\n{answer if isinstance(answer, str) else _shown(answer) + chr(10)}"


def _write() -> None:
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        _tour(Path(folder))
        found = answers(Path(folder))
    EXAMPLES.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(
        _BLOCK.sub(lambda block: block[1] + (_body(found[block["path"]]) if block["path"] in found else ""), text),
        encoding="utf-8",
    )


if __name__ == "__main__":
    _write()
