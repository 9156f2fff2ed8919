"""Decisions as people make them: audited, undone, of a moment, and still there after recoding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tocsin.access import Actor
from tocsin.codebook import Verdict
from tocsin.correcting import Ground, value_of
from tocsin.deciding import Decision, DecisionError, StaleDecisionError, claim_of, decide, undo
from tocsin.identity import report_id
from tocsin.ledger import Ledger, LedgerError, RemovedError, UnknownIdError, schema
from tocsin.ledger.access import Access
from tocsin.link import ConflictingJudgementsError
from tocsin.link.decisions import Outcome
from tocsin.model import Report
from tocsin.pipeline import Coding, add_reports, rebuild, require_two_persons

TEXTS = {
    "Morning Post": "Gunmen attacked an army post at Seytenga in Burkina Faso on Thursday, killing eleven soldiers.",
    "Evening Star": "Eleven soldiers were killed when gunmen attacked Seytenga in Burkina Faso on Thursday, officials said.",
    "Coast Times": "A car bomb killed four people in Kismayo, Somalia, on Wednesday, police said.",
}


def person(name: str) -> Actor:
    return Actor(name, "reviewer", "192.0.2.7")


ANN, BOB, CHIEF = person("Ann"), person("Bob"), person("Chief")


@pytest.fixture
def ledger(tmp_path: Path, coding: Coding) -> Iterator[Ledger]:
    day = date(2022, 6, 11)
    reports = [
        Report(report_id(text, outlet, day), outlet, text, day, "stated", outlet=outlet)
        for outlet, text in TEXTS.items()
    ]
    with Ledger.open(tmp_path / "t.db") as opened:
        list(add_reports(opened, reports, coding))
        yield opened


def incidents(ledger: Ledger) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.id, one.claims) for one in ledger.incidents()]


def two(ledger: Ledger) -> tuple[str, str]:
    a, b = sorted(ledger.incidents(), key=lambda one: -len(one.claims))
    return a.founding, b.founding


def test_each_kind_of_decision_can_be_undone_and_brought_back(ledger: Ledger, coding: Coding) -> None:
    left, right = two(ledger)
    claim = ledger.claim(left)
    ground = Ground(claim, ledger.report(claim.report), None, coding.resolvers)
    for decision in (
        Decision(Verdict.SAME, left, right),
        Decision(Verdict.DIFFERENT, *ledger.incident(claim_incident(ledger, left)).claims[:2]),
        Decision(Verdict.REJECT, left),
        Decision(Verdict.CORRECT, left, field="killed", value=value_of("killed", "13", ground)),
        Decision(Verdict.ACCEPT, left),
    ):
        before = _seen(ledger)
        made = decide(ledger, decision, ANN, coding)
        after = _seen(ledger)
        assert (after != before) is (decision.verdict is not Verdict.ACCEPT)
        back = undo(ledger, made.judgement.id, "a slip", BOB, coding)
        assert _seen(ledger) == before
        assert back.judgement.undoes == made.judgement.id
        with pytest.raises(DecisionError, match="is undone already"):
            undo(ledger, made.judgement.id, "", CHIEF, coding)
        undo(ledger, back.judgement.id, "", CHIEF, coding)
        assert _seen(ledger) == after
        rebuild(ledger, coding, lambda _: None)
        assert _seen(ledger) == after
        undo(ledger, made.judgement.id, "", ANN, coding)


def claim_incident(ledger: Ledger, claim: str) -> str:
    found = ledger.incident_of(claim)
    assert found is not None
    return found.id


def _seen(ledger: Ledger) -> list[object]:
    return [(one.id, one.claims, one.killed, one.corrections) for one in ledger.incidents()]


def test_a_decision_is_audited_with_what_it_says(ledger: Ledger, coding: Coding) -> None:
    left, right = two(ledger)
    before = [claim_incident(ledger, claim) for claim in (left, right)]
    made = decide(ledger, Decision(Verdict.SAME, left, right, "one raid"), ANN, coding)
    (kept,) = Access(ledger).audit()
    assert kept.at == made.judgement.at
    assert (kept.act.actor, kept.act.what, kept.act.target) == (ANN, "same", made.judgement.id)
    assert kept.act.detail["claims"] == sorted([left, right])
    assert kept.act.detail["reason"] == "one raid"
    assert claim_incident(ledger, left) in kept.act.detail["incidents"]
    assert {*before} <= set(made.incidents), "the one that went is named too"


def test_a_decision_that_is_refused_leaves_no_trace(ledger: Ledger, coding: Coding) -> None:
    left, right = two(ledger)
    decide(ledger, Decision(Verdict.SAME, left, right), ANN, coding)
    before = list(ledger.dump(history=True)), list(Access(ledger).audit())
    third = next(claim for one in ledger.incidents() for claim in one.claims if claim not in {left, right})
    decide_refused: list[tuple[Decision, type[Exception]]] = [
        (Decision(Verdict.DIFFERENT, left, left), DecisionError),
        (Decision(Verdict.DIFFERENT, left), DecisionError),
        (Decision(Verdict.SAME, left, "c0000000000000000"), LedgerError),
        (Decision(Verdict.REJECT, "c0000000000000000"), LedgerError),
        (Decision(Verdict.UNDO, left, undoes="j0"), UnknownIdError),
        (Decision(Verdict.ACCEPT, left, seen=99), StaleDecisionError),
    ]
    for decision, error in decide_refused:
        with pytest.raises(error):
            decide(ledger, decision, BOB, coding)
    assert (list(ledger.dump(history=True)), list(Access(ledger).audit())) == before
    decide(ledger, Decision(Verdict.SAME, left, third), ANN, coding)
    with pytest.raises(ConflictingJudgementsError):
        decide(ledger, Decision(Verdict.DIFFERENT, right, third), BOB, coding)


def state(ledger: Ledger, claim: str) -> str | None:
    table = schema.reviews
    with ledger.transaction() as connection:
        row = connection.execute(table.select().where(table.c.incident == claim_incident(ledger, claim))).one()
    return str(row.state)


def test_an_acceptance_is_done_until_what_was_accepted_changes(ledger: Ledger, coding: Coding) -> None:
    left, _ = two(ledger)
    assert state(ledger, left) == "open"
    accepted = decide(ledger, Decision(Verdict.ACCEPT, left), ANN, coding)
    assert accepted.incidents == (claim_incident(ledger, left),)
    assert state(ledger, left) == "done"
    rebuild(ledger, coding, lambda _: None)
    assert state(ledger, left) == "done"
    claim = ledger.claim(left)
    ground = Ground(claim, ledger.report(claim.report), None, coding.resolvers)
    value = value_of("killed", "13", ground)
    corrected = decide(ledger, Decision(Verdict.CORRECT, left, field="killed", value=value), BOB, coding)
    assert state(ledger, left) == "open"
    undo(ledger, corrected.judgement.id, "", BOB, coding)
    assert state(ledger, left) == "done", "it says again what was accepted"
    undo(ledger, accepted.judgement.id, "", ANN, coding)
    assert state(ledger, left) == "open"


def test_with_two_persons_the_first_waits_and_the_second_settles(ledger: Ledger, coding: Coding) -> None:
    left, right = two(ledger)
    require_two_persons(ledger, coding, required=True, by=CHIEF)
    before = incidents(ledger)
    first = decide(ledger, Decision(Verdict.SAME, left, right), ANN, coding)
    assert first.outcome is Outcome.WAITING
    assert incidents(ledger) == before
    again = decide(ledger, Decision(Verdict.SAME, right, left), ANN, coding)
    assert again.outcome is Outcome.WAITING, "one person twice is one person"
    second = decide(ledger, Decision(Verdict.SAME, right, left), BOB, coding)
    assert second.outcome is Outcome.HOLDING
    merged = incidents(ledger)
    assert len(merged) == len(before) - 1
    back = undo(ledger, second.judgement.id, "", BOB, coding)
    assert back.outcome is Outcome.WAITING
    assert incidents(ledger) == merged
    assert undo(ledger, first.judgement.id, "", CHIEF, coding).outcome is Outcome.HOLDING
    assert incidents(ledger) == before


def test_with_two_persons_an_acceptance_shows_as_one_decision(ledger: Ledger, coding: Coding) -> None:
    left, _ = two(ledger)
    require_two_persons(ledger, coding, required=True, by=CHIEF)
    first = decide(ledger, Decision(Verdict.ACCEPT, left), ANN, coding)
    assert state(ledger, left) == "one decision"
    assert undo(ledger, first.judgement.id, "", ANN, coding).outcome is Outcome.HOLDING
    assert state(ledger, left) == "open"
    decide(ledger, Decision(Verdict.ACCEPT, left), ANN, coding)
    decide(ledger, Decision(Verdict.ACCEPT, left), BOB, coding)
    assert state(ledger, left) == "done"


def test_an_id_of_an_incident_stands_for_its_founding_claim_whatever_became_of_it(
    ledger: Ledger, coding: Coding
) -> None:
    left, right = two(ledger)
    ids = [claim_incident(ledger, claim) for claim in (left, right)]
    assert [claim_of(ledger, one) for one in ids] == [left, right]
    assert claim_of(ledger, left[:10]) == left
    decide(ledger, Decision(Verdict.SAME, left, right), ANN, coding)
    assert [claim_of(ledger, one) for one in ids] == [left, right], "retired"
    founding = claim_of(ledger, claim_incident(ledger, left))
    decide(ledger, Decision(Verdict.REJECT, founding, reason="a drill"), ANN, coding)
    with pytest.raises(RemovedError, match="rejected by Ann: a drill"):
        ledger.incident(ids[0])
    assert [claim_of(ledger, one) for one in ids] == [left, right], "removed"
    with pytest.raises(UnknownIdError):
        claim_of(ledger, "i0000000000000000")
