"""Incidents and tallies as CSV: what a spreadsheet or an analyst's reader makes of them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publish_samples import ACTOR, INCIDENT

from tocsin.model import Place, Range, Span
from tocsin.publish.csv import COLUMNS, csv_lines, tally_csv_lines
from tocsin.publish.tally import TallyBy, tally


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_without_incidents_there_is_the_heading() -> None:
    assert "".join(csv_lines([])) == ",".join(COLUMNS) + "\r\n"


def test_unknown_is_empty_and_zero_is_zero() -> None:
    (row,) = rows("".join(csv_lines([replace(INCIDENT, killed=Range(0, 0), injured=None)])))
    assert (row["killed_min"], row["killed_max"]) == ("0", "0")
    assert (row["injured_min"], row["injured_max"]) == ("", "")


@pytest.mark.parametrize(("words", "cell"), [("same", ""), ("the scene", ""), ("Sameville", "Sameville")])
def test_words_that_only_point_at_a_place_are_no_name_of_it(words: str, cell: str) -> None:
    place = Place(Span(0, len(words), words))
    (row,) = rows("".join(csv_lines([replace(INCIDENT, place=place)])))
    assert row["place"] == cell


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://example.org")',  # a formula
        "+1+2",  # another
        "-2+3",
        "@SUM(A1)",
        "\t=1",  # spreadsheets pass over a tab
        "\r=1",
        "\uff1d1+1",  # the wide form of "="
    ],
)
def test_a_formula_is_disarmed(name: str) -> None:
    (row,) = rows("".join(csv_lines([replace(INCIDENT, actors=(replace(ACTOR, name=name),))])))
    assert row["actors"] == f"'{name}"


def test_a_southern_latitude_is_a_number_and_no_formula() -> None:
    assert INCIDENT.place is not None
    (row,) = rows("".join(csv_lines([replace(INCIDENT, place=replace(INCIDENT.place, lat=-33.5))])))
    assert row["lat"] == "-33.5"


@given(name=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_name_comes_back_whole(name: str) -> None:
    (row,) = rows("".join(csv_lines([replace(INCIDENT, damage=name)])))
    assert row["damage"] in (name, f"'{name}")
    assert set(row) == set(COLUMNS)


def test_a_tally_of_names_with_commas_stays_in_its_columns() -> None:
    actor = replace(ACTOR, name='Brigade "5", north')
    (row,) = rows("".join(tally_csv_lines(tally([replace(INCIDENT, actors=(actor,))], TallyBy.ACTOR))))
    assert (row["group"], row["incidents"], row["killed_open"]) == ('Brigade "5", north', "1", "false")


def test_an_incident_starts_on_its_day() -> None:
    (row,) = rows("".join(csv_lines([INCIDENT])))
    assert date.fromisoformat(row["start"]) == date(2021, 7, 7)
