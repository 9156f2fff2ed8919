from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.model import Report
from tocsin.read.canonical import canonical
from tocsin.read.found import Defaults, Notice, Outcome, Refusal
from tocsin.read.text import read_text, unwrapped

GIVEN = Defaults(published=date(2021, 7, 9))


def read(text: str | bytes, defaults: Defaults = GIVEN) -> list[Outcome]:
    return list(read_text(text if isinstance(text, bytes) else text.encode(), "a.txt", defaults))


def only_report(text: str, defaults: Defaults = GIVEN) -> Report:
    (report,) = read(text, defaults)
    assert isinstance(report, Report)
    return report


def test_a_header_block_says_what_the_report_is() -> None:
    report = only_report(
        "Title: Base hit by rockets\r\nDATE: 2021-07-08\r\nOutlet : The Sample Times\r\n"
        "Url: https://sample.example/a\r\nlanguage: en-GB\r\n\r\nFourteen rockets fell.\r\n\r\nTwo were hurt.",
        Defaults(published=date(2020, 1, 1), outlet="Other", title="Other", url="https://other.example", language="fr"),
    )
    assert report.text == "Base hit by rockets\n\nFourteen rockets fell.\n\nTwo were hurt."
    assert (report.published, report.published_basis) == (date(2021, 7, 8), "header")
    assert (report.title, report.outlet, report.language) == ("Base hit by rockets", "The Sample Times", "en")
    assert report.url == "https://sample.example/a"
    assert report.ref == "a.txt"


def test_flags_hold_where_the_text_is_silent() -> None:
    report = only_report(
        "Fourteen rockets fell.",
        Defaults(date(2021, 7, 8), " The\tTimes ", "Base hit", "https://sample.example/a", "en"),
    )
    assert (report.published, report.published_basis) == (date(2021, 7, 8), "given")
    assert (report.title, report.outlet) == ("Base hit", "The Times")
    assert report.text == "Base hit\n\nFourteen rockets fell."


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Breaking: ten killed\nTitle: x\n\nBody.", "Breaking: ten killed\nTitle: x\n\nBody."),  # no known key first
        ("Date: 2021-07-08\nTen people died.\nMayor: we mourn.", "Ten people died.\nMayor: we mourn."),  # prose follows
        ("Outlet:\nDate: 2021-07-08\n\nBody.", "Body."),  # an empty value is no value
        ("Body.\n\nDate: 2021-07-08", "Body.\n\nDate: 2021-07-08"),  # not at the top
        ("Date: 2021-07-08\n\nPublished: by us.", "Published: by us."),  # the block ends at the blank line
        ("He said: we fight", "He said: we fight"),
        ("Date: 2021-07-08\nPublished: 2021-07-08T10:00:00Z\n\nBody.", "Body."),  # twice, but the same
    ],
)
def test_where_a_header_ends(text: str, body: str) -> None:
    assert only_report(text).text == body


def test_unknown_header_keys_are_named_once() -> None:
    notice, report = read("Date: 2021-07-08\nAuthor: A. Writer\nDesk: Foreign\n\nBody.")
    assert notice == Notice("a.txt", "header lines not known and left out: Author, Desk")
    assert isinstance(report, Report)
    assert report.text == "Body."


def test_an_address_that_is_none_is_left_out_aloud() -> None:
    notice, report = read("Url: javascript:alert(1)\n\nBody.")
    assert isinstance(notice, Notice)
    assert "javascript" in notice.matter
    assert isinstance(report, Report)
    assert report.url is None


@pytest.mark.parametrize(
    ("text", "defaults", "words"),
    [
        ("Ten killed.", Defaults(), "no date of publication: give --published"),
        ("", GIVEN, "no text"),
        (" \n\u200b\n", GIVEN, "no text"),
        ("Date: 2021-07-08\n", GIVEN, "no text"),  # a header and nothing else
        ("Date: 2021-02-30\n\nBody.", GIVEN, "date '2021-02-30' is impossible"),
        ("Date: 8 July 2021\n\nBody.", GIVEN, "date '8 July 2021' is not an ISO date"),
        ("Date: 2021-07-08\nPublished: 2021-07-09\n\nBody.", GIVEN, "says published twice"),
        ("Language: all of them!\n\nBody.", GIVEN, "language 'all of them!' is not a language tag"),
        ("a\x00b", GIVEN, "NUL"),
    ],
)
def test_refusals(text: str, defaults: Defaults, words: str) -> None:
    (refusal,) = read(text, defaults)
    assert isinstance(refusal, Refusal)
    assert refusal.name == "a.txt"
    assert words in refusal.reason


@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
def test_any_bytes_give_a_report_or_a_refusal(data: bytes) -> None:
    outcomes = read(data)
    assert outcomes == read(data)
    final = outcomes[-1]
    assert isinstance(final, Report | Refusal)
    if isinstance(final, Report):
        assert canonical(final.text) == final.text
        assert final.text.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # hard-wrapped at about 60 columns: the lines are one paragraph
        (
            (
                "A rocket landed on the airport late on Sunday, killing a\ncontractor, a police officer said. It was the third attack\n"
                "on the airport this year, after two in spring that hit the\nrunway.\n\nNobody has claimed it."
            ),
            (
                "A rocket landed on the airport late on Sunday, killing a contractor, a police officer said. It was the third "
                "attack on the airport this year, after two in spring that hit the runway.\n\nNobody has claimed it."
            ),
        ),
        # a headline over one long line each paragraph: nothing to join
        (
            (
                "Three hurt\nA long line of a paragraph that says much, goes on and on, and is never broken by anything but its end "
                "in the text as it came.\nAnother."
            ),
            (
                "Three hurt\nA long line of a paragraph that says much, goes on and on, and is never broken by anything but its end "
                "in the text as it came.\nAnother."
            ),
        ),
        # each line is a sentence of its own
        (
            "One was hurt.\nTwo fled.\nThree stayed.\nFour came back.",
            "One was hurt.\nTwo fled.\nThree stayed.\nFour came back.",
        ),
    ],
)
def test_lines_of_hard_wrapped_paragraphs_are_joined(text: str, expected: str) -> None:
    assert unwrapped(text) == expected
