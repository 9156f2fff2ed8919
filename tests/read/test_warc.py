from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from fastwarc.stream_io import ZstdWriter
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from tocsin.model import Report
from tocsin.read import answers, archive
from tocsin.read.found import Defaults, Notice, Outcome, Refusal
from tocsin.read.warc import read_warc

FETCHED = "2021-07-08T12:00:00Z"
PAGE = """<html lang="en"><head><title>Shells hit Marrow</title><meta property="og:site_name" content="Harbour Ledger">
<meta property="article:published_time" content="2021-07-08T09:00:00Z"></head><body><article><h1>Shells hit Marrow</h1>
<p>Shells fell on the market of Marrow at dawn on Thursday, the mayor said.</p>
<p>{0} people were hurt and a bakery near the caf\u00e9 burnt down to its walls.</p></article></body></html>"""
BARE = "<html><head><title>Raid</title></head><body><p>Three soldiers were killed in a raid on Tarn on Thursday.</p></body></html>"


class Archive:
    """An archive as warcio writes it."""

    def __init__(self, *, packed: bool) -> None:
        self.out = io.BytesIO()
        self._writer = WARCWriter(self.out, gzip=packed)
        self.offsets: list[int] = []

    def add(  # noqa: PLR0913 - what differs from record to record
        self,
        body: bytes,
        *,
        kind: str = "response",
        uri: str = "https://www.ledger.example/2021/07/08/a",
        content_type: str | None = "text/html; charset=utf-8",
        status: str = "200 OK",
        http: tuple[tuple[str, str], ...] = (),
        warc: dict[str, str] | None = None,
    ) -> Archive:
        self.offsets.append(self.out.tell())
        told = {"WARC-Date": FETCHED, **(warc or {})}
        headers = None
        if kind in {"response", "request", "revisit"}:
            named = [("Content-Type", content_type)] if content_type else []
            headers = StatusAndHeaders(status, [*named, *http], protocol="HTTP/1.1")
        record = self._writer.create_warc_record(
            uri,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=headers,
            warc_headers_dict=told,
            warc_content_type="" if headers else content_type or "",
        )
        self._writer.write_record(record)
        return self

    @property
    def data(self) -> bytes:
        return self.out.getvalue()


def page(number: str = "Four") -> bytes:
    return PAGE.format(number).encode()


def read(data: bytes, defaults: Defaults | None = None) -> list[Outcome]:
    return list(read_warc(io.BytesIO(data), "a.warc", defaults or Defaults()))


def chunked(body: bytes, size: int = 100) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;x=y\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def zstd(body: bytes) -> bytes:
    out = io.BytesIO()
    writer = ZstdWriter(out)
    for at in range(0, len(body), 1 << 20):  # of one write, it keeps so many bytes as its window has
        writer.write(body[at : at + (1 << 20)])
    writer.finish()
    writer.flush()
    return out.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_an_archive(*, packed: bool) -> None:
    made = Archive(packed=packed)
    made.add(b"software: own", kind="warcinfo", content_type="application/warc-fields")
    made.add(b"GET / HTTP/1.1\r\n\r\n", kind="request")
    made.add(page()).add(BARE.encode(), uri="<https://www.ledger.example/2021/07/08/raid>")
    first, second = read(made.data)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.ref == f"a.warc:{made.offsets[2]}"
    assert second.ref == f"a.warc:{made.offsets[3]}"
    assert first.text.endswith("near the caf\u00e9 burnt down to its walls.")
    assert (first.outlet, first.url) == ("Harbour Ledger", "https://www.ledger.example/2021/07/08/a")
    assert first.published_at == datetime(2021, 7, 8, 9, tzinfo=UTC)
    assert first.retrieved_at == datetime(2021, 7, 8, 12, tzinfo=UTC)
    assert (second.outlet, second.published, second.published_basis) == (
        "ledger.example",
        date(2021, 7, 8),
        "page",
    )
    assert first.document is not None
    assert first.document != second.document


def test_an_outlet_that_was_given_goes_before_the_host_and_after_the_page() -> None:
    made = Archive(packed=True).add(page()).add(BARE.encode())
    outlets = [each.outlet for each in read(made.data, Defaults(outlet="Given")) if isinstance(each, Report)]
    assert outlets == ["Harbour Ledger", "Given"]


@pytest.mark.parametrize(
    ("coding", "coded"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("br", brotli.compress),
        ("zstd", zstd),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("identity", bytes),
        ("gzip", bytes),  # the crawler unpacked it, and left the header
        ("br", bytes),
    ],
)
@pytest.mark.parametrize("in_chunks", [False, True])
def test_bodies_in_codings(coding: str, coded: Callable[[bytes], bytes], *, in_chunks: bool) -> None:
    body = coded(page())
    http = (("Content-Encoding", coding), ("Transfer-Encoding", "chunked"))
    made = Archive(packed=True).add(chunked(body) if in_chunks else body, http=http)
    (report,) = read(made.data)
    assert isinstance(report, Report)
    assert "Four people were hurt" in report.text


@pytest.mark.parametrize(
    ("header", "declared", "charset"),
    [
        ("text/html; charset=windows-1251", "", "cp1251"),
        ("text/html; charset=windows-1251", "iso-8859-2", "cp1251"),  # the server goes before the page
        ("text/html", "windows-1251", "cp1251"),
        ("text/html; charset=nonsense", "windows-1251", "cp1251"),
        ("text/html; charset=utf-8", "iso-8859-1", "utf-8"),
        ('text/HTML;Charset="UTF-8"', "", "utf-8"),
    ],
)
def test_charsets(header: str, declared: str, charset: str) -> None:
    words = "\u0414\u0432\u0430 \u0447\u0435\u043b\u043e\u0432\u0435\u043a\u0430 \u0440\u0430\u043d\u0435\u043d\u044b."
    written = f'<html><head><meta charset="{declared}"></head><body><p>{words}</p></body></html>'
    (report,) = read(Archive(packed=False).add(written.encode(charset), content_type=header).data)
    assert isinstance(report, Report)
    assert report.text == words


def test_what_is_left_out_is_counted_once() -> None:
    made = Archive(packed=True)
    made.add(b"<p>Gone.</p>", status="404 Not Found").add(b"", status="301 Moved")
    made.add(b"\x89PNG", content_type="image/png").add(b"{}", content_type="application/json")
    made.add(b"", kind="revisit", warc={"WARC-Refers-To-Target-URI": "https://a.example/", "WARC-Profile": "x"})
    made.add(b"a 1 IN A 127.0.0.1", uri="dns:a.example", content_type="text/dns")
    made.add(b"{}", kind="metadata", content_type="application/json").add(page())
    report, notice = read(made.data)
    assert isinstance(report, Report)
    assert notice == Notice(
        "a.warc",
        "not read: 2 answers other than 200, 2 neither pages nor texts, 1 records of other types, "
        "1 repetitions of earlier records",
    )


def test_resources_and_texts() -> None:
    made = Archive(packed=True)
    made.add(page(), kind="resource", content_type="text/html")
    text = b"Raid on Tarn\n\nThree soldiers were killed in a raid on Tarn on Thursday, the army said."
    made.add(text, kind="conversion", content_type="text/plain", uri="https://www.ledger.example/2021-07-08-raid")
    made.add(text, kind="conversion", content_type="text/plain", uri="https://www.ledger.example/20210931/raid")
    page_, raid, refusal = read(made.data)
    assert isinstance(page_, Report)
    assert isinstance(raid, Report)
    assert (raid.text, raid.published, raid.outlet) == (text.decode(), date(2021, 7, 8), "ledger.example")
    assert raid.document is not None
    assert isinstance(refusal, Refusal)
    assert "no date of publication" in refusal.reason
    given_ = read(made.data, Defaults(published=date(2021, 7, 1)))[-1]
    assert isinstance(given_, Report)
    assert (given_.published, given_.published_basis) == (date(2021, 7, 1), "given")


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_cut_off_anywhere(*, packed: bool) -> None:
    made = Archive(packed=packed)
    for number in ("Four", "Five", "Six"):
        made.add(page(number))
    whole = read(made.data)
    ends = [*made.offsets[1:], len(made.data)]
    for cut in range(1, len(made.data), 7):
        *reports, last = read(made.data[:cut])
        number = sum(end <= cut for end in ends)
        if cut in ends or (not packed and any(end - 4 <= cut < end for end in ends)):
            continue  # only line ends are missing, if anything
        assert [each for each in reports if isinstance(each, Report)] == whole[: len(reports)]
        assert len(reports) in {number, number + 1}  # a packed record may be whole, and its packing not
        assert isinstance(last, Refusal)
        assert last.name == f"a.warc:{made.offsets[number]}"
        assert last.reason == "reading broke off here: the file ends in the middle of this record"


def test_what_is_damaged_is_refused() -> None:
    made = Archive(packed=False).add(page("Four")).add(page("Five"))
    refusal, report = read(made.data.replace(b"Four people", b"Nine people"))
    assert isinstance(refusal, Refusal)
    assert refusal.name == "a.warc:0"
    assert refusal.reason.startswith("damaged: it is not what its warc-block-digest 'sha1:")
    assert isinstance(report, Report)


@pytest.mark.parametrize(
    ("digest", "held"),
    [
        (hashlib.sha256(page()).hexdigest(), True),
        (hashlib.sha256(page()).hexdigest().upper(), True),
        (hashlib.sha256(gzip.compress(page(), mtime=0)).hexdigest(), True),  # as sent
        ("0" * 64, False),
        ("no digest", False),
        ("", False),
    ],
)
def test_payload_digests(digest: str, *, held: bool) -> None:
    body = gzip.compress(page(), mtime=0)
    warc = {"WARC-Payload-Digest": f"SHA-256:{digest}"}
    made = Archive(packed=True).add(body, http=(("Content-Encoding", "gzip"),), warc=warc)
    (outcome,) = read(made.data)
    assert isinstance(outcome, Report if held else Refusal)


def test_what_cannot_be_checked_is_read() -> None:
    made = Archive(packed=True).add(page(), warc={"WARC-Payload-Digest": "crc9:77"})
    made.add(page("Five"), warc={"WARC-Payload-Digest": "sha1:AAAA", "WARC-Truncated": "length"})
    assert all(isinstance(each, Report) for each in read(made.data))


@pytest.mark.parametrize(
    ("body", "http", "words"),
    [
        (gzip.compress(PAGE.encode(), mtime=0)[:-20], (("Content-Encoding", "gzip"),), "its body is no 'gzip'"),
        (b"\x00\x01", (("Content-Encoding", "br"),), "its body is no 'br'"),
        (brotli.compress(PAGE.encode())[:-20], (("Content-Encoding", "br"),), "its body is no 'br'"),
        (zstd(PAGE.encode())[:-20], (("Content-Encoding", "zstd"),), "its body is no 'zstd'"),
        (b"\x00\x01", (("Content-Encoding", "rot13"),), "its body is coded as 'rot13'"),
        (b"\x00\x01", (("Content-Encoding", "gzip," * 9),), "its body is coded 9 times"),
        (chunked(PAGE.encode())[:-30], (("Transfer-Encoding", "chunked"),), "broken chunks"),
        (b"5\r\nhellojunk", (("Transfer-Encoding", "chunked"),), "broken chunks"),
        (b"", (), "no text in it"),
    ],
)
def test_bodies_that_cannot_be_read(body: bytes, http: tuple[tuple[str, str], ...], words: str) -> None:
    (refusal,) = read(Archive(packed=False).add(body, http=http).data)
    assert isinstance(refusal, Refusal)
    assert words in refusal.reason


@pytest.mark.parametrize("coded", [gzip.compress, brotli.compress, zstd, zlib.compress])
def test_bodies_that_grow_are_bounded(coded: Callable[[bytes], bytes]) -> None:
    coding = {gzip.compress: "gzip", brotli.compress: "br", zstd: "zstd"}.get(coded, "deflate")
    made = Archive(packed=True).add(coded(b"<p>" + b" " * 60_000_000), http=(("Content-Encoding", coding),))
    (refusal,) = read(made.data)
    assert refusal == Refusal("a.warc:0", f"larger than {answers.BODY_LIMIT:,} bytes")


def test_a_record_too_large_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "BLOCK_LIMIT", 5000)
    made = Archive(packed=True).add(b"<p>" + b"x" * 100_000).add(page())
    made.add(b"x" * 100_000, content_type="video/mp4")
    refusal, report, notice = read(made.data)
    assert refusal == Refusal("a.warc:0", f"larger than {answers.BODY_LIMIT:,} bytes")
    assert isinstance(report, Report)
    assert notice == Notice("a.warc", "not read: 1 neither pages nor texts")


def test_what_unpacks_without_end_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_UNPACKED_FREELY", 1_000_000)
    made = Archive(packed=True).add(page()).add(b" " * 30_000_000).add(page())
    report, refusal = read(made.data)
    assert isinstance(report, Report)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "reading broke off here: unpacks to more than 100 times its size"


HEAD = b"WARC/1.0\r\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\r\n" * 100, "empty"),
        (b"junk", "ends in the middle"),
        (b"junk\n", "no WARC record begins here"),
        (b"\x1f\x8bjunk", "gzip that cannot be unpacked"),
        (b"\x1f\x8b", "ends in the middle"),
        (gzip.compress(b"junk\n", mtime=0), "no WARC record begins here"),
        (gzip.compress(b"\n", mtime=0) + b"junk", "neither gzip nor the end of the file"),
        (gzip.compress(b"\n", mtime=0) + b"\0" * 1000, "empty"),
        (HEAD + b"\r\n", "a record without its length"),
        (HEAD + b"Content-Length: -5\r\n\r\n", "a record without its length"),
        (HEAD + b"Content-Length: 99999999999999999999\r\n\r\n", "a record without its length"),
        (HEAD + b"Content-Length: 999999999\r\n\r\n", "ends in the middle"),
        (HEAD + b"a: b\r\n" * 100_000, "too long"),
        (HEAD + b"a" * 10_000_000, "too long"),
        (HEAD + b"WARC-Type: response\r\nContent-Length: 4\r\n\r\nHTTP", "no HTTP answer in it"),
    ],
)
def test_what_is_no_archive_is_refused_in_one_line(data: bytes, words: str) -> None:
    (refusal,) = read(data)
    assert isinstance(refusal, Refusal)
    assert words in refusal.reason


def test_one_packing_around_all_records() -> None:
    made = Archive(packed=False).add(page("Four")).add(page("Five"))
    first, second = read(gzip.compress(made.data))
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert second.ref == f"a.warc:{made.offsets[1]}"


def test_the_bytes_counted_are_those_of_the_file(tmp_path: Path) -> None:
    made = Archive(packed=True).add(page()).add(page("Five"))
    (tmp_path / "a.warc.gz").write_bytes(made.data)
    counted: list[int] = []
    with (tmp_path / "a.warc.gz").open("rb") as stream:
        list(read_warc(stream, "a", Defaults(), counted.append))
    assert sum(counted) == len(made.data)


@contextmanager
def small_pieces(size: int) -> Iterator[None]:
    before = archive._PIECE
    archive._PIECE = size
    try:
        yield
    finally:
        archive._PIECE = before


@pytest.mark.parametrize("size", [1, 7, 100, 4096])
@pytest.mark.parametrize("packed", [False, True])
def test_how_the_bytes_come_does_not_matter(size: int, *, packed: bool) -> None:
    made = Archive(packed=packed).add(page()).add(page("Five"))
    expected = read(made.data)
    with small_pieces(size):
        assert read(made.data) == expected


@cache
def two_pages(*, packed: bool) -> bytes:
    made = Archive(packed=packed).add(gzip.compress(page()), http=(("Content-Encoding", "gzip"),))
    return made.add(chunked(page()), http=(("Transfer-Encoding", "chunked"),)).data


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_any_mutation_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(two_pages(packed=data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 8))):
        begin = data.draw(st.integers(0, len(whole)))
        end = data.draw(st.integers(begin, min(len(whole), begin + 40)))
        whole[begin:end] = data.draw(st.binary(max_size=20))
    outcomes = read(bytes(whole))
    assert outcomes == read(bytes(whole))
