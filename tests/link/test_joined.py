"""Why claims are one event though their own sum speaks against it."""

from __future__ import annotations

import pytest
from link_builders import incident, on, span

from tocsin.codebook import Kind, Verdict
from tocsin.link.joined import Joining
from tocsin.model import Claim, Judgement


def claim(name: str, report: str) -> Claim:
    return Claim(name, report, Kind.SHELLING, span("shelling"))


@pytest.mark.parametrize(
    ("report", "total", "words"),
    [
        ("r2", 1.0, None),
        ("r1", -1.0, "one report tells both"),
        ("r2", -0.2, "a sum of -0.5 or more is enough"),
        ("r2", -1.3, "joined through the other claims"),
    ],
)
def test_the_rule_is_named(report: str, total: float, words: str | None) -> None:
    told = Joining(incident("i1", on("2030-04-10"), None, claims=("c1", "c2")), []).why(
        claim("c1", "r1"), claim("c2", report), total
    )
    assert (told is None) if words is None else (told is not None and told.startswith(words))


def test_a_person_is_named() -> None:
    judged = Judgement("j1", Verdict.SAME, "c2", "c1", "Ann", "2030-04-11T00:00:00+00:00")
    joining = Joining(incident("i1", on("2030-04-10"), None, claims=("c1", "c2", "c3")), [judged])
    assert joining.why(claim("c1", "r1"), claim("c2", "r2"), -3.0) == "Ann judged them the same"
    assert str(joining.why(claim("c1", "r1"), claim("c3", "r3"), -3.0)).startswith("Ann judged other claims")
