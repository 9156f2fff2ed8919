"""A recorded day: a web archive of news pages as a crawler would have kept them, to be read by one command.

    python bench/recorded_day.py DAY.warc.gz [PAGES]
    tocsin --ledger day.db add DAY.warc.gz

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
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DAY = datetime(2022, 11, 17, 5, tzinfo=UTC)  # a Thursday
OUTLETS = [f"The {place} {kind}" for place in ("Harbour", "Valley", "Northern", "Delta", "Plateau")
           for kind in ("Post", "Courier", "Star", "Gazette")]  # fmt: skip
AGENCY = "Meridian Wire"
TOWNS = {
    "Iraq": ("Erbil", "Mosul", "Basra", "Kirkuk", "Tikrit", "Fallujah", "Najaf", "Karbala"),
    "Ukraine": ("Dnipro", "Kherson", "Kharkiv", "Odesa", "Zaporizhzhia", "Mykolaiv", "Kramatorsk", "Sumy"),
    "Somalia": ("Mogadishu", "Kismayo", "Baidoa", "Beledweyne", "Galkayo", "Afgooye"),
    "Nigeria": ("Maiduguri", "Kaduna", "Katsina", "Damaturu", "Gusau", "Sokoto"),
    "Burkina Faso": ("Djibo", "Dori", "Kaya", "Ouahigouya"),
    "Pakistan": ("Quetta", "Peshawar", "Bannu", "Swabi", "Karachi"),
}
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
EVENTS = {
    "bombing": ("A car bomb exploded", "an explosion", "blast"),
    "shooting": ("Gunmen opened fire", "a shooting", "shooting"),
    "shelling": ("Rockets hit a residential area", "a rocket attack", "rocket attack"),
    "assault": ("Armed men attacked a police post", "an attack on a police post", "attack"),
}
PARTS = ("market", "bus station", "main road", "bridge", "old town", "hospital", "school", "port")
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


def events(chance: random.Random, wanted: int) -> list[Event]:
    """Return events that differ in town, kind or part of the town."""
    places = [(country, town, part) for country, towns in TOWNS.items() for town in towns for part in PARTS]
    return [
        Event(chance.choice(list(EVENTS)), town, country, part, chance.randint(1, 12), chance.randint(2, 15))
        for country, town, part in chance.sample(places, wanted)
    ]


def told(event: Event, way: int, killed: int) -> tuple[str, str]:
    """Return title and text of an event, told in one of four ways."""
    deed, noun, short = EVENTS[event.kind]
    people = "person" if killed == 1 else "people"
    dead, hurt = NUMBERS[killed], NUMBERS[event.injured]
    where = f"the {event.part} in {event.town}"
    texts = (
        (
            f"{deed} near {where}, {event.country}, on Wednesday, killing {dead} {people} and wounding {hurt}, police said."
            "\n\nNobody has said that they did it."
        ),
        (
            f"At least {dead} {people} died and {hurt} were injured in {noun} near {where} in {event.country} on Wednesday, "
            "a hospital official said.\n\nResidents spoke of smoke over the quarter."
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


def pages(chance: random.Random, wanted: int) -> Iterator[Page]:
    """Yield the pages of the day, as they were fetched."""
    made = 0
    pool = iter(events(chance, min(sum(map(len, TOWNS.values())) * len(PARTS), wanted // 3)))
    while made < wanted:
        event = next(pool, None)
        group = list(_quiet(chance, made) if event is None or chance.random() < 0.2 else _telling(chance, event, made))
        yield from group
        made += len(group)


def _telling(chance: random.Random, event: Event, number: int) -> Iterator[Page]:
    hour = timedelta(hours=chance.randint(0, 8))
    outlets = chance.sample(OUTLETS, chance.randint(1, 4))
    title, wire = told(event, 0, event.killed)
    for way, outlet in enumerate(outlets):
        copied = way > 0 and chance.random() < 0.3
        own_title, text = (title, wire + f"\n\n({AGENCY})") if copied else told(event, way, event.killed)
        yield _page(outlet, own_title, text, DAY + hour, number + way)
    if chance.random() < 0.25 and event.killed < len(NUMBERS) - 2:
        own_title, text = told(event, 0, event.killed + 1)
        first = _page(outlets[0], own_title, text, DAY + hour, number)
        yield Page(first.address, first.outlet, own_title, text, DAY + hour, first.fetched + timedelta(hours=6))


def _quiet(chance: random.Random, number: int) -> Iterator[Page]:
    town = chance.choice([town for towns in TOWNS.values() for town in towns])
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
    }


def main() -> None:
    """Write the archive and say what is in it."""
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    made = list(pages(random.Random(17), wanted))
    write(Path(sys.argv[1]), made)
    print(json.dumps(summary(made)))


if __name__ == "__main__":
    main()
