from __future__ import annotations

import gzip
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.read import sitemap
from tocsin.read.found import RefusedError
from tocsin.read.sitemap import Page, Sitemap, parse_sitemap

HERE = "https://daily.example/sitemap.xml"
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>
 https://daily.example/blast?a=1&amp;b=2 </loc><lastmod>2021-07-09T01:30:00+03:00</lastmod>
 <n:news><n:publication><n:name>The Daily Sample</n:name><n:language>en-GB</n:language></n:publication>
 <n:publication_date>2021-07-08</n:publication_date><n:title><![CDATA[Ten killed & four hurt]]></n:title></n:news>
 <image:image><image:loc>https://daily.example/p.jpg</image:loc><image:title>A picture</image:title></image:image></url>
<url><loc>/raid</loc></url>
<url><loc>mailto:desk@daily.example</loc></url><url><lastmod>2021-07-09</lastmod></url>
</urlset>"""


def urlset(inner: str) -> bytes:
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</urlset>'.encode()


def addresses(data: bytes) -> list[str]:
    return [page.address for page in parse_sitemap(data, HERE).pages]


@pytest.mark.parametrize(
    "pack", [bytes, gzip.compress, lambda data: gzip.compress(data[:99]) + gzip.compress(data[99:])]
)
def test_a_site_map_of_news(pack: object) -> None:
    assert callable(pack)
    found = parse_sitemap(pack(NEWS.encode()), HERE)
    assert found.pages == (
        Page(
            "https://daily.example/blast?a=1&b=2",
            modified=date(2021, 7, 9),
            modified_at=datetime(2021, 7, 8, 22, 30, tzinfo=UTC),
            published=date(2021, 7, 8),
            title="Ten killed & four hurt",
            language="en",
            outlet="The Daily Sample",
        ),
        Page("https://daily.example/raid"),
    )
    assert found.notices == ("2 entries have no address that could be read, and are left out",)


def test_an_index_of_site_maps_does_not_lead_back_to_itself() -> None:
    index = "".join(f"<sitemap><loc>{each}</loc></sitemap>" for each in (HERE, "/a.xml", "/b.xml.gz", "/a.xml"))
    found = parse_sitemap(f"<sitemapindex>{index}</sitemapindex>".encode(), HERE)
    assert found == Sitemap(sitemaps=("https://daily.example/a.xml", "https://daily.example/b.xml.gz"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_plain_list(encoding: str) -> None:
    data = "https://daily.example/a\r\n\nhttps://daily.example/b\nnothing\n".encode(encoding)
    assert addresses(data) == ["https://daily.example/a", "https://daily.example/b"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (urlset("<url><loc>https://a.example/?a=1&b=2</loc></url>"), ["https://a.example/?a=1&b=2"]),  # stray ampersand
        (
            urlset("<url><loc>https://a.example/a</loc></url><url><loc>https://a.ex")[:-9],
            ["https://a.example/a"],
        ),  # cut
        (b"<!-- made by hand -->\n" + urlset("<url><loc>https://a.example/a</loc></url>"), ["https://a.example/a"]),
        (
            b"\n\n<?xml version='1.0' encoding='windows-1252'?>"
            + urlset("<url><loc>https://a.example/\u00e9</loc></url>").decode().encode("cp1252"),
            ["https://a.example/\u00e9"],
        ),
        (urlset("<url><loc>https://a.example/x</loc></url>" * 9), ["https://a.example/x"]),  # once
        (urlset("<url><loc>http://[x</loc></url><url><loc>file:///etc/passwd</loc></url>"), []),
        (urlset(f"<url><loc>https://a.example/{'x' * 5000}</loc></url>"), []),
    ],
)
def test_broken_site_maps(data: bytes, expected: list[str]) -> None:
    assert addresses(data) == expected


def test_what_may_be_missing_is_said() -> None:
    found = parse_sitemap(urlset("<url><loc>/a</loc></p></url><url><loc>/b</loc></url>"), HERE)
    assert [page.address for page in found.pages] == ["https://daily.example/a"]
    (notice,) = found.notices
    assert notice.startswith("not well-formed XML, entries may be missing: ")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no text"),
        (b"<html><body>x</body></html>", "a page, not a site map"),
        (b"<rss version='2.0'></rss>", "not a site map"),
        (b"Ten killed.", "not a site map"),
        (bytes(range(256)), "NUL"),
        (gzip.compress(NEWS.encode(), mtime=0)[:-30], "gzip that cannot be unpacked"),
        (b"\x1f\x8bjunk", "gzip that cannot be unpacked"),
    ],
)
def test_refusals(data: bytes, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        parse_sitemap(data, HERE)


def test_what_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(RefusedError, match="larger than"):
        parse_sitemap(gzip.compress(b"<urlset>" + b" " * sitemap.SITEMAP_LIMIT), HERE)


def test_only_so_many_addresses_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "_ADDRESSES_LIMIT", 3)
    found = parse_sitemap(urlset("".join(f"<url><loc>/{number}</loc></url>" for number in range(9))), HERE)
    assert len(found.pages) == 3
    assert found.notices == ("only the first 3 entries are read",)
    assert len(parse_sitemap(b"https://daily.example/a\n" * 9, HERE).pages) == 1


LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + each)} '{f'&{chr(97 + each)};' * 10}'>" for each in range(9)
)


@pytest.mark.parametrize(
    "declared",
    [
        LAUGHS + "]>",
        "<!DOCTYPE l [<!ENTITY j '" + "x" * 100_000 + "'>]>",
        "<!DOCTYPE l [<!ENTITY j SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE l SYSTEM 'http://127.0.0.1:9/x.dtd'>",
    ],
)
def test_entities_neither_grow_nor_fetch(declared: str) -> None:
    page = urlset("<url><loc>https://a.example/" + "&j;" * 100 + "</loc></url>").decode()
    (address,) = addresses(f"<?xml version='1.0'?>{declared}{page}".encode())
    assert address == "https://a.example/" + "&j;" * 100


@pytest.mark.parametrize(
    "inner", ["<a>" * 100_000, "<url>" * 100_000, "<url><loc>" + "<![CDATA[" * 50_000, "&" * 100_000]
)
def test_endless_nesting_lists_nothing(inner: str) -> None:
    found = parse_sitemap(urlset(inner), HERE)
    assert not found.pages
    assert found.notices


@given(st.data())
def test_any_mutation_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(NEWS.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        begin = data.draw(st.integers(0, len(whole)))
        end = data.draw(st.integers(begin, min(len(whole), begin + 40)))
        whole[begin:end] = data.draw(st.binary(max_size=20))
    try:
        found = parse_sitemap(bytes(whole), HERE)
    except RefusedError:
        return
    assert found == parse_sitemap(bytes(whole), HERE)
    assert all(page.address.startswith(("http://", "https://", "HTTP")) for page in found.pages)
