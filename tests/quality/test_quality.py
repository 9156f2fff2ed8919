"""The sample reports are read no worse than before, and floors move only up or with a reason on record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import corpus_quality
import pytest
from corpus_quality import (
    SPANS,
    FloorError,
    Floors,
    Gold,
    Reading,
    Share,
    corpus_sha256,
    errors,
    floor_under,
    floors_of,
    gold,
    load,
    lowered,
    main,
    match,
    measure,
    other_corpus,
    raised,
    reading,
    save,
    sunk,
    table,
)

from tocsin.codebook import Kind, Status
from tocsin.model import Incident, When
from tocsin.pipeline import Coding

DAY = date(2024, 1, 31)


@pytest.fixture(scope="module")
def read(coding: Coding) -> Reading:
    return reading(coding)


@pytest.fixture(scope="module")
def shares(read: Reading) -> Mapping[str, Share]:
    return measure(gold(), read)


# The gate


CODERS = {"rules": Coding.rules, "neural": Coding.neural}


@pytest.mark.parametrize("coder", CODERS)
def test_the_corpus_is_the_pinned_one(coder: str) -> None:
    assert other_corpus(load(floors_of(coder))) is None


@pytest.mark.parametrize("coder", CODERS)
def test_no_figure_is_below_its_floor(coder: str) -> None:
    floors, read = load(floors_of(coder)), reading(CODERS[coder]())
    shares = measure(gold(), read)
    shown = table(floors, shares)
    print(f"\n{shown}")  # noqa: T201 - shown by `pytest -rP`
    assert not sunk(floors, shares), f"\n{shown}\n\n{errors(match(gold(), read), read)}"


@pytest.mark.parametrize("coder", CODERS)
def test_every_lowering_is_on_record_with_its_reason(coder: str) -> None:
    floors = load(floors_of(coder))
    assert set(floors.floors) == set(floors.last)
    assert all({"metric", "from", "to", "reason", "date"} <= set(entry) for entry in floors.lowered)
    assert all(floor <= floors.last[metric] for metric, floor in floors.floors.items())


# What is measured


def perfect(read: Reading) -> tuple[Gold, Reading]:
    """Return the expected incidents that are answered, with the incidents that answer them."""
    matching = match(gold(), read)
    wanted = Gold(tuple(w for w, _ in matching.pairs), (), frozenset({"s0026"}))
    return wanted, replace(read, incidents=tuple(found for _, found in matching.pairs))


def test_incidents_are_counted_once(read: Reading) -> None:
    wanted, found = perfect(read)
    count = len(wanted.incidents)
    assert count > 10
    told = measure(wanted, found)
    assert told["incident precision"] == told["incident recall"] == Share(count, count)
    assert told["incident F1"] == Share(2 * count, 2 * count)
    twice = measure(wanted, replace(found, incidents=(*found.incidents, *found.incidents)))
    assert twice["incident precision"] == Share(count, 2 * count), "the second answer to an event is an invention"
    assert twice["incident recall"] == Share(count, count)


def test_an_incident_that_is_not_found_is_missed(read: Reading) -> None:
    wanted, found = perfect(read)
    without = match(wanted, replace(found, incidents=found.incidents[1:]))
    assert without.missed == wanted.incidents[:1]
    assert without.invented == ()


def moved(found: Incident, **values: object) -> Incident:
    """Return the incident with other values under an id of its own."""
    return replace(found, id=f"{found.id}-moved", **values)  # type: ignore[arg-type]


def shifted(when: When | None, days: int) -> When:
    assert when is not None
    day = date.fromordinal(when.end.toordinal() + days)
    return replace(when, start=day, end=day)


#: (what is changed in the one incident that answers, whether it still does)
ANSWERS = [
    ({}, True),
    ({"when": lambda found: shifted(found.when, 1)}, True),  # a day of slack
    ({"when": lambda found: shifted(found.when, 2)}, False),
    ({"when": lambda _: None}, False),  # no day, no answer
    ({"place": lambda found: replace(found.place, lat=found.place.lat + 0.5)}, True),  # 56 km
    ({"place": lambda found: replace(found.place, lat=found.place.lat + 0.6)}, False),  # 67 km
    ({"place": lambda found: replace(found.place, lat=None, lon=None)}, True),  # the country agrees
    ({"place": lambda found: replace(found.place, lat=None, lon=None, country="FR")}, False),
    ({"place": lambda _: None}, False),
    ({"reports": lambda found: tuple(replace(report, ref="other") for report in found.reports)}, False),
    ({"kind": lambda _: Kind.RAID}, True),  # the kind is judged apart
    ({"kind": lambda _: Kind.THREAT}, False),  # a threat answers a threat only
    ({"status": lambda _: Status.HYPOTHETICAL}, False),
]


@pytest.mark.parametrize(("changes", "answers"), ANSWERS)
def test_what_answers_an_expected_incident(read: Reading, changes: dict[str, object], answers: bool) -> None:
    wanted, found = next(
        (w, f)
        for w, f in match(gold(), read).pairs
        if w.start == w.end and f.when is not None and f.when.end == w.end and not w.threat
        if w.point is not None and f.place is not None and f.place.lat is not None and f.place.country == w.country
    )
    assert found.place is not None
    assert wanted.point is not None
    at = replace(found, place=replace(found.place, lat=wanted.point[0], lon=wanted.point[1]))
    changed = moved(at, **{name: change(at) for name, change in changes.items()})  # type: ignore[operator]
    matching = match(Gold((wanted,), (), frozenset()), replace(read, incidents=(changed,)))
    assert bool(matching.pairs) is answers
    left_out = changed.kind is Kind.THREAT or changed.status is Status.HYPOTHETICAL
    assert len(matching.invented) == (0 if answers or left_out else 1)


def test_vague_words_excuse_only_what_rests_on_them_alone(read: Reading) -> None:
    found = next(one for one in read.incidents if len(one.claims) == 1)
    claim = read.claims[found.claims[0]]
    ref = found.reports[0].ref
    text = next(coded.report.text for coded in read.coded if coded.report.ref == ref)
    # What stands from the start of the text is found where it stands.
    excused = Gold((), ((ref, text[: claim.trigger.end]),), frozenset())
    assert match(excused, replace(read, incidents=(found,))).invented == ()
    before = Gold((), ((ref, text[: claim.trigger.start]),), frozenset())
    assert match(before, replace(read, incidents=(found,))).invented == (found,)


def test_vague_words_that_do_not_stand_in_their_report_are_an_error(read: Reading) -> None:
    with pytest.raises(ValueError, match="substring not found"):
        match(Gold((), (("s0001", "words that nobody wrote"),), frozenset()), read)


def test_an_invention_in_a_silent_report_is_seen(read: Reading) -> None:
    found = next(one for one in read.incidents if one.kind is not Kind.THREAT)
    refs = frozenset(report.ref for report in found.reports)
    told = measure(Gold(gold().incidents, (), refs | {"s0026"}), replace(read, incidents=(found,)))
    assert told["silent reports give none"] == Share(1, len(refs) + 1)


def test_a_broken_span_is_seen(read: Reading) -> None:
    first = next(coded for coded in read.coded if coded.claims)
    claim = first.claims[0]
    broken = replace(claim, trigger=replace(claim.trigger, text=claim.trigger.text + "!"))
    told = measure(gold(), replace(read, coded=(replace(first, claims=(broken,)), *read.coded)))
    assert told[SPANS].of - told[SPANS].right >= 1


# How floors move

CORPUS = "0" * 64
NOW = {"kind": Share(9, 10), "status": Share(3, 4)}


@pytest.fixture
def floors() -> Floors:
    return raised(Floors(CORPUS), NOW)


#: (right, of, floor): a hundredth below, then rounded down to hundredths
UNDER = [
    (9, 10, 0.89),
    (2, 3, 0.65),  # 0.6566…
    (57, 100, 0.56),  # 0.5599… by the error of floats
    (1, 1, 0.99),
    (0, 5, 0.0),  # never below nothing
]


@pytest.mark.parametrize(("right", "of", "floor"), UNDER)
def test_a_floor_lies_a_hundredth_below(right: int, of: int, floor: float) -> None:
    assert floor_under("kind", Share(right, of)) == floor


def test_spans_have_no_slack() -> None:
    assert floor_under(SPANS, Share(9, 10)) == 1.0


def test_nothing_measured_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing to measure"):
        _ = Share(0, 0).figure


def test_raising_takes_gains_and_keeps_what_was_lost(floors: Floors) -> None:
    after = raised(floors, {"kind": Share(10, 10), "status": Share(1, 4), "day exact": Share(1, 2)})
    assert after.floors == {"kind": 0.99, "status": 0.74, "day exact": 0.49}
    assert after.last == {"kind": 1.0, "status": 0.75, "day exact": 0.5}
    assert after.lowered == ()


def test_a_metric_does_not_go_unseen(floors: Floors) -> None:
    with pytest.raises(FloorError, match="no longer measured: status"):
        raised(floors, {"kind": Share(10, 10)})
    assert sunk(floors, {"kind": Share(10, 10)}) == ["status"], "no longer measured"
    assert sunk(floors, {**NOW, "day exact": Share(1, 1)}) == ["day exact"], "has no floor"


def test_a_figure_sinks_below_its_floor_not_onto_it(floors: Floors) -> None:
    assert sunk(floors, {**NOW, "kind": Share(89, 100)}) == []
    assert sunk(floors, {**NOW, "kind": Share(88, 100)}) == ["kind"]


def test_lowering_is_recorded(floors: Floors) -> None:
    after = lowered(floors, {**NOW, "status": Share(1, 2)}, "status", " two readings were luck ", DAY)
    assert after.floors == {"kind": 0.89, "status": 0.49}
    assert after.last == {"kind": 0.9, "status": 0.5}
    assert after.lowered == (
        {"metric": "status", "from": 0.74, "to": 0.49, "reason": "two readings were luck", "date": "2024-01-31"},
    )
    again = lowered(after, {**NOW, "kind": Share(1, 2)}, "kind", "again", DAY)
    assert [entry["metric"] for entry in again.lowered] == ["status", "kind"]


#: (metric, its present figure, reason, what the refusal says)
REFUSED = [
    ("kind", Share(1, 2), " ", "for a reason only"),
    ("kind", Share(95, 100), "why not", "does not lower it"),
    ("kind", Share(9, 10), "why not", "does not lower it"),
    ("colour", Share(1, 2), "why not", "no metric 'colour'; there are: kind, status"),
]


@pytest.mark.parametrize(("metric", "share", "reason", "said"), REFUSED)
def test_lowering_is_refused(floors: Floors, metric: str, share: Share, reason: str, said: str) -> None:
    with pytest.raises(FloorError, match=said):
        lowered(floors, {**NOW, metric: share}, metric, reason, DAY)


def test_floors_come_back_as_they_were_written(floors: Floors, tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    sunken = lowered(floors, {**NOW, "kind": Share(1, 2)}, "kind", "a reason", DAY)
    save(sunken, path)
    assert load(path) == sunken
    assert set(json.loads(path.read_text(encoding="utf-8"))) == {"corpus_sha256", "floors", "last", "lowered"}


def test_the_table_shows_gain_loss_and_what_sank(floors: Floors) -> None:
    shown = table(floors, {"kind": Share(1, 1), "status": Share(1, 2), "day exact": Share(1, 4)}).splitlines()
    assert shown[1].split() == ["kind", "0.900", "1.000", "+0.100", "0.89", "1/1"]
    assert shown[2].split() == ["status", "0.750", "0.500", "-0.250", "0.74", "1/2", "BELOW", "ITS", "FLOOR"]
    assert shown[3].split() == ["day", "exact", "-", "0.250", "new", "-", "1/4"]


# The command, on a copy of the floors


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Reading) -> Path:
    path = tmp_path / "floors.json"
    monkeypatch.setattr(corpus_quality, "FLOORS", path)
    monkeypatch.setattr(corpus_quality, "reading", lambda _: read)
    save(Floors(CORPUS), path)
    return path


def test_another_corpus_is_pinned_before_floors_move(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = other_corpus(load(copy))
    assert said is not None
    assert "`python tests/quality/corpus_quality.py --pin`" in said
    for arguments in (["--write"], ["--lower", "kind", "--reason", "so"]):
        with pytest.raises(SystemExit):
            main(arguments)
        assert "no longer comparable" in capsys.readouterr().err
    assert load(copy) == Floors(CORPUS)
    main(["--pin"])
    assert load(copy) == Floors(corpus_sha256())


def test_the_command_shows_raises_and_lowers(
    copy: Path, shares: Mapping[str, Share], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--pin"]) == 1, "no metric has a floor yet"
    assert main(["--write"]) == 0
    written = load(copy)
    assert written == raised(Floors(corpus_sha256()), shares)
    capsys.readouterr()
    assert main([]) == 0
    assert capsys.readouterr().out.rstrip("\n") == table(written, shares)
    save(replace(written, floors={**written.floors, "kind": 1.0}), copy)
    assert main([]) == 1
    assert main(["--write"]) == 1, "raising does not lower"
    assert load(copy).floors["kind"] == 1.0
    with pytest.raises(SystemExit):
        main(["--lower", "kind"])
    assert "--lower needs --reason" in capsys.readouterr().err
    assert main(["--lower", "kind", "--reason", "set by hand"]) == 0
    assert load(copy).floors == written.floors
    assert [entry["reason"] for entry in load(copy).lowered] == ["set by hand"]
