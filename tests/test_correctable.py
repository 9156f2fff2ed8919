"""What forms are told that a field takes, the field takes."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.codebook import Kind
from tocsin.correctable import Field, fields
from tocsin.correcting import Ground, UnreadableValueError, value_of
from tocsin.identity import claim_id, report_id
from tocsin.link import CORRECTABLE
from tocsin.model import Claim, Report, Span
from tocsin.pipeline import Coding

TEXT = "Rockets hit a market near Mosul."
DAY = date(2016, 6, 2)
REPORT = Report(report_id(TEXT, "Post", DAY), "post", TEXT, DAY, "stated", outlet="Post")


def ground(coding: Coding) -> Ground:
    at = TEXT.index("hit")
    claim = Claim(claim_id(REPORT.id, at, at + 3), REPORT.id, Kind.SHELLING, Span(at, at + 3, "hit"))
    return Ground(claim, REPORT, None, coding.resolvers)


def test_every_field_that_can_be_corrected_is_told_once() -> None:
    assert [one.id for one in fields()] == list(CORRECTABLE)
    assert len({one.label for one in fields()}) == len(CORRECTABLE)


@pytest.mark.parametrize("field", fields(), ids=lambda field: field.id)
def test_a_field_takes_its_terms_or_what_is_written_like_its_examples(field: Field, coding: Coding) -> None:
    assert bool(field.terms) is not bool(field.examples)
    offered = [str(term.id) for term in field.terms] or list(field.examples)
    values = [value_of(field.id, written, ground(coding)) for written in offered]
    assert len(set(values)) == len(offered), "each is another value"
    if field.terms:
        with pytest.raises(UnreadableValueError):
            value_of(field.id, "perhaps", ground(coding))
