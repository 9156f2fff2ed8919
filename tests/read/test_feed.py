from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.model import Report
from tocsin.read import feed as feed_module
from tocsin.read.feed import Entry, Feed, parse_feed, read_feed
from tocsin.read.found import Defaults, Notice, Refusal, RefusedError

HERE = "https://ledger.example/feeds/world.xml"
RSS_2 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Harbour Ledger</title><link>https://ledger.example/</link><language>en-gb</language>
<item><title>Shells hit Marrow &amp; Dale</title><link>https://ledger.example/a?utm_source=rss</link>
 <guid isPermaLink="false">ledger-1</guid><dc:creator>Una Quill</dc:creator>
 <pubDate>Fri, 09 Jul 2021 00:30:00 +0300</pubDate>
 <description>Two people were hurt.</description>
 <content:encoded><![CDATA[<p>Shells fell on Marrow at dawn.</p><script>alert(1)</script><p>Two people were hurt.</p>
 <p>Continue reading Shells hit Marrow</p>]]></content:encoded></item>
<item><title>Only an address</title><link>https://ledger.example/b</link><guid>ledger-2</guid>
 <pubDate>Thu, 08 Jul 2021 09:00:00 GMT</pubDate></item>
</channel></rss>"""
RSS_1 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://old.example/"><title>Old Wire</title><link>https://old.example/</link></channel>
<item rdf:about="https://old.example/1"><title>Bridge blown up</title><link>https://old.example/1</link>
 <description>A bridge was blown up near Tarn.</description><dc:date>2021-07-08T22:15:00+02:00</dc:date></item>
</rdf:RDF>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title type="html">Le &lt;b&gt;Quai&lt;/b&gt;</title>
<link href="https://quai.example/"/><link rel="self" href="https://quai.example/atom"/>
<entry><title>Attaque du pont</title><id>tag:quai.example,2021:1</id>
 <link rel="alternate" href="https://quai.example/pont"/><author><name>Rene Corde</name></author>
 <author><name>Lise Mare</name></author>
 <published>2021-07-08T10:00:00Z</published><updated>2021-07-08T12:30:00Z</updated>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Trois soldats sont morts dans la nuit.</p>
 <p>Le pont est ferme.</p></div></content></entry>
<entry><title>Bref</title><id>tag:quai.example,2021:2</id><link href="https://quai.example/bref"/>
 <updated>2021-07-09T06:00:00Z</updated><summary>Le calme est revenu ce matin.</summary>
 <source><title>Agence du Port</title></source></entry>
</feed>"""


def rss(items: str, head: str = "<title>The Harbour Ledger</title>") -> bytes:
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def item(number: int, text: str = "Two people were hurt.", guid: str | None = None, more: str = "") -> str:
    return (
        f"<item><title>News {number}</title><link>https://ledger.example/{number}</link>"
        f"<guid>{guid or f'g{number}'}</guid><pubDate>Thu, 08 Jul 2021 09:00:00 GMT</pubDate>"
        f"<description>{text}</description>{more}</item>"
    )


def test_rss_2_with_content() -> None:
    assert parse_feed(RSS_2.encode(), HERE) == Feed(
        title="The Harbour Ledger",
        language="en",
        address="https://ledger.example/",
        entries=(
            Entry(
                address="https://ledger.example/a?utm_source=rss",
                guid="ledger-1",
                title="Shells hit Marrow & Dale",
                body="Shells fell on Marrow at dawn.\n\nTwo people were hurt.",
                published=date(2021, 7, 9),  # as written, in the writer's own zone
                published_at=datetime(2021, 7, 8, 21, 30, tzinfo=UTC),
                author="Una Quill",
                whole=True,
            ),
            Entry(
                address="https://ledger.example/b",
                guid="ledger-2",
                title="Only an address",
                body="",
                published=date(2021, 7, 8),
                published_at=datetime(2021, 7, 8, 9, tzinfo=UTC),
            ),
        ),
    )


def test_rss_1() -> None:
    (entry,) = parse_feed(RSS_1.encode(), None).entries
    assert (entry.address, entry.body, entry.whole) == (
        "https://old.example/1",
        "A bridge was blown up near Tarn.",
        False,
    )
    assert (entry.published, entry.published_at) == (date(2021, 7, 8), datetime(2021, 7, 8, 20, 15, tzinfo=UTC))
    assert entry.updated_at is None  # dc:date is the only date there, and it is that of publication


def test_atom() -> None:
    found = parse_feed(ATOM.encode(), None)
    assert (found.title, found.address) == ("Le Quai", "https://quai.example/")
    bridge, brief = found.entries
    assert bridge.body == "Trois soldats sont morts dans la nuit.\n\nLe pont est ferme."
    assert bridge.author == "Rene Corde, Lise Mare"
    assert (bridge.published_at, bridge.updated_at) == (
        datetime(2021, 7, 8, 10, tzinfo=UTC),
        datetime(2021, 7, 8, 12, 30, tzinfo=UTC),
    )
    assert (brief.published, brief.published_at, brief.outlet) == (date(2021, 7, 9), None, "Agence du Port")


def test_reports_of_a_feed() -> None:
    *reports, notice = read_feed(RSS_2.encode(), "world.xml", Defaults(address=HERE))
    (report,) = reports
    assert isinstance(report, Report)
    assert report.ref == "world.xml#1"
    assert (report.outlet, report.author, report.title) == (
        "The Harbour Ledger",
        "Una Quill",
        "Shells hit Marrow & Dale",
    )
    assert (report.published, report.published_basis) == (date(2021, 7, 9), "feed")
    assert (report.url, report.updated_basis) == ("https://ledger.example/a?utm_source=rss", None)
    assert report.document is not None
    assert notice == Notice("world.xml", "1 of 2 entries carry no text, only the address of a page")


def test_an_entry_and_what_was_given() -> None:
    given_ = Defaults(outlet="Given", title="No title of a feed's entries", url=HERE, address=HERE)
    bridge, brief = (each for each in read_feed(ATOM.encode(), "-", given_) if isinstance(each, Report))
    assert (bridge.outlet, bridge.language, bridge.title) == ("Given", "fr", "Attaque du pont")
    assert (bridge.updated_at, bridge.updated_basis) == (datetime(2021, 7, 8, 12, 30, tzinfo=UTC), "feed")
    assert brief.outlet == "Agence du Port"
    assert bridge.document != brief.document


def test_an_identifier_is_an_address_only_if_it_is_a_whole_one() -> None:
    told = rss("<item><guid>77</guid></item><item><guid>https://a.example/7</guid></item><item><link>/7</link></item>")
    assert [each.address for each in parse_feed(told, HERE).entries] == [
        None,
        "https://a.example/7",
        "https://ledger.example/7",
    ]


def test_an_entry_that_changed_is_a_version_of_its_document() -> None:
    first, second = (rss(item(1, text)) for text in ("Two people were hurt.", "Three people were hurt."))
    (one,), (other,) = (
        [each for each in read_feed(data, "a.xml", Defaults()) if isinstance(each, Report)] for data in (first, second)
    )
    assert one.document == other.document is not None
    assert one.id != other.id


def test_entries_without_a_day_are_refused_one_by_one() -> None:
    undated = "<item><title>News</title><description>A house burnt.</description></item>"
    refusal, report = read_feed(rss(undated + item(2)), "a.xml", Defaults())
    assert isinstance(refusal, Refusal)
    assert refusal.name == "a.xml#1"
    assert "no date of publication" in refusal.reason
    assert isinstance(report, Report)


def test_a_guid_that_many_bear_tells_nobody_apart() -> None:
    found = parse_feed(rss(item(1, guid="same") + item(2, guid="same") + item(3) + item(3)), None)
    assert [entry.guid for entry in found.entries] == [None, None, "g3"]  # what is told twice comes once
    assert found.notices == ("1 identifiers are borne by different entries, such as 'same'",)


@pytest.mark.parametrize(
    ("data", "bodies"),
    [
        (rss(item(1) + item(2))[:-20], ["Two people were hurt.", "Two people were hurt."]),
        (rss(item(1, "Arms & men <b>came")), ["Arms & men came"]),
        (rss(item(1, "Caf&eacute; and &amp;nbsp;bar &#0; &unknown;")), ["Caf\u00e9 and bar &unknown;"]),
        (rss(item(1, "Bell\x07 and\x00 NUL")), None),
        (b"\n\n  <!-- made by hand --> " + rss(item(1)), ["Two people were hurt."]),
        (
            b"<?xml version='1.0' encoding='windows-1252'?>" + rss(item(1, "caf\u00e9 hit")).decode().encode("cp1252"),
            ["caf\u00e9 hit"],
        ),
        (
            b"<?xml version='1.0' encoding='utf-8'?>" + rss(item(1, "caf\u00e9 hit")).decode().encode("cp1252"),
            ["caf\u00e9 hit"],
        ),
        (rss(item(1)).decode().encode("utf-16"), ["Two people were hurt."]),
        (rss(""), []),
    ],
)
def test_feeds_as_the_web_has_them(data: bytes, bodies: list[str] | None) -> None:
    if bodies is None:
        with pytest.raises(RefusedError, match="NUL"):
            parse_feed(data, None)
        return
    assert [entry.body for entry in parse_feed(data, None).entries] == bodies


def test_repairs_are_said() -> None:
    (notice,) = parse_feed(rss(item(1) + "</p>" + item(2)), None).notices
    assert notice.startswith("not well-formed XML, repaired: ")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no text"),
        (b"Two people were hurt.", "not a feed"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "a page, not a feed"),
        (b"<urlset></urlset>", "not a feed"),
        (bytes(range(256)), "NUL"),
        (b"<rss>" + b" " * feed_module.FEED_LIMIT, "larger than"),
        (b"<rss version='2.0'>" + b"<a>" * 200_001, "tags"),
    ],
)
def test_refusals(data: bytes, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        parse_feed(data, None)
    (refusal,) = read_feed(data, "a.xml", Defaults())
    assert isinstance(refusal, Refusal)


LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + each)} '{f'&{chr(97 + each)};' * 10}'>" for each in range(9)
)


@pytest.mark.parametrize(
    "declared",
    [LAUGHS + "]>", "<!DOCTYPE l [<!ENTITY j SYSTEM 'file:///etc/passwd'>]>", "<!DOCTYPE l [<!entity j 'x'>]>"],
)
def test_entities_neither_grow_nor_fetch(declared: str) -> None:
    found = parse_feed(declared.encode() + rss(item(1, "&j;" * 100)), None)
    assert found.entries[0].body == "&j;" * 100
    assert found.notices == ("declares entities, which are not read",)


def test_a_title_of_ten_megabytes_is_cut() -> None:
    long = rss(item(1), head=f"<title>{'x' * (feed_module.FEED_LIMIT - 1000)}</title>")
    found = parse_feed(long, None)
    assert found.title is not None
    assert len(found.title) <= 2000
    assert len(found.entries) == 1


def test_only_so_many_entries_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "_ENTRIES_LIMIT", 3)
    found = parse_feed(rss("".join(item(number) for number in range(9))), None)
    assert len(found.entries) == 3
    assert found.notices == ("only the first 3 of 9 entries are read",)


def test_a_feed_is_never_taken_for_a_file_or_an_address() -> None:
    for data in (b"/etc/passwd", b"file:///etc/passwd", b"http://127.0.0.1:9/feed"):
        with pytest.raises(RefusedError, match="not a feed"):
            parse_feed(data, None)


def test_addresses_that_are_none_are_left_out() -> None:
    for link in ("file:///etc/passwd", "javascript:x()", "http://[x", f"https://a.example/{'x' * 5000}"):
        (entry,) = parse_feed(rss(f"<item><title>A</title><link>{link}</link></item>"), None).entries
        assert entry.address is None


@settings(deadline=None)
@given(st.data())
def test_any_mutation_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([RSS_2, RSS_1, ATOM])).encode())
    for _ in range(data.draw(st.integers(1, 8))):
        begin = data.draw(st.integers(0, len(whole)))
        end = data.draw(st.integers(begin, min(len(whole), begin + 40)))
        whole[begin:end] = data.draw(st.binary(max_size=20))
    outcomes = list(read_feed(bytes(whole), "a.xml", Defaults()))
    assert outcomes == list(read_feed(bytes(whole), "a.xml", Defaults()))
    assert outcomes
