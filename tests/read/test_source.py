from __future__ import annotations

import gzip
import io
import os
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.model import Report
from tocsin.read import source as source_module
from tocsin.read.formats import Whole
from tocsin.read.found import Defaults, Notice, Outcome, Refusal
from tocsin.read.source import read_sources, size_of
from tocsin.read.text import read_text

GOOD = '{"id": "%s", "date": "2021-07-08", "text": "Ten killed."}\n'
GIVEN = Defaults(published=date(2021, 7, 9))


def outline(outcomes: list[Outcome]) -> list[str]:
    """Each outcome in a word: the reference of a report, or the name of what was refused or noticed."""
    return [
        outcome.ref if isinstance(outcome, Report) else f"{type(outcome).__name__} {outcome.name}"
        for outcome in outcomes
    ]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(*sources: str, defaults: Defaults = GIVEN, stdin: bytes | None = None) -> list[Outcome]:
    return list(read_sources(sources, defaults, None if stdin is None else io.BytesIO(stdin)))


def test_a_folder_is_read_through_in_order(here: Path) -> None:
    for name, data in {
        "in/b.txt": b"Two.",
        "in/a.TEXT": b"One.",
        "in/sub/c.html": b"<p>Three.</p>",
        "in/sub/d.HTM": b"<p>Four.</p>",
        "in/e.ndjson": (GOOD % "five").encode(),
        "in/f.json-lines": (GOOD % "six").encode(),
        "in/g.jsonl.gz": gzip.compress((GOOD % "seven").encode()),
        "in/h.docx": b"PK",
        "in/i.DOCX": b"PK",
        "in/README": b"No report.",
        "in/.hidden.txt": b"Hidden.",
        "in/.git/x.txt": b"Hidden.",
    }.items():
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_bytes(data)
    outcomes = read("in")
    assert outline(outcomes) == [
        "Notice in",
        str(Path("in", "a.TEXT")),
        str(Path("in", "b.txt")),
        "five",
        "six",
        "seven",
        str(Path("in", "sub", "c.html")),
        str(Path("in", "sub", "d.HTM")),
    ]
    notice = outcomes[0]
    assert isinstance(notice, Notice)
    assert set(notice.matter.removeprefix("not read: ").split(", ")) == {"2 .docx", "2 hidden", "1 no suffix"}


def test_a_folder_without_anything_to_read(here: Path) -> None:
    (here / "in").mkdir()
    assert read("in") == [Refusal("in", "no file in this folder that can be read")]
    (here / "in" / "a.docx").write_bytes(b"PK")
    assert outline(read("in")) == ["Notice in", "Refusal in"]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.dat", b"Ten killed.", ["a.dat"]),
        ("a.dat", b" \n<p>Ten killed.</p>", ["a.dat"]),
        ("a.dat", (GOOD % "x").encode(), ["x"]),
        ("a", b"\xef\xbb\xbf" + (GOOD % "x").encode(), ["x"]),
        ("a.md", b"Ten killed.", ["a.md"]),
        ("a.dat", "<p>Ten killed.</p>".encode("utf-16"), ["a.dat"]),
        ("a.txt", b"{not json}", ["a.txt"]),  # a known suffix is believed
        ("a.jsonl", b"Ten killed.", ["Refusal a.jsonl:1"]),
        ("a.txt", b"", ["Refusal a.txt"]),
        ("a.html", b"", ["Refusal a.html"]),
        ("a.jsonl", b"", ["Refusal a.jsonl"]),
        ("a.dat", b"", ["Refusal a.dat"]),
        ("a.txt", b"\x00\x01\x02\x03" * 100, ["Refusal a.txt"]),
        ("a.txt", bytes(range(256)) * 40, ["Refusal a.txt"]),
        ("line\nend.txt", b"", ["Refusal line end.txt"]),
    ],
)
def test_a_file_named_by_itself(here: Path, name: str, data: bytes, expected: list[str]) -> None:
    (here / name).write_bytes(data)
    assert outline(read(name)) == expected


ENTRY = "<item><title>T</title><description>Ten killed.</description></item>"
FEED = f"<?xml version='1.0'?><rss version='2.0'><channel>{ENTRY}</channel></rss>".encode()
BLOCK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Ten killed.</p>"
ARCHIVE = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n" % (len(BLOCK), BLOCK)
MAIL = b"Received: by a.example; Thu, 8 Jul 2021 10:00:00 +0000\r\nFrom: desk@a.example\r\n\r\nTen killed.\r\n"
MAILBOX = b"From desk@a.example Thu Jul  8 10:00:00 2021\r\n" + MAIL


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.xml", FEED, "#1"),
        ("a.rss", FEED, "#1"),
        ("a.ATOM", FEED, "#1"),
        ("feed", FEED, "#1"),
        ("feed", FEED.decode().encode("utf-16"), "#1"),
        ("a.xml", b"<?xml version='1.0'?><html><p>Ten killed.</p></html>", ""),
        ("a.warc", ARCHIVE, ":0"),
        ("a.warc.wet", ARCHIVE, ":0"),
        ("archive", ARCHIVE, ":0"),
        ("a.csv", b"id,date,text\nx,2021-07-08,Ten killed.\n", ":2"),
        ("a.tsv", b"date\ttext\n2021-07-08\tTen killed.\n", ":2"),
        ("a.json", b'[{"date": "2021-07-08", "text": "Ten killed."}]', ":1"),
        ("export", b'[{"date": "2021-07-08", "text": "Ten killed."}]', ":1"),
        ("a.eml", MAIL, ""),
        ("letter", MAIL, ""),
        ("a.mbox", MAILBOX, ":1"),
        ("box", MAILBOX, ":1"),
        ("a.txt", b"Ten killed.", ""),
        ("a.html", b"<p>Ten killed.</p>", ""),
    ],
)
def test_every_format_by_its_name_or_its_beginning(
    here: Path, name: str, data: bytes, expected: str, pack: Callable[[bytes], bytes]
) -> None:
    if pack is gzip.compress and "." in name:
        name += ".gz"
    (here / name).write_bytes(pack(data))
    counted: list[int] = []
    outcomes = list(read_sources([name], GIVEN, consumed=counted.append))
    refs = [outcome.ref for outcome in outcomes if isinstance(outcome, Report)]
    assert refs in ([f"{name}{expected}"], ["x"]), outcomes
    assert sum(counted) == size_of([name])
    if "." not in name:
        (report,) = (outcome for outcome in read("-", stdin=pack(data)) if isinstance(outcome, Report))
        assert report.ref == f"-{expected}"


def test_a_folder_of_mail_is_read_whatever_its_names(here: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        (here / "in" / folder).mkdir(parents=True)
    (here / "in" / "cur" / "1625738400.M1P2.host:2,S").write_bytes(b"Subject: News\n\nTen killed.")
    (report,) = (outcome for outcome in read("in") if isinstance(outcome, Report))
    assert report.title == "News"


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.json.gz", "a.csv.gz", "a.mbox.gz", "a.gkg.csv.gz", "a.warc.gz"])
@pytest.mark.parametrize("harm", [b"\xff" * 20, b"\0" * 20, b""])
def test_damaged_gzip_around_what_is_read_piece_by_piece(here: Path, name: str, harm: bytes) -> None:
    packed = gzip.compress(os.urandom(3000).hex().encode())
    (here / name).write_bytes(packed[:1500] + harm + (packed[1600:] if harm else b""))
    refusals = [outcome for outcome in read(name) if isinstance(outcome, Refusal)]
    assert refusals


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz", "a.rss.gz"])
def test_damaged_gzip_around_one_document(here: Path, name: str) -> None:
    (here / name).write_bytes(gzip.compress(b"<p>Ten killed.</p>" * 100)[:-9])
    (refusal,) = read(name)
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith("gzip that cannot be unpacked")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_several_encodings(here: Path, encoding: str) -> None:
    words = "The mayor of Orl\u00e9ans said: \u201cten people died\u201d."
    (here / "a.txt").write_bytes(f"Date: 2021-07-08\n\n{words}".encode(encoding))
    (report,) = read("a.txt")
    assert isinstance(report, Report)
    assert (report.text, report.published_basis) == (words, "header")


@pytest.mark.parametrize(
    ("stdin", "expected"),
    [
        ((GOOD % "x").encode() + b"[]\n", ["x", "Refusal -:2"]),
        (b"\n <html><body><p>Ten killed.</p></body></html>", ["-"]),
        (b"Ten killed.", ["-"]),
        (b"", ["Refusal -"]),
        (None, ["Refusal -"]),
    ],
)
def test_standard_input(stdin: bytes | None, expected: list[str]) -> None:
    assert outline(read("-", stdin=stdin)) == expected


def test_standard_input_is_not_closed() -> None:
    stream = io.BufferedReader(io.BytesIO(b"Ten killed."))  # type: ignore[arg-type]
    list(read_sources(["-"], GIVEN, stream))
    assert not stream.closed


def test_a_pipe_is_read(here: Path) -> None:
    os.mkfifo(here / "pipe")
    writer = threading.Thread(target=lambda: (here / "pipe").write_bytes((GOOD % "x").encode()))
    writer.start()
    assert outline(read("pipe")) == ["x"]
    writer.join()
    assert size_of(["pipe"]) == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.txt", "No such file"),
        ("a\x00b", "no file can have this name"),
        ("\ud800", "no file can have this name"),
        ("x" * 5000, "too long"),
    ],
)
def test_what_is_not_there_is_refused_and_the_rest_goes_on(here: Path, name: str, words: str) -> None:
    (here / "a.txt").write_bytes(b"Ten killed.")
    refusal, report = read(name, "a.txt")
    assert isinstance(refusal, Refusal)
    assert words in refusal.reason
    assert isinstance(report, Report)


def test_a_file_that_may_not_be_opened(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "a.txt").write_bytes(b"Ten killed.")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert read("a.txt") == [Refusal("a.txt", "Permission denied")]


def test_a_too_large_file_is_refused_unread(here: Path) -> None:
    with (here / "a.txt").open("wb") as stream:
        stream.truncate(3_000_000_000)  # takes no room on the disk, and would in the memory
    counted: list[int] = []
    outcomes = list(read_sources(["a.txt"], GIVEN, consumed=counted.append))
    assert outcomes == [Refusal("a.txt", "larger than 10,000,000 bytes")]
    assert sum(counted) == size_of(["a.txt"]) == 3_000_000_000


def test_a_too_large_stream_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "format_of", lambda *_: Whole(read_text, limit=100))
    assert read("-", stdin=b"a" * 101) == [Refusal("-", "larger than 100 bytes")]
    assert outline(read("-", stdin=b"a" * 100)) == ["-"]
    assert read("-", stdin=gzip.compress(b"a" * 101)) == [Refusal("-", "larger than 100 bytes")]
    assert outline(read("-", stdin=gzip.compress(b"a" * 100))) == ["-"]


@pytest.mark.parametrize(
    ("cut", "words"),
    [(lambda data: data[:-12], "reading broke off here"), (lambda data: b"junk" + data, "Not a gzipped file")],
)
def test_damaged_gzip(here: Path, cut: object, words: str) -> None:
    packed = gzip.compress(b"".join((GOOD % os.urandom(20).hex()).encode() for _ in range(200)))
    assert callable(cut)
    (here / "a.jsonl.gz").write_bytes(cut(packed))
    *good, refusal = read("a.jsonl.gz")
    assert isinstance(refusal, Refusal)
    assert words in refusal.reason
    assert refusal.name == f"a.jsonl.gz:{len(good) + 1}"
    assert all(isinstance(outcome, Report) for outcome in good)


def test_good_lines_before_a_cut_in_gzip_are_read(here: Path) -> None:
    packed = gzip.compress(b"".join((GOOD % os.urandom(20).hex()).encode() for _ in range(2000)))
    (here / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    *good, refusal = read("a.jsonl.gz")
    assert len(good) > 100
    assert isinstance(refusal, Refusal)


def test_gzip_counts_the_bytes_of_the_file(here: Path) -> None:
    (here / "a.jsonl.gz").write_bytes(gzip.compress((GOOD % "x").encode() * 1000))
    (here / "b.txt").write_bytes(b"Ten killed.")
    (here / "c.jsonl").write_bytes((GOOD % "x").encode() * 10)
    counted: list[int] = []
    list(read_sources(["."], GIVEN, consumed=counted.append))
    assert sum(counted) == size_of(["."]) > 0


def test_a_date_in_the_future_is_noticed() -> None:
    def outcomes(day: str) -> list[str]:
        line = b'{"id": "x", "text": "Ten killed.", "date": "%s"}' % day.encode()
        return outline(list(read_sources(["-"], Defaults(), io.BytesIO(line), today=date(2021, 7, 8))))

    assert outcomes("2021-07-09") == ["x"]  # it is tomorrow already, further east
    assert outcomes("2021-07-10") == ["Notice x", "x"]


@given(st.binary(max_size=200))
def test_any_standard_input_gives_an_outcome(data: bytes) -> None:
    first = read("-", stdin=data)
    assert first
    assert first == read("-", stdin=data)
