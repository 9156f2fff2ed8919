"""What is withheld comes out nowhere: not by any route, not by any command."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner
from web_client import client
from withheld_world import PERSON, Event, claim_of, make, told_elsewhere

from tocsin.access import Actor, Role
from tocsin.cli import app as commands
from tocsin.codebook import Kind
from tocsin.discretion.rules import Area, Rule, concerns
from tocsin.identity import claim_id, report_id
from tocsin.ledger import Ledger
from tocsin.ledger.access import Access
from tocsin.link import LINKER
from tocsin.model import CodedReport, Incident, IncidentReport, Place, Span
from tocsin.web.app import make_app
from tocsin.web.settings import WebSettings

KINDS = (Kind.SHELLING, Kind.BOMBING)
COUNTRIES = ("YE", "UA")


@st.composite
def elsewhere(draw: st.DrawFn) -> tuple[str, float, float] | None:
    number = draw(st.integers(0, 3))
    return draw(
        st.none() | st.tuples(st.sampled_from(COUNTRIES), st.just(10.0 + 5 * number), st.just(20.0 + 5 * number))
    )


@st.composite
def worlds(draw: st.DrawFn) -> list[Event]:
    return [
        Event(
            number, draw(st.sampled_from(KINDS)), draw(st.sampled_from(COUNTRIES)), 10.0 + 5 * number, 20.0 + 5 * number,
            draw(st.integers(0, 400)), draw(st.sampled_from(["Wide Valley", "Far Coast"])), draw(elsewhere()),
        )
        for number in range(draw(st.integers(2, 4)))
    ]  # fmt: skip


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    delay = draw(st.none() | st.just(24.0 * 1000))
    return Rule(
        "d1",
        kind=draw(st.none() | st.sampled_from(KINDS)),
        country=draw(st.none() | st.sampled_from(COUNTRIES)),
        area=draw(
            st.none() | st.builds(Area, st.sampled_from([10.0, 15.0]), st.sampled_from([20.0, 25.0]), st.just(50.0))
        ),
        delay_hours=delay,
        blur_km=draw(st.just(50.0) if delay is None else st.none() | st.just(50.0)),
        reason="people live there",
    )


def get(opened: TestClient, path: str) -> str:
    answer = opened.get(path)
    assert answer.status_code in {200, 308, 401, 404, 410}, (path, answer.text)
    return answer.text


def asked(opened: TestClient, incidents: list[Incident], events: list[Event]) -> Iterator[tuple[str, str]]:
    """Yield what every route answers, with its path: those with an id for every id that there is."""
    for path in sorted(
        route for route in opened.app.openapi()["paths"] if "get" in opened.app.openapi()["paths"][route]
    ):  # type: ignore[attr-defined]
        for one in incidents:
            ids = {"{incident}": [one.id], "{claim}": list(one.claims), "{report}": [r.id for r in one.reports]}
            [(key, found)] = [(key, found) for key, found in ids.items() if key in path] or [("{}", [""])]
            for identifier in found:
                query = f"?incident={one.id}" if path.endswith("relations") else ""
                yield path.replace(key, identifier) + query, get(opened, path.replace(key, identifier) + query)
    for path in (
        "incidents?format=csv", "incidents?format=geojson", "incidents?order=updated", "incidents?as_of=2999-01-01",
        "incidents?as_of=2999-01-01&format=csv", "tally?by=side", "tally?by=actor&figures=latest", "tally?by=country",
        "tally?by=delay", "timeline?by=day", "map?zoom=9", "incidents?figures=lowest", "reports?limit=1", "changes?limit=1",
    ):  # fmt: skip
        yield path, get(opened, f"/api/v1/{path}")
    for event in events:
        box = f"{event.lon - 1},{event.lat - 1},{event.lon + 1},{event.lat + 1}"
        for path in (f"incidents?text={event.town}", f"incidents?bbox={box}", f"map?bbox={box}&zoom=9"):
            yield path, get(opened, f"/api/v1/{path}")


def printed(path: Path, incidents: list[Incident]) -> Iterator[tuple[str, str]]:
    """Yield what every command that lists, shows or exports prints."""
    lines = [
        *(f"incidents --format {form}" for form in ("table", "json", "csv", "geojson")), "incidents --as-of 2999-01-01",
        "changes", "changes --format json", "deleted", "tally --by actor", "tally --by country --format json",
        "totals", "totals --format json", "export json -", "export csv -", "export geojson -", "sources", "judgements",
    ]  # fmt: skip
    for one in incidents:
        lines += [
            f"show {one.id}",
            f"show {one.id} --format json",
            f"history {one.id} --format json",
            f"history {one.id}",
        ]
        lines += [f"explain {claim}" for claim in one.claims] + [f"show {one.claims[0]}"]
    for line in lines:
        done = CliRunner(env={"COLUMNS": "400", "TERM": "dumb"}).invoke(
            commands, [*line.split(), "--ledger", str(path)]
        )
        yield line, done.output


def named(path: Path, one: Incident) -> list[Place]:
    """Return the places that claims of an incident name, right or wrong."""
    with Ledger.open(path) as ledger:
        return [place for claim in one.claims for place in ledger.claim(claim).places]


def withheld_words(event: Event) -> tuple[str, ...]:
    """Return words that may not come out of an incident that a rule is about."""
    return (*event.words, f"1{event.number} people")


@settings(max_examples=6)
@given(worlds(), rules())
def test_what_is_withheld_comes_out_nowhere(events: list[Event], rule: Rule) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.db"
        incidents = make(path, events)
        with Ledger.open(path) as ledger:
            ledger.restrain(rule)
        told = [(event, one, named(path, one)) for event, one in zip(events, incidents, strict=True)]
        about = [event for event, one, places in told if concerns(rule, one, places)]
        hidden = [one.id for _, one, places in told if rule.delay_hours is not None and concerns(rule, one, places)]
        with client(path) as opened:
            outputs = list(asked(opened, incidents, events))
        outputs += [(f"$ {line}", output) for line, output in printed(path, incidents)]
        for where, output in outputs:
            folded = output.lower()
            said = re.sub(r"(incidents?|report|text)[=/ ][^\s\"]*|\S+t\.db", "", folded)
            for event in about:
                assert not [word for word in withheld_words(event) if word in said], (where, event.stem)
            assert PERSON[1].lower() not in folded, where
            if hidden and not any(one in where for one in hidden):
                assert not [one for one in hidden if one in folded], where


@settings(max_examples=6)
@given(worlds())
def test_what_is_not_withheld_comes_out(events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.db"
        incidents = make(path, events)
        with client(path) as opened:
            listed = opened.get("/api/v1/incidents").text
            for event, one in zip(events, incidents, strict=True):
                assert event.town in listed
                found = opened.get(f"/api/v1/incidents?text={event.town}").json()["data"]
                assert [held["id"] for held in found] == [one.id]
                assert event.title in opened.get(f"/api/v1/incidents/{one.id}/claims").text


@pytest.fixture
def world(tmp_path: Path) -> tuple[Path, list[Event], list[Incident]]:
    events = [
        Event(0, Kind.SHELLING, "YE", 13.6, 44.0, 2, "Qorvabad Governorate"),
        Event(1, Kind.BOMBING, "UA", 50.0, 36.2, 2, "Wide Valley"),
    ]
    return tmp_path / "t.db", events, make(tmp_path / "t.db", events)


def restrained(path: Path, rule: Rule) -> None:
    with Ledger.open(path) as ledger:
        ledger.restrain(rule)


def test_a_delayed_incident_is_as_if_it_were_not(world: tuple[Path, list[Event], list[Incident]]) -> None:
    path, _, (first, second) = world
    restrained(path, Rule("d1", incident=first.id, delay_hours=24 * 365, reason="r"))
    with client(path) as opened:
        page = opened.get("/api/v1/incidents").json()
        assert ([one["id"] for one in page["data"]], page["meta"]["total"]) == ([second.id], 1)
        unknown = opened.get("/api/v1/incidents/i0000000000000000")
        answer = opened.get(f"/api/v1/incidents/{first.id}")
        assert (answer.status_code, answer.text.replace(first.id, "i0000000000000000")) == (404, unknown.text)
        assert [one["incidents"] for one in opened.get("/api/v1/tally?by=kind").json()["data"]] == [1]
        assert [one["id"] for one in opened.get("/api/v1/countries").json()["data"]] == ["UA"]
        [outlet] = opened.get("/api/v1/sources").json()["data"]["outlets"]
        assert (outlet["name"], outlet["reports"], outlet["claims"], outlet["incidents"]) == ("UA Wire", 2, 2, 1)
        assert "tocsin_incidents 1.0" in opened.get("/metrics").text
        assert opened.get(f"/api/v1/reports/{first.reports[0].id}").status_code == 404
        assert opened.get(f"/api/v1/claims/{first.claims[0]}").status_code == 404


def test_a_rule_is_about_what_any_claim_places_where_it_holds(tmp_path: Path) -> None:
    """One of two tellings has the event in the country of the rule, the incident is shown in the other."""
    event = Event(0, Kind.SHELLING, "YE", 13.6, 44.0, 2, "Wide Valley", ("UA", 50.0, 36.2))
    [one] = make(tmp_path / "t.db", [event])
    for rule in (
        Rule("d1", country="UA", blur_km=50, reason="r"),
        Rule("d1", area=Area(50, 36, 30), blur_km=50, reason="r"),
    ):
        restrained(tmp_path / "t.db", rule)
        with client(tmp_path / "t.db") as opened:
            assert opened.get(f"/api/v1/incidents?text={event.town}").json()["meta"]["total"] == 0
            assert event.town not in opened.get(f"/api/v1/incidents/{one.id}").text
            assert event.town not in opened.get(f"/api/v1/incidents/{one.id}/history").text
        with Ledger.open(tmp_path / "t.db") as ledger:
            ledger.release("d1")
        with client(tmp_path / "t.db") as opened:
            assert event.town in opened.get(f"/api/v1/incidents/{one.id}").text
    restrained(tmp_path / "t.db", Rule("d2", country="UA", kind=Kind.BOMBING, blur_km=50, reason="r"))
    with client(tmp_path / "t.db") as opened:  # of another kind
        assert event.town in opened.get(f"/api/v1/incidents/{one.id}").text


def test_a_claim_that_comes_to_name_a_place_of_a_rule_hides_its_incident(tmp_path: Path) -> None:
    """The incident says what it said before: nothing but the rule makes a difference."""
    event = Event(0, Kind.SHELLING, "YE", 13.6, 44.0, 2, "Wide Valley")
    [one] = make(tmp_path / "t.db", [event])
    restrained(tmp_path / "t.db", Rule("d1", country="UA", delay_hours=24 * 1000, reason="r"))
    report = event.report()
    claim = told_elsewhere(replace(event, elsewhere=("UA", 50.0, 36.2)), claim_of(event, report))
    with Ledger.open(tmp_path / "t.db") as ledger:
        with ledger.change() as change:
            change.recode(CodedReport(report, (claim,)), "coded")
            change.put([one], set(one.claims), "coder")
        assert ledger.incident(one.id) == one
    with client(tmp_path / "t.db") as opened:
        assert opened.get("/api/v1/incidents").json()["meta"]["total"] == 0
        assert opened.get(f"/api/v1/incidents/{one.id}").status_code == 404


def test_a_delay_ends_by_itself(world: tuple[Path, list[Event], list[Incident]]) -> None:
    path, _, (first, _) = world
    restrained(path, Rule("d1", incident=first.id, delay_hours=1, reason="r"))  # reported two days ago
    with client(path) as opened:
        assert opened.get(f"/api/v1/incidents/{first.id}").status_code == 200
        assert opened.get("/api/v1/incidents").json()["meta"]["total"] == 2


def test_a_blurred_place_is_its_country_where_the_area_sounds_like_it(
    world: tuple[Path, list[Event], list[Incident]],
) -> None:
    path, _, (first, second) = world
    restrained(path, Rule("d1", blur_km=80, reason="r"))
    with client(path) as opened:
        places = {one["id"]: one["place"] for one in opened.get("/api/v1/incidents").json()["data"]}
    assert [
        (places[one.id]["name"], places[one.id]["lat"], places[one.id]["radius_km"]) for one in (first, second)
    ] == [
        ("Yemen", None, 80.0),
        ("Wide Valley", None, 80.0),
    ]


def test_what_a_rule_withheld_is_shown_again_when_it_ends(world: tuple[Path, list[Event], list[Incident]]) -> None:
    path, events, (first, _) = world
    with client(path) as opened:
        before = opened.get(f"/api/v1/incidents?text={events[0].town}").json()
        restrained(path, Rule("d1", blur_km=80, reason="r"))
        assert opened.get(f"/api/v1/incidents?text={events[0].town}").json()["data"] == []
        with Ledger.open(path) as ledger:
            ledger.release("d1")
        assert opened.get(f"/api/v1/incidents?text={events[0].town}").json() == before
        assert opened.get(f"/api/v1/reports/{first.reports[0].id}").json()["data"]["title"] == events[0].title


def test_a_report_is_kept_back_wherever_it_tells_of_what_is_withheld(tmp_path: Path) -> None:
    events = [Event(0, Kind.SHELLING, "YE", 13.6, 44.0, 2, "A"), Event(1, Kind.BOMBING, "UA", 50.0, 36.2, 2, "B")]
    path = tmp_path / "t.db"
    first, second = make(path, events)
    text = f"{events[0].text}\n\n{events[1].text}"
    digest = replace(events[0].report(), id=report_id(text, "Digest", events[0].day), text=text, outlet="Digest")
    told = claim_of(events[0], digest)
    at = text.rindex("hit the")
    also = replace(claim_of(events[1], digest), id=claim_id(digest.id, at, at + 3), trigger=Span(at, at + 3, "hit"))
    line = IncidentReport(digest.id, digest.ref, "Digest", digest.published, digest.url, background=False, source="d")
    with Ledger.open(path) as ledger:
        ledger.add(CodedReport(digest, (told, also)))
        whole = [
            replace(one, claims=(*one.claims, claim.id), reports=(*one.reports, line))
            for one, claim in ((first, told), (second, also))
        ]
        ledger.replace_incidents(whole, linker=LINKER)
    with client(path) as opened:
        found = opened.get(f"/api/v1/incidents?text={events[0].words[1]}").json()["data"]
        assert sorted(one["id"] for one in found) == sorted([first.id, second.id])  # by the digest's title
        assert len(opened.get(f"/api/v1/incidents/{second.id}/claims").json()["data"]) == 3
    restrained(path, Rule("d1", incident=first.id, blur_km=50, reason="r"))
    with client(path) as opened:
        assert opened.get(f"/api/v1/incidents?text={events[0].words[1]}").json()["data"] == []
        told_of = opened.get(f"/api/v1/incidents/{second.id}/claims").json()["data"]
        assert [one["report"]["id"] for one in told_of] == [one.id for one in second.reports]
        for path_ in (f"incidents/{second.id}", f"reports/{digest.id}", "reports"):
            assert not [word for word in events[0].words if word in opened.get(f"/api/v1/{path_}").text.lower()]


def run(*line: str) -> str:
    done = CliRunner(env={"COLUMNS": "400", "TERM": "dumb"}).invoke(commands, list(line))
    assert done.exit_code == 0, done.output
    return done.output


def test_whoever_holds_the_ledger_sees_all_that_is_asked_for_in_full(
    world: tuple[Path, list[Event], list[Incident]],
) -> None:
    path, events, (first, _) = world
    ledger = ("--ledger", str(path))
    told = run(
        "discretion", "add", "people live there", "--incident", first.id, "--blur-km", "40", "--by", "ada", *ledger
    )
    rule = told.split()[1]
    for line in (
        ("show", first.id),
        ("incidents",),
        ("export", "csv", "-"),
        ("totals",),
        ("history", first.id, "--format", "json"),
    ):
        assert events[0].town not in run(*line, *ledger), line
        assert events[0].town in run(*line, "--in-full", *ledger), line
    assert PERSON[1] in run("show", first.id, "--in-full", *ledger)
    assert PERSON[1] not in run("show", first.id, *ledger)
    assert "people live there" in run("discretion", "list", *ledger)
    run("discretion", "remove", rule, *ledger)
    assert events[0].town in run("show", first.id, *ledger)


def test_a_rule_says_what_it_hides_now(world: tuple[Path, list[Event], list[Incident]]) -> None:
    path, _, (first, _) = world
    words = ("discretion", "add", "a source at risk", "--incident", first.id, "--ledger", str(path))
    assert "hides none of the 1 incident that it is about now" in run(*words, "--delay-hours", "1")
    assert "1 incident that it is about 1 is hidden now" in run(*words, "--delay-hours", "87000")
    assert "the place of 1 incident roughly now" in run(*words, "--blur-km", "40")


def test_a_rule_that_withholds_nothing_is_refused(world: tuple[Path, list[Event], list[Incident]]) -> None:
    path, _, _ = world
    done = CliRunner().invoke(commands, ["discretion", "add", "why", "--ledger", str(path)])
    assert (done.exit_code, "--delay-hours" in done.output and "--blur-km" in done.output) == (1, True)


def test_reviewers_see_all(world: tuple[Path, list[Event], list[Incident]]) -> None:
    path, events, (first, _) = world
    restrained(path, Rule("d1", incident=first.id, delay_hours=24 * 365, blur_km=50, reason="r"))
    with Ledger.open(path) as ledger:
        token = Access(ledger).create("ada", Role.REVIEWER, Actor("root", "command line", "this machine"))
    carried = {"Authorization": f"Bearer {token}"}
    with TestClient(make_app(path, WebSettings()), base_url="http://localhost", headers=carried) as opened:
        assert opened.get("/api/v1/incidents").json()["meta"]["total"] == 2
        assert [one["id"] for one in opened.get(f"/api/v1/incidents?text={events[0].town}").json()["data"]] == [
            first.id
        ]
        assert PERSON[1] in opened.get(f"/api/v1/reports/{first.reports[0].id}").json()["data"]["text"]
        assert len(opened.get(f"/api/v1/incidents/{first.id}/claims").json()["data"]) == 2
