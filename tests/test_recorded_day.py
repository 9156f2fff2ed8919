"""A day as a crawler recorded it: one command makes a ledger of it, whatever was copied, corrected or is no news."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from bench.recorded_day import pages, summary, write
from typer.testing import CliRunner

from consistency import check_consistent
from tocsin.cli import app
from tocsin.ledger import Ledger
from tocsin.pipeline import Coding


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, coding: Coding) -> Path:
    assert coding
    folder = tmp_path_factory.mktemp("day")
    write(folder / "day.warc.gz", list(pages(random.Random(17), 90)))
    words = ["--ledger", str(folder / "day.db"), "add", str(folder / "day.warc.gz"), "--coder", "rules"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1, "pages in French are kept, not coded, and said to be so"
    assert "0 refused" in done.output
    return folder / "day.db"


def test_every_page_is_kept_and_the_last_wording_of_each_counts(day: Path, coding: Coding) -> None:
    made = list(pages(random.Random(17), 90))
    told = summary(made)
    assert told["versions_read_again"] >= 1
    with Ledger.open(day) as ledger:
        reports = list(ledger.reports())
        assert len(reports) == told["pages"]
        assert len({report.document for report in reports}) == told["documents"]
        assert ledger.states()["not coded: language fr"] == told["in_french"]
        last = {page.address: page.text for page in sorted(made, key=lambda page: page.fetched)}
        counted = {claim.report for claim in ledger.claims()}
        assert all(last[report.url or ""] in report.text for report in reports if report.id in counted)
        check_consistent(ledger, coding.resolvers.actors)


def test_an_event_that_several_outlets_tell_is_one_incident_more_often_than_not(day: Path) -> None:
    with Ledger.open(day) as ledger:
        joined = Counter(len({report.outlet for report in one.reports}) > 1 for one in ledger.incidents())
    assert joined[True] > joined[False] / 3
