"""What a ledger knows of the sources that are watched: their state, the pages they name, fetches and evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, insert, select, true, update

from tocsin.ledger import discretion, schema
from tocsin.ledger.batches import batched
from tocsin.ledger.store import Ledger
from tocsin.watched import Derivation, Entry, Fetch, Outage, Outlet, Page, Robots, Source, SourceKind, SourceState
from tocsin.wire import time_json, time_read, time_written


@dataclass(frozen=True, slots=True)
class Counts:
    """Reports and claims of an outlet in the ledger; ``first`` and ``last`` are the days its reports were published."""

    reports: int = 0
    claims: int = 0
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of evidence: the hash and number of its bytes, and when they were last fetched."""

    digest: str
    size: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a fetch for the tables of watching, kept in one transaction.

    ``pages`` are put in the place of what there was of them; ``derivations`` are of ``fetch``.
    """

    source: SourceState | None = None
    pages: Sequence[Page] = ()
    fetch: Fetch | None = None
    derivations: Sequence[Derivation] = ()


def _numbers(connection: Connection, statement: Select[str | None, int]) -> Counter[str | None]:
    held: dict[str | None, int] = dict(connection.execute(statement).all())
    return Counter(held)


class Watching:
    """The tables of watching in a ledger. May be used by several threads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    # Settings

    def keep_settings(self, sources: Iterable[Source], outlets: Iterable[Outlet], now: datetime) -> None:
        """Keep which sources are watched, and who publishes; sources that are not named stay, but unwatched."""
        table = schema.feeds
        with self._ledger.transaction(writes=True) as connection:
            connection.execute(update(table).values(watched=False))
            for source in sources:
                known = connection.execute(
                    select(table.c.kind, table.c.address).where(table.c.name == source.name)
                ).one_or_none()
                state = SourceState(source, now)
                if known is None:
                    connection.execute(insert(table), [_state_row(state)])
                    continue
                row = {**_source_row(source), "watched": True}
                if (known.kind, known.address) != (source.kind.value, source.address):
                    row |= {"due": None, "etag": None, "modified": None}  # they were another address's
                connection.execute(update(table).where(table.c.name == source.name).values(row))
            for outlet in outlets:
                connection.execute(delete(schema.outlets).where(schema.outlets.c.name == outlet.name))
                connection.execute(insert(schema.outlets), [_outlet_row(outlet)])

    def outlets(self) -> dict[str, Outlet]:
        """Return the outlets by name."""
        table = schema.outlets
        with self._ledger.transaction() as connection:
            rows = connection.execute(select(table).order_by(table.c.name)).mappings()
            return {row["name"]: _outlet_of(row) for row in rows}

    # Sources

    def sources(self, *, watched: bool = True) -> tuple[SourceState, ...]:
        """Return the sources that are watched, or all that ever were, by name."""
        table = schema.feeds
        statement = select(table).order_by(table.c.name)
        if watched:
            statement = statement.where(table.c.watched)
        with self._ledger.transaction() as connection:
            return tuple(_state_of(row) for row in connection.execute(statement).mappings())

    def counts(self, *, hidden_after: str | None = None) -> dict[str, Counts]:
        """Return how many reports and claims there are of each outlet.

        What tells of nothing but incidents that readers are shown after the time ``hidden_after`` is not counted.
        """
        reports, claims = schema.reports.c, schema.claims.c
        shown = true() if hidden_after is None else reports.id.not_in(discretion.untold(hidden_after))
        told = select(reports.outlet, func.count(), func.min(reports.published), func.max(reports.published))
        said = select(reports.outlet, func.count()).join(schema.claims, claims.report == reports.id)
        with self._ledger.transaction() as connection:
            held = connection.execute(told.where(shown).group_by(reports.outlet)).all()
            claimed = _numbers(connection, said.where(shown).group_by(reports.outlet))
            if hidden_after is not None:
                claimed.subtract(_numbers(connection, discretion.claims_hidden_beside(hidden_after)))
        return {name: Counts(number, claimed[name], *days) for name, number, *days in held if name}

    def publications(self, source: str, most: int) -> list[datetime]:
        """Return when the newest pages of a source were published, newest first, at most so many."""
        table = schema.pages.c
        statement = select(table.published).where(table.source == source, table.published.is_not(None))
        with self._ledger.transaction() as connection:
            found = connection.scalars(statement.order_by(table.published.desc()).limit(most))
            return [datetime.fromisoformat(one) for one in found if one]

    # Pages

    def known_pages(self, source: Source, keys: Collection[str]) -> dict[str, Page]:
        """Return what is known of pages, by key: as this source named them, else another of the same outlet."""
        pages, feeds = schema.pages, schema.feeds.c
        statement = select(pages).join(schema.feeds, feeds.name == pages.c.source).where(feeds.outlet == source.outlet)
        found: dict[str, Page] = {}
        with self._ledger.transaction() as connection:
            for part in batched(sorted(set(keys))):
                for row in connection.execute(statement.where(pages.c.key.in_(part))).mappings():
                    if row["key"] not in found or row["source"] == source.name:
                        found[row["key"]] = _page_of(row)
        return found

    def due_pages(self, now: datetime, most: int) -> list[Page]:
        """Return pages of watched sources that are due, longest due first, at most so many."""
        pages, feeds = schema.pages, schema.feeds.c
        statement = (
            select(pages)
            .join(schema.feeds, feeds.name == pages.c.source)
            .where(and_(feeds.watched, pages.c.due.is_not(None), pages.c.due <= time_written(now)))
            .order_by(pages.c.due, pages.c.source, pages.c.key)
            .limit(most)
        )
        with self._ledger.transaction() as connection:
            return [_page_of(row) for row in connection.execute(statement).mappings()]

    def keep(self, reading: Reading) -> int | None:
        """Keep what came of a fetch, in one transaction; return the number of the fetch, if it is kept."""
        with self._ledger.transaction(writes=True) as connection:
            number = _keep_fetch(connection, reading.fetch) if reading.fetch is not None else None
            for derivation in reading.derivations:
                _keep_derivation(connection, derivation, number)
            for page in reading.pages:
                _keep_page(connection, page, number)
            if reading.source is not None:
                table = schema.feeds
                row = _state_row(reading.source)
                del row["watched"], row["added"]
                connection.execute(update(table).where(table.c.name == row["name"]).values(row))
            return number

    # Sites

    def robots(self, origin: str) -> Robots | None:
        """Return what was kept of the robots.txt of an origin."""
        table = schema.robots
        with self._ledger.transaction() as connection:
            row = connection.execute(select(table).where(table.c.origin == origin)).mappings().one_or_none()
        return None if row is None else Robots(row["text"], datetime.fromisoformat(row["until"]), row["failure"])

    def keep_robots(self, origin: str, robots: Robots) -> None:
        """Keep the robots.txt of an origin."""
        row = {"origin": origin, "text": robots.text, "until": time_written(robots.until), "failure": robots.failure}
        with self._ledger.transaction(writes=True) as connection:
            connection.execute(delete(schema.robots).where(schema.robots.c.origin == origin))
            connection.execute(insert(schema.robots), [row])

    def held(self) -> dict[str, datetime]:
        """Return the hosts that asked to be left alone, and until when."""
        table = schema.hosts
        with self._ledger.transaction() as connection:
            found = connection.execute(select(table.c.host, table.c.until)).all()
        return {host: datetime.fromisoformat(until) for host, until in found}

    def hold(self, host: str, until: datetime) -> None:
        """Keep that a host asked to be left alone."""
        with self._ledger.transaction(writes=True) as connection:
            connection.execute(delete(schema.hosts).where(schema.hosts.c.host == host))
            connection.execute(insert(schema.hosts), [{"host": host, "until": time_written(until)}])

    # Evidence

    def evidence(self) -> list[Kept]:
        """Return the files of evidence that there should be, oldest first."""
        table = schema.evidence
        statement = select(table).where(table.c.gone.is_(None)).order_by(table.c.last, table.c.digest)
        with self._ledger.transaction() as connection:
            rows = connection.execute(statement).mappings()
            return [Kept(row["digest"], row["size"], datetime.fromisoformat(row["last"])) for row in rows]

    def mark_gone(self, digests: Iterable[str], now: datetime) -> None:
        """Keep that files of evidence were taken away."""
        table = schema.evidence
        with self._ledger.transaction(writes=True) as connection:
            for part in batched(digests):
                connection.execute(update(table).where(table.c.digest.in_(part)).values(gone=time_written(now)))

    def fetches(self) -> Iterator[Fetch]:
        """Yield the fetches whose bytes are kept, oldest first."""
        table, kept = schema.fetches, schema.evidence.c
        statement = select(table).join(schema.evidence, kept.digest == table.c.digest).where(kept.gone.is_(None))
        with self._ledger.transaction() as connection:
            for row in connection.execute(statement.order_by(table.c.at, table.c.number)).mappings():
                yield _fetch_of(row)

    def derivations(self, fetch: int) -> tuple[Derivation, ...]:
        """Return what was derived from the bytes of a fetch, by report."""
        table = schema.derivations
        with self._ledger.transaction() as connection:
            rows = connection.execute(select(table).where(table.c.fetch == fetch).order_by(table.c.report)).mappings()
            return tuple(Derivation(**row) for row in rows)


def _keep_fetch(connection: Connection, fetch: Fetch) -> int:
    row = {
        "source": fetch.source,
        "address": fetch.address,
        "final": fetch.final,
        "at": time_written(fetch.at),
        "status": fetch.status,
        "headers": [list(pair) for pair in fetch.headers],
        "digest": fetch.digest,
        "size": fetch.size,
    }
    number = connection.scalar(insert(schema.fetches).values(row).returning(schema.fetches.c.number))
    assert number is not None
    if fetch.kept:
        table = schema.evidence
        connection.execute(delete(table).where(table.c.digest == fetch.digest))
        kept = {"digest": fetch.digest, "size": fetch.size, "last": row["at"], "gone": None}
        connection.execute(insert(table), [kept])
    return int(number)


def _keep_derivation(connection: Connection, derivation: Derivation, fetch: int | None) -> None:
    row = asdict(derivation)
    if derivation.fetch is None:
        assert fetch is not None
        row["fetch"] = fetch
    table = schema.derivations.c
    again = (table.report == row["report"], table.fetch == row["fetch"])
    if connection.scalar(select(table.report).where(*again)) is None:
        connection.execute(insert(schema.derivations), [row])


def _keep_page(connection: Connection, page: Page, fetch: int | None) -> None:
    table = schema.pages
    row = _page_row(page)
    if page.listed is None and page.tries == 0 and page.fetched is None:
        row["listed"] = fetch  # it was just found, in the list that this fetch brought
    connection.execute(delete(table).where(table.c.source == page.source, table.c.key == page.key))
    connection.execute(insert(table), [row])


def _maybe_day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _source_row(source: Source) -> dict[str, Any]:
    return {**asdict(source), "kind": source.kind.value}


def _state_row(state: SourceState) -> dict[str, Any]:
    return {
        **_source_row(state.source),
        "watched": state.watched,
        "added": time_written(state.added),
        "due": time_json(state.due),
        "attempted": time_json(state.attempted),
        "succeeded": time_json(state.succeeded),
        "failures": state.failures,
        "reason": state.reason,
        "etag": state.etag,
        "modified": state.modified,
        "newest": time_json(state.newest),
    }


def _state_of(row: Mapping[Any, Any]) -> SourceState:
    return SourceState(
        source=Source(row["name"], SourceKind(row["kind"]), row["address"], row["outlet"]),
        added=datetime.fromisoformat(row["added"]),
        watched=row["watched"],
        due=time_read(row["due"]),
        attempted=time_read(row["attempted"]),
        succeeded=time_read(row["succeeded"]),
        failures=row["failures"],
        reason=row["reason"],
        etag=row["etag"],
        modified=row["modified"],
        newest=time_read(row["newest"]),
    )


def outages_json(outlet: Outlet) -> list[dict[str, Any]]:
    """Return the outages of an outlet as JSON."""
    return [
        {"start": one.start.isoformat(), "end": one.end and one.end.isoformat(), "reason": one.reason}
        for one in outlet.outages
    ]


def _outlet_row(outlet: Outlet) -> dict[str, Any]:
    return {**asdict(outlet), "outages": outages_json(outlet)}


def _outlet_of(row: Mapping[Any, Any]) -> Outlet:
    outages = tuple(
        Outage(date.fromisoformat(one["start"]), _maybe_day(one["end"]), one["reason"]) for one in row["outages"]
    )
    return Outlet(row["name"], row["country"], row["language"], row["ownership"], row["side"], row["onset"], outages)


def _page_row(page: Page) -> dict[str, Any]:
    return {
        **{name: getattr(page, name) for name in ("source", "key", "address", "mark", "tries", "reason")},
        **{name: getattr(page, name) for name in ("etag", "modified", "digest", "text", "listed")},
        "entry": _entry_json(page.entry),
        "published": time_json(page.entry.moment),
        "found": time_written(page.found),
        "due": time_json(page.due),
        "fetched": time_json(page.fetched),
    }


def _page_of(row: Mapping[Any, Any]) -> Page:
    return Page(
        **{name: row[name] for name in ("source", "key", "address", "mark", "tries", "reason")},
        **{name: row[name] for name in ("etag", "modified", "digest", "text", "listed")},
        entry=_entry_from_json(row["entry"]),
        found=datetime.fromisoformat(row["found"]),
        due=time_read(row["due"]),
        fetched=time_read(row["fetched"]),
    )


def _fetch_of(row: Mapping[Any, Any]) -> Fetch:
    return Fetch(
        **{name: row[name] for name in ("source", "address", "final", "status", "digest", "size", "number")},
        at=datetime.fromisoformat(row["at"]),
        headers=tuple((name, value) for name, value in row["headers"]),
        kept=True,
    )


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "body": entry.body,
        "published": entry.published and entry.published.isoformat(),
        "published_at": time_json(entry.published_at),
        "updated_at": time_json(entry.updated_at),
        "author": entry.author,
        "language": entry.language,
        "outlet": entry.outlet,
    }


def _entry_from_json(doc: Mapping[str, Any]) -> Entry:
    return Entry(
        title=doc["title"],
        body=doc["body"],
        published=_maybe_day(doc["published"]),
        published_at=time_read(doc["published_at"]),
        updated_at=time_read(doc["updated_at"]),
        author=doc["author"],
        language=doc["language"],
        outlet=doc.get("outlet"),  # entries kept before lists of other outlets' pages were watched have none
    )
