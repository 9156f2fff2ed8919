"""A report coded: pure, the same each time, every span on its words, whatever the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.code.report import code_report, code_reports
from tocsin.code.tags import Argument, Passage, Reach, Role, Tags, Trigger
from tocsin.codebook import ActorBasis, Kind
from tocsin.identity import report_id
from tocsin.lexicon.loader import load
from tocsin.model import Report, Span
from tocsin.pipeline import Coding

DAY = date(2024, 3, 13)

_LEXICON_WORDS = sorted(
    {form for name in ("events", "speech", "cues", "roles", "weapons") for entry in load(name) for form in entry.forms}
)
_BETWEEN = (
    "the a and , . ; : \n \" ' - ( ) of in on by at with after who that was were has been killing four 14 two dozen no "
    "Monday last week Baghdad Gao Al-Shabaab Iraq army Lt. Gen. US it they he said this year times"
).split(" ")
TEXTS = st.lists(st.sampled_from(_LEXICON_WORDS) | st.sampled_from(_BETWEEN), min_size=1, max_size=30).map(" ".join)


def report_of(text: str) -> Report:
    return Report(report_id(text, None, DAY), "-", text, DAY, "given")


def spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from spans(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from spans(getattr(value, field.name))


@settings(max_examples=150)
@given(text=TEXTS)
def test_any_words_of_the_lexicons_can_be_coded(coding: Coding, text: str) -> None:
    coded = code_report(report_of(text), coding.tagger)
    for span in spans((coded.claims, coded.totals, coded.presence, coded.blame)):
        assert span.text
        assert text[span.start : span.end] == span.text
    assert len({claim.id for claim in coded.claims}) == len(coded.claims)
    assert code_report(report_of(text), coding.tagger) == coded


@settings(max_examples=50)
@given(text=st.text(max_size=80))
def test_any_text_can_be_coded(coding: Coding, text: str) -> None:
    assert code_report(report_of(text), coding.tagger).report.text == text


class Told:
    """A tagger that names the same words twice in each passage, and notes what it was shown."""

    name, version, reach, tells_apart = "told", "3", Reach(1, 1000), True

    def __init__(self) -> None:
        self.seen: list[str] = []

    def tag(self, passages: list[Passage]) -> list[Tags]:
        self.seen += [passage.text for passage in passages]
        return [Tags((Trigger(0, 7, Kind.SHELLING, score=0.5, rule="r"),) * 2) for _ in passages]


def test_another_tagger_sees_passages_of_its_size_with_violence_in_them() -> None:
    text = "Shelled again\nParliament passed a budget.\nRockets hit Gao."
    tagger = Told()
    coded = code_report(report_of(text), tagger)
    assert tagger.seen == ["Shelled again", "Rockets hit Gao."]
    assert [(claim.trigger.start, claim.trigger.text) for claim in coded.claims] == [(0, "Shelled"), (42, "Rockets")]
    assert {(c.coder.name, c.coder.version, c.coder.rule, c.confidence) for c in coded.claims} == {
        ("told", "3", "r", 0.5)
    }
    assert coded.separate == tuple((claim.id,) * 2 for claim in coded.claims)


def test_reports_coded_together_are_coded_as_alone(coding: Coding) -> None:
    reports = [
        report_of(text)
        for text in ("Gunmen killed four soldiers in Mopti.", "", "Rockets hit Gao.\nParliament passed a budget.")
    ]
    assert code_reports(reports, coding.tagger) == [code_report(report, coding.tagger) for report in reports]


def test_tags_are_counted_from_their_passage(coding: Coding) -> None:
    first = "Parliament passed a budget.\n"
    alone = code_report(report_of("Gunmen killed four soldiers in Mopti."), coding.tagger).claims[0]
    (later,) = code_report(report_of(first + "Gunmen killed four soldiers in Mopti."), coding.tagger).claims
    assert later.trigger.start == alone.trigger.start + len(first)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Parliament passed a budget."])
def test_nothing_of_violence_gives_nothing(text: str, coding: Coding) -> None:
    coded = code_report(report_of(text), coding.tagger)
    assert (coded.claims, coded.totals, coded.presence, coded.blame) == ((), (), (), ())


class Cutting(Told):
    """Cuts spans where no words end: an article alone, a preposition before a name."""

    def tag(self, passages: list[Passage]) -> list[Tags]:
        found = []
        for passage in passages:
            spans = [
                (Role.ACTOR, "the"), (Role.SPEAKER, "A"), (Role.TARGET, "of Marrow mill"), (Role.TARGET, "mill"),
                (Role.WEAPON, "Rockets"),
            ]  # fmt: skip
            arguments = tuple(
                Argument(at, at + len(words), role, 0) for role, words in spans if (at := passage.text.find(words)) >= 0
            )
            found.append(Tags((Trigger(0, 7, Kind.SHELLING, actor_basis=ActorBasis.CLAIMED),), arguments))
        return found


def test_words_that_name_nobody_are_no_mention_and_a_name_begins_with_itself() -> None:
    text = "Rockets of the army hit the roof of Marrow mill. A baker said so."
    (claim,) = code_report(report_of(text), Cutting()).claims
    assert (claim.actors, claim.actor_basis, claim.speakers) == ((), ActorBasis.NONE, ())
    assert [mention.span.text for mention in claim.targets] == ["Marrow mill", "mill"]
    assert [mention.span.text for mention in claim.weapons] == ["Rockets"]
    assert all(text[span.start : span.end] == span.text for span in spans(claim))
