from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.read import gdelt
from tocsin.read.found import Defaults, Notice, Refusal
from tocsin.read.gdelt import Listed, ListedPage, pages_in
from tocsin.read.source import read_sources, size_of

SEEN = datetime(2021, 7, 8, 10, 15, tzinfo=UTC)


def graph(address: str, source: str = "1", outlet: str = "ledger.example") -> str:
    return "\t".join([f"{SEEN:%Y%m%d%H%M%S}-1", f"{SEEN:%Y%m%d%H%M%S}", source, outlet, address, *[""] * 22])


def mention(address: str, source: str = "1") -> str:
    times = [f"{SEEN:%Y%m%d%H%M%S}"] * 2
    return "\t".join(["77", *times, source, "ledger.example", address, *["1"] * 8, "", ""])


def event(address: str) -> str:
    return "\t".join(["77", *["x"] * 58, f"{SEEN:%Y%m%d%H%M%S}", address])


def zipped(*members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, data in enumerate(members):
            packed.writestr(f"{number}.csv", data)
    return out.getvalue()


def listed(data: bytes) -> list[Listed]:
    return list(pages_in(io.BytesIO(data), "a"))


@pytest.mark.parametrize("row", [graph, mention, event])
@pytest.mark.parametrize("pack", [bytes, zipped])
def test_pages_of_every_export(row: object, pack: object) -> None:
    assert callable(row)
    assert callable(pack)
    data = "\r\n".join(row(f"https://www.ledger.example/{each}") for each in ("a", "b", "a?utm_source=x", "a"))
    assert listed(pack(data.encode())) == [
        ListedPage("https://www.ledger.example/a", "ledger.example", SEEN),
        ListedPage("https://www.ledger.example/b", "ledger.example", SEEN),
    ]


def test_events_of_the_first_version_have_a_day_only() -> None:
    row = "\t".join(["77", *["x"] * 55, "20210708", "https://a.example/1"])
    assert listed(row.encode()) == [ListedPage("https://a.example/1", "a.example", None)]


def test_what_is_no_page_is_counted() -> None:
    rows = [graph("JSTOR 77", "5"), graph("https://a.example/", "2"), graph("file:///etc/passwd"), graph("http://[x")]
    rows += ["no row", "", graph("https://a.example/1"), "neither\tthis"]
    assert listed("\n".join(rows).encode()) == [
        ListedPage("https://a.example/1", "ledger.example", SEEN),
        Refusal("a:5", "2 rows that are none of GDELT's, the first of them here"),
        Notice("a", "4 rows without a page of the web are left out"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (zipped(), "none of GDELT's"),
        (zipped(b"a", b"b"), "a zip with 2 files in it"),
        (zipped(graph("https://a.example/1").encode())[:-30], "not a zip file"),
        (b"PK\x03\x04junk", "not a zip file"),
        (b"x" * 10_000_001 + b"y", "a row longer than 10,000,000 bytes"),
        (zipped(b"x" * 20_000_001), "a row longer than 10,000,000 bytes"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, words: str) -> None:
    (refusal,) = (each for each in listed(data) if isinstance(each, Refusal))
    assert words in refusal.reason


def test_a_zip_that_grows_without_end_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gdelt, "_UNPACKED_FREELY", 1_000_000)
    (refusal,) = listed(zipped(b"\n" * 20_000_000))
    assert refusal == Refusal("a:1", "reading broke off here: unpacks to more than 100 times its size")


def test_a_damaged_zip_keeps_what_came_before() -> None:
    data = bytearray(zipped("\n".join(graph(f"https://a.example/{each}") for each in range(100_000)).encode()))
    data[len(data) // 2] ^= 0xFF
    *pages, refusal = listed(bytes(data))
    assert len(pages) > 100
    assert isinstance(refusal, Refusal)
    assert "reading broke off here" in refusal.reason


def test_only_so_many_pages_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gdelt, "_PAGES_LIMIT", 3)
    *pages, refusal = listed("\n".join(graph(f"https://a.example/{each}") for each in range(9)).encode())
    assert len(pages) == 3
    assert refusal == Refusal("a:3", "reading ends here: these are 3 pages")


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("20210708101500.gkg.csv", bytes),
        ("20210708101500.translation.gkg.csv.zip", zipped),
        ("20210708101500.mentions.CSV.zip", zipped),
        ("20210708101500.export.CSV.zip", zipped),
        ("20210708101500.gkg.csv.gz", gzip.compress),
    ],
)
def test_an_export_that_is_added_says_what_it_is(tmp_path: Path, name: str, pack: object) -> None:
    assert callable(pack)
    (tmp_path / name).write_bytes(pack("\n".join(graph(f"https://a.example/{each}") for each in range(9)).encode()))
    counted: list[int] = []
    (notice,) = read_sources([str(tmp_path)], Defaults(), consumed=counted.append)
    assert isinstance(notice, Notice)
    assert notice.matter == "a list of 9 pages (GDELT), not of reports: it gives their addresses, not their text"
    assert sum(counted) == size_of([str(tmp_path)])


@given(
    st.lists(st.text(max_size=8) | st.sampled_from(["\t" * 26, "\t" * 15, "\t" * 60, "\n", "1", "https://a.example/"]))
)
def test_any_rows_give_an_outcome(pieces: list[str]) -> None:
    data = "".join(pieces).encode("utf-8", "surrogatepass")
    assert listed(data)
