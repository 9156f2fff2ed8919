"""HEAD is answered as GET, without the body."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_samples import coded, empty_ledger, incident
from web_client import client


@pytest.mark.parametrize(
    "path", ["/api/v1/incidents", "/api/v1/incidents?format=csv", "/api/v1/reports/r0", "/healthz"]
)
def test_head_has_the_status_and_the_headers_of_get(tmp_path: Path, path: str) -> None:
    with empty_ledger(tmp_path / "t.db") as ledger:
        ledger.add(coded(0))
        ledger.replace_incidents([incident(coded(0).claims[0].id)])
    with client(tmp_path / "t.db") as opened:
        told, head = opened.get(path), opened.head(path)
        assert (head.status_code, head.content) == (told.status_code, b"")
        assert head.headers == told.headers
        assert told.status_code != 200 or "etag" in head.headers
        if told.status_code == 200:
            again = opened.head(path, headers={"If-None-Match": told.headers["etag"]})
            assert again.status_code == 304


def test_head_is_counted_as_such_and_writes_nothing(tmp_path: Path) -> None:
    with empty_ledger(tmp_path / "t.db"):
        pass
    with client(tmp_path / "t.db") as opened:
        opened.head("/api/v1/sides")
        counted = opened.get("/metrics").text
        assert 'tocsin_requests_total{method="HEAD",route="/api/v1/sides",status="200"} 1.0' in counted
        undo = "/api/v1/judgements/j0000000000000000/undo"
        assert opened.head(undo).status_code == opened.get(undo).status_code
        assert opened.head(undo).status_code in {404, 405}, "not found where the pages are built"
