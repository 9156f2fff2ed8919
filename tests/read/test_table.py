from __future__ import annotations

import csv
import io
import tracemalloc
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.model import Report
from tocsin.read import table
from tocsin.read.canonical import canonical
from tocsin.read.columns import Columns
from tocsin.read.found import Defaults, Notice, Outcome, Refusal
from tocsin.read.table import read_table

HEADER = "Date,Source,Headline,Body\r\n"
ROW = '2021-07-08,Karsk Herald,Mill hit,"Two shells hit the mill.\r\n\r\nNobody, the mayor said, was hurt."\r\n'


def read(data: bytes | str, defaults: Defaults | None = None) -> list[Outcome]:
    stream = io.BytesIO(data if isinstance(data, bytes) else data.encode())
    return list(read_table(stream, "t.csv", defaults or Defaults()))


def reports(outcomes: list[Outcome]) -> list[Report]:
    return [each for each in outcomes if isinstance(each, Report)]


def refusals(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(each.name, each.reason) for each in outcomes if isinstance(each, Refusal)]


def test_a_row_is_a_report_and_the_reading_of_columns_is_told() -> None:
    notice, report = read(HEADER + ROW)
    assert notice == Notice(
        "t.csv", "text from 'Body', published from 'Date', title from 'Headline', outlet from 'Source'"
    )
    assert isinstance(report, Report)
    assert report.text == "Mill hit\n\nTwo shells hit the mill.\n\nNobody, the mayor said, was hurt."
    assert (report.ref, report.published, report.published_basis) == ("t.csv:2", date(2021, 7, 8), "line")
    assert (report.title, report.outlet) == ("Mill hit", "Karsk Herald")


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_spreadsheets_write(charset: str, delimiter: str) -> None:
    text = (
        HEADER.replace(",", delimiter) + f"2021-07-08{delimiter}Café Herald{delimiter}{delimiter}Two, or three; hit.\n"
    )
    if delimiter in ",;":
        text = text.replace("Two, or three; hit.", '"Two, or three; hit."')
    (report,) = reports(read(text.encode(charset)))
    assert (report.outlet, report.text) == ("Café Herald", "Two, or three; hit.")


def test_the_delimiter_that_excel_names_is_taken() -> None:
    (report,) = reports(read("sep=;\r\ntext;date\r\nTwo, three, four;2021-07-08\r\n"))
    assert report.text == "Two, three, four"


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    outcomes = read('\r\ntext,date\r\n"a\r\nb",2021-07-08\r\n\r\nc,never\r\nd,2021-07-09\r\n')
    assert [each.ref for each in reports(outcomes)] == ["t.csv:3", "t.csv:6"]
    ((name, reason),) = refusals(outcomes)
    assert name == "t.csv:5"
    assert reason.startswith("\"published\": date 'never' is not an ISO date")


def test_bytes_in_another_charset_spoil_no_other_row() -> None:
    rows = "text,date\n" + "Déjà vu.,2021-07-08\n" * 3
    (*_, last) = reports(read(rows.encode() + "Café hit.,2021-07-08\n".encode("cp1252")))
    assert last.text == "Café hit."


def test_order_of_day_and_month_is_never_guessed() -> None:
    table_ = "text,date\nTwo hit.,08/07/2021\n"
    ((_, reason),) = refusals(read(table_))
    assert "--date-format" in reason
    day_first = reports(read(table_, Defaults(columns=Columns(date_format="%d/%m/%Y"))))
    month_first = reports(read(table_, Defaults(columns=Columns(date_format="%m/%d/%Y"))))
    assert [each.published for each in (*day_first, *month_first)] == [date(2021, 7, 8), date(2021, 8, 7)]


def test_a_format_that_does_not_fit_is_told() -> None:
    ((_, reason),) = refusals(read("text,date\na,28/07/2021\n", Defaults(columns=Columns(date_format="%m/%d/%Y"))))
    assert reason == "\"published\": date '28/07/2021' is not in the format '%m/%d/%Y'"


def test_times_with_a_zone_are_kept_in_utc() -> None:
    rows = "text,date,last modified\nTwo hit.,2021-07-08T23:30+03:00,2021-07-09T01:00Z\nb,2021-07-08,2021-07-09\n"
    outcomes = read(rows)
    first, second = reports(outcomes)
    assert first.published_at == datetime(2021, 7, 8, 20, 30, tzinfo=UTC)
    assert first.updated_at == datetime(2021, 7, 9, 1, 0, tzinfo=UTC)
    assert (second.published_at, second.updated_at) == (None, None)
    assert outcomes[-1] == Notice("t.csv", "1 times of change left out: no date and time with its zone")


def test_given_columns_come_before_known_names() -> None:
    rows = "text,Full story,date\nshort,A long story.,2021-07-08\n"
    notice, report = read(rows, Defaults(columns=Columns.parse("text=Full story")))
    assert isinstance(notice, Notice)
    assert notice.matter == "text from 'Full story', published from 'date'; not read: \"text\""
    assert isinstance(report, Report)
    assert report.text == "A long story."


@pytest.mark.parametrize(
    ("rows", "columns", "words"),
    [
        ("a,b\n1,2\n", None, 'no column of texts among "a", "b"'),
        ("text,b\n1,2\n", None, 'no days of publication among "text", "b"'),
        ("text,date\n1,2\n", "text=Body", 'no column "Body" for the text'),
        ("text,text,date\n1,2,3\n", None, 'two columns are called "text"'),
        ("", None, "empty"),
        ("\n \n;;;\n", None, "empty"),
        ("\x00\x01\x02\x03" * 50, None, "binary data"),
        ('"text\n', None, "no column of texts"),
    ],
)
def test_tables_that_are_refused(rows: str, columns: str | None, words: str) -> None:
    ((name, reason),) = refusals(read(rows, Defaults(columns=Columns.parse(columns) if columns else None)))
    assert name == "t.csv"
    assert words in reason


def test_a_row_of_too_many_cells_is_no_text_cut_short() -> None:
    ((name, reason),) = refusals(read("date,text\n2021-07-08,Two, or three, were hurt.\n"))
    assert (name, reason) == ("t.csv:2", "it has 4 cells, the first row has 2")


def test_a_quotation_mark_that_is_never_closed_costs_one_row() -> None:
    outcomes = read('text,date\na,2021-07-08\n"b,2021-07-08\nc,2021-07-08\nd,2021-07-08\n')
    assert [each.text for each in reports(outcomes)] == ["a", "c", "d"]
    assert refusals(outcomes) == [("t.csv:3", "a quotation mark that opens in it is never closed")]


def test_long_rows_are_refused_within_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROW_LIMIT", 100_000)
    long = b"x" * 30_000_000
    tracemalloc.start()
    outcomes = read(b"text,date\na,2021-07-08\n" + long + b",2021-07-08\nb,2021-07-08\n")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [each.text for each in reports(outcomes)] == ["a", "b"]
    assert refusals(outcomes) == [("t.csv:3", "longer than 100,000 characters")]
    assert peak < 2 * len(long) + 5_000_000  # the table stands in memory itself, and once in the stream


def test_a_quotation_mark_that_swallows_much_gives_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROW_LIMIT", 1000)
    rows = "".join(f"report {n},2021-07-08\n" for n in range(500))
    outcomes = read(f'text,date\n"open,2021-07-08\n{rows}')
    assert len(reports(outcomes)) == 500
    assert len(refusals(outcomes)) == 1


def test_consumed_sums_up_to_the_file() -> None:
    data = (HEADER + ROW * 5000).encode()
    taken: list[int] = []
    list(read_table(io.BytesIO(data), "t.csv", Defaults(), taken.append))
    assert sum(taken) == len(data)


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40) | st.sampled_from(
    ["a,b", 'say "no"', "two\nlines", "semi;colon", "tab\tin", "", " padded "]
)


@given(st.lists(st.tuples(CELLS, CELLS, st.dates(date(1000, 1, 1))), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_what_the_csv_module_writes_is_read_back(rows: list[tuple[str, str, date]], delimiter: str) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(["text", "outlet", "published"])
    for text, outlet, day in rows:
        writer.writerow([f"At Karsk: {text}", outlet, day.isoformat()])
    found = reports(read(written.getvalue()))
    assert [(each.text, each.outlet or "", each.published) for each in found] == [
        (canonical(f"At Karsk: {text}"), canonical(outlet).replace("\n", " "), day) for text, outlet, day in rows
    ]


@given(st.binary(max_size=400), st.binary(max_size=40))
def test_hostile_bytes_never_crash(data: bytes, more: bytes) -> None:
    for table_ in (data, b"text,date\n" + data, (HEADER + ROW).encode() + data, b"sep=" + more + b"\n" + data):
        for outcome in read(table_):
            assert isinstance(outcome, Report | Refusal | Notice)


@given(st.text('",;\r\n\tax=', max_size=200))
def test_tables_of_signs_never_crash_and_name_their_rows(text: str) -> None:
    for outcome in read(f"text,date\n{text}", Defaults(published=date(2021, 7, 8))):
        name = outcome.ref if isinstance(outcome, Report) else outcome.name
        assert isinstance(outcome, Notice) or name.startswith("t.csv:")


def test_a_table_of_nothing_but_bad_rows_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.read.patience.NONE_IN_A_ROW", 5)
    good = "Shells fell on Marrow.,2021-07-08\n"
    data = "text,date\n" + "x,\n" * 4 + good + "x,\n" * 5 + good
    found = list(read_table(io.BytesIO(data.encode()), "a.csv", Defaults()))
    assert sum(isinstance(one, Report) for one in found) == 1
    assert Refusal("a.csv:11", "reading ends here: 5 rows in a row are no reports") in found
