"""Measure linking alone: gold claims in, incidents out.

usage: linking.py BENCH_DIR [--pairs]

BENCH_DIR holds ``claims_articles_dev.jsonl`` and ``clusters_dev/``. Claims take their place from the gold incident
whose town or sea their own words name (what a gazetteer would answer, one point for all of one name), else none, and
their day from their own words. No incident's coordinates reach a claim that does not name the place. Prints B3
of linking alone, then the incident scorer's table by way of ``score_incidents.py``, where a claim without a place
answers nothing; ``--pairs`` lists every incident with its claims and the pairs that came near.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tocsin.codebook import ActorBasis, Kind, PlacePrecision, Status, WhenBasis, WhenPrecision
from tocsin.identity import claim_id, report_id
from tocsin.lexicon.folding import name_key
from tocsin.link import explain_pair, link, merge_tellings
from tocsin.link.days import dated
from tocsin.link.wording import words
from tocsin.model import Claim, Damage, Figure, Incident, Mention, Place, Report, Span, When
from tocsin.resolve.actors import ActorResolver
from tocsin.resolve.weapons import resolve_weapon

ACTORS = ActorResolver.default()
SEAS = {"gulf of aden": (12.0, 46.0), "red sea": (16.0, 40.5), "bab el mandeb": (12.6, 43.3)}
TOWN_RADIUS_KM, SEA_RADIUS_KM, COUNTRY_RADIUS_KM = 10.0, 300.0, 500.0


def lines(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def span(text: str, words: str) -> Span:
    """Find words in the text; words the labels changed stand at the end."""
    at = text.find(words)
    return Span(at, at + len(words), words) if at >= 0 else Span(len(text), len(text) + len(words), words)


def figure(text: str, value: dict[str, Any] | None) -> Figure | None:
    """Make a figure."""
    return value and Figure(span(text, value["text"]), value["min"], value["max"], who=value.get("who", ""))


def when(text: str, value: dict[str, Any] | None) -> When | None:
    """Make a time."""
    if value is None or value.get("start") is None:
        return None
    start, end = date.fromisoformat(value["start"]), date.fromisoformat(value["end"])
    precise = WhenPrecision.DAY if end - start <= timedelta(days=1) else WhenPrecision.DAYS
    precision = (
        precise if (end - start).days <= 4 else WhenPrecision.WEEK if (end - start).days <= 8 else WhenPrecision.MONTH
    )
    return When(span(text, value["text"]), start, end, precision, WhenBasis.STATED)


def gazetteer(gold: list[dict[str, Any]]) -> dict[str, tuple[float, float, str]]:
    """Return a point for every town that a gold incident's place names by a capitalised word of its own."""
    skipped = {
        "Police",
        "Lines",
        "Gulf",
        "Road",
        "Province",
        "Office",
        "Area",
        "Yemen",
        "Gulistan",
        "Mano",
        "Jan",
        "Aden",
    }
    found: dict[str, tuple[float, float, str]] = {}
    for incident in (g for g in gold if not g["cluster"].startswith("redsea")):
        for word in incident["place"].replace(",", " ").replace("/", " ").split():
            if word[0].isupper() and word not in skipped:
                found.setdefault(name_key(word), (incident["lat"], incident["lon"], incident["country"]))
    found["seitenga"] = found["seytenga"]
    found["makarwal"] = found["makerwal"]
    return found


def place(text: str, words: str, towns: dict[str, tuple[float, float, str]]) -> Place:
    """Resolve a place by the towns and seas known here, else leave it undecided."""
    where, key = span(text, words), name_key(words)
    for sea, (lat, lon) in SEAS.items():
        if sea in key:
            return Place(where, sea, None, None, lat, lon, PlacePrecision.WATER_OR_AIR, SEA_RADIUS_KM, "sea:" + sea)
    for word in key.split():
        if word in towns:
            lat, lon, country = towns[word]
            feature = f"town:{lat},{lon}"
            return Place(where, word, country, None, lat, lon, PlacePrecision.SITE, TOWN_RADIUS_KM, feature)
    return Place(where)


def claims(
    text: str, report: Report, gold: dict[str, Any], towns: dict[str, tuple[float, float, str]]
) -> Iterator[Claim]:
    """Make model claims of one report's gold claims."""
    for number, c in enumerate(gold["claims"]):
        trigger = span(text, c["trigger"])
        trigger = Span(trigger.start + number, trigger.end + number, trigger.text)
        damage = c["damage"] and Damage(span(text, c["damage"]["text"]), c["damage"]["none"])
        yield Claim(
            id=claim_id(report.id, trigger.start, trigger.end),
            report=report.id,
            kind=Kind(c["kind"]),
            trigger=trigger,
            status=Status(c["status"]),
            hedged=c["hedged"],
            background=c["background"],
            speakers=tuple(Mention(span(text, x)) for x in c["speaker"]),
            actors=tuple(ACTORS.resolve(span(text, x)) for x in c["actor"]),
            actor_basis=ActorBasis(c["actor_basis"]),
            targets=tuple(ACTORS.resolve(span(text, x)) for x in c["target"]),
            weapons=tuple(resolve_weapon(span(text, x)) for x in c["weapon"]),
            munitions=figure(text, c["munitions"]),
            places=tuple(place(text, x, towns) for x in c["place"]),
            when=when(text, c["when"]),
            killed=figure(text, c["killed"]),
            injured=figure(text, c["injured"]),
            captured=figure(text, c["captured"]),
            damage=damage,
        )


def answers(told: list[Claim], reports: dict[str, Report], gold: list[dict[str, Any]]) -> dict[str, str]:
    """Return the gold incident of each claim that tells of one: same article, near day, kind; most shared words first."""
    options = []
    for c, g in ((c, g) for c in told for g in gold if reports[c.report].ref in g["articles"]):
        start, end = date.fromisoformat(g["start"]), date.fromisoformat(g["end"])
        slack = timedelta(days=1)
        if c.when is not None and not (c.when.start - slack <= end and start <= c.when.end + slack):
            continue
        said = words(" ".join([*(m.span.text for m in c.targets), *(p.span.text for p in c.places)]))
        shared = len(said & words(f"{g['place']} {g['target']}"))
        kind = c.kind in (g["kind"], *g["kind_alt"])
        dead = c.killed is not None and g["killed"] is not None and c.killed.min in g["killed"]
        if shared or dead or (kind and c.when is not None):
            options.append((-(shared + 2 * kind + 2 * dead), c.id, g["incident"], c.report))
    taken: set[tuple[str, str]] = set()
    found: dict[str, str] = {}
    for _, c_id, incident, report in sorted(options):
        if c_id not in found and (report, incident) not in taken:
            found[c_id] = incident
            taken.add((report, incident))
    return found


def print_b3(incidents: tuple[Incident, ...], gold_of: dict[str, str]) -> None:
    """Print B3 over the claims that tell of a gold incident, wherever they put it."""
    cluster = {c: i.id for i in incidents for c in i.claims if c in gold_of}
    precision = recall = 0.0
    for c, own in cluster.items():
        same = {d for d, other in cluster.items() if other == own}
        true = {d for d in cluster if gold_of[d] == gold_of[c]}
        precision += len(same & true) / len(same) / len(cluster)
        recall += len(same & true) / len(true) / len(cluster)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"linking alone: B3 P {precision:.3f} R {recall:.3f} F1 {f1:.3f} over {len(cluster)} claims")


def print_tellings(told: list[Claim], reports: dict[str, Report]) -> None:
    """Print how many gold claims, all events of their own, merging within a report throws together."""
    by_report: dict[str, list[Claim]] = {}
    for c in told:
        by_report.setdefault(c.report, []).append(dated(c, reports[c.report]))
    several = [group for group in by_report.values() if len(group) > 1]
    lost = sum(len(group) - len(merge_tellings(group, ACTORS)) for group in several)
    print(f"within reports: {lost} of {sum(map(len, several))} claims merged with another event")


def wire(incident: Incident) -> str:
    """Return the incident as the scorer reads it."""
    return json.dumps(asdict(incident), default=str)


def main() -> None:
    """Link and score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--pairs", action="store_true")
    args = parser.parse_args()
    gold = lines(args.bench / "clusters_dev" / "incidents.jsonl")
    towns = gazetteer(gold)
    labelled = {item["id"]: item for item in lines(args.bench / "claims_articles_dev.jsonl")}
    reports: dict[str, Report] = {}
    told: list[Claim] = []
    for article in lines(args.bench / "clusters_dev" / "articles.jsonl"):
        day = date.fromisoformat(article["published"])
        key = report_id(article["text"], article["outlet"], day)
        report = Report(
            key, article["id"], article["text"], day, "stated", outlet=article["outlet"], url=article["url"]
        )
        reports[key] = report
        told.extend(claims(report.text, report, labelled[article["id"]], towns))
    started = time.perf_counter()
    incidents = link(reports, told, [], ACTORS)
    print(f"{len(told)} claims, {len(incidents)} incidents, {time.perf_counter() - started:.2f} s")
    print_b3(incidents, answers(told, reports, gold))
    print_tellings(told, reports)
    if args.pairs:
        show(incidents, told, reports)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "incidents.jsonl")
        path.write_text("\n".join(map(wire, incidents)), encoding="utf-8")
        scorer = [sys.executable, str(args.bench / "score_incidents.py"), str(args.bench / "clusters_dev"), str(path)]
        subprocess.run([*scorer, "--errors"], check=True)


def show(incidents: tuple[Incident, ...], told: list[Claim], reports: dict[str, Report]) -> None:
    """Print each incident with its claims, and the pairs of different incidents that came near."""
    by_id = {claim.id: claim for claim in told}
    for incident in incidents:
        day = incident.when and f"{incident.when.start}/{incident.when.end}"
        print(
            "\n",
            incident.id,
            incident.kind,
            day,
            incident.place and incident.place.name,
            incident.grade,
            incident.sources,
        )
        for key in incident.claims:
            c = by_id[key]
            what = ", ".join(m.span.text for m in c.targets)
            print("    ", reports[c.report].ref, c.kind, c.trigger.text, "| B" if c.background else "|", what)
    of = {c: i.id for i in incidents for c in i.claims}
    near = []
    for n, a in enumerate(told):
        for b in told[n + 1 :]:
            evidence = explain_pair(a, b, ACTORS)
            total = sum(e.score for e in evidence)
            if a.report != b.report and of[a.id] != of[b.id] and total > 1.5:
                near.append((total, a, b, evidence))
    print("\nnear misses")
    for total, a, b, evidence in sorted(near, key=lambda row: -row[0]):
        print(
            f"{total:5.1f} {reports[a.report].ref} {a.trigger.text} ~ {reports[b.report].ref} {b.trigger.text}: ",
            end="",
        )
        print("; ".join(f"{e.name} {e.score:+.1f} ({e.detail})" for e in evidence if e.score))


if __name__ == "__main__":
    main()
