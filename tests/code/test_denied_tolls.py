"""A toll of none beside a denial: a further figure of the event that others tell dead of."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.code.denied_tolls import with_denied_tolls
from tocsin.codebook import Kind, RelationKind
from tocsin.model import Claim, Figure, Mention, Reference, Report, Span, Told


def part(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words), words)


def read(text: str, killed: int = 600, denial: str | None = "Tarn rejected the claim") -> tuple[Told, ...]:
    figure = Figure(part(text, "600"), killed, None)
    references = () if denial is None else (Reference(RelationKind.DENIAL, part(text, denial)),)
    claim = Claim(
        "c", "r", Kind.SHELLING, part(text, "killed"), killed=figure, references=references,
        speakers=(Mention(part(text, "Marrow")), Mention(part(text, "A spokesman"))),
    )  # fmt: skip
    [done] = with_denied_tolls(Report("r", "ref", text, date(2030, 5, 2), "given"), [claim])
    return done.also_told


TEXT = "Marrow killed 600 soldiers. Tarn rejected the claim. A spokesman said that {}."


@pytest.mark.parametrize("words", ["no soldiers were killed", "nobody was killed", "no bodies were found"])
def test_none_dead_beside_a_denial_is_a_figure_of_who_says_so(words: str) -> None:
    [told] = read(TEXT.format(words))
    assert (told.field, told.figure.min, told.figure.max, told.figure.span.text) == ("killed", 0, 0, words)
    assert [one.span.text for one in told.speakers] == ["A spokesman"]


def test_none_dead_is_no_figure_without_a_denial_a_toll_or_as_a_condition() -> None:
    text = TEXT.format("no soldiers were killed")
    assert read(text, denial=None) == ()
    assert read(text, killed=0) == ()
    assert read(TEXT.format("he hoped that no soldiers were killed")) == ()
    assert read(TEXT.format("he slept")) == ()
