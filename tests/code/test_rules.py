"""Own sentences through the whole path, and what has to come out: one table a field of the codebook."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.codebook import ActorBasis, Kind, Status
from tocsin.identity import report_id
from tocsin.model import Claim, Figure, Report
from tocsin.pipeline import Coding, code

DAY = date(2024, 3, 13)  # a Wednesday


def claims(text: str, coding: Coding) -> tuple[Claim, ...]:
    title = text.split("\n", 1)[0] if "\n" in text else None
    return code(Report(report_id(text, None, DAY), "-", text, DAY, "given", title), coding).claims


def bounds(figure: Figure | None) -> tuple[int | None, int | None] | None:
    return None if figure is None else (figure.min, figure.max)


@pytest.mark.parametrize(
    ("text", "actor", "target", "killed"),
    [
        # active
        ("Gunmen killed four soldiers in Mopti on Monday.", ["Gunmen"], ["soldiers"], (4, 4)),
        # passive with its agent
        ("Four soldiers were killed by gunmen in Mopti on Monday.", ["gunmen"], ["soldiers"], (4, 4)),
        # a weapon as subject does not act
        ("A roadside bomb killed four soldiers in Mopti on Monday.", [], ["soldiers"], (4, 4)),
        # a noun carried by a support verb
        ("Militants carried out an attack on an army base in Gao.", ["Militants"], ["army base"], None),
        # another one
        ("The army conducted an air strike on a camp near Kidal.", ["army"], ["camp"], None),
        # two sides with "between"
        (
            "Clashes broke out between the Sudanese army and the Rapid Support Forces in Omdurman.",
            ["Sudanese army"],
            ["Rapid Support Forces"],
            None,
        ),
        # two sides with "with"
        (
            "The Sudanese army clashed with the Rapid Support Forces in Omdurman.",
            ["Sudanese army"],
            ["Rapid Support Forces"],
            None,
        ),
        # the result as a clause hanging on the attack
        ("Gunmen attacked a village near Gao, killing four people.", ["Gunmen"], ["village"], (4, 4)),
        # nobody told who
        ("Rockets hit the base near Erbil.", [], ["base"], None),
    ],
)
def test_parties(
    text: str, actor: list[str], target: list[str], killed: tuple[int, int] | None, coding: Coding
) -> None:
    (claim,) = claims(text, coding)
    assert [m.span.text for m in claim.actors] == actor
    assert claim.actor_basis is (ActorBasis.STATED if actor else ActorBasis.NONE)
    assert [m.span.text for m in claim.targets] == target
    assert bounds(claim.killed) == killed


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A drone struck a fuel depot in Port Sudan.", Kind.DRONE_STRIKE),  # the verb leaves it to the weapon
        ("Rockets struck a fuel depot in Port Sudan.", Kind.SHELLING),  # the same verb, another weapon
        ("Warplanes struck a fuel depot in Port Sudan.", Kind.AIR_STRIKE),  # and another
        ("Militants launched 14 missiles at the air base.", Kind.SHELLING),  # missiles count as shelling
        ("A car bomb exploded in Mogadishu.", Kind.BOMBING),
        ("A suicide bomber killed six people in Peshawar.", Kind.SUICIDE_BOMBING),  # by who did it
        ("Attackers threw a grenade at a bar in Goma.", Kind.GRENADE),
        ("Gunmen opened fire on a convoy in Gao.", Kind.SHOOTING),
        ("Militants ambushed a convoy near Gao.", Kind.SHOOTING),
        ("Gunmen attacked a convoy near Gao.", Kind.ASSAULT),  # a general word and no weapon
        ("Gunmen abducted three nurses in Zamfara.", Kind.ABDUCTION),
        ("Rebels captured the town of Bunagana.", Kind.TERRITORY),
        ("Gunmen torched a school near Djibo.", Kind.DESTRUCTION),
        ("Air defences shot down three drones over Kyiv.", Kind.INTERCEPTION),  # nothing told of a target
        ("Troops raided a hideout near Maiduguri.", Kind.RAID),
        ("Fighting broke out between rival militias in Zawiya.", Kind.ARMED_CLASH),
        ("Al-Shabaab threatened to attack Nairobi.", Kind.THREAT),
    ],
)
def test_kind(text: str, kind: Kind, coding: Coding) -> None:
    assert [claim.kind for claim in claims(text, coding)] == [kind]


@pytest.mark.parametrize(
    ("text", "killed", "injured", "munitions"),
    [
        # two verbs share their subject
        ("The attack killed four and wounded two in Gao.", (4, 4), (2, 2), None),
        # in a clause
        ("Gunmen attacked a village near Gao, killing four people and wounding two.", (4, 4), (2, 2), None),
        # nobody hurt is nought, in the sentence
        ("Rockets hit the base near Erbil but there were no casualties.", (0, 0), (0, 0), None),
        # or in the next; and the rockets are counted
        ("Two rockets landed near the Baghdad airport. No casualties were reported.", (0, 0), (0, 0), (2, 2)),
        # nothing said is nothing, not nought
        ("Fourteen rockets hit the Ain al-Asad air base.", None, None, (14, 14)),
        # an article counts nothing
        ("A roadside bomb exploded in Baghdad.", None, None, None),
        # "at least" is open above, and only where it stands
        ("Gunmen killed at least 20 people and wounded five in Gao.", (20, None), (5, 5), None),
        # "dozens" is no number
        ("Gunmen killed dozens of people in Gao.", (None, None), None, None),
        # told in a later sentence
        ("A car bomb exploded in Mogadishu. Eight people were killed.", (8, 8), None, None),
        # weapons stopped are counted too
        ("The Ukrainian army shot down 12 Russian drones over Odesa.", None, None, (12, 12)),
    ],
)
def test_figures(
    text: str,
    killed: tuple[int | None, int | None] | None,
    injured: tuple[int | None, int | None] | None,
    munitions: tuple[int | None, int | None] | None,
    coding: Coding,
) -> None:
    (claim,) = claims(text, coding)
    assert (bounds(claim.killed), bounds(claim.injured), bounds(claim.munitions)) == (killed, injured, munitions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one sentence, two days and places
        (
            "A car bomb killed three people in Mogadishu on Monday, while gunmen abducted two teachers in Garissa on Tuesday.",
            [(Kind.BOMBING, "Mogadishu", 11), (Kind.ABDUCTION, "Garissa", 12)],
        ),
        # two sentences
        (
            "Gunmen killed three farmers in Mopti on Monday.\nOn Tuesday a roadside bomb wounded two soldiers near Gao.",
            [(Kind.ASSAULT, "Mopti", 11), (Kind.BOMBING, "Gao", 12)],
        ),
        # three of one kind
        (
            (
                "Gunmen attacked a village near Gao on Sunday. Gunmen attacked a market in Mopti on Monday. "
                "Gunmen attacked a school in Djibo on Tuesday."
            ),
            [(Kind.ASSAULT, "Gao", 10), (Kind.ASSAULT, "Mopti", 11), (Kind.ASSAULT, "Djibo", 12)],
        ),
        # headline and lead tell of one
        (
            "Car bomb kills eight in Mogadishu\nA car bomb killed eight people in Mogadishu on Monday, police said. The blast wounded another 12.",
            [(Kind.BOMBING, "Mogadishu", 11)],
        ),
        # "the attack" goes on about it
        (
            "Gunmen attacked a village near Gao on Monday. The attack lasted an hour.",
            [(Kind.ASSAULT, "Gao", 11)],
        ),
        # "the latest in a series" is no event of its own
        (
            "A drone strike killed two soldiers in Erbil on Monday, the latest in a series of strikes.",
            [(Kind.DRONE_STRIKE, "Erbil", 11)],
        ),
    ],
)
def test_how_many_events(text: str, expected: list[tuple[Kind, str, int]], coding: Coding) -> None:
    found = []
    for claim in claims(text, coding):
        assert claim.when is not None
        named = [place.span.text for place in claim.places if place.lat is not None]
        found.append((claim.kind, named[0], claim.when.start.day))
    assert found == expected


@pytest.mark.parametrize(
    ("text", "actors", "basis", "hedged"),
    [
        # responsibility claimed a sentence later
        (
            "A car bomb killed eight people in Mogadishu on Monday. Al-Shabaab claimed responsibility for the attack.",
            ["Al-Shabaab"], ActorBasis.CLAIMED, False,
        ),
        # nobody has
        (
            "A car bomb killed eight people in Mogadishu on Monday. No group claimed responsibility for the attack.",
            [], ActorBasis.NONE, False,
        ),
        # suspicion hedges
        ("Suspected militants attacked a convoy near Gao.", ["militants"], ActorBasis.SUSPECTED, True),
        # an accusation
        (
            "A car bomb killed eight people in Mogadishu on Monday. Police blamed Al-Shabaab for the attack.",
            ["Al-Shabaab"], ActorBasis.BLAMED, False,
        ),
        # "reportedly" hedges the event and leaves the actor
        ("Gunmen reportedly attacked a convoy near Gao.", ["Gunmen"], ActorBasis.STATED, True),
    ],
)  # fmt: skip
def test_attribution(text: str, actors: list[str], basis: ActorBasis, hedged: bool, coding: Coding) -> None:
    (claim,) = claims(text, coding)
    assert [m.span.text for m in claim.actors] == actors
    assert (claim.actor_basis, claim.hedged) == (basis, hedged)


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Police foiled a suicide attack on a church in Lahore.", Kind.SUICIDE_BOMBING, Status.FOILED),
        ("Gunmen attempted to kidnap a judge in Cali.", Kind.ABDUCTION, Status.FOILED),  # tried
        ("The army repelled an attack on the town of Djibo.", Kind.ASSAULT, Status.FOILED),
        ("Al-Shabaab threatened to attack Nairobi.", Kind.THREAT, Status.THREATENED),
        ("Gunmen attacked the town of Djibo.", Kind.ASSAULT, Status.OCCURRED),
    ],
)
def test_status(text: str, kind: Kind, status: Status, coding: Coding) -> None:
    assert [(claim.kind, claim.status) for claim in claims(text, coding)] == [(kind, status)]


def test_who_is_abducted_is_counted_as_captured(coding: Coding) -> None:
    (claim,) = claims("Gunmen abducted three nurses in Zamfara on Friday.", coding)
    assert (bounds(claim.captured), claim.killed, claim.injured) == ((3, 3), None, None)
    assert [m.span.text for m in claim.targets] == ["nurses"]


@pytest.mark.parametrize(
    ("text", "background"),
    [
        # remembered
        ("Residents gathered on the anniversary of the bombing that killed 60 people in Nairobi.", True),
        # long ago by its day
        ("Gunmen killed five people in Gao on 3 January.", True),
        # this week
        ("Gunmen killed five people in Gao on Monday.", False),
    ],
)
def test_background(text: str, background: bool, coding: Coding) -> None:
    assert [claim.background for claim in claims(text, coding)] == [background]


@pytest.mark.parametrize(
    "text",
    [
        "The minister visited Gaza after last month's strikes.",  # told as an old thing
        "The striker scored a goal and the champions attacked late in the match.",  # football
        "A gas explosion killed six miners in Karaganda.",  # an accident
        "A bus crash killed 12 people in Lima.",  # likewise
        "Rail workers will strike on Friday over pay.",  # work stopped
        "The number of attacks has risen.",  # attacks in general
    ],
)
def test_no_new_event(text: str, coding: Coding) -> None:
    assert [claim for claim in claims(text, coding) if not claim.background] == []
