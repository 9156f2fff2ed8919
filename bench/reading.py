"""Measure how fast reports are read out of pages, archives and feeds, on one core, with nothing fetched or coded.

usage: reading.py [--pages N] [--runs N]

The texts are the packaged sample reports, put into pages as newspapers have them (menu, sharing buttons, related
headlines, footer; about 20 KB) with a number in each, so that no two are the same. The same pages are then read out of a
gzipped archive, and the same texts as feeds of 50 entries. The median of the runs is printed, in pages, records,
entries and megabytes a second of processor time, and the most memory the process has held.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from speed import on_one_core, peak_memory_mb, timed

from tocsin.model import Report
from tocsin.read import Defaults, Outcome, read_sources
from tocsin.read.archive import records
from tocsin.read.feed import read_feed
from tocsin.read.html import read_html
from tocsin.read.warc import read_warc
from tocsin.samples import sample_path

_MENU = "".join(f'<li><a href="/section/{number}">Section {number}</a></li>' for number in range(60))
_RELATED = "".join(
    f'<div class="card"><a href="/story/{number}"><img src="/i/{number}.jpg" alt=""><h4>Another story of today, the '
    f"number {number} of them</h4></a><span>12 comments</span></div>"
    for number in range(40)
)
_SCRIPT = "window.settings={" + ",".join(f'"option{number}":{number}' for number in range(300)) + "};"
_PER_FEED = 50


@dataclass(frozen=True)
class Sample:
    """A report of the samples, and the bytes it is read from."""

    title: str
    paragraphs: tuple[str, ...]
    outlet: str
    day: str
    address: str

    def page(self) -> bytes:
        """Return it as a page."""
        body = "".join(f"<p>{escape(each)}</p>" for each in self.paragraphs)
        return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(self.title)}</title>
<meta property="og:site_name" content="{escape(self.outlet)}"><link rel="canonical" href="{self.address}">
<meta property="article:published_time" content="{self.day}T09:00:00Z"><script>{_SCRIPT}</script></head>
<body><header><nav><ul>{_MENU}</ul></nav></header><main><article><h1>{escape(self.title)}</h1>
<div class="byline">By Una Quill</div><div class="share"><a href="#">Share</a><a href="#">Print</a></div>{body}</article>
<aside>{_RELATED}</aside></main><footer><p>All rights reserved.</p><ul>{_MENU}</ul></footer></body></html>""".encode()

    def entry(self) -> str:
        """Return it as an entry of a feed."""
        body = "".join(f"<p>{escape(each)}</p>" for each in self.paragraphs)
        return (
            f"<item><title>{escape(self.title)}</title><link>{self.address}</link><guid>{self.address}</guid>"
            f"<dc:date>{self.day}T09:00:00Z</dc:date><content:encoded><![CDATA[{body}]]></content:encoded></item>"
        )


def samples(count: int) -> Iterator[Sample]:
    """Yield so many, no two of the same text."""
    reports = [one for one in read_sources([str(sample_path())], Defaults()) if isinstance(one, Report)]
    for number in range(count):
        report = reports[number % len(reports)]
        paragraphs = (*report.text.split("\n\n"), f"This is number {number} of the day.")
        yield Sample(
            report.title or "Untitled",
            paragraphs,
            report.outlet or "Nobody",
            report.published.isoformat(),
            f"https://www.ledger.example/story/{number}",
        )


def archive(pages: list[tuple[str, bytes]]) -> bytes:
    """Return pages as a crawl of news is packed: each record with its request, digest and own member of gzip."""
    out = io.BytesIO()
    for address, page in pages:
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        digest = base64.b32encode(hashlib.sha1(page, usedforsecurity=False).digest()).decode()
        for kind, data in (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", block)):
            head = (
                f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-07-09T00:00:00Z\r\n"
                + (f"WARC-Payload-Digest: sha1:{digest}\r\n" if kind == "response" else "")
                + f"Content-Length: {len(data)}\r\n\r\n"
            )
            out.write(gzip.compress(head.encode() + data + b"\r\n\r\n", 6))
    return out.getvalue()


def feeds(chosen: list[Sample]) -> list[bytes]:
    """Return the reports in feeds."""
    return [
        (
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Ledger</title>'
            + "".join(each.entry() for each in chosen[begin : begin + _PER_FEED])
            + "</channel></rss>"
        ).encode()
        for begin in range(0, len(chosen), _PER_FEED)
    ]


def measure(what: str, megabytes: float, read: Callable[[], Iterator[Outcome]], runs: int) -> None:
    """Print one line: how many reports a second come out, and that all do."""
    outcomes = list(read())
    reports = sum(isinstance(each, Report) for each in outcomes)
    if reports < len(outcomes):
        raise SystemExit(f"{what}: {len(outcomes) - reports} of {len(outcomes)} are no reports")
    seconds = timed(lambda: sum(1 for _ in read()), runs).processor
    print(f"{what:<30} {reports / seconds:>8,.0f} reports/s {megabytes / seconds:>8,.1f} MB/s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    on_one_core()
    chosen = list(samples(given.pages))
    pages = [(each.address, each.page()) for each in chosen]
    packed, lists = archive(pages), feeds(chosen)
    size = sum(len(page) for _, page in pages) / 1e6
    measure("pages", size, lambda: (one for url, page in pages for one in read_html(page, url, Defaults())), given.runs)
    measure("records of an archive", size, lambda: read_warc(io.BytesIO(packed), "a", Defaults()), given.runs)
    entries = sum(map(len, lists)) / 1e6
    measure(
        "entries of feeds",
        entries,
        lambda: (one for data in lists for one in read_feed(data, "a", Defaults())),
        given.runs,
    )
    records_only(packed, given.runs)
    print(f"peak memory {peak_memory_mb():,.0f} MB")


def records_only(packed: bytes, runs: int) -> None:
    """Print how fast an archive is unpacked into records of which none is read."""
    count = sum(1 for _ in records(io.BytesIO(packed)))
    seconds = timed(lambda: sum(1 for _ in records(io.BytesIO(packed))), runs).processor
    print(f"{'records, none of them read':<30} {count / seconds:>8,.0f} records/s")


if __name__ == "__main__":
    main()
