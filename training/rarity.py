"""Count how rare words are in news reports of violence, for the comparison of wordings when claims are linked.

usage: rarity.py BENCH OUT

The rarity of a word is the natural logarithm of how many reports there are to one that has it, the least over the kinds
of reports counted: what is common in local stories of shootings tells little there, though world news hardly has it.
Only words and counts are kept. Words of few reports of a kind are left out: they are the rarest, and among them are the names of private persons.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tocsin.link.telling import words_of

#: What fewer reports than this have is left out.
LEAST = 12


def rarities(kinds: Iterable[list[str]]) -> dict[str, float]:
    """Return the rarity of every word that :data:`LEAST` reports of some kind have."""
    found: dict[str, float] = {}
    for texts in kinds:
        counts = Counter(word for text in texts for word in words_of(text))
        for word, count in counts.items():
            if count >= LEAST:
                found[word] = min(found.get(word, math.inf), math.log(len(texts) / count))
    return found


def texts(path: Path) -> list[str]:
    """Return the texts of a gzipped file of JSON lines, headlines with them."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [f"{row.get('title', '')} {row['text']}" for row in map(json.loads, file)]


def main() -> None:
    """Write the file."""
    bench, out = Path(sys.argv[1]), Path(sys.argv[2])
    found = rarities(texts(bench / name) for name in ("current_events_unlabelled.jsonl.gz", "shootings_dev.jsonl.gz"))
    lines = [f"{word}\t{value:.2f}" for word, value in sorted(found.items())]
    head = "# How rare words are in news of violence: training/rarity.py says how it is counted.\n"
    out.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
