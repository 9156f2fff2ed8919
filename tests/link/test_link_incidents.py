"""Claims of several reports and people's judgements become incidents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_builders import TwoSides, claim, judged, number, on, published, refers, report, span, town, who

from tocsin.codebook import ActorBasis, Grade, Kind, RelationKind, Status, Verdict
from tocsin.identity import incident_id
from tocsin.link import ConflictingJudgementsError, UnlinkableClaimError, link, unanswered
from tocsin.model import Claim, Damage, Incident, Judgement, Reference, Report

SIDES = TwoSides()


def linked(claims: list[Claim], *judgements: Judgement, reports: list[Report] | None = None) -> tuple[Incident, ...]:
    known = {r.id: r for r in reports or [report(name) for name in sorted({c.report for c in claims})]}
    return link(known, claims, judgements, SIDES)


def told(name: str, **more: object) -> Claim:
    base = {"when": on("2030-05-01"), "places": (town("Marrow"),)}
    return claim(name, **{**base, **more})


def test_three_outlets_tell_of_one_event_with_a_rising_toll() -> None:
    first = told("a", killed=number(50, None))
    second = told("b", killed=number(79), kind=Kind.ASSAULT)
    third = told("c", killed=number(165), when=None)
    (incident,) = linked([first, second, third])
    assert (incident.killed.min, incident.killed.max) == (50, 165)
    assert [v.value for v in incident.killed.values] == ["50 or more", "79", "165"]
    assert [(v.min, v.max) for v in incident.killed.values] == [(50, None), (79, 79), (165, 165)]
    assert [c.field for c in incident.conflicts] == ["killed"]
    assert incident.grade is Grade.CORROBORATED
    assert incident.sources == 3
    assert len(incident.merge_reasons) == 2
    assert "(stated days equal)" in incident.merge_reasons[0]


def test_a_figure_has_the_day_of_its_latest_report() -> None:
    reports = [report("a", "2030-05-02"), report("b", "2030-05-04"), report("c", "2030-05-03")]
    claims = [told("a", killed=number(4)), told("b", killed=number(4)), told("c", killed=number(9))]
    (incident,) = linked(claims, reports=reports)
    assert [(v.value, str(v.told)) for v in incident.killed.values] == [("4", "2030-05-04"), ("9", "2030-05-03")]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([number(20, None)], (20, None)),  # open stays open
        ([number(63, None), number(90, None)], (63, None)),
        ([number(50, None), number(165)], (50, 165)),
        ([number(150), number(221, None)], (150, 221)),  # a floor above every closed figure is the highest told
        ([number(101, None), number(100)], (100, 100)),  # "more than 100" beside "100" is one round number
        ([number(None, 30)], (None, 30)),
        ([number(None, 19), number(19)], (19, 19)),
        ([number(None, None, "dozens")], (None, None)),
        ([number(None, None, "dozens"), number(5)], (5, 5)),
        ([number(0), number(4)], (0, 4)),  # zero is a figure
    ],
)
def test_the_range_of_figures(figures: list[object], expected: tuple[int | None, int | None]) -> None:
    claims = [told("abc"[n], killed=figure) for n, figure in enumerate(figures)]
    judgements = [judged(Verdict.SAME, claims[0], other) for other in claims[1:]]
    (incident,) = linked(claims, *judgements)
    assert (incident.killed.min, incident.killed.max) == expected
    assert incident.injured is None  # not mentioned is not zero


def test_neighbouring_days_and_other_towns_are_other_events() -> None:
    claims = [told("a"), told("b", when=on("2030-05-02")), told("c", places=(town("Tarn"),))]
    assert [len(i.claims) for i in linked(claims)] == [1, 1, 1]


def test_a_weak_telling_joins_no_two_events() -> None:
    # c fits either; it goes with the better and drags nobody along
    a, b = told("a", killed=number(11)), told("b", when=on("2030-05-03"), killed=number(4))
    c = told("c", when=on("2030-05-01", "2030-05-03"), killed=number(11))
    assert sorted(sorted(i.claims) for i in linked([a, b, c])) == sorted([sorted([a.id, c.id]), [b.id]])


def test_a_mention_as_context_attaches_to_the_event_it_means() -> None:
    event = told("a", kind=Kind.SUICIDE_BOMBING, killed=number(100))
    reports = [report("a"), report("b", "2030-05-20")]
    context = told("b", kind=Kind.SUICIDE_BOMBING, background=True, killed=number(100))
    (incident,) = linked([event, context], reports=reports)
    assert [(r.ref, r.background) for r in incident.reports] == [("ref-a", False), ("ref-b", True)]
    assert incident.background is False
    assert incident.founding == event.id


def test_a_mention_as_context_alone_is_no_event_of_today() -> None:
    undated = claim("a", background=True, places=(town("Marrow"),))
    (incident,) = linked([undated])
    assert incident.background is True
    assert incident.when is None


def test_new_claims_found_before_context_however_early_it_came() -> None:
    context, new = told("a", background=True), told("b")
    reports = [report("a", "2030-05-01"), report("b", "2030-05-04")]
    (incident,) = linked([context, new], reports=reports)
    assert incident.id == incident_id(new.id)


def test_the_most_told_of_the_most_precise_days_is_shown() -> None:
    night = on("2030-05-01", "2030-05-02")
    toll = {"killed": number(11)}
    month = on("2030-05-01", "2030-05-31")
    claims = [
        told("a", when=night, **toll),
        told("b", when=night, **toll),
        told("c", **toll),
        told("d", when=month, **toll),
    ]
    claims[3] = replace(claims[3], when=replace(claims[3].when, precision="month"))
    (incident,) = linked(claims)
    assert (incident.when.start.isoformat(), incident.when.end.isoformat()) == ("2030-05-01", "2030-05-02")


def test_rival_blame_contests_and_shows_both() -> None:
    a = told("a", actors=(who("north", "north"),), actor_basis=ActorBasis.BLAMED, killed=number(9))
    b = told("b", actors=(who("south", "south"),), actor_basis=ActorBasis.BLAMED, killed=number(9))
    (incident,) = linked([a, b])
    assert incident.grade is Grade.CONTESTED
    assert [c.field for c in incident.conflicts] == ["actor"]
    assert [(x.name, x.basis) for x in incident.actors] == [("North", "blamed"), ("South", "blamed")]


@pytest.mark.parametrize(
    ("claims", "grade"),
    [
        ([told("a")], Grade.SINGLE_SOURCE),
        ([told("a"), told("b")], Grade.CORROBORATED),
        ([told("a", actors=(who("north", "north"),), actor_basis=ActorBasis.CLAIMED)], Grade.CONFIRMED),
        (  # its army tells what it did
            [told("a", actors=(who("north", "north"),), speakers=(who("its army", "north-army"),))],
            Grade.CONFIRMED,
        ),
        # nobody claims an act of war who wages none, nor does a word that names nobody
        ([told("a", actors=(who("the agency", "relief"),), actor_basis=ActorBasis.CLAIMED)], Grade.SINGLE_SOURCE),
        ([told("a", actors=(who("three"),), actor_basis=ActorBasis.CLAIMED)], Grade.SINGLE_SOURCE),
        ([told("a", actors=(who("the Karo Brigade"),), actor_basis=ActorBasis.CLAIMED)], Grade.CONFIRMED),
        ([told("a", status=Status.DENIED)], Grade.DENIED),
        ([told("a"), told("b", status=Status.DENIED)], Grade.CONTESTED),
        (  # the army says that it did it, and the report tells that its foe denies it
            [
                told(
                    "a",
                    actors=(who("north", "north"),),
                    actor_basis=ActorBasis.CLAIMED,
                    references=(Reference(RelationKind.DENIAL, span("The south denied it")),),
                )
            ],
            Grade.CONTESTED,
        ),
    ],
)
def test_grades(claims: list[Claim], grade: Grade) -> None:
    (incident,) = linked(claims)
    assert incident.grade is grade
    assert incident.grade_reason


def test_copies_and_agencies_count_once() -> None:
    story = "On Tuesday gunmen attacked the town of Marrow and killed nine people, the mayor said in the evening. " * 3
    reports = [
        report("a", text=story),
        report("b", text=story + " Updated."),  # a near copy
        report("c", outlet="The Marrow Post (AFP)"),
        report("d", text="MARROW (AFP) - Nine people died, a spokesman for the region told us at length."),
        report("e", text="Nothing like the others, and signed at the end of it all. (Reuters)"),
    ]
    (incident,) = linked([told(name) for name in "abcde"], reports=reports)
    assert [r.source for r in incident.reports] == ["The a Herald", "The a Herald", "AFP", "AFP", "Reuters"]
    assert incident.sources == 3


def test_two_sources_become_one_where_one_agency_speaks() -> None:
    claims = [told("a", speakers=(who("AFP"),)), told("b", speakers=(who("Agence France-Presse"),))]
    (incident,) = linked(claims)
    assert incident.grade is Grade.SINGLE_SOURCE


def test_damage_is_shown_in_words_and_none_is_said() -> None:
    none = Damage(span("no damage was seen at first"), none=True, hedged=True)
    (incident,) = linked([told("a", damage=Damage(span("a wall fell"))), told("b", damage=none)])
    assert set(incident.damage.split(" / ")) == {"a wall fell", "none: no damage was seen at first (hedged)"}


def test_weapons_that_contradict_are_shown_as_a_conflict() -> None:
    shelling = {"kind": Kind.SHELLING, "killed": number(11)}
    rockets = told("a", weapons=(who("rockets", "rocket"),), **shelling)
    drones = told("b", weapons=(who("drones", "drone"),), **shelling)
    both = told("c", weapons=(who("rockets", "rocket"), who("drones", "drone")), **shelling)
    fields = [[c.field for c in i.conflicts] for i in linked([rockets, both])]
    assert fields == [[]]  # one telling has both: nothing contradicts
    (incident,) = linked([rockets, drones])
    assert [(c.field, sorted(v.value for v in c.values)) for c in incident.conflicts] == [
        ("weapon", ["drones", "rockets"])
    ]


def test_relations_point_to_incidents_and_never_to_their_own() -> None:
    first = told("a", at=100)
    answer = told("a", at=600, when=on("2030-05-02"), references=(refers(RelationKind.RETALIATION, first, "in reply"),))
    again = told("b")
    before, after = linked([first, answer, again])
    assert before.relations == ()
    (edge,) = after.relations
    assert (edge.relation, edge.incident, edge.words) == (RelationKind.RETALIATION, before.id, "in reply")


def test_judged_different_keeps_apart_and_same_joins() -> None:
    a, b, far = told("a"), told("b"), told("c", places=(town("Ostra"),), when=on("2029-01-01"))
    assert len(linked([a, b])) == 1
    assert len(linked([a, b], judged(Verdict.DIFFERENT, a, b))) == 2
    (incident,) = linked([a, far], judged(Verdict.SAME, a, far))
    assert incident.version == 3  # two reports and a judgement
    assert "judged the same" in incident.merge_reasons[0]


def test_incidents_judged_the_same_become_one_as_wholes_whatever_their_claims_say() -> None:
    here = [told("a"), told("b")]
    there = [told(name, places=(town("Ostra"),), when=on("2029-01-01")) for name in ("c", "d")]
    assert len(linked([*here, *there])) == 2
    same = judged(Verdict.SAME, here[0], there[0])
    (incident,) = linked([*here, *there], same)
    assert len(incident.claims) == 4
    apart = judged(Verdict.DIFFERENT, here[1], there[1])
    assert sorted(len(one.claims) for one in linked([*here, *there], same, apart)) == [1, 1, 2], (
        "as neither fits the other"
    )
    undone = judged(Verdict.UNDECIDED, here[0], there[0], at="2030-06-02T00:00:00Z")
    assert linked([*here, *there], same, undone)[0].claims == linked([*here, *there])[0].claims


def test_the_later_of_two_judgements_holds() -> None:
    a, b = told("a"), told("b")
    apart = judged(Verdict.DIFFERENT, a, b, "2030-06-01T00:00:00Z")
    together = judged(Verdict.SAME, b, a, "2030-06-02T00:00:00Z")
    assert len(linked([a, b], together, apart)) == 1


def test_judgements_that_can_not_both_hold_are_refused_by_name() -> None:
    a, b, c = told("a"), told("b"), told("c")
    judgements = [judged(Verdict.SAME, a, b), judged(Verdict.SAME, b, c), judged(Verdict.DIFFERENT, a, c)]
    with pytest.raises(ConflictingJudgementsError, match="judged different"):
        linked([a, b, c], *judgements)


def test_a_rejected_incident_disappears_and_acceptance_brings_it_back() -> None:
    a, b, c = told("a"), told("b"), told("c", places=(town("Tarn"),))
    reject = judged(Verdict.REJECT, a)
    assert [i.founding for i in linked([a, b, c], reject)] == [c.id]
    assert len(linked([a, b, c], reject, judged(Verdict.ACCEPT, a, at="2030-06-02T00:00:00Z"))) == 2


def test_a_rejected_claim_that_founds_nothing_is_left_out() -> None:
    a, b = told("a"), told("b")
    (incident,) = linked([a, b], judged(Verdict.REJECT, b))
    assert incident.claims == (a.id,)


def test_what_can_not_be_linked_is_refused_by_name() -> None:
    a = told("a")
    with pytest.raises(UnlinkableClaimError, match="not at hand"):
        link({}, [a], [], SIDES)
    with pytest.raises(UnlinkableClaimError, match="two different claims"):
        linked([a, replace(a, hedged=True)])
    with pytest.raises(ValueError, match="one claim only"):
        linked([a], judged(Verdict.SAME, a))


def test_judgements_of_claims_not_at_hand_are_named() -> None:
    a, gone = told("a"), told("z")
    stale = judged(Verdict.SAME, a, gone)
    assert unanswered([a], [stale, judged(Verdict.ACCEPT, a)]) == (stale,)
    assert len(linked([a], stale)) == 1


_DAYS = st.sampled_from(["2030-05-01", "2030-05-02", "2030-05-04"])
_CLAIM = st.builds(
    told,
    st.sampled_from(["a", "b", "c", "d"]),
    at=st.sampled_from([0, 200, 400]),
    kind=st.sampled_from([Kind.ASSAULT, Kind.SHOOTING, Kind.BOMBING, Kind.SHELLING]),
    when=st.one_of(_DAYS.map(on), st.none(), st.just(published("2030-05-02"))),
    places=st.sampled_from([(), (town("Marrow"),), (town("Lowick"),), (town("Tarn"),)]),
    killed=st.sampled_from([None, number(4), number(11), number(11, None)]),
    actors=st.sampled_from([(), (who("n", "north"),), (who("s", "south"),)]),
    background=st.booleans(),
)
_CLAIMS = st.lists(_CLAIM, max_size=9, unique_by=lambda c: c.id)
_REPORTS = {
    name: report(name, day)
    for name, day in zip("abcd", ["2030-05-02", "2030-05-03", "2030-05-03", "2030-05-05"], strict=True)
}


@settings(max_examples=60, deadline=None)
@given(_CLAIMS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(claims: list[Claim], random: st.random.Random) -> None:
    shuffled = random.sample(claims, len(claims))
    reports = dict(random.sample(list(_REPORTS.items()), len(_REPORTS)))
    expected = link(_REPORTS, claims, [], SIDES)
    assert link(reports, shuffled, [], SIDES) == expected
    assert link(reports, [*shuffled, *claims], [], SIDES) == expected  # reading again adds nothing
    assert sorted(c for i in expected for c in i.claims) == sorted(c.id for c in claims)  # none lost, none twice


@settings(max_examples=60, deadline=None)
@given(_CLAIMS)
def test_no_incident_holds_two_claims_of_one_report(claims: list[Claim]) -> None:
    report_of = {c.id: c.report for c in claims}
    for incident in link(_REPORTS, claims, [], SIDES):
        assert len({report_of[c] for c in incident.claims}) == len(incident.claims)


@settings(max_examples=60, deadline=None)
@given(_CLAIMS.filter(lambda claims: len(claims) > 1), st.sampled_from([Verdict.SAME, Verdict.DIFFERENT]))
def test_a_judgement_always_holds(claims: list[Claim], verdict: Verdict) -> None:
    a, b = claims[:2]
    incidents = link(_REPORTS, claims, [judged(verdict, a, b)], SIDES)
    together = any({a.id, b.id} <= set(i.claims) for i in incidents)
    assert together is (verdict is Verdict.SAME)


def test_the_day_a_report_tells_of_is_shown_where_no_claim_states_one() -> None:
    text = (
        "A man was shot in Marrow on Saturday night. The road was closed. Nobody has been charged. "
        "A neighbour brought water."
    )
    told = replace(report("a", "2030-05-06"), text=text)
    undated = claim("a", when=published("2030-05-06"))
    (found,) = link({told.id: told}, [replace(undated, report=told.id)], [], TwoSides())
    assert found.when is not None
    assert found.when.start == found.when.end == date(2030, 5, 4)
    assert found.when.span is not None
    assert text[found.when.span.start : found.when.span.end] == found.when.span.text
