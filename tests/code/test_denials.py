"""Words that deny an event, a part in it or its toll, and which event they deny."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.code.denials import with_denials
from tocsin.codebook import Kind, RelationKind, Status
from tocsin.identity import claim_id
from tocsin.model import Claim, Report, Span

TOLD = "Rockets hit the depot in Marrow on Monday, the council said. "


def told(text: str, *triggers: str, **changes: object) -> tuple[Report, list[Claim]]:
    report = Report("r", "ref", text, date(2030, 5, 2), "given")
    claims = []
    for words in triggers:
        at = text.index(words)
        span = Span(at, at + len(words), words)
        claims.append(Claim(claim_id("r", at, at + len(words)), "r", Kind.SHELLING, span, **changes))  # type: ignore[arg-type]
    return report, claims


def denied(text: str, *triggers: str, **changes: object) -> dict[str, str]:
    """Return which triggers the last sentence of a text denies, and in which words."""
    report, claims = told(text, *triggers, **changes)
    start = text.rindex(". ", 0, len(text) - 1) + 2 if ". " in text else 0
    found = with_denials(report, (start, len(text)), claims)
    return {one.trigger.text: said.span.text for one in found for said in one.references}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Iran denied that anyone was hurt.", "Iran denied that anyone was hurt"),
        ("Ukraine rejected the claim.", "Ukraine rejected the claim"),
        ("The Taliban denied responsibility.", "The Taliban denied responsibility"),
        ("Radio Tarn spoke of nine dead. The army denied it.", "The army denied it"),
        ("The army denied reports that nine people had been killed.", "The army denied reports that nine people had been killed"),
        ("The army flatly denies it.", "The army flatly denies it"),
        ("Tarn's ministry denied having attacked the town.", "Tarn's ministry denied having attacked the town"),
        ("Officials blamed the Front, which denies any part in it.", "the Front, which denies any part in it"),
        ("The Front has denied that it lost anyone and called the report a lie.", "The Front has denied that it lost anyone"),
        ("Reports of dead were denied by the command.", "Reports of dead were denied by the command"),
    ],
)  # fmt: skip
def test_who_denies_and_what_is_kept_with_the_event_told_before(sentence: str, words: str) -> None:
    assert list(denied(TOLD + sentence, "hit")) == ["hit"]
    assert words.endswith(denied(TOLD + sentence, "hit")["hit"])


@pytest.mark.parametrize(
    "sentence",
    [
        "The army would neither confirm nor deny it.",
        "The army did not deny it.",
        "Tarn denies that it orders the attacks.",
        "The army denied that it had targeted houses.",
        "The attackers wore uniforms of the army. A minister denied that on Monday.",
        "The army denied reports that a guard had been killed.",
        "The army denied the attack was deliberate.",
        "The council denied any damage.",
        "Tarn denied sending weapons.",
        "The guards denied entry to reporters.",
        "Tarn rejected the terms.",
        "The minister dismissed three generals.",
        "The talks are disputed.",
    ],
)
def test_what_denies_no_event_is_left(sentence: str) -> None:
    assert denied(TOLD + sentence, "hit") == {}


def test_what_is_told_in_the_words_that_deny_it_is_denied() -> None:
    text = TOLD + "The Front denied that its men shelled the market."
    assert list(denied(text, "hit", "shelled")) == ["shelled"]


def test_the_event_of_the_same_sentence_is_denied_and_no_threat_or_far_one() -> None:
    text = TOLD + "The Front said it shelled the market, which the army denies."
    assert list(denied(text, "hit", "shelled")) == ["shelled"]
    assert denied(TOLD + "The Front denied it.", "hit", status=Status.DENIED) == {}
    assert denied(TOLD + "It rained. " * 160 + "The Front denied it.", "hit") == {}


def test_the_news_is_denied_and_not_what_was_told_beside_it_as_context() -> None:
    text = "Rockets hit the depot. In April it had been struck too. The Front denied any part in it."
    report, (new, old) = told(text, "hit", "struck")
    old = Claim(old.id, "r", Kind.SHELLING, old.trigger, background=True)
    start = text.index("The Front")
    first, second = with_denials(report, (start, len(text)), [new, old])
    assert [said.relation for said in first.references] == [RelationKind.DENIAL]
    assert second.references == ()
