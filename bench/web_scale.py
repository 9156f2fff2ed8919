"""Measure serving at scale: a ledger of many incidents, 50 readers and a writer.

usage: web_scale.py NUMBER [--readers N] [--seconds N] [--pause SECONDS] [--keep FILE] [--datasette COMMAND]

A ledger of NUMBER made-up incidents, each told by a report or two, is written with the ledger's own functions and served by
``tocsin serve``. Readers, each over a connection of its own, do what people do: look at a map somewhere, search for words,
open an incident (itself and its claims: two requests, timed as one); between two deeds each pauses, on average for so
long as is said. Meanwhile a writer adds a report every second. Printed are the median and the 95th percentile of each deed.
With --keep the ledger is kept, or used again where it is there. --times N writes only an Nth of the incidents by the ledger's
functions and the others as copies of their rows under other ids, which is ten times as fast.

With --datasette, the command of an installed Datasette, the same file is served by that afterwards, to as many readers who
ask it for the nearest that its tables answer: the first hundred incidents in a box (ours counts all and groups them), fifty
whose words contain a word, an incident's row and the ids of its claims. Nothing writes meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from urllib.parse import quote

from tocsin.codebook import ActorBasis, Grade, Kind, PlacePrecision, Status, WhenBasis, WhenPrecision
from tocsin.identity import claim_id, incident_id, report_id
from tocsin.ledger import Ledger
from tocsin.link import LINKER
from tocsin.model import (
    Claim,
    CodedReport,
    Coder,
    Figure,
    Incident,
    IncidentActor,
    IncidentReport,
    Mention,
    Place,
    Range,
    Report,
    SourcedValue,
    Span,
    ToldFigure,
    When,
)

PORTION = 1000
QUICK = "_shape=array&_nocount=1&_nofacet=1"
COPIED = ("reports", "claims", "incidents", "incident_claims", "versions", "catalogue")
ID_LENGTH = 17
_ID = re.compile("^([icr])([0-9a-f])([0-9a-f]{15})$")
_ID_QUOTED = re.compile('(?<=")([icr])([0-9a-f])([0-9a-f]{15})(?=")')
COUNTRIES, TOWNS, SIDES, OUTLETS = 40, 150, 300, 400
KINDS = [kind for kind in Kind if kind is not Kind.THREAT]


class World:
    """Draws incidents with the reports that tell of them; one seed gives the same world again."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        letters = Random(seed + 1)
        self.words = [
            "".join(letters.choice("bdfgklmnprstvz") + letters.choice("aeiou") for _ in range(4)) for _ in range(20_000)
        ]

    def place(self) -> Place:
        """Draw a town; some countries and towns are told of far more often than others."""
        country, town = int(COUNTRIES * self.chance.random() ** 2), int(TOWNS * self.chance.random() ** 2)
        at = Random(country * 1000 + town)
        name = self.words[country * TOWNS + town].title()
        return Place(
            Span(0, len(name), name), name, f"{chr(65 + country % 26)}{chr(65 + country // 26)}", None,
            -40 + 2.2 * country + at.uniform(-3, 3), -120 + 6 * country + at.uniform(-4, 4), PlacePrecision.SITE, 5.0,
            feature=f"made:{country}-{town}",
        )  # fmt: skip

    def told(self) -> tuple[Incident, list[CodedReport]]:
        """Draw an incident and what tells of it."""
        chance, place = self.chance, self.place()
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(4000))
        kind, side, toll = chance.choice(KINDS), int(SIDES * chance.random() ** 2), int(chance.paretovariate(1.2))
        coded = [self.coded(place, day, kind, toll) for _ in range(1 + (chance.random() < 0.3))]
        claims = tuple(one.claims[0].id for one in coded)
        name = f"Side {side}"
        lines = tuple(
            IncidentReport(r.id, r.ref, r.outlet, r.published, r.url, background=False, source=r.outlet or "")
            for r in (one.report for one in coded)
        )
        values = (ToldFigure(str(toll), claims, toll, toll, told=day),)
        return (
            Incident(
                incident_id(claims[0]), claims[0], kind, Status.OCCURRED, Grade.SINGLE_SOURCE, "one source",
                background=chance.random() < 0.05, when=When(None, day, day, WhenPrecision.DAY, WhenBasis.STATED),
                place=place, actors=(IncidentActor(name, f"side-{side}", ActorBasis.STATED, (), claims),), speakers=(),
                targets=(SourcedValue(chance.choice(["market", "convoy", "bridge", "school"]), claims),), weapons=(),
                munitions=None, killed=Range(toll, toll, values=values), injured=None, captured=None, damage=None,
                launched_from=None, conflicts=(), reports=lines, claims=claims, sources=1, relations=(),
                first_reported=day, version=1, updated=day,
            ),
            coded,
        )  # fmt: skip

    def coded(self, place: Place, day: date, kind: Kind, toll: int) -> CodedReport:
        """Write a report of an incident with its claim."""
        chance = self.chance
        outlet = f"Outlet {int(OUTLETS * chance.random() ** 2)}"
        said = " ".join(chance.sample(self.words, 60))
        title = f"Attack in {place.name} leaves {toll} dead"
        text = f"{title}\n\nAn attack in {place.name} left {toll} dead, officials said. {said} {chance.random():.12f}"
        key = report_id(text, outlet, day)
        at = text.index("attack in")
        trigger = Span(at, at + 6, "attack")
        where = text.index(str(place.name), at)
        told = Span(where, where + len(str(place.name)), str(place.name))
        number = text.index(f"{toll} dead", at)
        claim = Claim(
            claim_id(key, at, at + 6), key, kind, trigger, targets=(Mention(trigger),), passages=(trigger,),
            places=(Place(told, *_rest(place)),), killed=Figure(Span(number, number + len(str(toll)), str(toll)), toll, toll),
            when=When(None, day, day, WhenPrecision.DAY, WhenBasis.PUBLICATION), coder=Coder("made", "1"),
        )  # fmt: skip
        return CodedReport(Report(key, key, text, day, "input", title, outlet, f"https://example.org/{key}"), (claim,))

    def each(self) -> Iterator[tuple[Incident, list[CodedReport]]]:
        """Yield incidents without end."""
        while True:
            yield self.told()


def _rest(place: Place) -> tuple[object, ...]:
    return (
        place.name, place.country, place.admin1, place.lat, place.lon, place.precision, place.radius_km, place.feature,
    )  # fmt: skip


def put(ledger: Ledger, told: Sequence[tuple[Incident, list[CodedReport]]]) -> None:
    """Write incidents and the reports that tell of them in one change."""
    with ledger.change() as change:
        for _, coded in told:
            for one in coded:
                change.add(one, "coded")
        change.put([incident for incident, _ in told], {claim for one, _ in told for claim in one.claims}, "bench")
        change.mark_linked(LINKER)


def make(path: Path, number: int) -> None:
    """Make a ledger of so many incidents."""
    world, begun = World(7).each(), time.perf_counter()
    with Ledger.open(path) as ledger:
        for at in range(0, number, PORTION):
            put(ledger, list(islice(world, min(PORTION, number - at))))
    taken = time.perf_counter() - begun
    print(f"{number} incidents written in {taken:.0f} s, {path.stat().st_size / 1e6:.0f} MB", flush=True)


def multiply(path: Path, times: int) -> None:
    """Copy all rows that are served so many times less one, each time with another first digit in every id."""
    begun = time.perf_counter()
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")
    columns = {table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")] for table in COPIED}
    for digit in range(1, times):
        database.execute("BEGIN")
        for table in COPIED:
            names = [name for name in columns[table] if name != "number" or table != "catalogue"]
            order = f" LIMIT {_counted(database, table) // digit}"
            rows = database.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY rowid{order}").fetchall()
            marks = ", ".join("?" * len(names))
            insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
            database.executemany(insert, ([_renamed(value, digit) for value in row] for row in rows))
        database.execute("COMMIT")
    database.close()
    print(
        f"copied to {times} times as many in {time.perf_counter() - begun:.0f} s, {path.stat().st_size / 1e6:.0f} MB",
        flush=True,
    )


def _counted(database: sqlite3.Connection, table: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _renamed(value: object, digit: int) -> object:
    """Return a value with the first digit of every id in it changed into another one."""
    if not isinstance(value, str):
        return value

    def moved(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2], 16) ^ digit:x}{found[3]}"

    if len(value) == ID_LENGTH:
        return _ID.sub(moved, value)
    return _ID_QUOTED.sub(moved, value) if value.startswith("{") else value


@contextmanager
def served(path: Path) -> Iterator[tuple[str, int]]:
    """Serve a ledger by a process of its own; give host and port."""
    command = [
        sys.executable,
        "-c",
        "from tocsin.cli import main; main()",
        "serve",
        "--ledger",
        str(path),
        "--port",
        "0",
    ]
    with _started(command) as where:
        yield where


@contextmanager
def served_by_datasette(path: Path, command: str) -> Iterator[tuple[str, int]]:
    """Serve the file of a ledger by Datasette; give host and port."""
    with _started([command, "serve", str(path), "--port", "0", "--setting", "sql_time_limit_ms", "20000"]) as where:
        yield where


@contextmanager
def _started(command: Sequence[str]) -> Iterator[tuple[str, int]]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        for line in process.stderr:
            found = re.search(r"http://([\d.]+):(\d+)", line)
            if found:
                threading.Thread(target=process.stderr.read, daemon=True).start()
                yield found[1], int(found[2])
                return
        raise SystemExit("it did not start")
    finally:
        process.terminate()
        process.wait(30)


class Reader:
    """One reader over one connection; ``database`` is what Datasette calls the ledger."""

    database = ""

    def __init__(self, where: tuple[str, int], seed: int, ids: Sequence[str], words: Sequence[str]) -> None:
        self._where, self._chance, self._ids, self._words = where, Random(seed), ids, words
        self.times: dict[str, list[float]] = {"map": [], "search": [], "incident page": []}

    async def run(self, until: float, pause: float) -> None:
        """Do one thing after another until a time."""
        self._in, self._out = await asyncio.open_connection(*self._where)
        deeds = {"map": self._map, "search": self._search, "incident page": self._page}
        while True:
            await asyncio.sleep(self._chance.expovariate(1 / pause))
            if time.perf_counter() >= until:
                break
            name = self._chance.choice(list(deeds))
            begun = time.perf_counter()
            await deeds[name]()
            self.times[name].append(1000 * (time.perf_counter() - begun))
        self._out.close()

    async def _map(self) -> None:
        zoom = self._chance.randrange(2, 9)
        wide = 360 / 2**zoom * 2
        west, south = self._chance.uniform(-180, 180 - wide), self._chance.uniform(-70, max(70 - wide / 2, -69))
        box = f"{west:.3f},{south:.3f},{min(west + wide, 180):.3f},{min(south + wide / 2, 90):.3f}"
        since = f"&since={2015 + self._chance.randrange(10)}-01-01" if self._chance.random() < 0.5 else ""
        await self._get(f"/api/v1/map?bbox={box}&zoom={zoom}{since}")

    async def _search(self) -> None:
        word = self._chance.choice(self._words)
        kind = f"&kind={self._chance.choice(KINDS)}" if self._chance.random() < 0.3 else ""
        await self._get(f"/api/v1/incidents?text={quote(word)}{kind}")

    async def _page(self) -> None:
        identifier = self._chance.choice(self._ids)
        await self._get(f"/api/v1/incidents/{identifier}")
        await self._get(f"/api/v1/incidents/{identifier}/claims")

    async def _get(self, path: str) -> bytes:
        try:
            return await self._answer(path)
        except (ConnectionError, asyncio.IncompleteReadError):  # the server ends connections that rest for long
            self._in, self._out = await asyncio.open_connection(*self._where)
            return await self._answer(path)

    async def _answer(self, path: str) -> bytes:
        self._out.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = await self._in.readuntil(b"\r\n\r\n")
        status = head.split(b" ", 2)[1]
        found = re.search(rb"(?i)content-length: (\d+)", head)
        body = await self._in.readexactly(int(found[1])) if found else await self._chunks()
        assert status == b"200", (path, status, body[:200])
        return body

    async def _chunks(self) -> bytes:
        held = []
        while size := int(await self._in.readuntil(b"\r\n"), 16):
            held.append((await self._in.readexactly(size + 2))[:-2])
        await self._in.readexactly(2)
        return b"".join(held)


class PeerReader(Reader):
    """A reader of the same ledger served by Datasette."""

    async def _map(self) -> None:
        zoom = self._chance.randrange(2, 9)
        wide = 360 / 2**zoom * 2
        west, south = self._chance.uniform(-180, 180 - wide), self._chance.uniform(-70, max(70 - wide / 2, -69))
        box = f"lon__gte={west:.3f}&lon__lte={west + wide:.3f}&lat__gte={south:.3f}&lat__lte={south + wide / 2:.3f}"
        await self._get(f"/{self.database}/incidents.json?{box}&_size=100&{QUICK}")

    async def _search(self) -> None:
        word = quote(self._chance.choice(self._words).lower())
        await self._get(f"/{self.database}/incidents.json?words__contains={word}&_size=50&{QUICK}")

    async def _page(self) -> None:
        identifier = self._chance.choice(self._ids)
        await self._get(f"/{self.database}/incidents/{identifier}.json?{QUICK}")
        await self._get(f"/{self.database}/incident_claims.json?incident={identifier}&{QUICK}")


def write(path: Path, until: float) -> int:
    """Add a report with its incident every second until a time; return how many."""
    world, number = World(8).each(), 0
    with Ledger.open(path) as ledger:
        while time.perf_counter() < until:
            put(ledger, [next(world)])
            number += 1
            time.sleep(1)
    return number


async def read(where: tuple[str, int], path: Path, args: argparse.Namespace, kind: type[Reader]) -> list[Reader]:
    """Let the readers read; while they read our own server, a writer writes."""
    with Ledger.open(path) as ledger, ledger.transaction() as connection:
        found = connection.exec_driver_sql("SELECT id, doc FROM incidents ORDER BY id LIMIT 5000").all()
    ids = [row[0] for row in found]
    words = [json.loads(row[1])["place"]["name"] for row in found] + ["attack", "market", "convoy"]
    readers = [kind(where, seed, ids, words) for seed in range(args.readers)]
    until = time.perf_counter() + args.seconds
    writing = threading.Thread(target=write, args=(path, until))
    if kind is Reader:
        writing.start()
    await asyncio.gather(*(one.run(until, args.pause) for one in readers))
    if kind is Reader:
        writing.join()
    return readers


def measure(path: Path, args: argparse.Namespace) -> None:
    """Serve a ledger and print how long readers wait."""
    with served(path) as where:
        begun = time.perf_counter()
        first = Reader(where, 0, (), ())

        async def warm() -> None:
            first._in, first._out = await asyncio.open_connection(*where)  # noqa: SLF001 - our own
            await first._get("/api/v1/map?zoom=2")  # noqa: SLF001 - our own

        asyncio.run(warm())
        print(f"first map after {time.perf_counter() - begun:.1f} s", flush=True)
        tell("tocsin", asyncio.run(read(where, path, args, Reader)))
    if args.datasette:
        PeerReader.database = path.stem
        with served_by_datasette(path, args.datasette) as where:
            tell("datasette", asyncio.run(read(where, path, args, PeerReader)))


def tell(served_by: str, readers: Sequence[Reader]) -> None:
    """Print how long readers waited."""
    for name in readers[0].times:
        times = sorted(one for reader in readers for one in reader.times[name])
        if times:
            print(
                f"{served_by}, {name}: {len(times)} times, median {statistics.median(times):.0f} ms, "
                f"p95 {times[int(0.95 * len(times))]:.0f} ms, slowest {times[-1]:.0f} ms"
            )


def main() -> None:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=2.0)
    parser.add_argument("--times", type=int, default=1, choices=range(1, 16))
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--datasette", metavar="COMMAND")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.keep or Path(folder, "t.db")
        if not path.exists():
            make(path, args.number // args.times)
            if args.times > 1:
                multiply(path, args.times)
        measure(path, args)


if __name__ == "__main__":
    main()
