"""Derived incidents: replaced as a whole, found by filter, and what becomes of ids that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from ledger_samples import coded, empty_ledger, incident, on_days

from tocsin.codebook import ActorBasis, Grade, Kind, Status, Verdict
from tocsin.identity import incident_id
from tocsin.ledger import AmbiguousIdError, Filter, Ledger, LedgerError, RemovedError, UnknownIdError
from tocsin.ledger.retired import Retired, retire
from tocsin.model import IncidentActor, Judgement, Range

FIRST, SECOND, THIRD = (claim.id for claim in coded(2).claims)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with empty_ledger(tmp_path / "test.db") as opened:
        opened.add(coded(2))
        yield opened


def test_incidents_come_back_equal_and_replace_one_another(ledger: Ledger) -> None:
    ledger.replace_incidents([incident(FIRST), incident(SECOND, THIRD)])
    assert {found.id: found for found in ledger.incidents()} == {
        found.id: found for found in (incident(FIRST), incident(SECOND, THIRD))
    }
    ledger.replace_incidents([incident(FIRST, SECOND, THIRD)])
    assert list(ledger.incidents()) == [incident(FIRST, SECOND, THIRD)]


def test_the_incident_of_a_claim(ledger: Ledger) -> None:
    ledger.replace_incidents([incident(FIRST, SECOND)])
    assert ledger.incident_of(SECOND) == incident(FIRST, SECOND)
    assert ledger.incident_of(THIRD) is None


def test_a_merged_incident_redirects_and_comes_back_when_split(ledger: Ledger) -> None:
    ledger.replace_incidents([incident(FIRST), incident(SECOND)])
    merged = incident(FIRST, SECOND)
    ledger.replace_incidents([merged])
    assert ledger.redirects() == {incident_id(SECOND): merged.id}
    assert ledger.incident(incident_id(SECOND)) == merged
    assert ledger.incident(incident_id(SECOND)[:10]) == merged
    ledger.replace_incidents([incident(FIRST), incident(SECOND)])
    assert ledger.redirects() == {}
    assert ledger.incident(incident_id(SECOND)) == incident(SECOND)


def test_redirects_follow_through_several_merges(ledger: Ledger) -> None:
    ledger.replace_incidents([incident(THIRD)])
    ledger.replace_incidents([incident(SECOND, THIRD)])
    last = incident(FIRST, SECOND, THIRD)
    ledger.replace_incidents([last])
    assert ledger.redirects() == {incident_id(SECOND): last.id, incident_id(THIRD): last.id}
    assert ledger.incident(incident_id(THIRD)) == last


def reject(claim: str, verdict: Verdict, hour: int) -> Judgement:
    return Judgement(f"j{hour}", verdict, claim, None, "ana", f"2024-05-06T{hour:02}:00:00Z", "a drill")


def test_a_removed_incident_leaves_a_tombstone_with_its_reason(ledger: Ledger) -> None:
    ledger.replace_incidents([incident(FIRST), incident(SECOND), incident(THIRD)])
    ledger.judge(reject(FIRST, Verdict.REJECT, 10))
    ledger.judge(reject(SECOND, Verdict.REJECT, 11))
    ledger.judge(reject(SECOND, Verdict.ACCEPT, 12))  # the later decision holds
    ledger.replace_claims([(replace(coded(2), claims=coded(2).claims[:2]), "coded")])
    ledger.replace_incidents([])
    assert ledger.tombstones() == {
        incident_id(FIRST): "rejected by ana: a drill",
        incident_id(SECOND): f"its founding claim {SECOND} is in no incident any more",
        incident_id(THIRD): f"its founding claim {THIRD} is no longer coded",
    }
    for removed in (incident_id(FIRST), incident_id(FIRST)[:10]):
        with pytest.raises(RemovedError, match="was removed: rejected by ana: a drill"):
            ledger.incident(removed)


def test_a_tombstone_goes_when_the_incident_comes_back(ledger: Ledger) -> None:
    ledger.replace_incidents([incident(FIRST)])
    ledger.replace_incidents([])
    ledger.replace_incidents([incident(FIRST)])
    assert ledger.tombstones() == {}


def test_replacing_is_done_whole_or_not_at_all(ledger: Ledger) -> None:
    ledger.replace_incidents([incident(FIRST), incident(SECOND)])
    ledger.judge(reject(FIRST, Verdict.REJECT, 10))
    before = list(ledger.dump(history=True))
    with pytest.raises(LedgerError, match="UNIQUE"):
        ledger.replace_incidents([incident(THIRD), incident(THIRD)])
    assert list(ledger.dump(history=True)) == before
    assert ledger.stale() is True


def test_an_unknown_or_ambiguous_incident_is_an_error(ledger: Ledger) -> None:
    ledger.replace_incidents([incident(FIRST), incident(SECOND)])
    with pytest.raises(UnknownIdError, match="no incident 'i0x'") as refused:
        ledger.incident("i0x")
    assert str(refused.value).startswith(f"{ledger.name}: ")
    with pytest.raises(AmbiguousIdError, match="several incidents begin with 'i'"):
        ledger.incident("i")


def test_a_retired_id_is_not_taken_for_the_beginning_of_another(ledger: Ledger) -> None:
    short = replace(incident(SECOND), id="i1")
    ledger.replace_incidents([short])
    ledger.replace_incidents([incident(FIRST, SECOND), replace(incident(THIRD), id="i12")])
    assert ledger.incident("i1") == incident(FIRST, SECOND)


def test_the_history_of_ids_is_in_the_dump_only_when_asked_for(ledger: Ledger) -> None:
    ledger.replace_incidents([incident(FIRST), incident(SECOND), incident(THIRD)])
    ledger.replace_incidents([incident(FIRST, SECOND)])
    plain, whole = list(ledger.dump()), list(ledger.dump(history=True))
    assert whole[: len(plain)] == plain
    assert len(whole) == len(plain) + 2


BASE = incident(FIRST)
HARBOUR = on_days(BASE, date(2024, 5, 1), 3)
BORDER = on_days(
    replace(
        incident(SECOND),
        kind=Kind.RAID,
        status=Status.FOILED,
        grade=Grade.CONFIRMED,
        place=replace(incident(SECOND).place, country="SY", name="100% Farm"),
        actors=(IncidentActor("Étoile Brigade", None, ActorBasis.STATED, (), (SECOND,)),),
        killed=Range(10**30, None),
    ),
    date(2024, 5, 10),
)
UNDATED = replace(incident(THIRD), when=None, place=None, actors=(), background=True)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(), [HARBOUR, BORDER, UNDATED]),  # by day, what has none comes last
        (Filter(kinds=(Kind.RAID,)), [BORDER]),
        (Filter(kinds=(Kind.RAID, Kind.SHELLING)), [HARBOUR, BORDER, UNDATED]),  # any of them
        (Filter(statuses=(Status.FOILED,)), [BORDER]),
        (Filter(countries=("YE",)), [HARBOUR]),
        (Filter(grades=(Grade.CONFIRMED,)), [BORDER]),
        (Filter(since=date(2024, 5, 3)), [HARBOUR, BORDER]),  # the last day of an interval counts
        (Filter(since=date(2024, 5, 4)), [BORDER]),
        (Filter(until=date(2024, 5, 1)), [HARBOUR]),  # as does the first
        (Filter(until=date(2024, 4, 30)), []),  # without a day it is in no period
        (Filter(since=date(2024, 5, 2), until=date(2024, 5, 2)), [HARBOUR]),  # within an interval
        (Filter(background=False), [HARBOUR, BORDER]),
        (Filter(background=True), [UNDATED]),
        (Filter(text="old HARBOUR"), [HARBOUR, BORDER]),  # the words of the report, in any case
        (Filter(text="al-mina"), [HARBOUR]),  # the resolved name, without diacritics
        (Filter(text="brigade etoile"), [BORDER]),  # an actor, word by word
        (Filter(text="harbour brigade"), [BORDER]),  # every word must be there
        (Filter(text="100%"), [BORDER]),  # no wildcard
        (Filter(text="%"), [BORDER]),  # nor alone
        (Filter(text="nowhere"), []),
        (Filter(prefix=BORDER.id[:9]), [BORDER]),
        (Filter(kinds=(Kind.SHELLING,), background=True), [UNDATED]),  # all conditions together
    ],
)
def test_filters(ledger: Ledger, wanted: Filter, expected: list[object]) -> None:
    ledger.replace_incidents([UNDATED, BORDER, HARBOUR])
    assert list(ledger.incidents(wanted)) == expected
    assert ledger.count_incidents(wanted) == len(expected)


def test_pages_of_incidents(ledger: Ledger) -> None:
    ledger.replace_incidents([UNDATED, BORDER, HARBOUR])
    assert list(ledger.incidents(limit=2)) == [HARBOUR, BORDER]
    assert list(ledger.incidents(limit=2, offset=2)) == [UNDATED]
    assert list(ledger.incidents(offset=1)) == [BORDER, UNDATED]


def test_retiring_decides_about_ids_that_are_gone_only() -> None:
    known = {"i-here": "c1", "i-merged": "c2", "i-removed": "c3"}
    decided = retire(known, {"c1": "i-here", "c2": "i-here"}, {"c3": "a drill"})
    assert decided == Retired({"i-merged": "i-here"}, {"i-removed": "a drill"})
