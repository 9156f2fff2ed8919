"""Who accuses whom: nobody its own side, and no denier."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.codebook import ActorBasis, Kind, RelationKind
from tocsin.model import Claim, CodedReport, Mention, Place, Reference, Report, Span
from tocsin.pipeline import Coding
from tocsin.resolve.accusing import accusers, told_by_its_own
from tocsin.resolve.actors import ActorResolver
from tocsin.resolve.claims import resolve_report

SAME_SIDE = ActorResolver.default().same_side
TEXT = "Moscow and Kyiv blamed Russia for it. The Kremlin denied it."


def part(words: str, entity: str | None) -> Mention:
    at = TEXT.index(words)
    return Mention(Span(at, at + len(words), words), entity, entity)


RUSSIA, UKRAINE = part("Moscow", "state:RU"), part("Kyiv", "state:UA")
KREMLIN, ACTOR = part("Kremlin", None), part("Russia", "state:RU")
DENIAL = Reference(RelationKind.DENIAL, Span(38, 60, TEXT[38:60]))


def blamed(*speakers: Mention, references: tuple[Reference, ...] = ()) -> Claim:
    return Claim(
        "c", "r", Kind.SHELLING, Span(0, 6, "Moscow"), actors=(ACTOR,), speakers=speakers,
        actor_basis=ActorBasis.BLAMED, references=references,
    )  # fmt: skip


def test_a_speaker_whose_span_holds_no_word_is_no_fault() -> None:
    blank = Mention(Span(6, 7, " "))
    assert accusers(blamed(blank, UKRAINE), ACTOR, SAME_SIDE) == (blank, UKRAINE)
    assert accusers(blamed(Mention(Span(6, 7, " "), "state:RU"), UKRAINE), ACTOR, SAME_SIDE) == (UKRAINE,)


def test_neither_the_own_side_nor_who_denies_it_accuses() -> None:
    claim = blamed(RUSSIA, UKRAINE, KREMLIN, references=(DENIAL,))
    assert accusers(claim, ACTOR, SAME_SIDE) == (UKRAINE,)
    named, again = (
        Mention(Span(0, len(one), one), of) for one, of in (("Tarn Command", "state:RU"), ("the command", None))
    )
    assert accusers(blamed(named, again), ACTOR, SAME_SIDE) == ()
    assert accusers(blamed(again), ACTOR, SAME_SIDE) == (again,)
    assert accusers(blamed(KREMLIN), ACTOR, SAME_SIDE) == (KREMLIN,)  # it denies nothing here


@pytest.mark.parametrize(
    ("claim", "basis"),
    [
        (blamed(RUSSIA), ActorBasis.STATED),
        (blamed(RUSSIA, UKRAINE), ActorBasis.BLAMED),
        (blamed(KREMLIN, references=(DENIAL,)), ActorBasis.BLAMED),
        (blamed(), ActorBasis.BLAMED),
    ],
)
def test_what_only_the_own_side_tells_is_stated(claim: Claim, basis: ActorBasis) -> None:
    assert told_by_its_own(claim, SAME_SIDE).actor_basis is basis


@pytest.mark.parametrize(
    ("text", "words", "entity"),
    [
        ("Moscow says they died in Kharkiv. Its defence ministry spoke.", "Its defence ministry", "state:RU"),
        ("Shells hit Kharkiv, the president's spokesman said in Moscow.", "the president's spokesman", "state:RU"),
        ("Shells hit Kharkiv, the president's spokesman said.", "the president's spokesman", "state:UA"),
    ],
)
def test_a_body_is_of_the_state_told_beside_it(text: str, words: str, entity: str, coding: Coding) -> None:
    at, there = text.index(words), text.index("Kharkiv")
    speaker, place = Mention(Span(at, at + len(words), words)), Place(Span(there, there + 7, "Kharkiv"))
    claim = Claim("c", "r", Kind.SHELLING, Span(0, 6, text[:6]), speakers=(speaker,), places=(place,))
    report = Report("r", "ref", text, date(2030, 5, 2), "given")
    (done,) = resolve_report(CodedReport(report, (claim,)), coding.resolvers).claims
    assert [one.entity for one in done.speakers] == [entity]
