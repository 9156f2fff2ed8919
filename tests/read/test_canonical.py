from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.read.canonical import UndecodableError, canonical, decode, one_line, with_headline

ANY_TEXT = st.text(alphabet=st.characters())  # surrogates too
SPACED_TEXT = st.text(
    alphabet=" \t\n\r\x0b\x0c\x85\u00a0\u2028\u2029\u200b\ufeff\u0301\u0344eA.\u2000\x92\x1c", max_size=60
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Four killed.\r\nTwo hurt.\rOne held.", "Four killed.\nTwo hurt.\nOne held."),  # line ends of three systems
        ("One.\u2028Two.\u2029Three.\x0cFour.", "One.\nTwo.\n\nThree.\nFour."),  # line, paragraph and page ends
        ("One.\n \n\t\n\n\nTwo.", "One.\n\nTwo."),  # at most one blank line
        ("  \n\n One.  \n", "One."),
        ("at \u00a0\t\u2009 least  20", "at least 20"),
        ("Deir e\u0301z-Zor", "Deir \u00e9z-Zor"),  # NFC
        ("\ufeffA\u200bBC\u00adD\u202eE\u2060", "ABCDE"),  # zero width, soft hyphen, direction
        ("e\u200b\u0301", "\u00e9"),  # what a zero width character kept apart is composed
        ("a\x00b\x1bc\x7f", "abc"),
        ("a\x00", "a"),  # in pure ASCII as well
        ("can\u0092t \u0093go\u0094", "can\u2019t \u201cgo\u201d"),  # windows-1252 read as ISO 8859-1
        ("wait\u0085", "wait\u2026"),
        ("x\ud800y", "x\ufffdy"),  # a lone surrogate could not be written anywhere
        ("\ufdd0z\U0010ffff", "z"),  # noncharacters
        ("", ""),
        ("\u200b \n", ""),
    ],
)
def test_canonical(text: str, expected: str) -> None:
    assert canonical(text) == expected


@given(st.one_of(ANY_TEXT, SPACED_TEXT))
def test_canonical_is_idempotent_and_can_be_encoded(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert once.encode("utf-8").decode("utf-8") == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & set("\r\t\x00\ufeff\u200b\u00a0")
    assert "\n\n\n" not in once
    assert "  " not in once


@pytest.mark.parametrize("mark", ["\u0301", "\u0344", "\u0316"])
def test_canonical_cuts_runs_of_marks_that_no_script_has(mark: str) -> None:
    once = canonical("a" + f"{mark}\u0327" * 500 + " said")
    assert once.endswith(" said")
    assert len(once) < 60
    assert canonical(once) == once


def test_canonical_is_not_slowed_down_by_marks() -> None:
    assert len(canonical("a" + "\u0301\u0316" * 400_000)) < 40  # sorting them all would take hours


def test_one_line_is_cut() -> None:
    assert one_line("a\nb\n\nc\td") == "a b c d"
    assert one_line("x" * 300, 200) == "x" * 199 + "\u2026"


@pytest.mark.parametrize(
    ("title", "body", "outlet", "expected"),
    [
        (None, "Body.", None, "Body."),
        ("Ten killed", "A bomb went off.", None, "Ten killed\n\nA bomb went off."),
        ("Ten killed", "Ten killed\n\nA bomb went off.", None, "Ten killed\n\nA bomb went off."),
        (
            "Ten killed",
            "TEN KILLED \u2013 A bomb went off.",
            None,
            "TEN KILLED \u2013 A bomb went off.",
        ),  # case, dashes
        (
            "Ten killed in the market today | The Daily",
            "Ten killed in the market today A bomb.",
            None,
            "Ten killed in the market today A bomb.",
        ),
        ("Ten killed - Sample News Network", "Ten killed by bomb.", "Sample News Network", "Ten killed by bomb."),
        ("Ten killed", "Tension rose.", None, "Ten killed\n\nTension rose."),  # whole words
        ("Ten killed in Mosul", "Ten killed", None, "Ten killed in Mosul\n\nTen killed"),  # the body is the shorter
        ("***", "Body.", None, "Body."),  # no words in it
    ],
)
def test_with_headline(title: str | None, body: str, outlet: str | None, expected: str) -> None:
    assert with_headline(title, body, outlet) == expected


LATIN = "Caf\u00e9 bombing: \u201cfour dead\u201d, says the mayor of the town by the river."
RUSSIAN = "\u0427\u0435\u0442\u044b\u0440\u0435 \u0447\u0435\u043b\u043e\u0432\u0435\u043a\u0430 \u043f\u043e\u0433\u0438\u0431\u043b\u0438"
CHINESE = "\u5df4\u683c\u8fbe\u53d1\u751f\u7206\u70b8"


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (LATIN, "utf-8", None),
        (LATIN, "utf-8-sig", None),
        (LATIN, "utf-8-sig", "windows-1251"),  # the mark is stronger
        (LATIN, "utf-16", None),
        (LATIN, "utf-16-le", None),  # without its mark, told by the zeros
        (LATIN, "utf-16-be", None),
        (LATIN, "utf-32", None),
        (LATIN, "cp1252", None),  # few letters beyond ASCII
        (LATIN, "cp1252", "iso-8859-1"),  # what pages call Latin-1
        (LATIN, "cp1252", "ascii"),
        (LATIN, "utf-8", "windows-1252"),  # a template that lies: no mojibake
        (LATIN, "utf-8", "no-such-charset"),
        (LATIN, "utf-8", "zlib"),  # a codec, but no charset
        (LATIN, "utf-8", "utf-16"),  # readable, so it cannot be
        (LATIN, "utf-8", "x" * 500),
        (RUSSIAN, "iso-8859-5", "iso-8859-5"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (CHINESE, "gbk", "gb2312"),  # GBK bytes in a page that says GB 2312
        (CHINESE, "gb18030", "gb18030"),
        ("\u8054\u901a", "gbk", "gbk"),  # bytes that are valid UTF-8 by accident
    ],
)
def test_decode(text: str, encoding: str, declared: str | None) -> None:
    assert decode(text.encode(encoding), declared) == text


def test_decode_guesses_a_charset() -> None:
    text = (
        RUSSIAN + ", \u0441\u043e\u043e\u0431\u0449\u0430\u0435\u0442 \u043f\u043e\u043b\u0438\u0446\u0438\u044f. "
    ) * 10
    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "NUL"),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "NUL"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"\xff\xfea", "utf-16-le"),  # half a character
        (b"\xef\xbb\xbf\xff\xff", "utf-8"),
    ],
)
def test_decode_refuses_what_is_no_text(data: bytes, words: str) -> None:
    with pytest.raises(UndecodableError, match=words):
        decode(data)


@given(
    st.binary(max_size=400),
    st.one_of(st.none(), st.text(max_size=20), st.sampled_from(["utf-8", "gbk", "hz", "iso-2022-jp", "cp037"])),
)
def test_decode_gives_text_or_says_why_not(data: bytes, declared: str | None) -> None:
    try:
        text = decode(data, declared)
    except UndecodableError:
        return
    assert canonical(text).encode("utf-8") is not None


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1"])
def test_stray_bytes_in_utf8_spoil_no_other_letter(declared: str | None) -> None:
    data = (
        "Łódź and Kraków: “shells”, ".encode()
        + b"caf\xe9 and \x93quoted\x94".replace(b"\x94", b"")
        + " and Gdańsk".encode()
    )
    assert decode(data, declared) == "Łódź and Kraków: “shells”, café and “quoted and Gdańsk"
