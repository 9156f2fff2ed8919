"""Whose word a report is: credits in its text, and copies of one text under several outlets."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from link_builders import claim, report

from tocsin.link import copies
from tocsin.link.copies import near_copies, same_text
from tocsin.link.sources import original_sources, source_name

TAIL = " Nobody else in the valley would speak of it, and the road to the mill stayed closed all that day."
STORY = (
    "Gunmen on motorcycles stormed the market of Marrow shortly before noon and shot at the stalls, killing nine "
    "traders and wounding twenty more before the guards at the mill returned fire and drove them off along the river "
    "road towards Tarn, where two of the motorcycles were found burning in the evening by a patrol of the army."
)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("MARROW, May 3 (AFP) - Nine people died at the market." + TAIL, "AFP"),  # a dateline
        ("Nine people died at the market." + TAIL + " (AFP)", "AFP"),  # a signature
        ("Nine people died at the market." + TAIL + " [Reuters/AP]", "Reuters"),  # the first of two
        ("Nine people died at the market." + TAIL + " \N{EN DASH} AFP", "AFP"),
        ("Nine people died at the market." + TAIL + "\n\N{EM DASH} Reuters.\n", "Reuters"),
        ("Nine people died at the market." + TAIL + "\nSource: Anadolu Agency", "Anadolu"),
        ("AFP \N{EN DASH} Nine people died at the market." + TAIL, "AFP"),
        ("MARROW, Reuters \N{EM DASH} Nine people died at the market." + TAIL, "Reuters"),
        ("Nine people died at the market of Marrow, the mayor told AFP." + TAIL, "AFP"),
        ("Nine people died at the market of Marrow, the mayor told the Associated Press." + TAIL, "AP"),
        ("AFP said nine people had died at the market of Marrow on Friday." + TAIL, "AFP"),
        ("Nine people died at the market of Marrow, according to news agency SANA." + TAIL, "SANA"),
        ("U.S. and other troops were near the market of Marrow, Reuters reported." + TAIL, "Reuters"),
        # No credit
        ("Nine people died at the market." + TAIL, "The a Herald"),
        ("Nine people died at the market of Marrow on Friday. It was so, a boy told AFP." + TAIL, "The a Herald"),
        ("Nine people died at the market, Sana told the mayor of Marrow." + TAIL, "The a Herald"),  # a person
        ("Nine people died, the mayor told APTN and nobody else in Marrow." + TAIL, "The a Herald"),
        ("A non-AP reporter saw nine people die at the market of Marrow." + TAIL, "The a Herald"),
        ("Gunmen killed nine people, an AFP reporter among them, at Marrow." + TAIL, "The a Herald"),  # no speaker
        ("", "The a Herald"),
    ],
)
def test_a_credit_in_the_first_sentence_or_at_the_end_is_the_source(text: str, source: str) -> None:
    assert source_name(report("a", text=text), [claim("a")]) == source


def test_an_agency_that_hears_another_tells_its_own() -> None:
    own = report("a", text="Nine people died at the market of Marrow, the mayor told AFP." + TAIL, outlet="Reuters")
    assert source_name(own, [claim("a")]) == "Reuters"


def test_copies_have_the_source_of_the_earliest() -> None:
    told = [
        report("late", "2030-05-03", text=STORY),
        report("own", "2030-05-01", text="A text of its own about the market of Marrow."),
        report("first", "2030-05-02", text=STORY + " (AFP)"),
        report("same-day", "2030-05-02", text="Updated: " + STORY),
    ]
    found = original_sources(told, {one.id: [claim(one.id)] for one in told})
    assert found == {"late": "AFP", "own": "The own Herald", "first": "AFP", "same-day": "AFP"}


def test_copies_of_copies_are_one_group() -> None:
    # Each version drops a stretch; neighbours are near copies, the first and the last are not.
    words = [f"word{n}" for n in range(100)]
    versions = [" ".join(words[8 * n :] + [f"more{m}" for m in range(8 * n)]) for n in range(4)]
    assert not same_text(versions[0], versions[-1])
    assert near_copies(versions) == [0, 0, 0, 0]
    assert near_copies([versions[0], versions[-1]]) == [0, 1]


def _reworded(seed: int, share: float) -> str:
    chance = random.Random(seed)
    return " ".join(f"new{chance.random()}" if chance.random() < share else word for word in STORY.split())


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=60), st.data())
def test_no_near_copy_is_missed(words: list[str], data: st.DataObject) -> None:
    other = list(words)
    for _ in range(data.draw(st.integers(0, 3))):
        other.insert(data.draw(st.integers(0, len(other))), data.draw(st.sampled_from("abcx")))
    left, right = " ".join(words), " ".join(other)
    assert (near_copies([left, right]) == [0, 0]) is same_text(left, right)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4)), min_size=1, max_size=12, unique=True), st.randoms())
def test_the_order_of_reports_does_not_matter(drawn: list[tuple[int, int]], chance: random.Random) -> None:
    told = [report(f"r{seed}-{day}", f"2030-05-0{day}", text=_reworded(seed, seed / 300)) for seed, day in drawn]
    claims = {one.id: [claim(one.id)] for one in told}
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert original_sources(shuffled, claims) == original_sources(told, claims)


def test_the_hashes_are_the_same_everywhere() -> None:
    assert copies.shingles("Nine died at Marrow") == {int.from_bytes(bytes.fromhex("58576b2dcbcebb70"))}


@pytest.mark.parametrize(
    ("texts", "most"),
    [
        ([STORY] * 2_000, 2_000),
        ([f"{STORY} Copy {n} of the {n % 7}th hour." for n in range(2_000)], 2_000),
        ([" ".join(f"word{w}" for w in range(n, n + 60)) for n in range(2_000)], 2_000),
        ([_reworded(n, 1.0) for n in range(2_000)], 0),
    ],
    ids=["equal", "nearly equal", "rewritten", "unlike"],
)
def test_two_thousand_texts_are_not_compared_pair_by_pair(
    texts: list[str], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0

    def counting(a: str, b: str) -> bool:
        nonlocal compared
        compared += 1
        return same_text(a, b)

    monkeypatch.setattr(copies, "same_text", counting)
    groups = near_copies(texts)
    assert compared <= most
    assert len(set(groups)) == (1 if most else 2_000)


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://news.example.org/a", "news.example.org"),
        ("http://web.archive.org/web/20141108120159/http://www.local.example:80/story", "www.local.example"),
        ("https://web.archive.org/", "web.archive.org"),
        (None, "ref-a"),
    ],
)
def test_an_archived_page_is_the_word_of_who_published_it(url: str | None, source: str) -> None:
    assert source_name(report("a", outlet=None, url=url), []) == source
