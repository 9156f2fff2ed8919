"""What of an incident needs a look, why, and when it is done."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "link"))

from link_builders import claim, incident, judged, on, town

from tocsin.codebook import Status, Verdict
from tocsin.link.cluster import verdicts
from tocsin.link.weights import ACROSS_BAR
from tocsin.model import Claim, Conflict, Incident, Judgement, Range, SourcedValue
from tocsin.review import Around, Near, Review, State, Why, content_of, review, state_of

QUIET = replace(
    incident("i1", on("2030-05-01"), town("Marrow")), founding=claim().id, claims=(claim().id,), sources=2, killed=None
)


def weighed(shown: Incident, claims: list[Claim] | None = None, near: list[Near] | None = None) -> Review:
    return review(shown, claims or [claim()], Around(tuple(near or [])))


def whys(found: Review) -> list[Why]:
    return [one.why for one in found.reasons]


def killed(low: int | None, high: int | None) -> Incident:
    return replace(QUIET, killed=Range(low, high))


def test_what_is_told_by_two_and_is_sure_needs_no_look() -> None:
    found = weighed(QUIET)
    assert (found.reasons, found.weight, found.other, found.state) == ((), 0, None, State.OPEN)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(10, 10, "10 killed"), (2, 40, "2 to 40 killed"), (26, None, "26 or more killed"), (None, 30, "up to 30 killed")],
)
def test_a_high_toll_is_told_in_words(low: int | None, high: int | None, words: str) -> None:
    (reason,) = weighed(killed(low, high)).reasons
    assert (reason.why, reason.detail) == (Why.HIGH_TOLL, words)


@pytest.mark.parametrize("figure", [Range(9, 9), Range(None, None), Range(0, 0)])
def test_other_tolls_are_none(figure: Range) -> None:
    assert weighed(replace(QUIET, killed=figure)).reasons == ()


def test_what_did_not_happen_has_no_toll_and_needs_no_second_source() -> None:
    assert weighed(replace(killed(50, 50), sources=1, status=Status.THREATENED)).reasons == ()


@given(st.integers(10, 10**6), st.integers(10, 10**6))
def test_of_two_tolls_the_higher_weighs_no_less(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert weighed(killed(low, low)).weight <= weighed(killed(high, high)).weight


def test_one_source_for_a_high_toll_weighs_more_than_for_a_low_one() -> None:
    low, high = (replace(killed(toll, toll), sources=1) for toll in (1, 12))
    assert whys(weighed(low)) == [Why.SINGLE_SOURCE]
    single = {one.why: one.weight for one in weighed(high).reasons}[Why.SINGLE_SOURCE]
    assert single > weighed(low).reasons[0].weight


def test_conflicts_are_told_with_how_many_say_what() -> None:
    values = (SourcedValue("5", ("c1", "c2")), SourcedValue("8", ("c3",)))
    shown = replace(QUIET, conflicts=(Conflict("weapon", values), Conflict("killed", values)))
    assert [one.detail for one in weighed(shown).reasons] == ["killed: 5 (2) or 8 (1)", "weapon: 5 (2) or 8 (1)"]


def test_the_surest_claim_says_how_sure_an_incident_is() -> None:
    unsure, surer = replace(claim(), confidence=0.4), replace(claim(at=900), confidence=0.9)
    (reason,) = weighed(QUIET, [unsure]).reasons
    assert (reason.why, reason.detail) == (Why.LOW_CONFIDENCE, "an event at all: 0.40 at best")
    assert weighed(QUIET, [unsure, surer]).reasons == ()
    choosing = replace(surer, certainty=(("kind", 0.55), ("status", 0.9)))
    (reason,) = weighed(QUIET, [unsure, choosing]).reasons
    assert reason.detail == "kind: 0.55"


def test_the_nearest_other_incident_may_be_the_same() -> None:
    near = [Near("i2", claim().id, "cx", -2.5), Near("i3", claim().id, "cy", -1.5)]
    found = weighed(QUIET, near=near)
    (reason,) = found.reasons
    assert (found.other, reason.why, reason.pair) == ("i3", Why.POSSIBLE_DUPLICATE, (claim().id, "cy"))
    assert f"with 18% (score -1.5); {ACROSS_BAR.link:+.1f} would join them" in reason.detail
    told_apart = review(QUIET, [claim()], Around(tuple(near), frozenset({"i3"})))
    assert told_apart.other == "i2"
    assert review(QUIET, [claim()], Around(tuple(near), frozenset({"i2", "i3"}))).reasons == ()


def test_context_matters_less_than_news() -> None:
    news = killed(40, 40)
    assert 0 < weighed(replace(news, background=True)).weight < weighed(news).weight


# --- content and state ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"killed": Range(5, 5)}, False),
        ({"when": on("2030-05-02")}, False),
        ({"place": town("Tarn")}, False),
        ({"status": Status.DENIED}, False),
        ({"background": True}, False),
        ({"claims": ("c1", "c2"), "sources": 5, "version": 9}, True),
        ({"merge_reasons": ("so",), "grade_reason": "so"}, True),
        ({"targets": (SourcedValue("a post", ("c1",)),)}, True),
    ],
)
def test_content_is_what_an_incident_says_happened(changed: dict[str, object], same: bool) -> None:
    assert (content_of(replace(QUIET, **changed)) == content_of(QUIET)) is same  # type: ignore[arg-type]


def accepted(shown: Incident | None, by: str = "ann", at: int = 1) -> Judgement:
    value = None if shown is None else json.dumps(content_of(shown))
    moment = f"2030-06-01T00:00:0{at}Z"
    return replace(judged(Verdict.ACCEPT, claim(), at=moment), id=f"j{at}", by=by, value=value)


def test_an_acceptance_is_of_what_the_incident_said_then() -> None:
    held = verdicts([accepted(QUIET)])
    assert state_of(QUIET, held) is State.DONE
    assert state_of(killed(5, 5), held) is State.OPEN
    assert state_of(QUIET, verdicts([accepted(None)])) is State.DONE, "of an older ledger, which knew no content"
    assert state_of(QUIET, verdicts([])) is State.OPEN


def test_with_two_persons_one_decision_is_shown_as_one() -> None:
    assert state_of(QUIET, verdicts([accepted(QUIET)], two_persons=True)) is State.ONE_DECISION
    assert state_of(killed(5, 5), verdicts([accepted(QUIET)], two_persons=True)) is State.OPEN
    both = [accepted(QUIET), accepted(QUIET, "bob", 2)]
    assert state_of(QUIET, verdicts(both, two_persons=True)) is State.DONE
    differing = [accepted(QUIET), accepted(killed(5, 5), "bob", 2)]
    assert state_of(QUIET, verdicts(differing, two_persons=True)) is State.ONE_DECISION
    rejected = judged(Verdict.REJECT, claim())
    assert state_of(QUIET, verdicts([rejected], two_persons=True)) is State.ONE_DECISION
