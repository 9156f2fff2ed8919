"""The words of tables, and that nothing in them is cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from publish_samples import ACTOR, INCIDENT, PLACE, WHEN
from rich.console import Console, RenderableType

from tocsin.codebook import ActorBasis, Kind, PlacePrecision, Status, TotalOf, Verdict, WhenBasis
from tocsin.link.compare import NOTHING, Evidence
from tocsin.model import Claim, FieldChange, Judgement, Range, Reconciliation, Report, Scope, Span, Total, Version
from tocsin.publish import terminal
from tocsin.publish.tally import TallyBy, tally


def printed(what: RenderableType, width: int = 80) -> str:
    console = Console(width=width, file=None, record=True, quiet=False, force_terminal=False)
    with console.capture() as captured:
        console.print(what)
    return captured.get()


@pytest.mark.parametrize(
    ("low", "high", "about", "words"),
    [
        (4, 4, False, "4"),
        (4, 9, False, "4\N{EN DASH}9"),
        (20, None, False, "20+"),
        (None, 30, False, "≤30"),
        (None, None, False, "some"),  # "dozens": told, but no number
        (50, 50, True, "~50"),
        (0, 0, False, "0"),  # "no casualties" is not the same as nothing told
    ],
)
def test_figures_read_as_people_write_them(low: int | None, high: int | None, about: bool, words: str) -> None:
    assert terminal.figure_words(Range(low, high, about)) == words


def test_a_figure_not_told_is_a_dot() -> None:
    assert terminal.figure_words(None) == "·"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2022-10-03", "2022-10-03", "2022-10-03"),
        ("2022-10-03", "2022-10-05", "2022-10-03 to 10-05"),
        ("2022-12-30", "2023-01-02", "2022-12-30 to 2023-01-02"),  # over a new year both are told
        ("2022-10-01", "2022-10-31", "2022-10"),
        ("2022-12-01", "2022-12-31", "2022-12"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2022-01-01", "2022-12-31", "2022"),
        ("2022-10-01", "2022-11-30", "2022-10-01 to 11-30"),  # two whole months are no month
    ],
)
def test_days_and_intervals(start: str, end: str, words: str) -> None:
    when = replace(WHEN, start=date.fromisoformat(start), end=date.fromisoformat(end))
    assert terminal.day_words(when) == words
    assert terminal.day_words(replace(when, basis=WhenBasis.PUBLICATION)) == f"{words}?"


def test_places_by_name_or_in_the_words_of_the_report() -> None:
    assert terminal.place_words(PLACE) == "Erbil, IQ"
    assert terminal.place_words(replace(PLACE, name=None)) == "“Erbil”"
    assert terminal.place_words(replace(PLACE, name="Iraq", precision=PlacePrecision.COUNTRY)) == "Iraq"
    assert terminal.place_words(None) == "·"


def test_a_row_of_long_words_is_wrapped_and_never_cut() -> None:
    one = replace(
        INCIDENT,
        kind=Kind.INTERCEPTION,
        status=Status.HYPOTHETICAL,
        place=replace(PLACE, name="Dnipropetrovskaya-Oblastnaya-Bolnitsa", country="UA"),
        actors=(replace(ACTOR, name="Selbstverteidigungskräfte"), replace(ACTOR, entity=None, basis=ActorBasis.STATED)),
        killed=Range(1200, 13000),
        injured=Range(1200, None),
    )
    told = printed(terminal.incident_table([one]))
    assert "…" not in told
    assert max(map(len, told.splitlines())) <= 80
    for word in ("i0123456", "interception", "hypothetical", "1200\N{EN DASH}13000", "1200+"):
        assert word in told
    assert "North" in told.replace("\n", "")


def test_markup_in_a_report_is_shown_as_it_stands() -> None:
    one = replace(INCIDENT, actors=(replace(ACTOR, name="[red]Front[/red]"),))
    assert "[red]Front" in printed(terminal.incident_table([one]), 120)
    assert "[red]Front[/red]" in printed(terminal.incident_head(one), 120)


def test_a_quote_cuts_no_word() -> None:
    text = (
        "Yesterday the municipality reported that shelling destroyed the warehouse of the electricity company entirely."
    )
    report = Report("r", "r", text, date(2021, 7, 7), "given")
    at = text.index("shelling")
    claim = Claim("c", "r", Kind.SHELLING, Span(at, at + 8, "shelling"))
    assert terminal.quote(claim, report, 20) == "… reported that shelling destroyed the …"
    assert terminal.quote(claim, report, 500) == text
    assert terminal.quote(claim, report, 3) == "… shelling …"


def test_a_tally_says_when_a_sum_has_no_upper_end() -> None:
    rows = tally([INCIDENT, replace(INCIDENT, killed=Range(20, None)), replace(INCIDENT, killed=None)], TallyBy.WEEK)
    told = printed(terminal.tally_table(rows, TallyBy.WEEK)).splitlines()
    assert told[0].split()[:3] == ["week", "of", "incidents"]
    assert told[1].split() == [
        "2021-07-05",
        "3",
        "0",
        "23\N{EN DASH}29+",
        "1",
        "\N{EN DASH}",
        "3",
    ]  # nobody told of injured


SCOPE = Scope("Erbil", "IQ", 9.0, date(2021, 7, 1), date(2021, 7, 7))


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (
            Reconciliation("t1", SCOPE, (), ("i1",), (), 3, 9),
            ["3\N{EN DASH}9", "Erbil ±9 km,", "2021-07-01 to", "07-07"],
        ),
        (Reconciliation("t1", SCOPE, (), ("i1", "i2"), ("i3",), 3, None, 1), ["3+", "+1 untold", "+1 maybe"]),
        (Reconciliation("t1", replace(SCOPE, radius_km=None), (), ("i1",), (), None, None, 1), ["·", "Erbil, 2021"]),
        (Reconciliation("t1", replace(SCOPE, since=None), ("no beginning is told",)), ["·", "no beginning is told"]),
    ],
)
def test_a_total_stands_beside_the_own_count(own: Reconciliation, words: list[str]) -> None:
    total = Total("t1", "r1", Span(0, 24, "have killed 20\npeople in"), TotalOf.KILLED, 20, 20, approximate=True)
    table = printed(terminal.totals_table([(total, own)]))
    assert [one for one in [*words, "“have killed 20 people in”", "killed", "~20"] if one not in table] == []
    assert max(map(len, table.splitlines())) <= 80


@pytest.mark.parametrize(
    ("field", "before", "after", "words"),
    [
        (
            "injured",
            '{"min": 2, "max": 2, "claims": ["a"]}',
            '{"min": 2, "max": 2, "claims": ["b"]}',
            "injured: still 2, other reports tell it",
        ),
        ("injured", '{"min": 2, "max": 2}', '{"min": 3, "max": 3}', "injured: 2 → 3"),
        ("conflicts", '[{"field": "killed"}]', '[{"field": "weapon"}]', "where sources differ: other than before (1)"),
        ("actors", "[]", '[{"name": ""}, {"name": "Iraq"}]', "who did it: none → not named, Iraq"),
    ],
)
def test_what_changed_is_said_and_not_counted_where_nothing_shows(
    field: str, before: str, after: str, words: str
) -> None:
    assert terminal._change_words(FieldChange(field, before, after)) == words


def test_comparisons_that_say_nothing_stand_in_one_line() -> None:
    evidence = [Evidence("kind", "same", 1.6, "both bombing"), Evidence("weapon", NOTHING, 0.0, "not comparable")]
    other = Claim("c2", "r2", Kind.BOMBING, Span(0, 4, "Bomb"))
    told = printed(terminal.linking([(other, evidence)], INCIDENT, {"c2": "Ann judged them the same"}))
    assert "both bombing" in told
    assert "Ann judged them the same" in told
    assert "not comparable" not in told
    assert "says nothing either way: weapon" in told


def test_a_version_names_the_outlet_and_the_person_that_changed_it() -> None:
    report = Report("r9", "ref", "Text", date(2023, 1, 14), "given", outlet="Steppe Dispatch")
    judged = Judgement("j1", Verdict.SAME, "c1", "c2", "Ann", "2023-01-15T00:00:00+00:00")
    assert terminal.report_cause(report) == "Steppe Dispatch, 14 Jan 2023"
    assert terminal.report_cause(None) == "a report"
    assert terminal.judgement_cause(judged) == "same, by Ann"
    version = Version("i1", 1, "2023-01-15T00:00:00+00:00", "report r9", (), INCIDENT)
    told = printed(terminal.version_table([version], {"report r9": "Steppe Dispatch"}))
    assert "Steppe" in told
    assert "r9" not in told
