"""The texts that the labels of this project point into, and the labels joined with them.

    python -m training.sources BENCH OUT.jsonl [--only PART]

``BENCH`` is a folder with ``current_events_unlabelled.jsonl.gz`` and ``re3d/``; articles written for the project stand
beside the labels.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from training.labels import Json, read_lines, to_verbatim

HERE = Path(__file__).parent / "gold"

#: Parts of the labels, each a file of offsets.
PARTS = ("current_events", "re3d", "articles", "labelled_again")


def current_events(bench: Path) -> Iterator[Json]:
    """Yield the short reports of the unlabelled pool."""
    with gzip.open(bench / "current_events_unlabelled.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def re3d(bench: Path, wanted: set[str]) -> Iterator[Json]:
    """Yield the passages "re3d:DOCUMENT:START-END" of press releases; they bear no date of their own."""
    texts = {
        one["_id"]: one["text"]
        for path in sorted((bench / "re3d").glob("*/documents.json"))
        for one in read_lines(path)
    }
    for name in sorted(wanted):
        _, document, bounds = name.split(":")
        start, end = map(int, bounds.split("-"))
        yield {"id": name, "date": "2016-10-15", "text": texts[document][start:end]}


def texts_of(part: str, bench: Path, wanted: set[str]) -> dict[str, Json]:
    """Return the items of a part by id."""
    if part == "re3d":
        found: Iterator[Json] = re3d(bench, wanted)
    elif part == "articles":
        found = read_lines(HERE / "articles_texts.jsonl")
    else:
        found = current_events(bench)
    return {one["id"]: one for one in found if one["id"] in wanted}


def joined(part: str, bench: Path) -> Iterator[Json]:
    """Yield the labelled items of a part with their texts.

    Raises:
        KeyError: a text is not in the bench folder.

    """
    labels = list(read_lines(HERE / f"{part}.jsonl"))
    texts = texts_of(part, bench, {one["id"] for one in labels})
    for one in labels:
        yield to_verbatim(one, texts[one["id"]])


def main() -> None:
    """Join and write, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", choices=PARTS, action="append")
    args = parser.parse_args()
    with args.out.open("w", encoding="utf-8") as out:
        for part in args.only or PARTS[:3]:
            for item in joined(part, args.bench):
                out.write(json.dumps(item, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
