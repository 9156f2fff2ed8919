"""Measure linking at scale: many synthetic claims in bulk, then one more report added to that ledger.

usage: ledger_scale.py NUMBER… [--years N]

For each NUMBER of claims a ledger is made in a temporary folder: linked in bulk (:func:`tocsin.linking.relink_all`), then
200 reports of two claims are added one at a time. The claims are a mixture like that of world news: incidents in places
of very unequal fame, told by one to forty reports with tolls that differ, a third of the claims without a place or with
the country only, some as context weeks later, digests of many events, ordinary words and names around each.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from tocsin.codebook import Kind, PlacePrecision, WhenBasis, WhenPrecision
from tocsin.identity import claim_id, report_id
from tocsin.ledger import Ledger
from tocsin.ledger.reviewing import Reviewing
from tocsin.link import LINKER, NoSides
from tocsin.linking import link_anew, relink_all
from tocsin.model import Claim, CodedReport, Coder, Figure, Mention, Place, Report, Span, When
from tocsin.review import State, Why

#: What is told of most often in news of war, roughly as often.
KINDS = [Kind.SHELLING] * 5 + [Kind.AIR_STRIKE] * 4 + [Kind.SHOOTING] * 4 + [Kind.ARMED_CLASH] * 4 + [
    Kind.BOMBING, Kind.BOMBING, Kind.DRONE_STRIKE, Kind.DRONE_STRIKE, Kind.ASSAULT, Kind.ASSAULT, Kind.ABDUCTION,
]  # fmt: skip
#: Countries and their towns: the first are told of far more often than the last.
COUNTRIES, TOWNS = 40, 60
OUTLETS = 400
#: How many reports tell of an incident: most one, few very many.
REPORTS = [1] * 50 + [2] * 20 + [3] * 10 + [5] * 8 + [8] * 6 + [15] * 4 + [40] * 2
ADDED = 200
#: What stands before an incident's number in the rule of its claims: the truth, for scoring.
OF = "of incident "


class World:
    """Draws incidents and the reports that tell of them; one seed gives the same world again."""

    def __init__(self, seed: int, years: int) -> None:
        self.chance = Random(seed)
        self.first, self.days = date(2015, 1, 1), 365 * years
        self.incidents = 0
        self.names = [
            "".join(self.chance.choice("bdfgklmnprstvz") + self.chance.choice("aeiou") for _ in range(4)).title()
            for _ in range(60_000)
        ]

    def place(self) -> Place:
        """Draw a town: one of a famous country likelier, and a famous town of it."""
        country = int(COUNTRIES * self.chance.random() ** 2.5)
        town = int(TOWNS * self.chance.random() ** 2)
        at = Random(country * 1000 + town)
        lat, lon = -50 + 2.5 * country + at.uniform(-1.2, 1.2), -150 + 7 * country + at.uniform(-3, 3)
        name = f"Town{country}x{town}"
        return Place(
            Span(0, len(name), name), name, f"{chr(65 + country % 26)}{chr(65 + country // 26)}", None, lat, lon,
            PlacePrecision.SITE, 5.0, feature=f"synthetic:{country}-{town}",
        )  # fmt: skip

    def incident(self) -> Iterator[tuple[date, Claim]]:
        """Yield the tellings of one incident: the day of publication and a claim without a report."""
        chance = self.chance
        kind, place = chance.choice(KINDS), self.place()
        day = self.first + timedelta(days=chance.randrange(self.days))
        toll = int(chance.paretovariate(1.2))
        names = chance.sample(self.names, 6)
        self.incidents += 1
        number = self.incidents
        for n in range(chance.choice(REPORTS)):
            background = n > 2 and chance.random() < 0.1
            published = day + timedelta(days=chance.randrange(20, 60) if background else chance.choice([0, 0, 1, 1, 2]))
            told = max(0, toll + chance.choice([-1, 0, 0, 0, 1, 2]))
            claim = self.telling(place, day, told, names)
            coder = Coder("synthetic", "1", f"{OF}{number}")
            yield published, replace(claim, kind=kind, background=background, coder=coder)

    def telling(self, place: Place, day: date, toll: int, names: list[str]) -> Claim:
        """Draw what one report tells of an incident; the words told around it stand where the id belongs."""
        chance = self.chance
        drawn = chance.random()
        places = (place,) if drawn < 0.67 else (_country(place),) if drawn < 0.85 else ()
        when = (
            When(Span(0, 4, "then"), day, day, WhenPrecision.DAY, WhenBasis.STATED) if chance.random() < 0.7 else None
        )
        killed = Figure(Span(0, 1, str(toll)), toll, toll) if chance.random() < 0.5 else None
        targets = (Mention(Span(0, 8, "soldiers")),) if chance.random() < 0.4 else ()
        said = " ".join(chance.sample(names, 4))
        return Claim(
            said, "", Kind.ASSAULT, Span(0, 6, "attack"), targets=targets, places=places, when=when, killed=killed,
        )  # fmt: skip

    def reports(self) -> Iterator[CodedReport]:
        """Yield reports without end: mostly of one event, a fifth digests of several."""
        waiting: list[tuple[date, Claim]] = []
        while True:
            waiting.extend(self.incident())
            if len(waiting) < 2000:
                continue
            self.chance.shuffle(waiting)
            while len(waiting) > 1000:
                published, claim = waiting.pop()
                told = [claim]
                while self.chance.random() < 0.2 and waiting:
                    other = waiting.pop()[1]
                    if all(one.id != other.id for one in told):  # nobody says one thing twice in the same words
                        told.append(other)
                yield self.report(published, told)

    def report(self, published: date, told: list[Claim]) -> CodedReport:
        """Write a report that tells of some events."""
        outlet = f"Outlet {int(OUTLETS * self.chance.random() ** 2)}"
        body = "\n\n".join(
            f"An attack was told of by people there, among them {claim.id}, as officials said." for claim in told
        )
        text = f"Report {self.chance.random():.12f}\n\n{body}"
        key = report_id(text, outlet, published)
        report = Report(key, key, text, published, "line", outlet=outlet)
        return CodedReport(report, tuple(_in_report(claim, key, text) for claim in told))


def _country(place: Place) -> Place:
    name = f"Country {place.country}"
    return Place(Span(0, len(name), name), name, place.country, precision=PlacePrecision.COUNTRY)


def _in_report(claim: Claim, key: str, text: str) -> Claim:
    at = text.index(claim.id) - len("attack was told of by people there, among them ")
    trigger = Span(at, at + 6, text[at : at + 6])
    moved = tuple(replace(place, span=trigger) for place in claim.places)
    return replace(
        claim, id=claim_id(key, trigger.start, trigger.end), report=key, trigger=trigger, passages=(trigger,), places=moved,
        when=claim.when and replace(claim.when, span=trigger), killed=claim.killed and replace(claim.killed, span=trigger),
        targets=tuple(replace(one, span=trigger) for one in claim.targets),
    )  # fmt: skip


def filled(path: Path, world: Iterator[CodedReport], number: int) -> Ledger:
    """Return a ledger with so many claims, not yet linked."""
    ledger = Ledger.open(path)
    count = 0
    while count < number:
        with ledger.change() as change:
            for coded in islice(world, 2000):
                change.add(coded, "coded")
                count += len(coded.claims)
                if count >= number:
                    break
    return ledger


def b3(found: Mapping[str, str], truth: Mapping[str, str]) -> tuple[float, float]:
    """Return B-cubed precision and recall of clusters ``found`` against ``truth``, both by claim."""
    both = Counter((found[one], truth[one]) for one in truth)
    mine, theirs = Counter(found.values()), Counter(truth.values())
    precision = sum(n * n / mine[cluster] for (cluster, _), n in both.items()) / len(truth)
    recall = sum(n * n / theirs[incident] for (_, incident), n in both.items()) / len(truth)
    return precision, recall


def noted(reports: Iterator[CodedReport], truth: dict[str, str]) -> Iterator[CodedReport]:
    """Pass reports on and note which incident each claim was drawn from."""
    for coded in reports:
        truth.update((claim.id, claim.coder.rule.removeprefix(OF)) for claim in coded.claims if claim.coder)
        yield coded


def measure(number: int, years: int) -> None:
    """Print the times of one size."""
    with tempfile.TemporaryDirectory() as folder:
        truth: dict[str, str] = {}
        world = noted(World(7, years).reports(), truth)
        started = time.perf_counter()
        ledger = filled(Path(folder, "t.db"), world, number)
        stored = time.perf_counter()
        with ledger.change() as change:
            relink_all(change, NoSides(), "bench")
        linked = time.perf_counter()
        held = {claim: incident.id for incident in ledger.incidents() for claim in incident.claims}
        precision, recall = b3(held, {claim: of for claim, of in truth.items() if claim in held})
        times = []
        for coded in islice(world, ADDED):
            begun = time.perf_counter()
            with ledger.change() as change:
                arrival = change.add(coded, "coded")
                link_anew(change, arrival.came, arrival.went, NoSides(), "bench")
                change.mark_linked(LINKER)
            times.append(1000 * (time.perf_counter() - begun))
        size = Path(folder, "t.db").stat().st_size / 1e6
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        incidents = ledger.count_incidents()
        pages = []
        for why in ((), *((one,) for one in Why)):
            begun = time.perf_counter()
            Reviewing(ledger).queue(why, (State.OPEN, State.ONE_DECISION), 50)
            pages.append(1000 * (time.perf_counter() - begun))
        ledger.close()
    times.sort()
    print(
        f"{number} claims: stored in {stored - started:.1f} s, linked in bulk in {linked - stored:.1f} s "
        f"({1e6 * (linked - stored) / number:.0f} µs a claim), {incidents} incidents, B3 precision "
        f"{precision:.3f} recall {recall:.3f}; one report added in "
        f"{statistics.median(times):.1f} ms (median; p95 {times[int(0.95 * len(times))]:.1f} ms); "
        f"a page of the review queue in {max(pages):.0f} ms (the slowest reason); "
        f"ledger {size:.0f} MB, peak memory {peak:.0f} MB",
        flush=True,
    )


def each_size(measured: Callable[[int, int], None], told: str | None) -> None:
    """Measure each size that the arguments name; ``told`` is what ``--help`` says."""
    parser = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", type=int, nargs="+")
    parser.add_argument("--years", type=int, default=10)
    args = parser.parse_args()
    for number in args.numbers:
        measured(number, args.years)


if __name__ == "__main__":
    each_size(measure, __doc__)
