"""Decisions of people: corrections beside the claims, two persons, and taking a decision back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tocsin.access import Actor
from tocsin.codebook import Kind, Verdict
from tocsin.correcting import Ground, UnreadableValueError, find_words, value_of
from tocsin.identity import claim_id, incident_id, report_id
from tocsin.ledger import Ledger
from tocsin.link import LINKER, UnfitCorrectionError
from tocsin.linking import relink_all
from tocsin.model import Claim, Judgement, Report, Span
from tocsin.pipeline import Coding, add_reports, code, judge, preview_rebuild, rebuild, require_two_persons

WORDS = (
    "Gunmen attacked an army post at Seytenga in Burkina Faso on Thursday, killing eleven soldiers, the army said. "
    "Two of the attackers were shot dead."
)
AGAIN = "Eleven soldiers were killed when gunmen attacked Seytenga in Burkina Faso on Thursday, officials said."


CHIEF = Actor("chief", "command line", "this machine")


def report(text: str, outlet: str) -> Report:
    day = date(2022, 6, 11)
    return Report(report_id(text, outlet, day), outlet, text, day, "stated", outlet=outlet)


@pytest.fixture
def ledger(tmp_path: Path, coding: Coding) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "t.db") as opened:
        list(add_reports(opened, [report(WORDS, "Morning Post"), report(AGAIN, "Evening Star")], coding))
        yield opened


def founding(ledger: Ledger) -> Claim:
    return ledger.claim(max(ledger.incidents(), key=lambda one: len(one.claims)).founding)


def correction(claim: Claim, field: str, value: str | None, by: str = "ann", at: int = 1) -> Judgement:
    at_second = f"2024-01-01T00:00:{at:02d}+00:00"
    return Judgement(f"j{by}{at}", Verdict.CORRECT, claim.id, None, by, at_second, "", field, value)


def ground(ledger: Ledger, claim: Claim, coding: Coding, words: Span | None = None) -> Ground:
    return Ground(claim, ledger.report(claim.report), words, coding.resolvers)


def test_a_correction_counts_and_the_claim_stays_as_it_was_coded(ledger: Ledger, coding: Coding) -> None:
    claim, before = founding(ledger), list(ledger.dump())
    value = value_of("killed", "13", ground(ledger, claim, coding))
    judge(ledger, correction(claim, "killed", value), coding)
    incident = ledger.incident_of(claim.id)
    assert incident is not None
    assert incident.killed is not None
    assert 13 in (incident.killed.min, incident.killed.max)
    (kept,) = incident.corrections
    assert (kept.claim, kept.field, kept.by) == (claim.id, "killed", "ann")
    assert ledger.claim(claim.id) == claim
    judge(ledger, correction(claim, "killed", None, at=2), coding)
    assert [line for line in ledger.dump() if '"judgements"' not in line] == [
        line.replace('"version": 2', '"version": 4') if '"table": "incidents"' in line and claim.id in line else line
        for line in before
    ]


def test_a_correction_survives_recoding_and_linking_all_at_once(ledger: Ledger, coding: Coding) -> None:
    claim = founding(ledger)
    judge(ledger, correction(claim, "place", value_of("place", "14.03, -0.03", ground(ledger, claim, coding))), coding)
    judge(ledger, correction(claim, "kind", value_of("kind", "raid", ground(ledger, claim, coding)), at=2), coding)
    before = list(ledger.dump())
    incident = ledger.incident_of(claim.id)
    assert incident is not None
    assert incident.kind is Kind.RAID
    with ledger.change() as change:
        relink_all(change, coding.resolvers.actors, "test")
    assert list(ledger.dump()) == before
    rebuild(ledger, coding, lambda _: None)
    assert list(ledger.dump()) == before


def test_the_words_that_bear_a_correction_are_kept(ledger: Ledger, coding: Coding) -> None:
    claim = founding(ledger)
    told = ledger.report(claim.report)
    words = find_words(told, "Gunmen attacked" if "Gunmen attacked" in told.text else "gunmen attacked")
    value = json.loads(value_of("injured", "2+", ground(ledger, claim, coding, words)))
    assert told.text[value["start"] : value["end"]] == value["text"] == words.text
    assert (value["min"], value["max"]) == (2, None)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [("5", 5, 5), ("20+", 20, None), ("-30", None, 30), ("10-15", 10, 15), ("~50", 50, 50), ("0", 0, 0)],
)
def test_figures_are_written_in_a_few_characters(
    ledger: Ledger, coding: Coding, written: str, low: int | None, high: int | None
) -> None:
    value = json.loads(value_of("injured", written, ground(ledger, founding(ledger), coding)))
    assert (value["min"], value["max"], value["approximate"]) == (low, high, written.startswith("~"))


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("killed", "seven"),
        ("killed", "15-10"),
        ("killed", "-"),
        ("when", "last week"),
        ("when", "2022-06-12/2022-06-11"),
        ("place", "Qqqzzzx"),
        ("place", "95.0, 20.0"),
        ("kind", "earthquake"),
        ("hedged", "maybe"),
        ("actor", " ; "),
        ("trigger", "attack"),
    ],
)
def test_what_is_no_value_is_refused(ledger: Ledger, coding: Coding, field: str, written: str) -> None:
    with pytest.raises(UnreadableValueError):
        value_of(field, written, ground(ledger, founding(ledger), coding))


def test_words_that_the_report_does_not_say_or_says_twice_bear_nothing() -> None:
    with pytest.raises(UnreadableValueError, match="does not say"):
        find_words(report(WORDS, "x"), "bombers")
    with pytest.raises(UnreadableValueError, match="more than once"):
        find_words(report(WORDS, "x"), "army")


@pytest.mark.parametrize(("field", "value"), [("trigger", '"x"'), ("killed", '"many"'), ("kind", '"x"'), ("when", "{")])
def test_an_unfit_correction_changes_nothing(ledger: Ledger, coding: Coding, field: str, value: str) -> None:
    before = list(ledger.dump(history=True))
    with pytest.raises(UnfitCorrectionError):
        judge(ledger, correction(founding(ledger), field, value), coding)
    assert list(ledger.dump(history=True)) == before


def test_with_two_persons_a_decision_waits_for_the_second(ledger: Ledger, coding: Coding) -> None:
    claim = founding(ledger)
    require_two_persons(ledger, coding, required=True, by=CHIEF)
    value = value_of("killed", "13", ground(ledger, claim, coding))

    def corrected() -> bool:
        incident = ledger.incident_of(claim.id)
        return incident is not None and bool(incident.corrections)

    judge(ledger, correction(claim, "killed", value), coding)
    judge(ledger, correction(claim, "killed", value, at=2), coding)
    assert not corrected(), "one person twice is one person"
    judge(ledger, correction(claim, "killed", value.replace("13", "14"), by="bob", at=3), coding)
    assert not corrected(), "another value is no assent"
    judge(ledger, correction(claim, "killed", value, by="bob", at=4), coding)
    assert corrected()
    judge(ledger, correction(claim, "killed", None, at=5), coding)
    assert corrected(), "nor is it taken back by one"
    require_two_persons(ledger, coding, required=False, by=CHIEF)
    assert not corrected()
    assert not ledger.stale(LINKER)


def test_a_judgement_can_be_taken_back(ledger: Ledger, coding: Coding) -> None:
    before = [one.id for one in ledger.incidents()]
    held = next(one for one in ledger.incidents() if len(one.claims) > 1)
    a, b = held.claims[:2]
    apart = Judgement("j1", Verdict.DIFFERENT, a, b, "ann", "2024-01-01T00:00:01+00:00")
    judge(ledger, apart, coding)
    assert len(list(ledger.incidents())) == len(before) + 1
    judge(ledger, replace(apart, id="j2", verdict=Verdict.UNDECIDED, at="2024-01-01T00:00:02+00:00"), coding)
    assert [one.id for one in ledger.incidents()] == before


def test_a_preview_of_recoding_changes_nothing_and_tells_what_would(ledger: Ledger, coding: Coding) -> None:
    lost = founding(ledger)
    told = code(ledger.report(lost.report), coding)
    fewer = replace(told, claims=tuple(claim for claim in told.claims if claim.id != lost.id))
    ledger.replace_claims([(fewer, "coded")])
    with ledger.change() as change:
        relink_all(change, coding.resolvers.actors, "test")
    before = list(ledger.dump(history=True)), list(ledger.changes())
    found = preview_rebuild(ledger, coding, lambda _: None)
    assert (list(ledger.dump(history=True)), list(ledger.changes())) == before
    back = next(one for one in found if one.state is not None and lost.id in one.state.claims)
    assert back.cause.startswith("coder rules")
    rebuild(ledger, coding, lambda _: None)
    assert [replace(one, at="") for one in ledger.changes()][-len(found) :] == [replace(one, at="") for one in found]
    assert incident_id(lost.id) in {one.id for one in ledger.incidents()} or ledger.incident_of(lost.id) is not None
    assert lost.id == claim_id(lost.report, lost.trigger.start, lost.trigger.end)
