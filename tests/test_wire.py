"""The JSON shapes: what is written can be read back equal, and the documented keys stand in it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from tocsin import wire
from tocsin.codebook import ActorBasis, Kind, PlacePrecision, RelationKind, TotalOf, WhenBasis, WhenPrecision
from tocsin.model import (
    Blame,
    Claim,
    CodedReport,
    Coder,
    Damage,
    Figure,
    Incident,
    Judgement,
    Mention,
    Place,
    Presence,
    Range,
    Reconciliation,
    Reference,
    Report,
    Span,
    Step,
    Told,
    ToldFigure,
    Total,
    When,
)


def through_json(value: wire.Json) -> wire.Json:
    return json.loads(json.dumps(value, allow_nan=False))


REPORT = Report(
    id="r1",
    ref="news/1.txt",
    text="Near Dayrun, raiders burned the mill on Friday, killing at least two farmers, the mayor said.",
    published=date(2024, 5, 5),
    published_basis="input",
    outlet="The Dayrun Post",
)


def span(words: str) -> Span:
    start = REPORT.text.index(words)
    return Span(start, start + len(words), words)


FULL_CLAIM = Claim(
    id="c1",
    report="r1",
    kind=Kind.DESTRUCTION,
    trigger=span("burned"),
    speakers=(Mention(span("the mayor")),),
    actors=(Mention(span("raiders"), "actor:raiders", "Raiders", "one entry"),),
    actor_basis=ActorBasis.STATED,
    targets=(Mention(span("the mill")),),
    weapons=(Mention(span("burned"), "weapon:fire", "fire"),),
    places=(
        Place(
            span("Dayrun"),
            name="Dayrun",
            country="IQ",
            lat=33.5,
            lon=42.25,
            precision=PlacePrecision.NEAR,
            radius_km=25.0,
            feature="geonames:99072",
            relation="Near",
            candidates=1,
            reason="only candidate",
        ),
    ),
    when=When(span("on Friday"), date(2024, 5, 3), date(2024, 5, 3), WhenPrecision.DAY, WhenBasis.RELATIVE),
    killed=Figure(span("at least two farmers"), 2, None, who="farmers"),
    damage=Damage(span("burned the mill")),
    passages=(span("burned"),),
    also_told=(Told("killed", Figure(span("two"), 2, 2), (Mention(span("the mayor")),)),),
    references=(Reference(RelationKind.SERIES, span("burned"), None, 2),),
    coder=Coder("rules", "1", "verb"),
    confidence=0.5,
    steps=(Step("kind", "burned is a verb of destruction"),),
)


def test_claim_has_the_documented_shape() -> None:
    value = through_json(wire.claim_json(FULL_CLAIM))
    assert value["trigger"] == {"text": "burned", "start": 21, "end": 27}
    assert value["speaker"] == [{"text": "the mayor", "start": 78, "end": 87}]
    assert value["actor"][0]["actor"] == "actor:raiders"
    assert value["actor"][0]["name"] == "Raiders"
    assert value["weapon"][0]["weapon"] == "weapon:fire"
    assert value["place"][0]["geonameid"] == 99072
    assert value["place"][0]["precision"] == 2
    assert value["place"][0]["relation"] == "Near"
    assert value["when"] == {
        "text": "on Friday",
        "start_char": 37,
        "end_char": 46,
        "start": "2024-05-03",
        "end": "2024-05-03",
        "precision": "day",
        "basis": "relative",
        "time": None,
    }
    assert value["killed"] == {
        "text": "at least two farmers",
        "start": 56,
        "end": 76,
        "min": 2,
        "max": None,
        "approximate": False,
        "who": "farmers",
    }
    assert value["injured"] is None, "not mentioned is null, never 0"
    assert value["damage"] == {"text": "burned the mill", "start": 21, "end": 36, "none": False, "hedged": False}
    assert value["coder"] == {"name": "rules", "version": "1", "rule": "verb"}
    assert set(value) >= {"munitions", "captured", "launched_from", "passages", "also_told", "references", "steps"}
    assert wire.claim_from_json(value) == FULL_CLAIM


def test_publication_as_time_has_no_words() -> None:
    when = When(None, date(2024, 5, 5), date(2024, 5, 5), WhenPrecision.UNKNOWN, WhenBasis.PUBLICATION)
    claim = Claim(id="c1", report="r1", kind=Kind.RAID, trigger=span("raiders"), when=when)
    value = wire.claim_json(claim)["when"]
    assert value["text"] is None
    assert value["start_char"] is None
    assert value["basis"] == "publication"


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        ("geonames:99072", 99072),  # a GeoNames entry
        ("site:ain-al-asad", None),  # a site of our own lexicon has no GeoNames number
        ("geonames:", None),  # no number follows
        ("geonames:x1", None),  # not a number
        (None, None),  # undecided
    ],
)
def test_geonameid_is_derived_from_the_feature(feature: str | None, expected: int | None) -> None:
    claim = Claim(
        id="c", report="r", kind=Kind.RAID, trigger=span("raiders"), places=(Place(span("Dayrun"), feature=feature),)
    )
    assert wire.claim_json(claim)["place"][0]["geonameid"] == expected


def test_coded_report_is_named_by_its_input() -> None:
    total = Total("t1", "r1", span("two"), TotalOf.KILLED, 2, 2, since_words=span("Friday"), since=date(2024, 5, 3))
    presence = Presence("r1", span("raiders burned"), span("raiders"), span("Dayrun"))
    blame = Blame("r1", span("the mayor said"), span("the mayor"), span("raiders"))
    value = wire.coded_json(CodedReport(REPORT, (FULL_CLAIM,), (total,), (presence,), (blame,), ("odd",)))
    assert (value["id"], value["report"]) == ("news/1.txt", "r1")
    assert [claim["id"] for claim in value["claims"]] == ["c1"]
    assert value["totals"][0]["since"] == "2024-05-03"
    assert value["totals"][0]["since_text"] == "Friday"
    assert value["totals"][0]["until"] is None
    assert (value["presence"][0]["who"], value["presence"][0]["place"]) == ("raiders", "Dayrun")
    assert (value["blame"][0]["speaker"], value["blame"][0]["what"]) == ("the mayor", None)
    assert value["warnings"] == ["odd"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "picnic"}, "picnic"),  # not of the codebook
        ({"trigger": None}, "claim c1"),  # a claim without its words
        ({"when": {"text": "now"}}, "missing"),  # half a time
        ({"place": [{"text": "x", "start": 0, "end": 1}]}, "missing"),  # half a place
    ],
)
def test_a_wrong_shape_is_refused_by_name(change: wire.Json, words: str) -> None:
    with pytest.raises(wire.WireError, match=words):
        wire.claim_from_json({**wire.claim_json(FULL_CLAIM), **change})


def test_keys_of_a_newer_writer_are_passed_over() -> None:
    assert wire.claim_from_json({**wire.claim_json(FULL_CLAIM), "mood": "grim"}) == FULL_CLAIM


def test_no_object_is_refused() -> None:
    with pytest.raises(wire.WireError, match="claim a list"):
        wire.claim_from_json([])  # type: ignore[arg-type]


@given(strategies.coded_reports())
def test_everything_coded_comes_back_equal(coded: CodedReport) -> None:
    value = through_json(wire.coded_json(coded))
    assert tuple(wire.claim_from_json(claim) for claim in value["claims"]) == coded.claims
    assert tuple(wire.total_from_json(total) for total in value["totals"]) == coded.totals
    assert tuple(wire.presence_from_json(presence) for presence in value["presence"]) == coded.presence
    assert tuple(wire.blame_from_json(blame) for blame in value["blame"]) == coded.blame
    assert wire.report_from_json(through_json(wire.report_json(coded.report))) == coded.report


@given(strategies.incidents())
def test_an_incident_comes_back_equal(incident: Incident) -> None:
    assert wire.incident_from_json(through_json(wire.incident_json(incident))) == incident


@given(strategies.reconciliations())
def test_a_reconciliation_comes_back_equal(found: Reconciliation) -> None:
    assert wire.reconciliation_from_json(through_json(wire.reconciliation_json(found))) == found


def test_half_a_reconciliation_is_refused() -> None:
    with pytest.raises(wire.WireError, match="reconciliation without id: Invalid isoformat string"):
        wire.reconciliation_from_json({"until": "yesterday"})


@given(strategies.incidents(), st.sampled_from([None, "2031-01-05"]))
def test_a_figure_kept_before_its_numbers_and_day_were_is_read(incident: Incident, told: str | None) -> None:
    figure = {"value": "3", "claims": ["c1"], **({"told": told, "min": 3, "max": 3} if told else {})}
    kept = {"min": 3, "max": 9, "approximate": False, "rule": "so", "values": [figure]}
    killed = wire.incident_from_json({**through_json(wire.incident_json(incident)), "killed": kept}).killed
    known = ToldFigure("3", ("c1",), 3, 3, told=date(2031, 1, 5)) if told else ToldFigure("3", ("c1",))
    assert killed == Range(3, 9, rule="so", values=(known,))


@given(strategies.judgements())
def test_a_judgement_comes_back_equal(judgement: Judgement) -> None:
    assert wire.judgement_from_json(through_json(wire.judgement_json(judgement))) == judgement


@settings(max_examples=25)
@given(strategies.coded_reports())
def test_the_strategies_slice_the_report(coded: CodedReport) -> None:
    for claim in coded.claims:
        for found in (claim.trigger, *claim.passages, *(place.span for place in claim.places)):
            assert coded.report.text[found.start : found.end] == found.text
