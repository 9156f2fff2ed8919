"""Words by which one event answers another, and which event they mean."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from tocsin.codebook import RelationKind
from tocsin.identity import report_id
from tocsin.model import Report
from tocsin.pipeline import Coding, code

DAY = date(2024, 3, 13)


class Row(NamedTuple):
    text: str
    relation: RelationKind
    words: str
    ordinal: int | None
    owner: str
    to: str | None


ROWS = [
    # the later event owns "came after", the earlier, told next, is meant
    Row(
        "Rockets hit an oil field near Erbil on Tuesday. The attack came hours after a drone struck a base in Kirkuk.",
        RelationKind.FOLLOWS, "came hours after", None, "Rockets", "drone",
    ),
    # counted, the others not told
    Row(
        "A drone hit the airport in Erbil on Tuesday. It was the second such attack in days.",
        RelationKind.SERIES, "the second such attack in days", 2, "drone", None,
    ),
    # "latest" counts nothing
    Row(
        "A drone strike killed two soldiers in Erbil on Monday, the latest in a series of strikes.",
        RelationKind.SERIES, "the latest in a series of strikes", None, "drone", None,
    ),
    # an answer to an event told before as context
    Row(
        "Iran fired missiles at a camp in Erbil on Monday. The attack was in retaliation for a bombing in Kerman on 3 January.",
        RelationKind.RETALIATION, "retaliation", None, "missiles", "bombing",
    ),
    # an answer to something that is no event of the report
    Row(
        "Militants shelled a village near Gao on Monday in revenge for its help to the army.",
        RelationKind.RETALIATION, "in revenge for", None, "", None,
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_reference(row: Row, coding: Coding) -> None:
    claims = code(Report(report_id(row.text, None, DAY), "-", row.text, DAY, "given"), coding).claims
    ((owner, reference),) = [(claim, ref) for claim in claims for ref in claim.references]
    assert (reference.relation, reference.span.text, reference.ordinal) == (row.relation, row.words, row.ordinal)
    assert row.text[reference.span.start : reference.span.end] == reference.span.text
    if row.owner:
        assert row.owner in [m.span.text for m in owner.weapons]
    meant = [claim for claim in claims if claim.id == reference.to]
    if row.to is None:
        assert reference.to is None
    else:
        assert len(meant) == 1
        assert meant[0] is not owner
        assert row.to in (meant[0].trigger.text, *(m.span.text for m in meant[0].weapons))


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed four soldiers in Mopti on Monday.",  # alone
        "Gunmen killed four soldiers in Mopti on Monday. The governor arrived the second day.",  # counts days
    ],
)
def test_no_reference(text: str, coding: Coding) -> None:
    claims = code(Report(report_id(text, None, DAY), "-", text, DAY, "given"), coding).claims
    assert [ref for claim in claims for ref in claim.references] == []
    assert claims
