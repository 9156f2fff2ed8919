"""Fit what the levels of comparisons weigh when claims of different reports are linked.

usage: python -m training.linking BENCH OUT [--folds N]

Learned from pairs of claims that meet in the index: of local reports of shootings (BENCH/shootings_dev.jsonl.gz, coded by
the rules, which find an event in more of them than the networks; two claims are of one event when their reports are of one incident, of which the likeliest pair
of claims is taken) and of this project's own stories (``gold/stories.jsonl``, the labels themselves as claims). A
logistic regression pulls the weights that were set by hand towards the pairs; both kinds of pairs count alike, however
many there are, as the same weights must serve wars and local crime. The folds are of whole incidents.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tocsin.identity import report_id
from tocsin.link import Ground, Telling, prepared, verdicts
from tocsin.link.block import candidate_pairs
from tocsin.link.compare import ALIKE, NEVER, NOTHING, weigh
from tocsin.link.weights import ACROSS, ACROSS_BAR
from tocsin.model import Claim, Report
from tocsin.pipeline import Coding, code, code_all, in_batches
from tocsin.read import Defaults, read_sources
from training.folds import share_of
from training.labels import Json, Labelled, labelled, read_lines
from training.oracle import Oracle
from training.sources import joined

GOLD = Path(__file__).parent / "gold"

#: How strongly the weights set by hand hold against the pairs.
HOLD = 0.004
#: Which part of all weight in fitting the shootings have.
SHOOTINGS_SHARE = 0.5

Level = tuple[str, str]


@dataclass(frozen=True)
class Pair:
    """Two claims, what was found of them, whether they are of one event, and the fold and source they belong to."""

    levels: tuple[tuple[Level, float], ...]
    same: bool
    fold: float
    source: str


def shootings(bench: Path) -> Iterator[Pair]:
    """Yield the pairs of local reports of shootings."""
    path = bench / "shootings_dev.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        incident = {item["id"]: item["incident"] for item in map(json.loads, file)}
    coding = Coding.rules()
    reports = (one for one in read_sources([str(path)], Defaults()) if isinstance(one, Report))
    coded = [one for batch in in_batches(reports) for one in code_all(batch, coding)]
    held = {one.report.id: one.report for one in coded}
    of = {report: incident[held[report].ref] for report in held}
    yield from best_of_reports(_pairs(held, [claim for one in coded for claim in one.claims], of, "shootings"))


def best_of_reports(pairs: Iterator[tuple[tuple[str, str], float, Pair]]) -> Iterator[Pair]:
    """Yield of two reports of one incident the likeliest pair only, of others every pair."""
    best: dict[tuple[str, str], tuple[float, Pair]] = {}
    for reports, score, pair in pairs:
        if not pair.same:
            yield pair
        elif reports not in best or best[reports][0] < score:
            best[reports] = (score, pair)
    yield from (pair for _, pair in best.values())


def stories(bench: Path) -> Iterator[Pair]:
    """Yield the pairs of this project's stories."""
    outlets = {item["id"]: item["outlet"] for item in read_lines(GOLD / "articles_texts.jsonl")}
    items = {item["id"]: {**item, "outlet": outlets[item["id"]]} for item in joined("articles", bench)}
    told = {tuple(claim): row["incident"] for row in read_lines(GOLD / "stories.jsonl") for claim in row["claims"]}
    held: dict[str, Report] = {}
    claims: list[Claim] = []
    of: dict[str, str] = {}
    oracle = Oracle()
    coding = replace(Coding.rules(), tagger=oracle)
    for article in sorted({article for article, _ in told}):
        report, labels = _article(items[article]), labelled(items[article])
        oracle.text, held[report.id] = labels, report
        for claim in code(report, coding).claims:
            number = _number(claim, labels)
            if (article, number) in told:
                claims.append(claim)
                of[claim.id] = told[article, number]
    yield from (pair for _, _, pair in _pairs(held, claims, of, "stories"))


def _article(item: Json) -> Report:
    day = date.fromisoformat(item["date"])
    key = report_id(item["text"], item["outlet"], day)
    return Report(key, item["id"], item["text"], day, "line", outlet=item["outlet"])


def _number(claim: Claim, labels: Labelled) -> int | None:
    """Return which of the labels the claim was made of."""
    spans = {(span.start, span.end) for span in (claim.trigger, *claim.passages)}
    return next((n for n, event in enumerate(labels.events) if tuple(event.trigger) in spans), None)


def _pairs(
    reports: Mapping[str, Report], claims: Sequence[Claim], of: Mapping[str, str], source: str
) -> Iterator[tuple[tuple[str, str], float, Pair]]:
    sides = Coding.rules().resolvers.actors
    tellings = prepared(claims, Ground(reports, verdicts(()), sides))
    for a, b in candidate_pairs(tellings.values()):
        left, right = tellings[a], tellings[b]
        evidence = list(weigh(left, right, sides))
        if evidence[-1].level == NEVER:
            continue
        levels = tuple(((e.name, e.level), _share(e.name, e.level, e.score)) for e in evidence if e.level != NOTHING)
        incidents = _incident(left, of), _incident(right, of)
        pair = Pair(levels, incidents[0] == incidents[1], share_of(min(incidents)), source)
        told = sorted((left.claim.report, right.claim.report))
        yield (told[0], told[1]), sum(e.score for e in evidence), pair


def _incident(telling: Telling, of: Mapping[str, str]) -> str:
    return of.get(telling.claim.id) or of[telling.claim.report]


def _share(name: str, level: str, score: float) -> float:
    weight = ACROSS[name][level]
    return score / weight if weight else 1.0


def design(pairs: Sequence[Pair], levels: Sequence[Level]) -> NDArray[np.float64]:
    """Return one row a pair: how much of each level it has."""
    at = {level: n for n, level in enumerate(levels)}
    rows = np.zeros((len(pairs), len(levels)))
    for n, pair in enumerate(pairs):
        for level, share in pair.levels:
            rows[n, at[level]] = share
    return rows


def by_hand(levels: Sequence[Level]) -> NDArray[np.float64]:
    """Return the weights that were set by hand, or the packaged ones where none was."""
    hand = json.loads((GOLD.parent / "weights_by_hand.json").read_text(encoding="utf-8"))
    return np.array([hand.get(name, {}).get(level, ACROSS[name][level]) for name, level in levels])


#: Levels whose weights stay as they were set. One place is said of any two shootings in a great city on a Saturday, but in
#: war of one event; that places lie far apart is what the places found are good for, and is to be mended there; how often
#: one outlet tells twice of one event is another matter in war than in local news; and that a claim points at no single
#: event is said of few pairs, but what it keeps apart is worth more than what it loses.
SET_BY_HAND = frozenset(
    {
        ("place", "same"),
        ("place", "near"),
        ("place", "far"),
        ("place", "abroad"),
        ("outlet", "same"),
        ("singled out", "vague"),
    }
)


def _hold(level: Level) -> float:
    if level in SET_BY_HAND:
        return 1e6
    return 0.0 if level[0] == "prior" else HOLD


def fit(pairs: Sequence[Pair], levels: Sequence[Level]) -> NDArray[np.float64]:
    """Return the weights of the levels: Newton steps of a logistic regression held to the weights set by hand.

    What speaks against one event by its meaning never speaks for it, and the other way round.
    """
    rows, same = design(pairs, levels), np.array([pair.same for pair in pairs], dtype=float)
    counts = defaultdict(int)
    for pair in pairs:
        counts[pair.source] += 1
    share = {"shootings": SHOOTINGS_SHARE, "stories": 1 - SHOOTINGS_SHARE}
    weight = np.array([share[pair.source] / counts[pair.source] for pair in pairs])
    start = by_hand(levels)
    hold = np.array([_hold(level) / len(start) for level in levels])
    weights = start.copy()
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (weight * (chance - same)) + hold * (weights - start)
        bend = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows + np.diag(hold)
        step = np.linalg.solve(bend, slope)
        weights = np.where(start < 0, np.minimum(weights - step, 0), np.maximum(weights - step, 0))
        if np.abs(step).max() < 1e-6:  # noqa: PLR2004 - settled
            break
    return weights


def report(pairs: Sequence[Pair], weights: NDArray[np.float64], levels: Sequence[Level]) -> str:
    """Return how well weights tell pairs apart, by source."""
    scores = design(pairs, levels) @ weights
    lines = []
    for source in ("shootings", "stories"):
        own = np.array([pair.source == source for pair in pairs])
        same = np.array([pair.same for pair in pairs])
        linked = scores >= ACROSS_BAR.link
        right = (linked & same & own).sum()
        lines.append(
            f"{source}: {own.sum()} pairs, {(same & own).sum()} of one event; linked {(linked & own).sum()}, "
            f"P {right / max(1, (linked & own).sum()):.3f} R {right / max(1, (same & own).sum()):.3f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Fit, report by folds, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    args = parser.parse_args()
    pairs = [*stories(args.bench), *shootings(args.bench)]
    levels = sorted({level for pair in pairs for level, _ in pair.levels})
    print("by hand\n" + report(pairs, by_hand(levels), levels))
    for fold in range(args.folds):
        held = [pair for pair in pairs if int(pair.fold * args.folds) == fold]
        kept = [pair for pair in pairs if int(pair.fold * args.folds) != fold]
        print(f"fold {fold}\n" + report(held, fit(kept, levels), levels))
    weights = fit(pairs, levels)
    print("all, on what they were fitted to\n" + report(pairs, weights, levels))
    held = json.loads(args.out.read_text(encoding="utf-8"))
    for (name, level), value in zip(levels, weights, strict=True):
        held["across"][name][level] = round(float(value), 2)
    worth = 0.0
    for step in sorted(ALIKE):  # the more alike, the more it speaks for one event, however few the pairs of a step
        worth = max(worth, held["across"]["wording"][f"alike {step:.2f}"])
        held["across"]["wording"][f"alike {step:.2f}"] = worth
    args.out.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
