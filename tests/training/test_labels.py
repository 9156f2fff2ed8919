from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.folds import FOLDS, fold_of
from training.labels import LISTS, SINGLES, labelled, occurrences, read_lines, to_offsets, to_verbatim
from training.sources import HERE, PARTS

from tocsin.code.tags import Role

WORDS = "Gunmen killed four soldiers near Mopti on Monday , the army said . Rockets hit the base ; four died".split()


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    text = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=30)))
    words = text.split()

    def span() -> str:
        first = draw(st.integers(0, len(words) - 1))
        return " ".join(words[first : first + draw(st.integers(1, 3))])

    def claim() -> dict[str, Any]:
        value: dict[str, Any] = {
            "kind": "shooting",
            "status": "occurred",
            "hedged": draw(st.booleans()),
            "background": draw(st.booleans()),
            "actor_basis": "none",
            "trigger": span(),
        }
        for key in LISTS:
            value[key] = [span() for _ in range(draw(st.integers(0, 2)))]
        facts = {"when": {"start": "2024-01-01", "end": "2024-01-02"}, "damage": {"none": False}}
        for key in SINGLES:
            one = {"text": span(), **facts.get(key, {"min": 4, "max": None})}
            value[key] = draw(st.sampled_from([None, one]))
        return value

    total = {"text": span(), "what": "killed", "min": 5, "max": None, "since": draw(st.sampled_from(["", span()]))}
    return {
        "id": "x",
        "date": "2024-01-03",
        "text": text,
        "claims": [claim() for _ in range(draw(st.integers(0, 3)))],
        "totals": draw(st.sampled_from([[], [total]])),
    }


@given(items())
def test_labels_kept_as_offsets_are_the_same_when_joined(item: dict[str, Any]) -> None:
    offsets = to_offsets(item)
    assert "text" not in offsets
    assert to_verbatim(offsets, item) == item


@given(items())
def test_every_argument_stands_where_its_words_do(item: dict[str, Any]) -> None:
    for claim, event in zip(item["claims"], labelled(item).events, strict=True):
        assert item["text"][slice(*event.trigger)] == claim["trigger"]
        told = {(role, item["text"][start:end]) for role, start, end in event.arguments}
        wanted = {(role, words) for key, role in LISTS.items() for words in claim[key]}
        wanted |= {(role, claim[key]["text"]) for key, role in SINGLES.items() if claim[key] is not None}
        assert told == wanted


def test_of_words_that_stand_twice_those_near_the_trigger_are_meant() -> None:
    text = "Four men fled. Gunmen killed four men in Mopti. Later four men were buried."
    claim = {
        "kind": "shooting", "trigger": "killed", "status": "occurred", "hedged": False, "background": False,
        "actor_basis": "stated", "speaker": [], "actor": ["Gunmen"], "target": ["four men"], "weapon": [],
        "place": ["Mopti"], **dict.fromkeys(SINGLES),
    }  # fmt: skip
    (event,) = labelled({"id": "x", "text": text, "claims": [claim]}).events
    assert (Role.TARGET, 29, 37) in event.arguments
    assert event.elsewhere == ((Role.TARGET, 54, 62),)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("four of fourteen", "four", [(0, 4)]),
        ("fourteen", "four", [(0, 4)]),
        ("a four, four", "four", [(2, 6), (8, 12)]),
        ("none", "four", []),
    ],
)
def test_whole_words_come_first(text: str, words: str, found: list[tuple[int, int]]) -> None:
    assert occurrences(text, words) == found


def test_a_value_that_is_not_in_the_text_is_named() -> None:
    item = {
        "id": "x",
        "text": "Gunmen fled.",
        "claims": [{**dict.fromkeys(SINGLES), **{key: [] for key in LISTS}, "trigger": "killed"}],
    }
    with pytest.raises(ValueError, match=r"x: not in the text: \['killed'\]"):
        labelled(item)


@pytest.mark.parametrize("part", PARTS)
def test_the_kept_labels_point_into_texts_without_holding_any(part: str) -> None:
    seen = set()
    for one in read_lines(HERE / f"{part}.jsonl"):
        assert set(one) == {"id", "claims", "totals"}
        assert one["id"] not in seen
        seen.add(one["id"])
        for claim in one["claims"]:
            assert claim["trigger"][0] < claim["trigger"][1]
    assert seen


def test_the_articles_of_the_project_fit_their_labels() -> None:
    texts = {one["id"]: one for one in read_lines(HERE / "articles_texts.jsonl")}
    for one in read_lines(HERE / "articles.jsonl"):
        joined = to_verbatim(one, texts[one["id"]])
        assert to_offsets(joined) == one


def test_nothing_is_trained_with_that_is_held_out() -> None:
    folds = [fold_of(f"{part}-{i}") for part in "ab" for i in range(500)]
    assert set(folds) == set(range(FOLDS))
    assert Path(HERE).is_dir()
