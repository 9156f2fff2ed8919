from __future__ import annotations

import pytest

from tocsin.read.discovery import COMMON_PATHS, feeds_in

HERE = "https://daily.example/news/"
COMMON = tuple(f"https://daily.example{path}" for path in COMMON_PATHS)


def found(page: str | bytes) -> tuple[str, ...]:
    return feeds_in(page if isinstance(page, bytes) else page.encode(), HERE)


def alternate(href: str, kind: str = "application/rss+xml", more: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" href="{href}" {more}>'


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (alternate("/rss/world"), ["https://daily.example/rss/world"]),
        (alternate("world.xml", "application/atom+xml; charset=utf-8"), ["https://daily.example/news/world.xml"]),
        ("<base href='https://cdn.example/x/'>" + alternate("y"), ["https://cdn.example/x/y"]),
        (alternate("/a", more='title="Comments on this"') + alternate("/comments/feed"), []),  # of readers
        (alternate("/fr/", "text/html"), []),  # another language
        (alternate("file:///etc/passwd") + alternate("javascript:x()") + alternate("http://[x"), []),
        (
            '<p><a href="/news/rss.xml">RSS</a> <a href="/a/feedback">Write</a> <a href="/y?format=rss">R</a>',
            ["https://daily.example/news/rss.xml", "https://daily.example/y?format=rss"],
        ),
        (
            '<a href="/b.rss">B</a>' + alternate("/a"),
            ["https://daily.example/a", "https://daily.example/b.rss"],
        ),  # what is declared goes first
        (alternate("/a") * 3, ["https://daily.example/a"]),
        ("", []),
    ],
)
def test_feeds_in(page: str, expected: list[str]) -> None:
    assert found(page) == (*expected, *COMMON)


def test_a_feed_at_a_common_path_comes_once_and_first() -> None:
    assert found(alternate("/feed.xml"))[0] == "https://daily.example/feed.xml"
    assert len(found(alternate("/feed.xml"))) == len(COMMON)


@pytest.mark.parametrize("page", [b"\x00\x01\x02" * 50, b"<div>" * 100_000, b"<a href=" * 100_000])
def test_a_page_that_cannot_be_read_adds_nothing(page: bytes) -> None:
    assert found(page) == COMMON


def test_a_page_of_feeds_is_cut() -> None:
    assert len(found("".join(alternate(f"/{number}.rss") for number in range(1000)))) == 50


def test_utf_16() -> None:
    assert found(alternate("/\u00e9.rss").encode("utf-16"))[0] == "https://daily.example/\u00e9.rss"
