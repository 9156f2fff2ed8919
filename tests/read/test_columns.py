from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.read.columns import FIELDS, KNOWN_NAMES, Columns, ColumnsError, at_path, choose, plain


def test_a_list_is_read() -> None:
    assert Columns.parse("text=Body, Published = Day of print") == Columns(
        (("text", "Body"), ("published", "Day of print"))
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("text", "field=column"),
        ("text=", "field=column"),
        ("", "field=column"),
        ("body=Text", '"body" is none of text, published'),
        ("text=A,text=B", "given twice"),
    ],
)
def test_lists_that_are_none(words: str, said: str) -> None:
    with pytest.raises(ColumnsError, match=said):
        Columns.parse(words)


def test_a_file_of_columns_is_read() -> None:
    words = 'date_format = "%d.%m.%Y"\n[columns]\ntext = "Body, in full"\n'
    assert Columns.from_toml(words) == Columns((("text", "Body, in full"),), "%d.%m.%Y")
    assert Columns.from_toml(words, "%m/%d/%Y").date_format == "%m/%d/%Y"


@pytest.mark.parametrize(
    "words", ["[", "[columns]\ntext = 1", "other = 1", "columns = 1", "date_format = 7", "[columns]\nx = 'a'"]
)
def test_files_of_columns_that_are_none(words: str) -> None:
    with pytest.raises(ColumnsError):
        Columns.from_toml(words)


@pytest.mark.parametrize("form", ["%d/%m", "%Y", "day", "", "%d/%m/%Q", "%H:%M", "%"])
def test_a_format_must_say_the_whole_day(form: str) -> None:
    with pytest.raises(ColumnsError, match="day, month and year"):
        Columns(date_format=form)


def test_a_day_and_a_time_in_the_format_given() -> None:
    assert Columns(date_format="%d %B %Y").day(" 8 July 2021 ") == (date(2021, 7, 8), None)
    zoned = Columns(date_format="%d/%m/%y %H:%M %z").day("08/07/21 23:30 +0300")
    assert zoned == (date(2021, 7, 8), datetime(2021, 7, 8, 20, 30, tzinfo=UTC))


def test_every_known_name_is_found_however_it_is_written() -> None:
    for field, names in KNOWN_NAMES.items():
        for name in names:
            for written in (name, name.title(), name.upper().replace(" ", "_"), name.replace(" ", "-")):
                assert choose(["other", written], Columns()) == {field: written}


def test_known_names_are_of_one_field_each() -> None:
    names = [name for names in KNOWN_NAMES.values() for name in names]
    assert len(set(names)) == len(names)
    assert names == [plain(name) for name in names]


def test_the_known_names_are_documented() -> None:
    operations = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    for field, names in KNOWN_NAMES.items():
        assert f"| `{field}` | {', '.join(names)} |" in operations


@pytest.mark.parametrize(
    ("path", "value"),
    [("a.b", 1), ("list.1.c", 2), ("x.y", 3), ("list.9", None), ("a.b.c", None), ("", None), ("list.-1", None)],
)
def test_paths(path: str, value: object) -> None:
    assert at_path({"a": {"b": 1}, "list": [0, {"c": 2}], "x.y": 3}, path) == value


@given(st.text(max_size=30), st.text(max_size=30))
def test_hostile_words_are_columns_or_refused(words: str, form: str) -> None:
    for make in (lambda: Columns.parse(words), lambda: Columns.from_toml(words), lambda: Columns(date_format=form)):
        try:
            columns = make()
        except ColumnsError as error:
            assert str(error)  # noqa: PT017 - either is right
        else:
            assert {field for field, _ in columns.given} <= set(FIELDS)
