"""How well the sample reports are read: figures against ``tests/corpus/expected.yml``, and floors they must not sink below.

    python tests/quality/corpus_quality.py                                  the table
    python tests/quality/corpus_quality.py --errors                         and what was missed and invented
    python tests/quality/corpus_quality.py --write                          raise floors to the present figures
    python tests/quality/corpus_quality.py --pin                            take the changed corpus as the one to measure
    python tests/quality/corpus_quality.py --lower METRIC --reason "..."    lower one floor, with the reason on record
    python tests/quality/corpus_quality.py --coder neural …                 the same for the trained tagger

A found incident answers an expected one when they share a report, their days overlap with one day of slack and their
places lie within 60 km; where either has no point their countries must agree, and an expected incident that has no
country either lies anywhere. Threats answer threats only. Best pairs first, each incident once. Found incidents that
answer nothing count as invented, but for those that rest on vague words alone and for threats; hypothetical ones are
left out altogether.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from tocsin.codebook import Kind, Status
from tocsin.link import link
from tocsin.link.figures import tellings
from tocsin.model import Claim, CodedReport, Incident, IncidentReport, Report, Span
from tocsin.pipeline import Coding, code
from tocsin.read import Defaults, read_sources
from tocsin.resolve.geo import distance_km
from tocsin.samples import sample_path

EXPECTED = Path(__file__).parents[1] / "corpus" / "expected.yml"
FLOORS = Path(__file__).with_name("floors.json")
COMMAND = "python tests/quality/corpus_quality.py"

#: How far below the present figure a floor is set.
SLACK = 0.01
#: Spans are right or broken; there is no slack in them.
SPANS = "spans equal to their text"
_ANSWERS_WITHIN_KM = 60.0
_RIGHT_WITHIN_KM = 25.0
_DAY = timedelta(days=1)
_FIGURES = ("killed", "injured", "munitions")
#: Words that name nobody by themselves.
_NOBODY = frozenset({"and", "armed", "forces", "group", "the"})


@dataclass(frozen=True, slots=True)
class Share:
    """``right`` out of ``of``."""

    right: int
    of: int

    @property
    def figure(self) -> float:
        """The share from 0 to 1; an error where there was nothing to measure."""
        if not self.of:
            raise ValueError("nothing to measure: a share of none")
        return self.right / self.of


Shares = Mapping[str, Share]


@dataclass(frozen=True)
class Expected:
    """An expected incident; ``reports`` says of each report (by ref) whether it tells the event as background."""

    key: str
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    start: date
    end: date
    country: str | None
    point: tuple[float, float] | None
    actors: tuple[str, ...]
    figures: Mapping[str, tuple[int, int] | None]
    reports: Mapping[str, bool]
    place: str = ""

    @property
    def threat(self) -> bool:
        """Whether it is expected as a threat."""
        return Kind.THREAT in self.kinds


@dataclass(frozen=True)
class Gold:
    """All that is expected: incidents, (ref, words) that may be coded or not, refs of reports that tell of none."""

    incidents: tuple[Expected, ...]
    vague: tuple[tuple[str, str], ...]
    silent: frozenset[str]


@dataclass(frozen=True)
class Reading:
    """What was read out of the reports."""

    coded: tuple[CodedReport, ...]
    incidents: tuple[Incident, ...]

    @property
    def claims(self) -> dict[str, Claim]:
        """All claims by id."""
        return {claim.id: claim for coded in self.coded for claim in coded.claims}


@dataclass(frozen=True)
class Matching:
    """Pairs of expected and found incidents, what was missed, and what was invented."""

    pairs: tuple[tuple[Expected, Incident], ...]
    missed: tuple[Expected, ...]
    invented: tuple[Incident, ...]


def gold() -> Gold:
    """Read what is expected of the sample reports."""
    raw = yaml.safe_load(EXPECTED.read_text(encoding="utf-8"))
    return Gold(
        incidents=tuple(map(_expected, raw["incidents"])),
        vague=tuple((entry["report"], entry["words"]) for entry in raw["vague"]),
        silent=frozenset(raw["no_incident"]),
    )


def _expected(raw: Mapping[str, Any]) -> Expected:
    return Expected(
        key=raw["key"],
        kinds=(raw["kind"], *raw["kinds_also_fine"]),
        statuses=(raw["status"], *raw.get("status_also_fine", [])),
        start=raw["start"],
        end=raw["end"],
        country=raw["country"],
        point=None if raw["lat"] is None else (raw["lat"], raw["lon"]),
        actors=tuple(raw["actors"]),
        figures={name: None if raw[name] is None else (raw[name][0], raw[name][1]) for name in _FIGURES},
        reports={ref: told["background"] for ref, told in raw["reports"].items()},
        place=raw["place"],
    )


def corpus_sha256() -> str:
    """Return the hash of the sample reports and of what is expected of them."""
    return hashlib.sha256(sample_path().read_bytes() + EXPECTED.read_bytes()).hexdigest()


def reading(coding: Coding) -> Reading:
    """Code and link the sample reports."""
    reports = [one for one in read_sources([str(sample_path())], Defaults()) if isinstance(one, Report)]
    coded = tuple(code(report, coding) for report in reports)
    claims = [claim for one in coded for claim in one.claims]
    return Reading(coded, link({report.id: report for report in reports}, claims, [], coding.resolvers.actors))


def match(expected: Gold, read: Reading) -> Matching:
    """Pair expected and found incidents one to one, the best pair first; equal pairs in the order of the file."""
    found = [one for one in read.incidents if one.status is not Status.HYPOTHETICAL]
    fits = (
        (-fit, i, one.id, j)
        for i, wanted in enumerate(expected.incidents)
        for j, one in enumerate(found)
        if (fit := _fit(wanted, one)) is not None
    )
    taken: dict[int, int] = {}
    for _, i, _, j in sorted(fits):
        if i not in taken and j not in taken.values():
            taken[i] = j
    spare = (one for j, one in enumerate(found) if j not in taken.values())
    only_vague = _rests_on_vague_words(expected, read)
    return Matching(
        pairs=tuple((expected.incidents[i], found[j]) for i, j in sorted(taken.items())),
        missed=tuple(wanted for i, wanted in enumerate(expected.incidents) if i not in taken),
        invented=tuple(one for one in spare if not _threat(one) and not only_vague(one)),
    )


def _threat(found: Incident) -> bool:
    return found.kind is Kind.THREAT or found.status is Status.THREATENED


def _refs(found: Incident) -> dict[str, IncidentReport]:
    return {report.ref: report for report in found.reports}


def _fit(wanted: Expected, found: Incident) -> float | None:
    """Return how well ``found`` answers, ``None`` where it does not."""
    shared = wanted.reports.keys() & _refs(found).keys()
    place, days = _nearness(wanted, found), _overlap(wanted, found)
    if not shared or place is None or days is None or wanted.threat != _threat(found):
        return None
    return place + days + (found.kind in wanted.kinds) + len(shared) / len(wanted.reports)


def _km(wanted: Expected, found: Incident) -> float | None:
    place = found.place
    if place is None or place.lat is None or place.lon is None or wanted.point is None:
        return None
    return distance_km((place.lat, place.lon), wanted.point)


def _nearness(wanted: Expected, found: Incident) -> float | None:
    gap = _km(wanted, found)
    if gap is not None:
        return 1 - gap / (2 * _ANSWERS_WITHIN_KM) if gap <= _ANSWERS_WITHIN_KM else None
    country = None if found.place is None else found.place.country
    nowhere = wanted.country is None and wanted.point is None
    return 0.25 if nowhere or country == wanted.country else None


def _overlap(wanted: Expected, found: Incident) -> float | None:
    when = found.when
    if when is None:
        return None
    if (when.start, when.end) == (wanted.start, wanted.end):
        return 1.0
    return 0.5 if when.start - _DAY <= wanted.end and wanted.start <= when.end + _DAY else None


def _rests_on_vague_words(expected: Gold, read: Reading) -> Callable[[Incident], bool]:
    texts = {coded.report.ref: coded.report for coded in read.coded}
    spans = [(texts[ref].id, start, start + len(words)) for ref, words, start in _stand(expected.vague, texts)]
    claims = read.claims

    def vague(claim: Claim) -> bool:
        told = claim.trigger
        return any(claim.report == report and told.start < end and start < told.end for report, start, end in spans)

    return lambda found: all(vague(claims[claim]) for claim in found.claims)


def _stand(vague: Iterable[tuple[str, str]], texts: Mapping[str, Report]) -> Iterator[tuple[str, str, int]]:
    for ref, words in vague:
        yield ref, words, texts[ref].text.index(words)


def measure(expected: Gold, read: Reading) -> dict[str, Share]:
    """Return every figure by its name."""
    matching = match(expected, read)
    hits, wanted = len(matching.pairs), len(expected.incidents)
    found = hits + len(matching.invented)
    return {
        "incident precision": Share(hits, found),
        "incident recall": Share(hits, wanted),
        "incident F1": Share(2 * hits, wanted + found),
        **_fields(matching, read),
        **_mentions(matching, expected),
        "silent reports give none": _silent(matching, expected),
        SPANS: _spans(read),
    }


def _fields(matching: Matching, read: Reading) -> dict[str, Share]:
    """Return the shares right over the pairs; what is not expected of a pair (``None``) is not counted."""
    claims = read.claims
    judged: dict[str, list[bool | None]] = {}
    for wanted, found in matching.pairs:
        told = [claims[claim] for claim in found.claims]
        for name, right in _judged(wanted, found, told):
            judged.setdefault(name, []).append(right)
    return {name: _share(right for right in answers if right is not None) for name, answers in judged.items()}


def _judged(wanted: Expected, found: Incident, told: Sequence[Claim]) -> Iterator[tuple[str, bool | None]]:
    gap, when = _km(wanted, found), found.when
    yield "kind", found.kind in wanted.kinds
    yield "status", found.status in wanted.statuses
    yield "day exact", when is not None and (when.start, when.end) == (wanted.start, wanted.end)
    yield "place within 25 km", None if wanted.point is None else gap is not None and gap <= _RIGHT_WITHIN_KM
    for name in _FIGURES:
        figures = wanted.figures[name]
        yield f"{name} range", None if figures is None else lowest_highest(found, told, name) == figures
    names = _words(actor.name for actor in found.actors)
    yield "actor named", bool(_words(wanted.actors) & names) if wanted.actors else None


def lowest_highest(found: Incident, told: Sequence[Claim], name: str) -> tuple[int, int] | None:
    """Return a range as the corpus writes it, "at least 20" alone as (20, 20); ``None`` where no number is told."""
    shown = getattr(found, name)
    numbers = [n for _, figure in tellings(told, name) for n in (figure.min, figure.max) if n is not None]
    if shown is None or not numbers:
        return None
    return (
        min(numbers) if shown.min is None else shown.min,
        max(numbers) if shown.max is None else shown.max,
    )


def _words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in re.findall(r"\w{3,}", name.casefold())} - _NOBODY


def _share(answers: Iterable[bool]) -> Share:
    told = list(answers)
    return Share(sum(told), len(told))


def _mentions(matching: Matching, expected: Gold) -> dict[str, Share]:
    """Return the shares over (report, incident): linked to its incident, rightly so, told as background or as news."""
    linked = [
        (background, _refs(found)[ref].background)
        for wanted, found in matching.pairs
        for ref, background in wanted.reports.items()
        if ref in _refs(found)
    ]
    return {
        "mention precision": Share(len(linked), sum(len(_refs(found)) for _, found in matching.pairs)),
        "mention recall": Share(len(linked), sum(len(wanted.reports) for wanted in expected.incidents)),
        "background told as background": _share(said for background, said in linked if background),
        "news told as news": _share(not said for background, said in linked if not background),
    }


def _silent(matching: Matching, expected: Gold) -> Share:
    told = [*matching.invented, *(found for _, found in matching.pairs)]
    speaking = {ref for found in told for ref in _refs(found)}
    return Share(len(expected.silent - speaking), len(expected.silent))


def _spans(read: Reading) -> Share:
    return _share(
        coded.report.text[span.start : span.end] == span.text for coded in read.coded for span in spans_of(coded)
    )


def spans_of(value: object) -> Iterator[Span]:
    """Yield every span in a value of the model, however deep."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from spans_of(part)
    elif is_dataclass(value):
        for part in fields(value):
            yield from spans_of(getattr(value, part.name))


@dataclass(frozen=True)
class Floors:
    """The pinned corpus, the floor and the best recorded figure of each metric, and every lowering with its reason."""

    corpus_sha256: str
    floors: Mapping[str, float] = field(default_factory=dict)
    last: Mapping[str, float] = field(default_factory=dict)
    lowered: tuple[Mapping[str, object], ...] = ()


class FloorError(ValueError):
    """A change of floors that is not allowed."""


def load(path: Path | None = None) -> Floors:
    """Read the floors, from ``floors.json`` beside this file unless told otherwise."""
    raw = json.loads((path or FLOORS).read_text(encoding="utf-8"))
    return Floors(raw["corpus_sha256"], raw["floors"], raw["last"], tuple(raw["lowered"]))


def floors_of(coder: str) -> Path:
    """Return where the floors of a coder are kept."""
    return FLOORS if coder == "rules" else FLOORS.with_name(f"floors_{coder}.json")


def save(floors: Floors, path: Path | None = None) -> None:
    """Write the floors to where :func:`load` reads them."""
    values = {part.name: getattr(floors, part.name) for part in fields(floors)}
    (path or FLOORS).write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def floor_under(metric: str, share: Share, slack: float = SLACK) -> float:
    """Return the floor that the present figure sets: a little below it, rounded down to two decimals."""
    if metric == SPANS:
        return 1.0
    # What stands just below a hundredth by the error of floats alone is that hundredth.
    return max(0.0, math.floor(round((share.figure - slack) * 100, 6)) / 100)


def raised(floors: Floors, shares: Shares, slack: float = SLACK) -> Floors:
    """Return the floors and recorded figures raised to ``shares``; none is lowered, unknown metrics are added.

    :raises FloorError: a metric that has a floor is no longer measured.
    """
    _all_measured(floors, shares)
    under = {metric: floor_under(metric, share, slack) for metric, share in shares.items()}
    return replace(
        floors,
        floors={metric: max(under[metric], floors.floors.get(metric, 0.0)) for metric in shares},
        last={metric: max(_shown(share), floors.last.get(metric, 0.0)) for metric, share in shares.items()},
    )


def _all_measured(floors: Floors, shares: Shares) -> None:
    gone = sorted(floors.floors.keys() - shares.keys())
    if gone:
        raise FloorError(f"no longer measured: {', '.join(gone)}")


def _shown(share: Share) -> float:
    return round(share.figure, 4)


def lowered(floors: Floors, shares: Shares, metric: str, reason: str, day: date) -> Floors:
    """Return the floors with that of ``metric`` lowered to the present figure, and the lowering on record.

    :raises FloorError: an unknown metric, no reason, or a figure that needs no lowering.
    """
    if metric not in floors.floors or metric not in shares:
        raise FloorError(f"no metric {metric!r}; there are: {', '.join(floors.floors)}")
    if not reason.strip():
        raise FloorError("a floor is lowered for a reason only")
    before, after = floors.floors[metric], floor_under(metric, shares[metric])
    if after >= before:
        raise FloorError(f"the floor of {metric} is {before:.2f}; {_shown(shares[metric])} does not lower it")
    entry = {"metric": metric, "from": before, "to": after, "reason": reason.strip(), "date": day.isoformat()}
    return replace(
        floors,
        floors={**floors.floors, metric: after},
        last={**floors.last, metric: _shown(shares[metric])},
        lowered=(*floors.lowered, entry),
    )


def sunk(floors: Floors, shares: Shares) -> list[str]:
    """Return the metrics below their floor, those that have none, and those no longer measured."""
    below = [metric for metric, floor in floors.floors.items() if metric in shares and shares[metric].figure < floor]
    return [*below, *sorted(floors.floors.keys() ^ shares.keys())]


def table(floors: Floors, shares: Shares) -> str:
    """Return a line for each metric: best recorded figure, present one, gain or loss, floor, and the counts."""
    lines = [f"{'metric':31}{'last':>8}{'now':>8}{'change':>9}{'floor':>7}  counts"]
    for metric, share in shares.items():
        now, last, floor = _shown(share), floors.last.get(metric), floors.floors.get(metric)
        change = "new" if last is None else f"{now - last:+.3f}"
        below = "" if floor is None or share.figure >= floor else "  BELOW ITS FLOOR"
        lines.append(
            f"{metric:31}{_cell(last, 3):>8}{now:>8.3f}{change:>9}{_cell(floor, 2):>7}  {share.right}/{share.of}{below}"
        )
    return "\n".join(lines)


def _cell(value: float | None, decimals: int) -> str:
    return "-" if value is None else f"{value:.{decimals}f}"


def other_corpus(floors: Floors) -> str | None:
    """Return what to do where the corpus is not the pinned one, else ``None``."""
    if floors.corpus_sha256 == corpus_sha256():
        return None
    return (
        "src/tocsin/samples/reports.jsonl or tests/corpus/expected.yml changed: the figures are no longer comparable.\n"
        f"See what the change does to them (`{COMMAND} --errors`), then pin the new corpus: `{COMMAND} --pin`.\n"
        'A floor that the new corpus no longer reaches is lowered with `--lower METRIC --reason "..."`.'
    )


def errors(matching: Matching, read: Reading) -> str:
    """Return a line for each missed and each invented incident."""
    claims = read.claims
    lines = [
        f"missed    {w.key}: {w.kinds[0]} {w.start}/{w.end} {w.place} {', '.join(w.reports)}" for w in matching.missed
    ]
    for found in matching.invented:
        when = "no day" if found.when is None else f"{found.when.start}/{found.when.end}"
        place = "no place" if found.place is None else found.place.name or found.place.span.text
        told = "; ".join(claims[claim].trigger.text for claim in found.claims)
        lines.append(f"invented  {found.kind} {when} {place} {', '.join(_refs(found))} ({told})")
    return "\n".join(lines)


def asked_of_floors(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> argparse.Namespace:
    """Parse the arguments, those that move floors among them."""
    parser.add_argument("--pin", action="store_true", help="take the corpus as it is now as the one to measure")
    parser.add_argument("--write", action="store_true", help="raise floors to the present figures; never lowers")
    parser.add_argument("--lower", metavar="METRIC", help="lower the floor of METRIC to the present figure")
    parser.add_argument("--reason", default="", help="why the floor is lowered")
    asked = parser.parse_args(arguments)
    if asked.lower is not None and not asked.reason.strip():
        parser.error("--lower needs --reason")
    return asked


def settle(
    floors: Floors, shares: Shares, asked: argparse.Namespace, parser: argparse.ArgumentParser, path: Path
) -> Floors:
    """Move the floors as asked, keep them at ``path`` where that was asked for, and return them."""
    try:
        if asked.lower is not None:
            floors = lowered(floors, shares, asked.lower, asked.reason, datetime.now(tz=UTC).date())
        if asked.write:
            floors = raised(floors, shares)
    except FloorError as error:
        parser.error(str(error))
    if asked.pin or asked.write or asked.lower is not None:
        save(floors, path)
    return floors


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and change the floors as asked; return 1 where a figure is below its floor."""
    parser = argparse.ArgumentParser(description="Figures of the sample reports against their floors.")
    parser.add_argument("--coder", choices=("rules", "neural"), default="rules", help="whose figures and floors")
    parser.add_argument("--errors", action="store_true", help="list what was missed and what was invented")
    asked = asked_of_floors(parser, arguments)
    path = floors_of(asked.coder)
    floors = load(path)
    if asked.pin:
        floors = replace(floors, corpus_sha256=corpus_sha256())
    changed = other_corpus(floors)
    if changed is not None and (asked.write or asked.lower is not None):
        parser.error(changed)
    read, expected = reading(Coding.neural() if asked.coder == "neural" else Coding.rules()), gold()
    shares = measure(expected, read)
    parts = [table(floors, shares), errors(match(expected, read), read) if asked.errors else "", changed or ""]
    sys.stdout.write("\n\n".join(part for part in parts if part) + "\n")
    floors = settle(floors, shares, asked, parser, path)
    return 1 if sunk(floors, shares) else 0


if __name__ == "__main__":
    sys.exit(main())
