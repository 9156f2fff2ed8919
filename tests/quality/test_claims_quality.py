"""The trained tagger reads held-out articles no worse than before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from claims_quality import FLOORS, corpus_sha256, differences, held_out, measure, read_by
from corpus_quality import Share, load, sunk, table

from tocsin.pipeline import Coding


@pytest.fixture(scope="module")
def items() -> Sequence[Mapping[str, Any]]:
    return held_out()


def test_the_articles_are_the_pinned_ones(items: Sequence[Mapping[str, Any]]) -> None:
    assert load(FLOORS).corpus_sha256 == corpus_sha256(items)


def test_no_field_is_below_its_floor(items: Sequence[Mapping[str, Any]]) -> None:
    floors, found = load(FLOORS), read_by(Coding.neural(), items)
    shares = measure(items, found)
    shown = table(floors, shares)
    print(f"\n{shown}")  # noqa: T201 - shown by `pytest -rP`
    assert not sunk(floors, shares), f"\n{shown}\n\n" + "\n".join(differences(items, found, "claim"))


def test_the_labels_answer_themselves(items: Sequence[Mapping[str, Any]]) -> None:
    shares = measure(items, {item["id"]: item["claims"] for item in items})
    assert all(share.right == share.of for share in shares.values())
    assert len(shares) > 15


def test_what_is_missed_and_what_is_invented_both_count(items: Sequence[Mapping[str, Any]]) -> None:
    item = next(one for one in items if len(one["claims"]) > 1)
    claims = item["claims"]
    assert measure([item], {item["id"]: claims[1:]})["claim"] == Share(2 * len(claims) - 2, 2 * len(claims) - 1)
    assert measure([item], {item["id"]: [*claims, claims[0]]})["claim"] == Share(2 * len(claims), 2 * len(claims) + 1)
