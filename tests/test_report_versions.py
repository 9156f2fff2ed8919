"""Pages read again: the latest wording counts, decisions stay with the sentences they were made on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consistency import check_consistent
from tocsin.codebook import Verdict
from tocsin.ledger import Ledger
from tocsin.model import Judgement, Report
from tocsin.pipeline import Coding, add_reports, judge, rebuild
from tocsin.read.addresses import document_address
from tocsin.read.found import Defaults, Found, report_of

DAY = date(2022, 6, 11)
NOON = datetime(2022, 6, 11, 12, tzinfo=UTC)
FIRST = "Gunmen attacked an army post at Seytenga in Burkina Faso on Thursday, killing eleven soldiers, the army said."
MORE = "A convoy was ambushed near Djibo in Burkina Faso on Friday and two drivers were killed, a mayor said."
RIGHT = (
    "Gunmen attacked an army post at Seytenga in Burkina Faso on Thursday, killing thirteen soldiers, the army said."
)


def version(
    body: str, hour: int | None, outlet: str = "Morning Post", address: str = "https://post.example/a"
) -> Report:
    at = None if hour is None else NOON + timedelta(hours=hour)
    found = Found("page", body, "page", DAY, outlet=outlet, language="en", retrieved_at=at, address=address)
    return report_of(found, Defaults())


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "t.db") as opened:
        yield opened


def add(ledger: Ledger, coding: Coding, *reports: Report) -> None:
    list(add_reports(ledger, reports, coding))


def killed(ledger: Ledger) -> list[tuple[int | None, int | None]]:
    return sorted((one.killed.min, one.killed.max) for one in ledger.incidents() if one.killed is not None)  # type: ignore[type-var]


def test_a_corrected_page_takes_the_place_of_what_it_said(ledger: Ledger, coding: Coding) -> None:
    add(ledger, coding, version(f"{FIRST} {MORE}", 0))
    assert killed(ledger) == [(2, 2), (11, 11)]
    add(ledger, coding, version(f"{RIGHT} {MORE}", 1))
    assert killed(ledger) == [(2, 2), (13, 13)]
    check_consistent(ledger, coding.resolvers.actors)
    (reported,) = {report.id for one in ledger.incidents() for report in one.reports}
    older, latest = ledger.wordings(reported)
    assert (older.latest, latest.latest, latest.report.id) == (False, True, reported)
    assert "eleven" in older.report.text
    assert older.claims == 2  # the earlier wording can still be read, with all that was coded from it
    assert ledger.coded(older.report.id).claims[0].killed is not None


def test_an_untouched_sentence_keeps_its_claim_its_incident_and_its_decisions(ledger: Ledger, coding: Coding) -> None:
    add(ledger, coding, version(f"{FIRST} {MORE}", 0))
    before = {one.id: one.founding for one in ledger.incidents()}
    (convoy,) = (one for one in ledger.incidents() if one.killed is not None and one.killed.max == 2)
    judge(
        ledger, Judgement("j1", Verdict.ACCEPT, convoy.founding, None, "ann", "2024-01-01T00:00:00+00:00", ""), coding
    )
    decided = ledger.incident(convoy.id)
    add(ledger, coding, version(f"Markets in the capital were open on Saturday.\n\n{FIRST}\n\n{MORE}", 1))
    assert {one.id: one.founding for one in ledger.incidents()} == before
    assert ledger.incident(convoy.id).grade == decided.grade
    rebuild(ledger, coding, lambda _: None)
    assert {one.id: one.founding for one in ledger.incidents()} == before
    assert ledger.incident(convoy.id).grade == decided.grade


def test_a_page_that_says_again_what_it_said_before_is_taken_at_its_last_word(ledger: Ledger, coding: Coding) -> None:
    add(ledger, coding, version(FIRST, 0), version(RIGHT, 1))
    assert killed(ledger) == [(13, 13)]
    add(ledger, coding, version(FIRST, 2))
    assert killed(ledger) == [(11, 11)]
    check_consistent(ledger, coding.resolvers.actors)


def test_an_older_reading_that_comes_late_changes_nothing_that_is_shown(ledger: Ledger, coding: Coding) -> None:
    add(ledger, coding, version(RIGHT, 5))
    shown = list(ledger.incidents())
    add(ledger, coding, version(FIRST, 1))
    assert list(ledger.incidents()) == shown
    assert len(ledger.wordings(version(FIRST, 1).id)) == 2


def test_what_went_with_a_version_is_remembered_as_gone(ledger: Ledger, coding: Coding) -> None:
    add(ledger, coding, version(f"{FIRST} {MORE}", 0))
    add(ledger, coding, version(MORE, 1))
    (gone,) = ledger.deleted()
    assert gone.reason is not None
    assert "no longer" in gone.reason


def test_other_outlets_other_addresses_and_pages_without_address_are_documents_of_their_own(
    ledger: Ledger, coding: Coding
) -> None:
    add(
        ledger,
        coding,
        version(FIRST, 0),
        version(RIGHT, 1, outlet="Evening Star"),
        version(RIGHT + " Calm returned.", 2, address="https://post.example/b"),
        version(RIGHT + " All is quiet.", 3, address=""),
    )
    assert all(len(ledger.wordings(report.id)) == 1 for report in ledger.reports())


HISTORIES = st.lists(
    st.tuples(st.sampled_from((FIRST, RIGHT, MORE, f"{FIRST} {MORE}", f"{MORE} {RIGHT}")), st.integers(0, 3)),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one[1],
)


def _dumped(folder: Path, reports: Sequence[Report], coding: Coding) -> list[str]:
    with Ledger.open(folder) as ledger:
        for report in reports:
            add(ledger, coding, report)
        check_consistent(ledger, coding.resolvers.actors)
        return list(ledger.dump())


@settings(max_examples=8, deadline=None)
@given(history=HISTORIES)
def test_the_order_in_which_versions_come_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, coding: Coding, history: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("orders")
    reports = [version(body, hour) for body, hour in history]
    dumps = [_dumped(folder / f"{n}.db", order, coding) for n, order in enumerate(permutations(reports)) if n % 5 == 0]
    assert all(dump == dumps[0] for dump in dumps)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://Post.Example/a/", "http://www.post.example:80/a"),
        ("https://post.example/a?utm_source=x&id=3#top", "https://post.example/a?id=3"),
        ("https://post.example/a?b=2&a=1", "https://user:secret@post.example/a?a=1&b=2"),
    ],
)
def test_spellings_of_one_address_are_one(one: str, other: str) -> None:
    assert document_address(one) == document_address(other) is not None


@pytest.mark.parametrize(
    "url", ["", "ftp://post.example/a", "https://", "https://[::1", "file:///etc/passwd", "a" * 9000]
)
def test_what_is_no_web_address_is_no_document(url: str) -> None:
    assert document_address(url) is None


def test_a_report_met_under_another_name_keeps_the_incidents_up_to_date(ledger: Ledger, coding: Coding) -> None:
    told = version(FIRST, 0)
    add(ledger, coding, replace(told, ref="z"))
    add(ledger, coding, replace(told, ref="a"))
    (incident,) = ledger.incidents()
    assert [report.ref for report in incident.reports] == ["a"]
    check_consistent(ledger, coding.resolvers.actors)
