from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.identity import report_id
from tocsin.model import Report
from tocsin.read import jsonl
from tocsin.read.canonical import canonical
from tocsin.read.columns import Columns
from tocsin.read.found import Defaults, Notice, Outcome, Refusal
from tocsin.read.jsonl import read_jsonl

GOOD = '{"id": "good", "date": "2021-07-08", "text": "Ten killed."}'


def read(data: bytes | str, defaults: Defaults | None = None) -> list[Outcome]:
    stream = io.BytesIO(data if isinstance(data, bytes) else data.encode())
    return list(read_jsonl(stream, "r.jsonl", defaults or Defaults()))


def test_a_full_line() -> None:
    line = {
        "id": "a1",
        "published": "2021-07-08T23:30:00+03:00",
        "text": "Fourteen rockets  fell.\r\n\r\nTwo were hurt.",
        "title": "Base hit",
        "outlet": "The Times",
        "url": "https://sample.example/a",
        "language": "en-US",
    }
    (report,) = read(json.dumps(line))
    text = "Base hit\n\nFourteen rockets fell.\n\nTwo were hurt."
    assert report == Report(
        id=report_id(text, "The Times", date(2021, 7, 8)),
        ref="a1",
        text=text,
        published=date(2021, 7, 8),
        published_basis="line",
        title="Base hit",
        outlet="The Times",
        url="https://sample.example/a",
        language="en",
        published_at=datetime(2021, 7, 8, 20, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"id": 7}, {"ref": "7"}),
        ({"id": None}, {"ref": "r.jsonl:1"}),
        ({"id": ""}, {"ref": "r.jsonl:1"}),
        ({"id": "a\nb"}, {"ref": "a b"}),
        ({"outlets": ["The Times", "", "The Post"]}, {"outlet": "The Times; The Post"}),
        ({"outlets": []}, {"outlet": None}),
        ({"outlet": "The Post", "outlets": ["The Times"]}, {"outlet": "The Post"}),
        ({"title": None, "url": None, "language": None}, {"title": None, "url": None, "language": "en"}),
        ({"text": "x\ud800y \ud83d\ude00"}, {"text": "x\ufffdy \U0001f600"}),
        ({"text": "x\u0000y"}, {"text": "xy"}),
        ({"published": "2021-07-08"}, {"published": date(2021, 7, 8)}),
        ({"date": None}, {"published": date(2020, 1, 1), "published_basis": "given"}),  # from the defaults
        ({"date": "2021-07-08 10:00:00.123456 +0200"}, {"published": date(2021, 7, 8)}),
        ({"claims": [1], "totals": [], "cluster": "c", "query": "q", "topic": None}, {}),  # silently not read
    ],
)
def test_values_of_a_line(more: dict[str, object], expected: dict[str, object]) -> None:
    line = {"id": "a", "date": "2021-07-08", "text": "Ten killed."} | more
    (report,) = read(json.dumps(line), Defaults(published=date(2020, 1, 1)))
    assert isinstance(report, Report)
    assert {key: getattr(report, key) for key in expected} == expected


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"date": "2021-07-08"}', '"text" is missing or blank'),
        ('{"date": "2021-07-08", "text": " \\n"}', '"text" is missing or blank'),
        ('{"date": "2021-07-08", "text": "\\u200b"}', "no text in it"),
        ('{"date": "2021-07-08", "text": ["a"]}', '"text" must be a string, not list'),
        ('{"date": 1625702400, "text": "a"}', '"date" must be a string, not int'),
        ('{"date": "2021-02-30", "text": "a"}', "\"date\": date '2021-02-30' is impossible"),
        ('{"date": "0000-01-01", "text": "a"}', "impossible"),
        ('{"date": "2021-07-08T25:00", "text": "a"}', "impossible"),
        ('{"date": "20210708", "text": "a"}', "not an ISO date"),
        ('{"date": "2021-W27-4", "text": "a"}', "not an ISO date"),
        ('{"date": "\u0662\u0660\u0662\u0661-07-08", "text": "a"}', "not an ISO date"),
        ('{"date": "2021-07-08", "published": "2021-07-09", "text": "a"}', "differ"),
        ('{"text": "a"}', "no date of publication"),
        ('{"id": true, "date": "2021-07-08", "text": "a"}', '"id" must be a string, not bool'),
        ('{"id": {}, "date": "2021-07-08", "text": "a"}', '"id" must be a string, not dict'),
        ('{"outlets": "Times", "date": "2021-07-08", "text": "a"}', '"outlets" must be a list of strings'),
        ('{"outlets": [1], "date": "2021-07-08", "text": "a"}', '"outlets" must be a list of strings'),
        ('{"language": "?", "date": "2021-07-08", "text": "a"}', "language '?' is not a language tag"),
        ("[1, 2]", "an array begins here; give one object a line"),
        ('"text"', "not a JSON object"),
        ("12", "not a JSON object"),
        ('{"text": "a"', "not valid JSON"),
        ('{"text": "a\tb"}', "not valid JSON: Invalid control character"),
        ('{"text": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
        ('{"text": "a", "x": ' + "9" * 5000 + "}", "number in it is too long"),
        ("{\x00}", "NUL"),
    ],
)
def test_a_bad_line_is_one_refusal_and_the_rest_goes_on(line: str, words: str) -> None:
    first, refusal, last = read(f"{GOOD}\n{line}\n{GOOD}\n")
    assert isinstance(first, Report)
    assert first == last
    assert isinstance(refusal, Refusal)
    assert refusal.name == "r.jsonl:2"
    assert words in refusal.reason
    assert len(refusal.reason) <= 200
    assert refusal.reason.isprintable()


def test_unknown_keys_are_named_once_a_file() -> None:
    line = '{"date": "2021-07-08", "text": "a", "autor": 1, "x\\ny": 2}'
    *reports, notice = read(f"{line}\n{line}\n")
    assert len(reports) == 2
    assert notice == Notice("r.jsonl", 'keys not known and not read: "autor", "x y"')


def test_many_unknown_keys_are_counted() -> None:
    line = json.dumps({"date": "2021-07-08", "text": "a"} | {f"k{n}": n for n in range(20)})
    _, notice = read(line)
    assert isinstance(notice, Notice)
    assert notice.matter.endswith('"k7" and 12 more')


def test_an_address_that_is_none_is_left_out_aloud() -> None:
    notice, report = read('{"date": "2021-07-08", "text": "a", "url": "n/a"}')
    assert notice == Notice("r.jsonl:1", "url 'n/a' is no web address and left out")
    assert isinstance(report, Report)
    assert report.url is None


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (f"\ufeff{GOOD}\n", 1),  # a byte order mark
        (f"\n  \n{GOOD}\r\n\r\n", 1),  # blank lines
        (GOOD, 1),  # no line end at the end
    ],
)
def test_what_a_file_may_look_like(data: str, count: int) -> None:
    outcomes = read(data)
    assert [type(outcome) for outcome in outcomes] == [Report] * count


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert read(data) == [Refusal("r.jsonl", "empty")]


def test_utf_16_is_refused_by_name() -> None:
    assert read(GOOD.encode("utf-16")) == [Refusal("r.jsonl", "JSON lines must be in UTF-8, this is UTF-16")]


class Lines(io.RawIOBase):
    """A good line, one of 50 MB, a good line: made while it is read, never held."""

    def __init__(self, big: int) -> None:
        self.parts = [
            f"{GOOD}\n".encode(),
            b'{"text": "',
            *(b"a" * 1_000_000 for _ in range(big)),
            b'"}\n',
            f"{GOOD}\n".encode(),
        ]
        self.longest = 0

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0, "a line must never be read without a limit"
        line = b""
        while self.parts and len(line) < size and not line.endswith(b"\n"):
            piece = self.parts[0][: size - len(line)]
            self.parts[0] = self.parts[0][len(piece) :]
            if not self.parts[0]:
                del self.parts[0]
            line += piece
        self.longest = max(self.longest, len(line))
        return line


def test_a_too_long_line_is_passed_over_without_being_held() -> None:
    stream, counted = Lines(50), []
    outcomes = list(read_jsonl(stream, "r.jsonl", Defaults(), counted.append))  # type: ignore[arg-type]
    assert [type(outcome) for outcome in outcomes] == [Report, Refusal, Report]
    assert outcomes[1] == Refusal("r.jsonl:2", "line longer than 10,000,000 bytes")
    assert stream.longest == jsonl.LINE_LIMIT + 1
    assert sum(counted) == 50_000_000 + 2 * (len(GOOD) + 1) + len('{"text": ""}\n')


def test_a_file_of_nothing_but_bad_lines_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.read.patience.NONE_IN_A_ROW", 5)
    good = b'{"text": "Shells fell on Marrow.", "date": "2021-07-08"}\n'
    found = list(read_jsonl(io.BytesIO(b"9\n" * 4 + good + b"9\n" * 5 + good), "a.jsonl", Defaults()))
    assert sum(isinstance(one, Report) for one in found) == 1
    last = found[-1]
    assert isinstance(last, Refusal)
    assert (last.name, last.reason) == ("a.jsonl:11", "reading ends here: 5 lines in a row are no reports")


def test_a_line_without_an_end_stops_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LINE_LIMIT", 1000)
    monkeypatch.setattr(jsonl, "_SKIP_LIMIT", 5_000_000)
    first, refusal = read(f"{GOOD}\n".encode() + b"a" * 10_000_000 + f"\n{GOOD}".encode())
    assert isinstance(first, Report)
    assert refusal == Refusal("r.jsonl:2", "reading broke off here: a line of more than 5,000,000 bytes")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2021-07-08", "en"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(
    ["id", "date", "published", "text", "title", "outlet", "outlets", "url", "language", "claims", "x"]
)


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=60), st.dictionaries(KEYS, JSON, max_size=8).map(lambda line: json.dumps(line).encode())
        ),
        max_size=4,
    )
)
def test_any_lines_give_reports_or_refusals(lines: list[bytes]) -> None:
    data = b"\n".join(lines)
    outcomes = read(data, Defaults(published=date(2021, 7, 9)))
    assert outcomes == read(data, Defaults(published=date(2021, 7, 9)))
    assert outcomes
    for outcome in outcomes:
        if isinstance(outcome, Report):
            assert canonical(outcome.text) == outcome.text
            assert "".join(
                str(part) for part in (outcome.text, outcome.ref, outcome.title, outcome.outlet, outcome.url)
            ).encode()
        elif isinstance(outcome, Refusal):
            assert outcome.reason
            assert outcome.reason.encode()


def test_keys_and_paths_that_are_given() -> None:
    line = {"doc": {"body": "Two shells hit the mill.", "parts": [{"when": "08.07.2021"}]}, "text": "a stub", "n": "7"}
    given_ = Columns.parse("text=doc.body,published=doc.parts.0.when,id=n", "%d.%m.%Y")
    (report,) = read(json.dumps(line), Defaults(columns=given_))
    assert isinstance(report, Report)
    assert (report.text, report.published, report.ref) == ("Two shells hit the mill.", date(2021, 7, 8), "7")


def test_known_names_of_other_collections_are_read_and_told() -> None:
    line = {
        "Body": "Two hit.",
        "pub_date": "2021-07-08",
        "source": "The Times",
        "authors": ["A. Roe", "B. Doe"],
        "tags": [],
    }
    report, read_as, unknown = read(json.dumps(line))
    assert isinstance(report, Report)
    assert (report.text, report.outlet, report.author) == ("Two hit.", "The Times", "A. Roe; B. Doe")
    assert read_as == Notice(
        "r.jsonl", 'read text from "Body", published from "pub_date", outlet from "source", author from "authors"'
    )
    assert unknown == Notice("r.jsonl", 'keys not known and not read: "tags"')


def test_a_name_of_this_program_comes_before_others() -> None:
    report, notice = read('{"text": "Two hit.", "body": "a stub", "date": "2021-07-08"}')
    assert isinstance(report, Report)
    assert report.text == "Two hit."
    assert notice == Notice("r.jsonl", 'keys not known and not read: "body"')


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10) | st.just("2021-07-08T10:00Z"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["b", ""]), inner, max_size=2),
    max_leaves=4,
)


@given(
    st.dictionaries(
        st.text(max_size=8) | st.sampled_from(["", "Body", "source", "updated", "outlets"]), VALUES, max_size=5
    )
)
def test_keys_of_any_kind_never_crash(record: dict[str, object]) -> None:
    given_ = Columns.parse("author=a.b,updated=Body")
    for defaults in (Defaults(published=date(2021, 7, 8)), Defaults(published=date(2021, 7, 8), columns=given_)):
        for outcome in read(json.dumps(record), defaults):
            assert isinstance(outcome, Report | Refusal | Notice)
