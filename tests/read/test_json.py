from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.model import Report
from tocsin.read.columns import Columns
from tocsin.read.found import Defaults, Notice, Outcome, Refusal
from tocsin.read.json import read_json

ONE = {"text": "Two shells hit the mill.", "date": "2021-07-08"}


def read(data: bytes | str, defaults: Defaults | None = None) -> list[Outcome]:
    stream = io.BytesIO(data if isinstance(data, bytes) else data.encode())
    return list(read_json(stream, "a.json", defaults or Defaults()))


@pytest.mark.parametrize("indent", [None, 2])
def test_one_object_is_one_report(indent: int | None) -> None:
    (report,) = read(json.dumps(ONE, indent=indent))
    assert isinstance(report, Report)
    assert (report.ref, report.text) == ("a.json" if indent else "a.json:1", ONE["text"])


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_is_read_object_by_object(indent: int | None) -> None:
    first, refusal, last, notice = read(
        json.dumps([ONE, 7, {"Body": "Three hit.", "date": "2021-07-08"}], indent=indent)
    )
    assert isinstance(first, Report)
    assert refusal == Refusal("a.json:2", "not a JSON object")
    assert isinstance(last, Report)
    assert (last.ref, last.text) == ("a.json:3", "Three hit.")
    assert notice == Notice("a.json", 'read text from "Body"')


def test_lines_of_objects_are_read_as_such() -> None:
    outcomes = read(f"{json.dumps(ONE)}\n{{bad\n{json.dumps(ONE | {'text': 'b'})}\n")
    assert [type(each) for each in outcomes] == [Report, Refusal, Report]
    assert isinstance(outcomes[1], Refusal)
    assert outcomes[1].name == "a.json:2"


def test_lines_longer_than_the_beginning_looked_at() -> None:
    long = json.dumps(ONE | {"text": "Two hit. " * 20_000})
    assert [type(each) for each in read(f"{long}\n{json.dumps(ONE)}\n{long}")] == [Report, Report, Report]


def test_given_keys_hold_in_arrays() -> None:
    given_ = Columns.parse("text=a.b,published=when")
    (report,) = read('[{"a": {"b": "Two hit."}, "when": "2021-07-08"}]', Defaults(columns=given_))
    assert isinstance(report, Report)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"[]", "an empty array"),
        (b"[{", "reading ends here: not valid JSON: Expecting property name enclosed in double quotes"),
        (b"[", "reading ends here: not valid JSON: it breaks off"),
        (b'["\xff"]', "not a JSON object"),
        (b"[" * 100_000, "reading ends here: JSON nested too deeply"),
        (b"7", "not a JSON object"),
        (b'{"text": 1,\n "date": 2}', '"text" must be a string, not int'),
        (b'{"a":\n' * 100_000, "JSON nested too deeply"),
    ],
)
def test_files_that_are_refused(data: bytes, reason: str) -> None:
    (refusal,) = read(data)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == reason


def test_progress_sums_up_to_the_file() -> None:
    for data in (json.dumps([ONE] * 5000), json.dumps(ONE, indent=2), "\n".join([json.dumps(ONE)] * 5000)):
        taken: list[int] = []
        list(read_json(io.BytesIO(data.encode()), "a.json", Defaults(), taken.append))
        assert sum(taken) == len(data)


@given(
    st.binary(max_size=60), st.sampled_from([b"", b"[", b"{", b'[{"text": "a", "date": ', b'{"messages": [', b"[1e"])
)
def test_hostile_bytes_never_crash(data: bytes, before: bytes) -> None:
    for outcome in read(before + data):
        assert isinstance(outcome, Report | Refusal | Notice)


@given(st.sampled_from(["1e999999999999999999", "9" * 5000, "-", "1" * 400 + ".0", "NaN", "0x1", '"\\ud800"']))
def test_numbers_that_are_none(number: str) -> None:
    outcomes: list[Any] = read(f'[{{"text": "a", "date": "2021-07-08", "n": {number}}}]')
    assert all(isinstance(each, Report | Refusal | Notice) for each in outcomes)
