from __future__ import annotations

import logging
import socket
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.model import Report
from tocsin.read.canonical import canonical
from tocsin.read.found import Defaults, Notice, Outcome, Refusal
from tocsin.read.html import read_html

GIVEN = Defaults(published=date(2021, 7, 9))
BODY = """<nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Ten killed in market blast</h1>{date}
<p>A car bomb went off at a market in the old town on Thursday, killing ten people, the police said in a statement.</p>
<p>No group said it had done it. A similar attack on 3 January 2016 killed four people at the same market, according to a
spokesman.</p><ul><li>First a bomb went off.</li><li>Then there was gunfire for an hour.</li></ul></article>
<footer>Copyright 2019 The Daily Sample</footer>"""
HEAD = """<meta property="og:title" content="Ten killed in market blast"><meta property="og:site_name" content="The Daily Sample">
<link rel="canonical" href="https://daily.example/news/blast">"""
TEXT = (
    "Ten killed in market blast\n\n"
    "A car bomb went off at a market in the old town on Thursday, killing ten people, the police said in a statement.\n\n"
    "No group said it had done it. A similar attack on 3 January 2016 killed four people at the same market, according "
    "to a spokesman.\n\nFirst a bomb went off.\n\nThen there was gunfire for an hour."
)


def page(head: str = "", date_line: str = "", lang: str = "en-GB") -> str:
    body = BODY.format(date=date_line)
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>t</title>{HEAD}{head}</head><body>{body}</body></html>'


def read(data: str | bytes, defaults: Defaults = GIVEN) -> list[Outcome]:
    return list(read_html(data if isinstance(data, bytes) else data.encode(), "p.html", defaults))


def only_report(data: str | bytes, defaults: Defaults = GIVEN) -> Report:
    (report,) = read(data, defaults)
    assert isinstance(report, Report)
    return report


def test_a_page_says_what_it_is() -> None:
    report = only_report(
        page('<meta property="article:published_time" content="2017-03-09T23:30:00+03:00">'), Defaults()
    )
    assert report.text == TEXT
    assert (report.published, report.published_basis) == (date(2017, 3, 9), "page")
    assert (report.title, report.outlet) == ("Ten killed in market blast", "The Daily Sample")
    assert (report.url, report.language) == ("https://daily.example/news/blast", "en")


@pytest.mark.parametrize(
    ("head", "date_line"),
    [
        ('<meta property="article:published_time" content="2017-03-09T08:00:00Z">', ""),
        (
            '<meta property="article:modified_time" content="2017-03-12"><meta name="pubdate" content="2017-03-09">',
            "",
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2017-03-09T08:00:00Z"}</script>',
            "",
        ),
        ("", '<time datetime="2017-03-09T08:00:00Z">Thursday</time>'),
        ("", '<div class="date">Published 9 March 2017</div>'),
        ('<meta property="og:url" content="https://daily.example/2017/03/09/blast">', ""),
    ],
)
def test_where_a_page_may_give_its_date(head: str, date_line: str) -> None:
    report = only_report(page(head, date_line), Defaults())
    assert (report.published, report.published_basis) == (date(2017, 3, 9), "page")


@pytest.mark.parametrize(
    "head",
    [
        "",  # the dates in the prose and the copyright year are no dates of publication
        '<meta property="article:modified_time" content="2017-03-12T08:00:00Z">',
        '<meta http-equiv="Last-Modified" content="2017-03-12">',
        '<meta itemprop="copyrightYear" content="2017">',
        '<meta property="og:image" content="https://daily.example/images/2015/02/03/market.jpg">',
    ],
)
def test_what_does_not_date_a_page(head: str) -> None:
    (refusal,) = read(page(head), Defaults())
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith("no date of publication")
    report = only_report(page(head), GIVEN)
    assert (report.published, report.published_basis) == (date(2021, 7, 9), "given")


def test_a_date_given_against_the_page_is_not_taken_and_said() -> None:
    notice, report = read(page('<meta property="article:published_time" content="2017-03-09">'))
    assert notice == Notice("p.html", "the page says it was published on 2017-03-09, not on 2021-07-09")
    assert isinstance(report, Report)
    assert report.published == date(2017, 3, 9)


def test_flags_hold_where_the_page_is_silent() -> None:
    defaults = Defaults(date(2021, 7, 9), "The Post", "Market blast", "https://post.example/a", "en")
    report = only_report("<html><body><p>A bomb went off.</p><p>Ten died.</p></body></html>", defaults)
    assert report.text == "Market blast\n\nA bomb went off.\n\nTen died."
    assert (report.outlet, report.url) == ("The Post", "https://post.example/a")


def test_the_name_of_a_host_is_weaker_than_an_outlet_given() -> None:
    bare = page().replace('<meta property="og:site_name" content="The Daily Sample">', "")
    assert only_report(bare, GIVEN).outlet == "daily.example"
    assert only_report(bare, Defaults(date(2021, 7, 9), "The Daily Sample")).outlet == "The Daily Sample"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("<html><body><p>Caf\u00e9 hit, four dead".encode(), "Caf\u00e9 hit, four dead"),  # unclosed
        ("<p>Ten people were killed.</p>", "Ten people were killed."),  # a fragment
        ("<html>Ten people were killed", "Ten people were killed"),
        ("<html><body><p>One.<p>Two <b>bold <i>more</p><p>Three</div></body>", "One.\n\nTwo bold more\n\nThree"),
        ("<p>Ten were hurt.<br>Four died.</p>", "Ten were hurt.\n\nFour died."),
        ("<html><head><script>var x = '<p>no</p>';</script></head><body><p>Ten died.</p></body></html>", "Ten died."),
    ],
)
def test_broken_pages(data: str | bytes, words: str) -> None:
    assert only_report(data).text == words


RUSSIAN = "\u0412\u0437\u0440\u044b\u0432 \u0443\u043d\u0435\u0441 \u0436\u0438\u0437\u043d\u0438 \u0434\u0435\u0441\u044f\u0442\u0438 \u0447\u0435\u043b\u043e\u0432\u0435\u043a, \u0441\u043e\u043e\u0431\u0449\u0438\u043b\u0430 \u043f\u043e\u043b\u0438\u0446\u0438\u044f."
QUOTED = "The mayor of Orl\u00e9ans said: \u201cten people died\u201d."


@pytest.mark.parametrize(
    ("words", "encoding", "head"),
    [
        (RUSSIAN, "iso-8859-5", '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-5">'),
        (RUSSIAN, "koi8-r", "<meta charset=koi8-r>"),
        (QUOTED, "cp1252", '<meta charset="iso-8859-1">'),
        (QUOTED, "cp1252", ""),
        (QUOTED, "utf-8", '<meta charset="iso-8859-1">'),
        (QUOTED, "utf-8-sig", ""),
        (QUOTED, "utf-16", ""),
    ],
)
def test_charsets(words: str, encoding: str, head: str) -> None:
    data = f"<html><head>{head}</head><body><p>{words}</p></body></html>".encode(encoding)
    assert only_report(data).text == words


def test_an_xml_declaration_names_the_charset_and_the_language() -> None:
    data = f'<?xml version="1.0" encoding="windows-1252"?><html xml:lang="en"><body><p>{QUOTED}</p></body></html>'
    report = only_report(data.encode("cp1252"))
    assert (report.text, report.language) == (QUOTED, "en")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("<html><body></body></html>", "no article text"),
        ("<html><body><script>x()</script><noscript>Switch scripts on</noscript></body></html>", "no article text"),
        ("   \n ", "no text"),
        ('<?xml version="1.0"?><rss version="2.0"><channel><item/></channel></rss>', "a feed"),
        ("<div>" * 100_000 + "<p>Ten died.</p>", "no article text"),  # deeper than the parser goes
        ("<html>\x00\x01\x02", "NUL"),
    ],
)
def test_refusals(data: str, words: str) -> None:
    (refusal,) = read(data)
    assert isinstance(refusal, Refusal)
    assert words in refusal.reason


def test_nothing_is_fetched_and_nothing_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("a page must not be fetched")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    with caplog.at_level(logging.DEBUG):
        assert len(read("https://daily.example/a")) == 1
        assert (
            len(
                read(
                    '<html><body><img src="https://daily.example/a.jpg"><iframe src="https://daily.example"></iframe></body></html>'
                )
            )
            == 1
        )
    assert not caplog.records
    assert logging.root.manager.disable == 0


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<html>",
        "<body>",
        "<div",
        ">",
        "<table><tr><td>",
        "<meta name='date' content='",
        "2017-03-09",
        "'>",
        "<!--",
        "-->",
        "<a href=",
        "&#0;",
        "&#xd800;",
        "&amp",
        "<title>",
        "<script type='application/ld+json'>",
        '{"@type":',
        "</script>",
        "<svg><![CDATA[",
        "Ten died. ",
        "<time datetime='",
        "<li>",
        "<link rel=canonical href='//[",
    ]
)


@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.one_of(TAGS, st.text(max_size=4)), max_size=14).map(
            lambda parts: "".join(parts).encode("utf-8", "replace")
        ),
    )
)
def test_any_bytes_give_a_report_or_a_refusal(data: bytes) -> None:
    outcomes = read(data)
    assert outcomes == read(data)
    final = outcomes[-1]
    assert isinstance(final, Report | Refusal)
    if isinstance(final, Report):
        assert canonical(final.text) == final.text
        assert (final.text + (final.title or "") + (final.outlet or "")).encode("utf-8")
