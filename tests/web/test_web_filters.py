"""Every filter, order and count against a plain computation over all incidents."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_samples import empty_ledger, incident, on_days
from web_client import client

from tocsin.codebook import ActorBasis, Grade, Kind, PlacePrecision, Status
from tocsin.ledger.search import Box, Circle, in_box, in_circle
from tocsin.lexicon.spelling import holds, sought, spellings
from tocsin.link.figures import extent
from tocsin.model import Conflict, Incident, IncidentActor, IncidentReport, Place, Range, SourcedValue, Span, ToldFigure
from tocsin.pipeline import names_of_places
from tocsin.publish.figures import FigurePolicy
from tocsin.publish.tally import TallyBy, tally

KINDS = (Kind.SHELLING, Kind.BOMBING, Kind.THREAT)
TOWNS = ("Old Harbour", "Mill Town", "Long-Bridge", "Östra Ham")
OUTLETS = ("The Post", "Daily Mill", None)
ACTORS = (("coast-guard", "Coast Guard"), (None, "gunmen"), ("militia", "Mill Militia"))
FIRST = date(2024, 1, 1)


@st.composite
def told_figures(draw: st.DrawFn) -> ToldFigure:
    low = draw(st.none() | st.integers(0, 50))
    high = draw(st.none() | st.integers(low or 0, 60))
    day = draw(st.none() | st.integers(0, 3))
    return ToldFigure("some", (), low, high, told=None if day is None else FIRST + timedelta(day))


@st.composite
def ranges(draw: st.DrawFn) -> Range | None:
    values = tuple(draw(st.lists(told_figures(), max_size=3)))
    low, high = extent(values) if values else (draw(st.none() | st.integers(0, 50)), None)
    return draw(st.none() | st.just(Range(low, high, values=values)))


@st.composite
def places(draw: st.DrawFn) -> Place | None:
    if draw(st.integers(0, 5)) == 0:
        return None
    name = draw(st.sampled_from(TOWNS))
    placed = draw(st.integers(0, 5)) > 0
    return Place(
        Span(0, len(name), name), name, draw(st.sampled_from(["YE", "IQ", "SE"])), None,
        draw(st.floats(-90, 90)) if placed else None, draw(st.floats(-180, 180)) if placed else None,
        PlacePrecision.SITE, 2.0, feature="made:1",
    )  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> list[Incident]:
    found = []
    for number in range(draw(st.integers(1, 12))):
        one = incident(f"c{number:016x}")
        days = draw(st.none() | st.tuples(st.integers(0, 60), st.integers(1, 9)))
        one = replace(one, when=None) if days is None else on_days(one, FIRST + timedelta(days[0]), days[1])
        actors = draw(st.lists(st.sampled_from(ACTORS), max_size=2, unique=True))
        outlets = draw(st.lists(st.sampled_from(OUTLETS), min_size=1, max_size=2))
        found.append(
            replace(
                one,
                kind=draw(st.sampled_from(KINDS)),
                status=draw(st.sampled_from([Status.OCCURRED, Status.FOILED, Status.DENIED])),
                grade=draw(st.sampled_from([Grade.CONFIRMED, Grade.SINGLE_SOURCE])),
                background=draw(st.booleans()),
                place=draw(places()),
                actors=tuple(IncidentActor(name, entity, ActorBasis.STATED, (), one.claims) for entity, name in actors),
                targets=draw(st.sampled_from([(), (SourcedValue("fuel depot", one.claims),)])),
                killed=draw(ranges()),
                injured=draw(ranges()),
                conflicts=draw(st.sampled_from([(), (Conflict("injured", (SourcedValue("2", one.claims),)),)])),
                reports=tuple(
                    IncidentReport(f"r{number}{at}", "x", outlet, FIRST, None, background=False, source="1")
                    for at, outlet in enumerate(outlets)
                ),
                first_reported=FIRST + timedelta(draw(st.integers(0, 70))),
            )
        )
    return found


@st.composite
def queries(draw: st.DrawFn) -> dict[str, Any]:
    first, last = sorted(draw(st.tuples(st.integers(-5, 80), st.integers(-5, 80))))
    lats = sorted(draw(st.tuples(st.integers(-90, 90), st.integers(-90, 90))))
    every: dict[str, st.SearchStrategy[Any]] = {
        "since": st.just((FIRST + timedelta(first)).isoformat()),
        "until": st.just((FIRST + timedelta(last)).isoformat()),
        "kind": st.lists(st.sampled_from([str(kind) for kind in KINDS]), min_size=1, max_size=2),
        "status": st.just(["occurred"]),
        "grade": st.just(["single source"]),
        "country": st.lists(st.sampled_from(["ye", "IQ"]), min_size=1),
        "side": st.lists(st.sampled_from(["coast-guard", "gunmen", "Mill Militia", "nobody"]), min_size=1),
        "outlet": st.lists(st.sampled_from(["The Post", "Daily Mill", "none"]), min_size=1),
        "text": st.sampled_from(
            [
                "harb",
                "old harbour",
                "MILL",
                "ostra",
                "depot long",
                "fuel",
                "long-bridge",
                "Ostra Haam",
                "Mil-Towwn",
                '"',
                "a* OR b",
                "'",
            ]
        ),
        "bbox": st.just(f"{draw(st.integers(-180, 180))},{lats[0]},{draw(st.integers(-180, 180))},{lats[1]}"),
        "background": st.booleans(),
        "conflicts": st.booleans(),
        "placed": st.booleans(),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(every)), max_size=4, unique=True))
    query = {name: draw(every[name]) for name in chosen}
    if draw(st.booleans()):
        query |= {
            "near": f"{draw(st.integers(-90, 90))},{draw(st.integers(-180, 180))}",
            "radius_km": draw(st.integers(1, 15000)),
        }
    return query


def wanted(one: Incident, query: dict[str, Any]) -> bool:
    """Say by plain words whether an incident answers to a query."""
    when, place = one.when, one.place
    point = (None, None) if place is None else (place.lat, place.lon)
    told = ([] if place is None else [place.name, place.country]) + [actor.name for actor in one.actors]
    held = {word for name in [*told, *(target.value for target in one.targets)] if name for word in spellings(name)}
    checks = {
        "since": lambda value: when is not None and when.end.isoformat() >= value,
        "until": lambda value: when is not None and when.start.isoformat() <= value,
        "kind": lambda value: str(one.kind) in value,
        "status": lambda value: str(one.status) in value,
        "grade": lambda value: str(one.grade) in value,
        "country": lambda value: place is not None and place.country in {code.upper() for code in value},
        "side": lambda value: any(name in value for actor in one.actors for name in (actor.name, actor.entity)),
        "outlet": lambda value: any(report.outlet in value for report in one.reports),
        "text": lambda value: (asked := sought(value, names_of_places)) is None or holds(held, asked),
        "bbox": lambda value: in_box(*point, Box(*map(float, value.split(",")))),
        "background": lambda value: one.background is value,
        "conflicts": lambda value: (len(one.conflicts) > 0) is value,
        "placed": lambda value: (None not in point) is value,
        "near": lambda value: in_circle(*point, Circle(*map(float, value.split(",")), query["radius_km"])),
        "radius_km": lambda _: True,
    }
    return all(checks[name](value) for name, value in query.items())


def key(one: Incident, order: str) -> tuple[Any, ...]:
    if one.when is None:
        return (date.max if order == "oldest" else date.min, one.id)
    return (one.when.start, one.id)


def parameters(query: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()}


@settings(max_examples=40)
@given(worlds(), st.lists(queries(), min_size=1, max_size=4), st.sampled_from(["newest", "oldest"]), st.integers(1, 5))
def test_lists_and_counts_are_those_of_a_plain_computation(
    world: list[Incident], asked: Sequence[dict[str, Any]], order: str, limit: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.db"
        with empty_ledger(path) as ledger:
            ledger.replace_incidents(world[: len(world) // 2])
            ledger.replace_incidents(world)
        with client(path) as opened:
            for query in asked:
                expected = [one for one in world if wanted(one, query)]
                expected.sort(key=lambda one: key(one, order), reverse=order == "newest")
                ids: list[str] = []
                params: dict[str, Any] | None = {**parameters(query), "order": order, "limit": limit}
                link = "/api/v1/incidents"
                while link:
                    page = opened.get(link, params=params).json()
                    ids += [one["id"] for one in page["data"]]
                    assert page["meta"]["total"] == len(expected)
                    link, params = page["links"]["next"], None
                assert ids == [one.id for one in expected], query
                check_counts(opened, query, expected)
                check_left_out(opened, query, world)


def check_counts(opened: Any, query: dict[str, Any], expected: list[Incident]) -> None:
    params = parameters(query)
    for by, figures in product(TallyBy, FigurePolicy):
        rows = opened.get("/api/v1/tally", params={**params, "by": str(by), "figures": str(figures)}).json()["data"]
        plain = [{**row, "figures": str(figures)} for row in map(_fields, tally(expected, by, figures))]
        assert rows == plain, (query, by)
    counted = [one for one in expected if _counts(one)]
    periods = opened.get("/api/v1/timeline", params={**params, "by": "day"}).json()["data"]
    dated = [one for one in counted if one.when is not None]
    assert sum(one["incidents"] for one in periods) == len(dated)
    for one in periods:
        held = [told for told in dated if told.when is not None and told.when.start.isoformat() == one["start"]]
        assert one["incidents"] == len(held)
        assert one["killed_min"] == sum((told.killed and told.killed.min) or 0 for told in held)
    sheet = opened.get("/api/v1/map", params=params).json()["data"]
    placed = [one for one in expected if one.place is not None and one.place.lat is not None]
    if "bbox" not in query:
        assert {one["id"] for one in sheet["points"]} == {one.id for one in placed}
        assert sheet["unplaced"] == len(expected) - len(placed)


def check_left_out(opened: Any, query: dict[str, Any], world: Sequence[Incident]) -> None:
    """Check that a map accounts for all that the filter would give anywhere and at any depth."""
    answer = opened.get("/api/v1/map", params=parameters({**query, "bbox": "-180,-90,180,90"})).json()["data"]
    anywhere = {name: value for name, value in query.items() if name != "bbox"}
    all_depths = {name: value for name, value in anywhere.items() if (name, value) != ("background", False)}
    told = [one for one in world if wanted(one, all_depths)]
    background = [one for one in told if not wanted(one, anywhere)]
    assert answer["left_out"]["background"] == len(background)
    assert sum(answer["left_out"].values()) + len(answer["points"]) == len(told)


def _counts(one: Incident) -> bool:
    return one.status in {Status.OCCURRED, Status.FOILED} and one.kind is not Kind.THREAT and not one.background


def _fields(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def test_many_incidents_in_view_are_cells_that_hold_them_all(tmp_path: Path) -> None:
    world = []
    for number in range(450):
        one = incident(f"c{number:016x}")
        place = Place(Span(0, 1, "x"), "Mill Town", "YE", None, -60 + number / 4, -170 + number / 1.5, feature="made:1")
        world.append(replace(one, place=place, kind=KINDS[number % 2], killed=Range(number % 3, None)))
    with empty_ledger(tmp_path / "t.db") as ledger:
        ledger.replace_incidents(world)
    with client(tmp_path / "t.db") as opened:
        for zoom in (0, 3, 24):
            sheet = opened.get(f"/api/v1/map?zoom={zoom}").json()["data"]
            assert sheet["points"] == []
            assert sum(cell["count"] for cell in sheet["cells"]) == 450
            assert sum(cell["killed_min"] for cell in sheet["cells"]) == sum(number % 3 for number in range(450))
            for cell in sheet["cells"]:
                west, south, east, north = cell["bbox"]
                assert west <= cell["lon"] <= east
                assert south <= cell["lat"] <= north
                assert sum(cell["kinds"].values()) == cell["count"]
        part = opened.get("/api/v1/map?bbox=-170,-60,-100,-20&zoom=6").json()["data"]
        assert part["cells"] == []
        assert 0 < len(part["points"]) < 400


def test_the_last_changed_comes_first_in_the_feed(tmp_path: Path) -> None:
    world = [incident(f"c{number:016x}") for number in range(3)]
    with empty_ledger(tmp_path / "t.db") as ledger:
        ledger.replace_incidents(world)
        ledger.replace_incidents([world[0], replace(world[1], sources=5), world[2]])
        began = datetime.now(UTC).date()
    with client(tmp_path / "t.db") as opened:
        listed = opened.get("/api/v1/incidents?order=updated").json()["data"]
        feed = opened.get("/api/v1/feed.atom")
    assert listed[0]["id"] == world[1].id
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert feed.text.index(world[1].id) < feed.text.index(world[0].id)
    assert began.isoformat()[:4] in feed.text
    assert f'<link href="http://localhost:8420/incident/{world[1].id}"/>' in feed.text
    assert "/api/v1/incidents/" not in feed.text
