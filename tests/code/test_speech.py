"""Who is named as the source of what is told; the telling is never the teller's act."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from tocsin.code.report import code_report
from tocsin.codebook import ActorBasis, Status
from tocsin.identity import report_id
from tocsin.model import Claim, Report
from tocsin.pipeline import Coding

DAY = date(2024, 3, 13)


def claims(text: str, coding: Coding) -> tuple[Claim, ...]:
    return code_report(Report(report_id(text, None, DAY), "-", text, DAY, "given"), coding.tagger).claims


class Row(NamedTuple):
    text: str
    speaker: list[str]
    actor: list[str]
    basis: ActorBasis


BLAMED, STATED, NONE = ActorBasis.BLAMED, ActorBasis.STATED, ActorBasis.NONE

ROWS = [
    # speaker first, without "that": the adversary accuses
    Row("The army said militants shelled the post near Mosul.", ["army"], ["militants"], BLAMED),
    # with "that"
    Row("The army said that militants shelled the post near Mosul.", ["army"], ["militants"], BLAMED),
    # speaker last
    Row("Militants shelled the post near Mosul, the army said.", ["army"], ["Militants"], BLAMED),
    # speaker last and inverted, after a quote
    Row('"Gunmen attacked the convoy," said a police spokesman.', ["police spokesman"], ["Gunmen"], BLAMED),
    # "according to" leading
    Row("According to the Iraqi army, militants shelled the post.", ["Iraqi army"], ["militants"], BLAMED),
    # "according to" trailing
    Row("Militants shelled the post, according to the Iraqi army.", ["Iraqi army"], ["Militants"], BLAMED),
    # whom it was told to is no speaker
    Row("The governor told reporters that gunmen attacked the market.", ["governor"], ["gunmen"], BLAMED),
    # an apposition between name and verb
    Row("Yahya Rasool, the spokesman of the army, said militants shelled it.", ["Yahya Rasool"], ["militants"], BLAMED),
    # nobody speaks: the report itself says so
    Row("Militants shelled the post near Mosul.", [], ["Militants"], STATED),
    # "it was said" names nobody
    Row("It was said that militants shelled the post.", [], ["militants"], STATED),
    # a speaker and nobody who did it: the speaker does not slip into the act
    Row("Police said a roadside bomb exploded in Baghdad.", ["Police"], [], NONE),
    # likewise in the passive
    Row("The army said four soldiers were killed by a roadside bomb.", ["army"], [], NONE),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_speaker_and_actor(row: Row, coding: Coding) -> None:
    (claim,) = claims(row.text, coding)
    got = ([m.span.text for m in claim.speakers], [m.span.text for m in claim.actors], claim.actor_basis)
    assert got == (row.speaker, row.actor, row.basis)


def test_who_repels_an_attack_is_its_speaker_and_not_its_actor(coding: Coding) -> None:
    (claim,) = claims("The SDF said they repelled drone attacks on the base.", coding)
    assert claim.status is Status.FOILED
    assert [m.span.text for m in claim.speakers] == ["SDF"]
    assert claim.actors == ()
