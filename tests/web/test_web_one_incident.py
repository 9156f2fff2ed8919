"""One incident in each form it can be had in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ledger_samples import coded, empty_ledger, incident
from web_client import client


def test_one_incident_is_had_as_geojson_and_as_csv(tmp_path: Path) -> None:
    claim = coded(0).claims[0].id
    expected = incident(claim).id
    with empty_ledger(tmp_path / "t.db") as opened:
        opened.add(coded(0))
        opened.replace_incidents([incident(claim)])
    with client(tmp_path / "t.db") as served:
        geojson = served.get(f"/api/v1/incidents/{expected}?format=geojson")
        assert geojson.headers["content-type"] == "application/geo+json"
        assert [one["properties"]["id"] for one in geojson.json()["features"]] == [expected]
        asked = served.get(f"/api/v1/incidents/{expected}", headers={"Accept": "text/csv"})
        assert [row["id"] for row in csv.DictReader(io.StringIO(asked.text))] == [expected]
