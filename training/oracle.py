"""What the rest of the way makes of perfect tags: the labels themselves given as a tagger's answer.

    python -m training.oracle GOLD.jsonl OUT.jsonl

Scored like any other output, the result is the ceiling that figures, days, places, merging and totals set to every
tagger; what is missing up to it is the tagger's.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tocsin.code.tags import Argument, Passage, Reach, Tags, Trigger
from tocsin.model import Report
from tocsin.pipeline import Coding, code
from tocsin.read import Defaults, read_sources
from tocsin.wire import coded_json
from training.labels import Event, Labelled, labelled, read_lines


class Oracle:
    """A tagger that knows the labels of the one text it is set to."""

    name, version = "labels", "0"
    reach = Reach(1000, 1_000_000)
    tells_apart = True

    def __init__(self) -> None:
        self.text: Labelled | None = None

    def tag(self, passages: Sequence[Passage]) -> Sequence[Tags]:
        """Return the labels that lie in each passage."""
        events = self.text.events if self.text is not None else ()
        return [_tags(passage, events) for passage in passages]


def _tags(passage: Passage, events: Sequence[Event]) -> Tags:
    triggers: list[Trigger] = []
    arguments: list[Argument] = []
    for event in events:
        start, end = event.trigger[0] - passage.start, event.trigger[1] - passage.start
        if start < 0 or end > len(passage.text):
            continue
        arguments += [
            Argument(a - passage.start, b - passage.start, role, len(triggers), None, "label")
            for role, a, b in event.arguments
            if a >= passage.start and b <= passage.start + len(passage.text)
        ]
        triggers.append(
            Trigger(
                start, end, event.kind, event.status, event.hedged, event.background, event.actor_basis, rule="label"
            )
        )
    return Tags(tuple(triggers), tuple(arguments))


def main() -> None:
    """Code and write, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    items = {item["id"]: item for item in read_lines(args.gold)}
    oracle = Oracle()
    coding = replace(Coding.rules(), tagger=oracle)
    with args.out.open("w", encoding="utf-8") as out:
        for found in read_sources([str(args.gold)], Defaults()):
            if isinstance(found, Report):
                oracle.text = labelled({**items[found.ref], "text": found.text})
                out.write(json.dumps(coded_json(code(found, coding)), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
