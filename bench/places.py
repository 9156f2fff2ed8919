"""Finding and locating places: how often a toponym is found, and how often it is put where it lies.

    python bench/places.py TOPONYMS.xml.gz ...      spotted exactly, found anywhere, the same geonameid, within 161 km
    python bench/places.py CLAIMS.jsonl             recall of the places of labelled claims, places spotted for each
    python bench/places.py --seeds                  five places that must lie where they lie

Toponym files are those of the corpora LGL and TR-News: articles with offsets, geonameid and coordinates. "Within
161 km" is the field's measure (a hundred miles), over all gold toponyms that have coordinates: one that abstains
counts as wrong.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.model import Place, Span
from tocsin.resolve.geo import distance_km
from tocsin.resolve.places import Context, PlaceResolver

_HUNDRED_MILES_KM = 161.0
_OVERLAP = 0.5

#: (the expressions of a claim, the one asked for, what the report is about, latitude, longitude, km allowed)
_SEEDS = (
    (("Ain Al-Asad air base", "western Iraq"), 0, "", 33.786, 42.441, 25.0),
    (("Irbil airport",), 0, "", 36.2376, 43.9632, 25.0),
    (("Omar oil field",), 0, "", 35.10, 40.53, 25.0),
    (("Al-Mayadeen",), 0, "The report is from Syria.", 35.02, 40.45, 25.0),
    (("Seytenga",), 0, "The report is from Burkina Faso.", 13.97, 0.30, 25.0),
)


@dataclass(frozen=True, slots=True)
class Toponym:
    """One gold toponym; ``geonameid`` and the point are ``None`` where the corpus has none."""

    span: Span
    geonameid: str | None
    point: tuple[float, float] | None


def articles(path: Path) -> Iterator[tuple[str, list[Toponym]]]:
    """Yield (text, toponyms) of a corpus file."""
    with gzip.open(path) as file:
        root = ET.parse(file).getroot()
    for article in root.iter("article"):
        text = article.findtext("text") or ""
        toponyms = [_toponym(node, text) for node in article.iter("toponym")]
        yield text, [one for one in toponyms if one is not None]


def _toponym(node: ET.Element, text: str) -> Toponym | None:
    start, end = int(node.findtext("start") or 0), int(node.findtext("end") or 0)
    if text[start:end] != (node.findtext("phrase") or ""):
        return None
    tag = node.find("gaztag")
    lat = node.findtext(".//lat") if tag is not None else None
    lon = node.findtext(".//lon") if tag is not None else None
    point = (float(lat), float(lon)) if lat and lon else None
    return Toponym(Span(start, end, text[start:end]), tag.get("geonameid") if tag is not None else None, point)


def measure_toponyms(path: Path, resolver: PlaceResolver) -> dict[str, float]:
    """Measure one corpus file; shares are of all its gold toponyms, in per cent."""
    tally: Counter[str] = Counter()
    started = time.perf_counter()
    for text, gold in articles(path):
        spotted = resolver.spot(text)
        exact = {(m.start, m.end) for m in spotted} | {(m.core_start, m.core_end) for m in spotted}
        tally["spotted"] += len(spotted)
        context = resolver.context(text)
        for place, toponym in zip(_placed(resolver, gold, context, text), gold, strict=True):
            tally["gold"] += 1
            tally["exact"] += (toponym.span.start, toponym.span.end) in exact
            tally["found"] += any(m.start < toponym.span.end and toponym.span.start < m.end for m in spotted)
            tally.update(_judged(place, toponym))
        covered = [g.span for g in gold]
        tally["true"] += sum(any(m.start < s.end and s.start < m.end for s in covered) for m in spotted)
    figures = {key: 100 * tally[key] / max(1, tally["gold"]) for key in ("exact", "found")}
    figures["precision"] = 100 * tally["true"] / max(1, tally["spotted"])
    figures["same geonameid"] = 100 * tally["same"] / max(1, tally["located"])
    figures["within 161 km"] = 100 * tally["within"] / max(1, tally["located"])
    figures["abstained"] = 100 * tally["abstained"] / max(1, tally["located"])
    figures["within 161 km where decided"] = 100 * tally["within"] / max(1, tally["located"] - tally["abstained"])
    figures["seconds"] = time.perf_counter() - started
    return figures


def _placed(resolver: PlaceResolver, gold: list[Toponym], context: Context, text: str) -> list[Place]:
    # The toponyms of one sentence are resolved together, with what the sentences before it gave.
    placed: list[Place] = []
    group: list[Span] = []
    for toponym in gold:
        between = text[group[-1].end : toponym.span.start] if group else ""
        if "\n" in between or ". " in between:
            placed += resolver.resolve(group, context.with_places(placed))
            group = []
        group.append(toponym.span)
    return placed + list(resolver.resolve(group, context.with_places(placed)))


def _judged(place: Place, toponym: Toponym) -> Iterator[str]:
    if toponym.point is None:
        return
    yield "located"
    if place.lat is None or place.lon is None:
        yield "abstained"
        return
    same = place.feature == f"geonames:{toponym.geonameid}"
    if same:
        yield "same"
    # A country is one thing whatever point stands for it.
    if same or distance_km((place.lat, place.lon), toponym.point) <= _HUNDRED_MILES_KM:
        yield "within"


def measure_claims(path: Path, resolver: PlaceResolver) -> dict[str, float]:
    """Measure spotting against the place words of labelled claims."""
    tally: Counter[str] = Counter()
    spent = 0.0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        started = time.perf_counter()
        mentions = resolver.spot(row["text"])
        spent += time.perf_counter() - started
        found = [row["text"][m.start : m.end] for m in mentions]
        gold = {words for claim in row["claims"] for words in claim["place"]}
        tally["spotted"] += len(found)
        tally["gold"] += len(gold)
        tally["reports"] += 1
        tally["recalled"] += sum(any(_overlap(words, one) >= _OVERLAP for one in found) for words in gold)
        tally["same words"] += sum(words in found for words in gold)
    return {
        "recall": 100 * tally["recalled"] / max(1, tally["gold"]),
        "same words": 100 * tally["same words"] / max(1, tally["gold"]),
        "spotted for each gold place": tally["spotted"] / max(1, tally["gold"]),
        "microseconds a report": 1e6 * spent / max(1, tally["reports"]),
    }


def _overlap(one: str, other: str) -> float:
    left, right = Counter(one.casefold().split()), Counter(other.casefold().split())
    shared = sum((left & right).values())
    return 2 * shared / (sum(left.values()) + sum(right.values()))


def check_seeds(resolver: PlaceResolver) -> bool:
    """Print where the seeds were put; tell whether all lie where they must."""
    good = True
    for expressions, asked, about, lat, lon, allowed in _SEEDS:
        spans, at = [], 0
        for words in expressions:
            spans.append(Span(at, at + len(words), words))
            at += len(words) + 4
        place = resolver.resolve(spans, Context(resolver.countries_of(about)))[asked]
        km = (
            distance_km((place.lat, place.lon), (lat, lon)) if place.lat is not None and place.lon is not None else None
        )
        good = good and km is not None and km <= allowed
        print(f"{expressions[asked]:24} {'nowhere' if km is None else f'{km:.1f} km off'}: {place.reason}")
    return good


def main() -> int:
    """Measure the files named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seeds", action="store_true")
    arguments = parser.parse_args()
    resolver = PlaceResolver.default()
    for path in arguments.files:
        measure = measure_claims if path.suffix == ".jsonl" else measure_toponyms
        print(path.name, *(f"{name} {value:.1f}" for name, value in measure(path, resolver).items()), sep="\n  ")
    return 0 if not arguments.seeds or check_seeds(resolver) else 1


if __name__ == "__main__":
    sys.exit(main())
