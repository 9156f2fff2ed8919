"""What holds of all that people decided: undos, undos of undos, two persons, in any order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.codebook import Verdict
from tocsin.link.decisions import Decided, Outcome, decided, in_force
from tocsin.model import Judgement


def said(second: int, verdict: Verdict, by: str = "ann", left: str = "c1", right: str | None = "c2") -> Judgement:
    return Judgement(f"j{second:02d}", verdict, left, right, by, f"2024-01-01T00:00:{second:02d}+00:00")


def undo(second: int, of: Judgement, by: str = "ann") -> Judgement:
    return replace(said(second, Verdict.UNDO, by, of.left, of.right), field=of.field, undoes=of.id)


def holding(*made: Judgement, two_persons: bool = False) -> list[str]:
    return [one.id for one in in_force(made, two_persons=two_persons)]


SAME = said(1, Verdict.SAME)
APART = said(2, Verdict.DIFFERENT)


def test_what_was_decided_before_holds_again() -> None:
    assert holding(SAME, APART) == [APART.id]
    assert holding(SAME, APART, undo(3, APART)) == [SAME.id]
    assert holding(SAME, APART, undo(3, APART), undo(4, SAME)) == []


def test_an_undo_can_be_undone_and_that_too() -> None:
    first = undo(3, SAME)
    second = undo(4, first)
    assert holding(SAME, first) == []
    assert holding(SAME, first, second) == [SAME.id]
    assert holding(SAME, first, second, undo(5, second)) == []


def test_an_undo_takes_back_what_others_said_the_same_before_it_and_nothing_said_later() -> None:
    again = said(2, Verdict.SAME, "bob")
    assert holding(SAME, again, undo(3, SAME)) == []
    assert holding(SAME, again, undo(3, again)) == []
    assert holding(SAME, again, undo(3, again), said(4, Verdict.SAME, "cid")) == ["j04"]


def test_an_undo_is_about_its_own_things_alone() -> None:
    other = said(2, Verdict.SAME, right="c3")
    assert holding(SAME, other, undo(3, other)) == [SAME.id]
    corrected = replace(said(4, Verdict.CORRECT, right=None), field="killed", value="1")
    accepted = said(5, Verdict.ACCEPT, right=None)
    assert holding(corrected, accepted, undo(6, corrected)) == [accepted.id]
    assert holding(corrected, accepted, undo(6, accepted)) == [corrected.id]


@pytest.mark.parametrize(
    "stray",
    [
        replace(undo(3, SAME), undoes="j99"),
        replace(undo(3, SAME), undoes=None),
        replace(undo(3, SAME), right="c9"),
        replace(undo(3, SAME), undoes="j03"),
        replace(undo(3, SAME), at="2023-01-01T00:00:00+00:00"),
    ],
    ids=["unknown", "of nothing", "of other claims", "of itself", "before what it undoes"],
)
def test_an_undo_that_leads_nowhere_does_nothing(stray: Judgement) -> None:
    found = decided([SAME, stray], two_persons=False)
    assert [one.id for one in found.in_force] == [SAME.id]
    assert found.outcomes[stray.id] is Outcome.CONTRADICTED


def outcomes(*made: Judgement, two_persons: bool = True) -> dict[str, Outcome]:
    return dict(decided(made, two_persons=two_persons).outcomes)


def test_with_two_persons_an_undo_waits_for_the_second() -> None:
    agreed = said(2, Verdict.SAME, "bob")
    first = undo(3, agreed, "ann")
    assert holding(SAME, agreed, first, two_persons=True) == [agreed.id]
    assert outcomes(SAME, agreed, first)[first.id] is Outcome.WAITING
    assert holding(SAME, agreed, first, undo(4, agreed, "ann"), two_persons=True) == [agreed.id], "twice one person"
    second = undo(4, SAME, "cid")  # of the other of the two that agreed: it says the same
    assert holding(SAME, agreed, first, second, two_persons=True) == []
    assert outcomes(SAME, agreed, first, second) == {
        SAME.id: Outcome.UNDONE,
        agreed.id: Outcome.UNDONE,
        first.id: Outcome.HOLDING,
        second.id: Outcome.HOLDING,
    }


def test_with_two_persons_whoever_stands_alone_takes_back_alone() -> None:
    alone = undo(2, SAME)
    late = said(3, Verdict.SAME, "bob")
    assert outcomes(SAME, alone) == {SAME.id: Outcome.UNDONE, alone.id: Outcome.HOLDING}
    assert holding(SAME, alone, late, two_persons=True) == [], "what was taken back seconds nothing"
    assert outcomes(SAME, alone, late)[late.id] is Outcome.WAITING
    other = undo(2, SAME, "bob")
    assert outcomes(SAME, other)[other.id] is Outcome.WAITING, "nobody takes back alone what another said"
    assert holding(SAME, other, late, two_persons=True) == [late.id]


def test_with_two_persons_an_undo_that_took_effect_seconds_no_later_one() -> None:
    made = [SAME, said(2, Verdict.SAME, "bob"), undo(3, SAME, "ann"), undo(4, SAME, "bob")]
    again = [said(5, Verdict.SAME, "ann"), said(6, Verdict.SAME, "bob")]
    third = undo(7, again[1], "cid")
    assert holding(*made, *again, third, two_persons=True) == ["j06"]
    assert outcomes(*made, *again, third)[third.id] is Outcome.WAITING


def test_with_two_persons_an_undo_of_an_undo_needs_two() -> None:
    made = [SAME, said(2, Verdict.SAME, "bob"), undo(3, SAME, "ann"), undo(4, SAME, "bob")]
    back = undo(5, made[3], "ann")
    assert holding(*made, back, two_persons=True) == []
    assert holding(*made, back, undo(6, made[2], "cid"), two_persons=True) == ["j02"]


def test_what_became_of_decisions() -> None:
    agreeing, contradicting = said(2, Verdict.SAME, "bob"), said(3, Verdict.DIFFERENT, "cid")
    assert outcomes(SAME, agreeing) == dict.fromkeys([SAME.id, agreeing.id], Outcome.HOLDING)
    assert outcomes(SAME, agreeing, contradicting)[contradicting.id] is Outcome.WAITING
    assert outcomes(SAME, agreeing, contradicting, two_persons=False) == {
        SAME.id: Outcome.CONTRADICTED,
        agreeing.id: Outcome.CONTRADICTED,
        contradicting.id: Outcome.HOLDING,
    }


def test_a_judgement_of_one_claim_that_takes_two_is_refused() -> None:
    with pytest.raises(ValueError, match="says same of one claim only"):
        in_force([said(1, Verdict.SAME, right=None)], two_persons=False)


@st.composite
def courses(draw: st.DrawFn) -> list[Judgement]:
    """Draw decisions of three people about two pairs of claims, many of them undos of what was decided before."""
    made: list[Judgement] = []
    for second in range(draw(st.integers(1, 12))):
        by = draw(st.sampled_from(["ann", "bob", "cid"]))
        if made and draw(st.booleans()):
            made.append(undo(second, draw(st.sampled_from(made)), by))
        else:
            verdict = draw(st.sampled_from([Verdict.SAME, Verdict.DIFFERENT]))
            made.append(said(second, verdict, by, right=draw(st.sampled_from(["c2", "c3"]))))
    return made


@given(courses(), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_in_which_decisions_are_met_does_not_matter(
    made: list[Judgement], two_persons: bool, random: st.random.Random
) -> None:
    expected = decided(made, two_persons=two_persons)
    shuffled = random.sample(made, len(made))
    assert decided(shuffled, two_persons=two_persons) == expected
    assert decided([*shuffled, *made], two_persons=two_persons) == expected


@given(courses())
def test_undoing_is_as_if_it_had_not_been_said_and_undoing_that_as_if_it_had(made: list[Judgement]) -> None:
    target = made[-1]
    before = decided(made, two_persons=False)
    back = undo(50, target, "dan")
    after = decided([*made, back], two_persons=False)
    if target.verdict is not Verdict.UNDO:
        unsaid = [one for one in made if (one.verdict, one.right) != (target.verdict, target.right)]
        undone = {one.id for one in made} - {one.id for one in unsaid}
        kept = [one for one in unsaid if one.undoes not in undone]
        assert target.id not in {one.id for one in after.in_force}
        assert not undone & {one.id for one in after.in_force}
        if all(one.verdict is not Verdict.UNDO for one in made):
            assert after.in_force == decided(kept, two_persons=False).in_force
    assert after.outcomes[target.id] is Outcome.UNDONE
    assert decided([*made, back, undo(51, back, "eve")], two_persons=False).in_force == before.in_force


@given(courses())
def test_with_two_persons_nothing_happens_by_one_alone(made: list[Judgement]) -> None:
    by_one = [replace(one, by="ann") for one in made]
    assert decided(by_one, two_persons=True).in_force == ()
    held: Decided = decided(made, two_persons=True)
    for one in held.in_force:
        agreeing = {
            other.by
            for other in made
            if (other.verdict, other.left, other.right) == (one.verdict, one.left, one.right)
            and held.outcomes[other.id] is Outcome.HOLDING
        }
        assert len(agreeing) > 1
