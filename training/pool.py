"""Texts that nobody labelled, for the larger tagger to read to the small one.

Short reports with a word of violence in them, some without, a few told after one another as round-ups do, and news
articles with several such words. What is labelled, to train with or to score, is not among them.
"""

from __future__ import annotations

import gzip
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from training.labels import read_lines
from training.sources import HERE, current_events

#: How many reports with and without a word of violence, and how many round-ups of two to four.
VIOLENT, QUIET, ROUND_UPS = 13_000, 1_000, 500
#: How many words of violence an article has at least.
WORDS = 4
SEED = 7

_VIOLENCE = re.compile(
    r"kill|attack|bomb|explo|shot|shoot|gun|missile|rocket|strike|drone|clash|kidnap|abduct|raid|wound|injur|militant"
    r"|troops|rebel|hostage|captur|seiz|shell|died|dead|massacre|murder|assassin|stab|ambush|offensive|intercept|behead"
    r"|torture|mine|arson|destroy",
    re.IGNORECASE,
)


def unlabelled_texts(bench: Path) -> list[tuple[str, str]]:
    """Return (id, text) of all that is to be read to the small tagger, in an order that is always the same."""
    taken = set(_labelled(bench))
    reports = [
        (one["id"], one["text"]) for one in current_events(bench) if not taken.intersection((one["id"], one["text"]))
    ]
    dice = random.Random(SEED)
    dice.shuffle(reports)
    violent = [one for one in reports if _VIOLENCE.search(one[1])]
    quiet = [one for one in reports if not _VIOLENCE.search(one[1])]
    return [*violent[:VIOLENT], *quiet[:QUIET], *_articles(bench / "places"), *_round_ups(violent, dice)]


def _labelled(bench: Path) -> Iterator[str]:
    for path in (bench / "claims_train.jsonl", bench / "claims_dev.jsonl"):
        for one in read_lines(path):
            yield from (one["id"], one["text"])
    for name in ("current_events", "labelled_again"):
        for one in read_lines(HERE / f"{name}.jsonl"):
            yield one["id"]


def _articles(folder: Path) -> Iterator[tuple[str, str]]:
    for name in ("TR-News", "lgl"):
        with gzip.open(folder / f"{name}.xml.gz") as packed:
            root = ET.fromstring(packed.read())  # noqa: S314 - the bench's own file
        for number, article in enumerate(root.iter("article")):
            text = article.findtext("text") or ""
            if len(_VIOLENCE.findall(text)) >= WORDS:
                yield f"{name}:{number}", text


def _round_ups(reports: list[tuple[str, str]], dice: random.Random) -> Iterator[tuple[str, str]]:
    at = 0
    for number in range(ROUND_UPS):
        if at >= len(reports):
            return
        many = dice.randint(2, 4)
        yield f"round-up:{number}", " ".join(text for _, text in reports[at : at + many])
        at += many
