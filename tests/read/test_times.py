from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.read.times import Moment, compact_moment, moment

DAY = date(2021, 7, 9)
AT = datetime(2021, 7, 8, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-07-09", Moment(DAY)),
        ("2021-07-09T01:30:00+03:00", Moment(DAY, AT)),  # the day as written, the moment in UTC
        (" 2021-07-09 01:30:00 +0300 ", Moment(DAY, AT)),
        ("2021-07-09t01:30+03", Moment(DAY, AT)),
        ("2021-07-08T22:30:00.000000000Z", Moment(date(2021, 7, 8), AT)),
        ("2021-07-08 22:30:00 UTC", Moment(date(2021, 7, 8), AT)),
        ("2021-07-09T01:30:00", Moment(DAY)),  # nobody says in which zone
        ("Fri, 09 Jul 2021 01:30:00 +0300", Moment(DAY, AT)),
        ("9 Jul 2021 01:30 +0300", Moment(DAY, AT)),
        ("Thu, 08 Jul 2021 17:30:00 EST", Moment(date(2021, 7, 8), AT)),
        ("Thu, 08 Jul 2021 22:30:00 -0000", Moment(date(2021, 7, 8), AT)),  # UTC, of somebody who hides the own zone
        ("Thursday, 08-Jul-21 22:30:00 GMT", Moment(date(2021, 7, 8), AT)),
        ("Fri, 09 Jul 2021 01:30:00", Moment(DAY)),
    ],
)
def test_moment(value: str, expected: Moment) -> None:
    assert moment(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "yesterday",
            "2021-13-01",
            "2021-07-09T25:00:00Z",
            "07/09/2021",
            "2021",
            "Fri, 32 Jul 2021 01:30:00 +0300",
        ),
        "1970-01-01T00:00:00Z",  # programs write it where they know no time
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "9" * 5000,
        "Fri, 09 Jul " + "9" * 60 + " 01:30:00 +0300",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_what_is_no_moment(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moment(value)


@given(
    st.one_of(st.text(max_size=60), st.from_regex(r"[A-Z][a-z]{2}, [0-9]{1,9} [A-Z][a-z]{2} [0-9]{1,9} [0-9:+-]{0,20}"))
)
def test_any_words_are_a_moment_or_none(value: str) -> None:
    try:
        found = moment(value)
    except ValueError:
        return
    assert found.at is None or abs((found.at.date() - found.day).days) <= 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20210709", Moment(DAY)),
        ("20210708223000", Moment(date(2021, 7, 8), AT)),
        ("20210708T223000Z", Moment(date(2021, 7, 8), AT)),
    ],
)
def test_compact_moment(value: str, expected: Moment) -> None:
    assert compact_moment(value) == expected


@pytest.mark.parametrize("value", ["", "2021", "20211301", "20210708250000", "2021070822", "x20210708"])
def test_what_is_no_compact_moment(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        compact_moment(value)
