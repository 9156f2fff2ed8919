"""How well claims are read by the trained tagger: figures by field against labelled articles it was not trained with.

    python tests/quality/claims_quality.py                                  the table
    python tests/quality/claims_quality.py --errors FIELD                   and where a field differs
    python tests/quality/claims_quality.py --write                          raise floors to the present figures
    python tests/quality/claims_quality.py --pin                            take the changed corpus as the one to measure
    python tests/quality/claims_quality.py --lower METRIC --reason "..."    lower one floor, with the reason on record

The articles are those of ``training/gold`` that the training holds out. A found claim answers a labelled one when their
triggers share a word, or when kind and an actor, target or place agree; best pairs first, each claim once. Words agree
when they share half of their words, figures and days when they are equal; everything of a claim without an answer
counts as missed or invented. A figure is F1: twice what agrees out of all that is labelled and all that is found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from corpus_quality import Share, asked_of_floors, load, settle, sunk, table
from training.folds import fold_of
from training.labels import read_lines, to_verbatim
from training.sources import HERE
from training.wording import alike, words

from tocsin.identity import report_id
from tocsin.model import Report
from tocsin.pipeline import Coding, code_all
from tocsin.wire import coded_json

FLOORS = Path(__file__).with_name("claims_floors.json")
LISTS = ("speaker", "actor", "target", "weapon", "place")
FIGURES = ("munitions", "killed", "injured", "captured")
#: Which bases say more than that the report states it.
_SAID = frozenset({"claimed", "blamed", "suspected"})

Json = Mapping[str, Any]


def held_out() -> list[Json]:
    """Return the labelled articles that nothing is trained with."""
    texts = {one["id"]: one for one in read_lines(HERE / "articles_texts.jsonl")}
    kept = (one for one in read_lines(HERE / "articles.jsonl") if fold_of(one["id"]) == 0)
    return [to_verbatim(one, texts[one["id"]]) for one in kept]


def corpus_sha256(items: Sequence[Json]) -> str:
    """Return the hash of the articles and their labels."""
    return hashlib.sha256(json.dumps(items, sort_keys=True).encode()).hexdigest()


def read_by(coding: Coding, items: Sequence[Json]) -> dict[str, Sequence[Json]]:
    """Return the claims found in each article."""
    reports = []
    for item in items:
        day = date.fromisoformat(item["date"])
        reports.append(Report(report_id(item["text"], None, day), item["id"], item["text"], day, "given"))
    return {
        report.ref: coded_json(one)["claims"] for report, one in zip(reports, code_all(reports, coding), strict=True)
    }


def wording(value: str | Json) -> str:
    """Return the words of a value, labelled or found."""
    return value if isinstance(value, str) else value["text"]


def agreeing(labelled: Sequence[str | Json], found: Sequence[str | Json]) -> int:
    """Return how many values of two lists agree, each counted once."""
    left, hits = list(found), 0
    for one in labelled:
        other = next((two for two in left if alike(wording(one), wording(two))), None)
        if other is not None:
            left.remove(other)
            hits += 1
    return hits


def pairs(labelled: Sequence[Json], found: Sequence[Json]) -> list[tuple[Json | None, Json | None]]:
    """Pair claims one to one, the best first; what is left is paired with nothing."""
    fits = sorted(
        ((-fit, i, j) for i, a in enumerate(labelled) for j, b in enumerate(found) if (fit := _fit(a, b)) is not None),
    )
    taken: dict[int, int] = {}
    for _, i, j in fits:
        if i not in taken and j not in taken.values():
            taken[i] = j
    spare: list[tuple[Json | None, Json | None]] = [
        (None, one) for j, one in enumerate(found) if j not in taken.values()
    ]
    return [(one, found[taken[i]] if i in taken else None) for i, one in enumerate(labelled)] + spare


def _fit(a: Json, b: Json) -> float | None:
    named = bool(words(wording(a["trigger"])) & words(wording(b["trigger"])))
    shared = any(agreeing(a[key], b[key]) for key in ("actor", "target", "place"))
    if not named and not (shared and a["kind"] == b["kind"]):
        return None
    same = sum(_figure(a[key]) == _figure(b[key]) for key in FIGURES if a[key] or b[key])
    lists = sum(2 * agreeing(a[key], b[key]) / (len(a[key]) + len(b[key])) for key in LISTS if a[key] or b[key])
    return 2 * (a["kind"] == b["kind"]) + named + same + 2 * lists + (_days(a) == _days(b))


def _figure(value: Json | None) -> tuple[int | None, int | None] | None:
    return None if value is None else (value["min"], value["max"])


def _days(claim: Json) -> tuple[str, str] | None:
    when = claim["when"]
    return None if when is None or when.get("basis") == "publication" else (when["start"], when["end"])


def _plain(claim: Json) -> Iterator[tuple[str, object]]:
    """Yield the fields that a claim either has or has not, ``None`` where it has not."""
    for key in FIGURES:
        yield key, _figure(claim[key])
    yield "when", _days(claim)
    yield "not occurred", claim["status"] if claim["status"] != "occurred" else None
    yield "hedged", claim["hedged"] or None
    yield "background", claim["background"] or None
    yield "blamed or claimed", claim["actor_basis"] if claim["actor_basis"] in _SAID else None


def measure(items: Sequence[Json], found: Mapping[str, Sequence[Json]]) -> dict[str, Share]:
    """Return the F1 of every field."""
    hits: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for item in items:
        for a, b in pairs(item["claims"], found[item["id"]]):
            _count(a, b, hits, told)
    return {name: Share(2 * hits[name], told[name]) for name in told}


def _count(a: Json | None, b: Json | None, hits: Counter[str], told: Counter[str]) -> None:
    both = a is not None and b is not None
    told["claim"] += (a is not None) + (b is not None)
    told["claim and kind"] += (a is not None) + (b is not None)
    hits["claim"] += both
    hits["claim and kind"] += both and a["kind"] == b["kind"]  # type: ignore[index]
    for key in LISTS:
        left, right = a[key] if a else [], b[key] if b else []
        hits[key] += agreeing(left, right)
        told[key] += len(left) + len(right)
    left_fields, right_fields = dict(_plain(a)) if a else {}, dict(_plain(b)) if b else {}
    for key in {**left_fields, **right_fields}:
        left, right = left_fields.get(key), right_fields.get(key)
        hits[key] += left is not None and left == right
        told[key] += (left is not None) + (right is not None)


def differences(items: Sequence[Json], found: Mapping[str, Sequence[Json]], name: str) -> Iterator[str]:
    """Yield a line for each pair of claims that differ in a field."""
    for item in items:
        for a, b in pairs(item["claims"], found[item["id"]]):
            if name == "claim":
                if a is None or b is None:
                    one, how = (a, "missed") if a is not None else (b, "invented")
                    yield f"{item['id']} {how} {one['kind']} {one['trigger']}"  # type: ignore[index]
                continue
            left, right = (_shown(one, name) for one in (a, b))
            if left != right:
                yield f"{item['id']} labelled {left} found {right}"


def _shown(claim: Json | None, name: str) -> object:
    if claim is None:
        return None
    if name in LISTS:
        return [wording(one) for one in claim[name]]
    return dict(_plain(claim)).get(name, claim.get(name))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and change the floors as asked; return 1 where a figure is below its floor."""
    parser = argparse.ArgumentParser(description="Figures of the trained tagger against their floors.")
    parser.add_argument("--errors", metavar="FIELD", help="list where a field differs")
    asked = asked_of_floors(parser, arguments)
    items, floors = held_out(), load(FLOORS)
    if asked.pin:
        floors = replace(floors, corpus_sha256=corpus_sha256(items))
    if floors.corpus_sha256 != corpus_sha256(items):
        parser.error("the labelled articles changed: the figures are no longer comparable; pin the new ones with --pin")
    found = read_by(Coding.neural(), items)
    shares = measure(items, found)
    sys.stdout.write(table(floors, shares) + "\n")
    sys.stdout.writelines(f"{line}\n" for line in (differences(items, found, asked.errors) if asked.errors else ()))
    floors = settle(floors, shares, asked, parser, FLOORS)
    return 1 if sunk(floors, shares) else 0


if __name__ == "__main__":
    sys.exit(main())
