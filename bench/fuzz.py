"""Give every reader hostile inputs, and count what becomes of them.

usage: fuzz.py [--count N] [--seed N] [--reader NAME ...] [--seconds S] [--megabytes M]

Each input is a sample of the format, changed: pieces cut, doubled, repeated a thousand times, swapped for those of other
formats, filled with what breaks parsers; half of them packed, and some of these damaged after that. They are written to a
file and read as ``tocsin add`` reads it, in a process of its own with a limit of memory; an input that kills it, keeps it
longer than ``--seconds``, or gives anything but reports, refusals in one line and notices is a crash, and the next input
goes to a new process. Input N of a seed is always the same: ``--reader NAME --seed S --only N`` does it again and shows
why. The status is 1 if there was a crash.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import random
import resource
import select
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tocsin.model import Report
from tocsin.read import Defaults, Notice, Outcome, Refusal, read_sources
from tocsin.read.discovery import feeds_in
from tocsin.read.found import RefusedError
from tocsin.read.sitemap import parse_sitemap

_ADDRESS = "https://ledger.example/"
_LARGEST = 3_000_000
_WORDS = b"Two people were hurt when shells fell on Marrow on Thursday, the mayor said."

_PAGE = (
    b"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Shells hit Marrow</title>
<meta property="og:site_name" content="Ledger"><meta property="article:published_time" content="2021-07-08T09:00:00Z">
<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2021-07-08T10:00:00Z"}</script></head><body>
<article><h1>Shells hit Marrow</h1><p>%b</p><table><tr><td>1</td></tr></table><ul><li>x</li></ul></article></body></html>
"""
    % _WORDS
)
_RSS = (
    b"""<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Ledger</title><language>en</language>
<item><title>Shells &amp; fire</title><link>https://ledger.example/1</link><guid isPermaLink="false">1</guid>
<pubDate>Thu, 08 Jul 2021 09:00:00 GMT</pubDate><content:encoded><![CDATA[<p>%b</p>]]></content:encoded></item>
</channel></rss>"""
    % _WORDS
)
_ATOM = (
    b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/"><title>L</title><entry><title>T</title>
<id>urn:1</id><link href="x"/><updated>2021-07-08T09:00:00Z</updated><author><name>U</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>%b</p></div></content></entry></feed>"""
    % _WORDS
)
_SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>
<loc>https://ledger.example/1</loc><lastmod>2021-07-08T09:00:00Z</lastmod></url></urlset>"""
_JSON = (
    b'{"id": "x", "date": "2021-07-08", "title": "T", "outlet": "L", "url": "https://a.example/", "text": "%b"}'
    % _WORDS
)
_TELEGRAM = (
    b"""{"name": "Ledger", "type": "public_channel", "id": 7, "messages": [
{"id": 1, "type": "message", "date": "2021-07-08T09:00:00", "date_unixtime": "1625734800", "from": "Ledger",
 "from_id": "channel7", "text": ["%b", {"type": "bold", "text": "now"}], "text_entities": []},
{"id": 2, "type": "service", "date": "2021-07-08T09:00:00", "action": "pin_message", "text": ""}]}"""
    % _WORDS
)
_TABLE = b'id,date,title,outlet,text\nx,2021-07-08,T,L,"%b"\ny,2021-07-09,"T ""u""",L,%b\n' % (_WORDS, b"Two hurt.")
_MAIL = (
    b"""Received: by a.example; Thu, 8 Jul 2021 09:00:00 +0000
From: =?utf-8?q?Ledger?= <desk@ledger.example>
Subject: =?utf-8?b?U2hlbGxz?=
Date: Thu, 8 Jul 2021 09:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

%b=20
--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

PHA+VHdvIHBlb3BsZSB3ZXJlIGh1cnQuPC9wPg==
--b--
"""
    % _WORDS
)
_MAILBOX = b"From desk@a.example Thu Jul  8 10:00:00 2021\n%b\nFrom desk@a.example Thu Jul  8 11:00:00 2021\n%b" % (
    _MAIL,
    _MAIL,
)
_GRAPH = b"\t".join([b"20210708101500-1", b"20210708101500", b"1", b"a.example", b"https://a.example/1", *[b"x"] * 22])
_MENTION = b"\t".join(
    [b"7", b"20210708101500", b"20210708101500", b"1", b"a.example", b"https://a.example/2", *[b"1"] * 10]
)
_STREAM = b"BT /F1 12 Tf 72 720 Td (Two people were hurt in Marrow.) Tj ET"
_PDF = b"""%%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>> endobj
4 0 obj <</Length %d>> stream
%b
endstream endobj
5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj
trailer <</Root 1 0 R /Size 6>>
%%%%EOF
""" % (len(_STREAM), _STREAM)


def _record(kind: bytes, block: bytes, more: bytes = b"") -> bytes:
    head = b"WARC/1.0\r\nWARC-Type: %b\r\nWARC-Target-URI: https://a.example/2021/07/08/x\r\n%b" % (kind, more)
    return head + b"WARC-Date: 2021-07-08T10:00:00Z\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n" % (len(block), block)


def _answer(body: bytes, more: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n%b\r\n%b" % (more, body)


_CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(_PAGE), _PAGE)
_ARCHIVE = (
    _record(b"response", _answer(_PAGE))
    + _record(b"response", _answer(gzip.compress(_PAGE, mtime=0), b"Content-Encoding: gzip\r\n"))
    + _record(b"response", _answer(zlib.compress(_PAGE), b"Content-Encoding: deflate\r\n"))
    + _record(b"response", _answer(_CHUNKED, b"Transfer-Encoding: chunked\r\n"))
    + _record(b"conversion", _WORDS, b"Content-Type: text/plain\r\n")
    + _record(b"revisit", b"")
)


def _zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", data)
    return out.getvalue()


@dataclass(frozen=True)
class Target:
    """A reader: samples of what it reads, and how: a file that is called so, or a function for what is no file."""

    samples: tuple[bytes, ...]
    ending: str = ""
    call: Callable[[bytes], object] | None = None
    packs: Callable[[bytes], bytes] | None = gzip.compress


def _site_map(data: bytes) -> object:
    try:
        return parse_sitemap(data, _ADDRESS)
    except RefusedError as error:
        return Refusal("-", str(error))


TARGETS: Mapping[str, Target] = {
    "text": Target((b"Date: 2021-07-08\nTitle: T\n\n" + _WORDS, _WORDS), ".txt"),
    "html": Target((_PAGE, b"<p>%b</p>" % _WORDS), ".html"),
    "feed": Target((_RSS, _ATOM), ".xml"),
    "sitemap": Target((_SITEMAP, b"https://a.example/1\n"), call=_site_map),
    "discovery": Target(
        (_PAGE, b'<link rel="alternate" type="application/rss+xml" href="/x">'),
        call=lambda data: feeds_in(data, _ADDRESS),
    ),
    "jsonl": Target((_JSON + b"\n" + _JSON,), ".jsonl"),
    "json": Target((b"[%b, %b]" % (_JSON, _JSON), _JSON), ".json"),
    "telegram": Target((_TELEGRAM,), ".json"),
    "table": Target((_TABLE, _TABLE.replace(b",", b"\t")), ".csv"),
    "mail": Target((_MAIL,), ".eml"),
    "mbox": Target((_MAILBOX,), ".mbox"),
    "pdf": Target((_PDF,), ".pdf", packs=None),
    "gdelt": Target((_GRAPH + b"\n" + _GRAPH, _MENTION + b"\n"), ".gkg.csv"),
    "gdelt_zip": Target((_GRAPH + b"\n" + _GRAPH,), ".gkg.csv.zip", packs=_zipped),
    "warc": Target((_ARCHIVE,), ".warc"),
    "unnamed": Target((_PAGE, _RSS, _JSON, _MAIL, _ARCHIVE, _WORDS, _TABLE), ""),
}

_NASTY = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b\x08", b"PK\x03\x04", b"%PDF-", b"<!ENTITY a '&a;&a;'>", b"<![CDATA[",
    b"]]>", b"<!--", b"&#0;", b"&#x110000;", b"&", b"<" * 50, b"<div>" * 200, b"[" * 500, b'{"a":' * 500, b'"', b"'", b"\\u",
    b"9" * 5000, b"-1", b"1e999", b"NaN", b"\r", b"\n", b"\n\n", b"\t", b"\t" * 100, b"\x85", b"\xe2\x80\xa8", b"\xcc\x81" * 300,
    b"\xed\xa0\x80", b"charset=utf-7", b"charset=\xff", b"Content-Length: 99999999999\r\n", b"Content-Encoding: br\r\n",
    b"Content-Encoding: zstd\r\n", b"boundary=", b"--b\n" * 50, b"From ", b"0000-00-00", b"2021-02-31", b"9999-12-31T23:59:59-23:59",
    b"0001-01-01T00:00:00+23:59", b"http://[", b"file:///etc/passwd", b"javascript:x", b"https://a.example:99999/", b"=?utf-8?b?",
    b"xml:base='http://['", b"sep=", b"WARC/1.0\r\n", b"HTTP/1.1 200 OK\r\n", b"\xf0\x9f\x92\xa5" * 50, b"A" * 10000,
)  # fmt: skip


def mutated(target: Target, chance: random.Random) -> bytes:
    """Return a changed sample of what a reader reads."""
    data = chance.choice(target.samples)
    others = [sample for each in TARGETS.values() for sample in each.samples]
    for _ in range(chance.choice((0, 1, 1, 2, 4, 8, 16))):
        data = _changed(data, chance, others)[:_LARGEST]
    if target.packs and chance.random() < 0.5:
        data = target.packs(data)
        if chance.random() < 0.5:
            data = _changed(data, chance, others)[:_LARGEST]
    return data


def _changed(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    begin = chance.randint(0, len(data))
    end = min(len(data), begin + chance.choice((0, 1, 4, 20, 100, 1000)))
    piece = data[begin:end]
    new = {
        "cut": lambda: b"",
        "twice": lambda: piece * 2,
        "often": lambda: piece * chance.choice((10, 100, 1000, 10_000)),
        "noise": lambda: chance.randbytes(chance.choice((1, 4, 50))),
        "nasty": lambda: chance.choice(_NASTY),
        "nastier": lambda: chance.choice(_NASTY) * chance.choice((10, 100, 1000)),
        "other": lambda: chance.choice(others),
        "flip": lambda: bytes(each ^ (1 << chance.randrange(8)) for each in piece),
    }
    how = chance.choice((*new, "end", "nasty", "cut"))
    return data[:begin] if how == "end" else data[:begin] + new[how]() + data[end:]


def outcome(target: Target, data: bytes, folder: str) -> str:
    """Read one input and return what became of it: "report", "refusal" or, of neither, "nothing".

    Raises:
        AssertionError: an outcome that is none; also whatever a reader raises, which it must not.

    """
    if target.call:
        return "refusal" if isinstance(target.call(data), Refusal) else "report"
    path = Path(folder, f"input{target.ending}")
    path.write_bytes(data)
    kinds = Counter(_checked(each) for each in read_sources([str(path)], Defaults(published=date(2021, 7, 8))))
    return next((kind for kind in ("report", "refusal") if kinds[kind]), "nothing")


def _checked(each: Outcome) -> str:
    if isinstance(each, Report):
        each.text.encode()  # whatever is kept can be stored
        return "report"
    words = each.reason if isinstance(each, Refusal) else each.matter
    if not isinstance(each, Refusal | Notice) or not words or "\n" in words + each.name:
        raise AssertionError(f"not in one line: {each!r}")
    return "refusal" if isinstance(each, Refusal) else "notice"


def chance_of(name: str, seed: int, number: int) -> random.Random:
    """Return the chance by which an input is made."""
    return random.Random(f"{name} {seed} {number}")


def child(name: str, seed: int, numbers: range, megabytes: int) -> None:
    """Read inputs one after another; say in a line of each what became of it and how long it took."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    target = TARGETS[name]
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            data = mutated(target, chance_of(name, seed, number))
            began = time.perf_counter()
            try:
                became = outcome(target, data, folder)
            except Exception as error:  # noqa: BLE001 - that none comes is what is tried here
                last = traceback.extract_tb(error.__traceback__)[-1]
                became = f"crash {type(error).__name__} in {Path(last.filename).name}:{last.lineno}"
            print(f"{number} {time.perf_counter() - began:.3f} {became}", flush=True)


@dataclass
class Tally:
    """What became of the inputs of a reader."""

    counts: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, -1)

    def add(self, number: int, seconds: float, became: str) -> None:
        """Count one input."""
        kind = became.split(maxsplit=1)[0]
        self.counts[kind] += 1
        self.slowest = max(self.slowest, (seconds, number))
        if kind == "crash":
            self.crashes.append(f"input {number}: {became.removeprefix('crash ')}")


def tried(name: str, given: argparse.Namespace) -> Tally:
    """Give a reader its inputs."""
    tally = Tally()
    number = 0
    while number < given.count:
        for number, seconds, became in _lines(name, number, given):  # noqa: B020 - where the child ended, another begins
            tally.add(number, seconds, became)
        number += 1
    return tally


def _lines(name: str, begin: int, given: argparse.Namespace) -> Iterator[tuple[int, float, str]]:
    """Yield what a child says of the inputs from ``begin`` on, until all are done or one ended it."""
    command = [sys.executable, __file__, "--reader", name, "--seed", str(given.seed), "--child", str(begin)]
    command += ["--count", str(given.count), "--megabytes", str(given.megabytes)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        number, held = begin, b""
        wait = 60.0  # it has to load its readers first
        while number < given.count:
            if not select.select([process.stdout], [], [], wait)[0]:
                process.kill()
                yield number, wait, f"crash took longer than {wait:.0f} s"
                return
            piece = os.read(process.stdout.fileno(), 1 << 16)
            if not piece:
                yield number, 0.0, f"crash ended the process ({process.wait()})"
                return
            wait = given.seconds
            *lines, held = (held + piece).split(b"\n")
            for line in lines:
                told, seconds, became = line.decode().split(" ", 2)
                yield int(told), float(seconds), became
                number = int(told) + 1


def main() -> None:
    """Try every reader and print a line of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", action="append", choices=TARGETS)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--megabytes", type=int, default=3000)
    parser.add_argument("--only", type=int, help="read this input here, without limits")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child is not None:
        child(given.reader[0], given.seed, range(given.child, given.count), given.megabytes)
        return
    if given.only is not None:
        data = mutated(TARGETS[given.reader[0]], chance_of(given.reader[0], given.seed, given.only))
        print(len(data), data[:2000])
        print(outcome(TARGETS[given.reader[0]], data, tempfile.mkdtemp()))
        return
    print(f"{'reader':<10} {'inputs':>7} {'reports':>8} {'refusals':>8} {'neither':>8} {'crashes':>8}   slowest")
    crashes: list[str] = []
    for name in given.reader or TARGETS:
        tally = tried(name, given)
        of = tally.counts
        print(
            f"{name:<10} {of.total():>7} {of['report']:>8} {of['refusal']:>8} {of['nothing']:>8} {of['crash']:>8}"
            f"   {tally.slowest[0]:.2f} s (input {tally.slowest[1]})",
            flush=True,
        )
        crashes += [f"{name} {each}" for each in tally.crashes]
    print("\n".join(crashes[:50]))
    sys.exit(bool(crashes))


if __name__ == "__main__":
    main()
