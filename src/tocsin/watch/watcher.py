"""The watch itself: what is due is fetched, what came is read, coded and linked, and what became of it is kept.

The order of things makes it safe to be killed at any time. A list and the pages that it names are kept in one
transaction. A page is fetched, its report is added (one transaction, in which all its claims and incidents are), and
only then the page is marked as read: killed in between, the page is fetched again, and its report is known already.
"""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tocsin import __version__
from tocsin.ledger import Ledger
from tocsin.ledger.documents import Arrival
from tocsin.ledger.evidence import EvidenceFolder, digest_of
from tocsin.ledger.watching import Reading, Watching
from tocsin.model import Report
from tocsin.pipeline import BATCH_REPORTS, Coding, add_reports
from tocsin.read.fetching import (
    Client,
    Fetched,
    FetchError,
    Guard,
    Manners,
    Resolver,
    Rules,
    StoppedError,
    Wanted,
    system_resolver,
)
from tocsin.read.fetching.manners import LONGEST_WAIT
from tocsin.read.found import RefusedError
from tocsin.read.packed import PackedError, plain
from tocsin.watch.derive import ENTRY, PAGE, entry_report, given, page_report
from tocsin.watch.keeping import prune
from tocsin.watch.lists import Named, named_in
from tocsin.watch.schedule import Fetchers, Job, Result, Tell
from tocsin.watch.settings import Settings, SourceSettings
from tocsin.watched import Derivation, Entry, Fetch, Page, SourceKind, SourceState

# Pages that are handed to the fetching threads ahead.
_AHEAD = 200
_LONGEST_BACKOFF = timedelta(hours=6)
# Site maps of site maps go no deeper in practice; a round reads no more of them than this from one source.
_SITEMAP_DEPTH, _SITEMAPS = 3, 50
# A site map may name all that was ever published.
_SITEMAP_AGE = timedelta(days=3)
_TICK = 0.5
_PRUNE_EVERY = timedelta(hours=1)


@dataclass
class _Read:
    """What came of a page: the report to add, if any, and what to keep once it is added."""

    result: Result
    outcome: str
    page: Page
    report: Report | None = None
    fetch: Fetch | None = None
    derivation: Derivation | None = None
    reason: str | None = None


class Watcher:
    """Watches sources into a ledger, until it is stopped or for one round."""

    def __init__(  # noqa: PLR0913 - all that it stands on; nothing of it belongs together
        self,
        settings: Settings,
        ledger: Ledger,
        coding: Coding,
        tell: Tell,
        *,
        environment: dict[str, str],
        evidence: Path,
        resolve: Resolver = system_resolver,
    ) -> None:
        self._settings = settings
        self._ledger = ledger
        self._coding = coding
        self._tell = tell
        self._sources = {one.source.name: one for one in settings.sources}
        self._secrets = {name: one.secrets(environment) for name, one in self._sources.items()}
        self._books = Watching(ledger)
        self._folder = EvidenceFolder(settings.evidence.folder or evidence)
        self._chance = random.Random()  # noqa: S311 - chance spreads requests, it hides nothing
        self.stop = threading.Event()
        guard = Guard(settings.fetch.allow, resolve)
        client = Client(settings.fetch.contact, guard, settings.fetch.limits)
        pause = settings.fetch.pause.total_seconds()
        self._manners = Manners(client, Rules(client, self._books), pause, self.stop.wait)
        self._states: dict[str, SourceState] = {}
        self._sitemaps: dict[str, set[str]] = {}
        self._tried: set[tuple[str, str]] = set()
        self._pruned = _now()

    def run(self, *, once: bool) -> None:
        """Watch until :attr:`stop` is set, or read every source once and all pages that are due."""
        now = _now()
        self._books.keep_settings((one.source for one in self._sources.values()), self._settings.outlets(), now)
        self._states = {state.source.name: state for state in self._books.sources()}
        for host, until in self._books.held().items():
            self._manners.hold(host, (until - now).total_seconds())
        fetchers = Fetchers(self._manners, self._settings.fetch.parallel, self.stop)
        try:
            while not self.stop.is_set():
                self._prune()
                self._hand_out(fetchers, once=once)
                if once and not fetchers.under_way():
                    break
                self._take_in(fetchers.results(BATCH_REPORTS, _TICK), fetchers)
        finally:
            self.stop.set()
            fetchers.wake()
        while fetchers.working():  # what is under way is finished
            self._take_in(fetchers.results(BATCH_REPORTS, _TICK), fetchers)
        for host, seconds in self._manners.holds().items():
            self._books.hold(host, _now() + timedelta(seconds=seconds))
        self._prune(now=True)

    # What is to be fetched

    def _hand_out(self, fetchers: Fetchers, *, once: bool) -> None:
        now = _now()
        for name, state in self._states.items():
            first = once and ("source", name) not in self._tried
            if first or (not once and (state.due is None or state.due <= now)):
                if once:
                    self._tried.add(("source", name))
                wanted = Wanted(state.source.address, state.etag, state.modified, self._secrets[name])
                if fetchers.put(Job(name, wanted)):
                    self._sitemaps[name] = {state.source.address}
        if fetchers.under_way() >= _AHEAD:
            return
        for page in self._books.due_pages(now, _AHEAD):
            if once:
                if (page.source, page.key) in self._tried:
                    continue
                self._tried.add((page.source, page.key))
            self._fetch_page(page, fetchers)

    def _fetch_page(self, page: Page, fetchers: Fetchers) -> None:
        address = page.address or ""
        wanted = Wanted(address, page.etag, page.modified, self._secrets_for(page.source, address))
        fetchers.put(Job(page.source, wanted, page))

    def _secrets_for(self, source: str, address: str) -> dict[str, str]:
        """Return the secrets of a source for an address, none where it is not at the source's own origin."""
        ours, theirs = (one.split("/")[:3] for one in (self._sources[source].address, address))
        return self._secrets[source] if ours == theirs else {}

    # What came

    def _take_in(self, results: Sequence[Result], fetchers: Fetchers) -> None:
        read = []
        for result in results:
            if isinstance(result.answer, StoppedError):
                continue
            state = self._states[result.job.source]
            if result.job.page is None and state.source.kind is not SourceKind.PAGE:
                self._take_list(result, state, fetchers)
            else:
                read.append(self._read(result))
        self._add(read)
        for result in results:
            fetchers.done(result)

    def _take_list(self, result: Result, state: SourceState, fetchers: Fetchers) -> None:
        answer, now = result.answer, _now()
        if isinstance(answer, FetchError):
            self._fail(result, state, answer)
            return
        pages: list[Page] = []
        further: tuple[str, ...] = ()
        newest, kept = state.newest, None
        if answer.changed:
            try:
                pages, further = self._named(answer, state)
            except (RefusedError, PackedError) as error:
                self._fail(result, state, error)
                return
            published = [one for page in pages if (one := page.entry.moment) is not None and one <= now]
            newest = max([*published, *([newest] if newest else [])], default=None)
        new = self._new_pages(pages, state, now)
        if any(page.entry.body for page in new):
            kept = self._evidence(state.source.name, answer)
        at_top = result.job.depth == 0
        conditions = (
            (self._said(answer, "etag"), self._said(answer, "last-modified")) if answer.changed else _held(state)
        )
        state = replace(
            state,
            attempted=answer.at,
            succeeded=answer.at,
            failures=0,
            reason=None,
            newest=newest,
            due=now + self._sources[state.source.name].every,
            # The pages named by site maps that a site map names change without it.
            etag=(None if further else conditions[0]) if at_top else state.etag,
            modified=(None if further else conditions[1]) if at_top else state.modified,
        )
        self._books.keep(Reading(state, new, kept))
        self._states[state.source.name] = state
        self._say(result, "unchanged" if not answer.changed else "list", pages=len(pages), new=len(new))
        self._go_further(further, result, fetchers)

    def _go_further(self, further: Sequence[str], result: Result, fetchers: Fetchers) -> None:
        name = result.job.source
        seen = self._sitemaps.setdefault(name, set())
        for address in further:
            if address in seen or len(seen) > _SITEMAPS or result.job.depth >= _SITEMAP_DEPTH:
                continue
            seen.add(address)
            wanted = Wanted(address, secrets=self._secrets_for(name, address))
            fetchers.put(Job(name, wanted, depth=result.job.depth + 1))

    def _named(self, answer: Fetched, state: SourceState) -> tuple[list[Page], tuple[str, ...]]:
        """Return the pages that a list names, and further lists."""
        data = plain(answer.data, self._settings.fetch.max_bytes)
        ours, now = self._sources[state.source.name], _now()
        named, further = named_in(state.source.kind, data, answer.final)
        wanted = (one for one in named if ours.wants(one.address))
        return [_page(state.source.name, one, now) for one in wanted], further

    def _new_pages(self, pages: Sequence[Page], state: SourceState, now: datetime) -> list[Page]:
        """Return the pages that are new or said to have changed, to be fetched."""
        ours = self._sources[state.source.name]
        age = ours.max_age or (_SITEMAP_AGE if ours.type is SourceKind.SITEMAP else None)
        known = self._books.known_pages(state.source, [page.key for page in pages])
        found: dict[str, Page] = {}
        for page in pages:
            before = known.get(page.key)
            when = page.entry.updated_at or page.entry.moment
            if page.key in found or (before and (before.mark == page.mark or before.source != page.source)):
                continue
            if age is not None and (when is None or when < now - age):
                continue
            if before:
                page = replace(before, mark=page.mark, entry=page.entry, due=now, tries=0)  # noqa: PLW2901 - the same page
            found[page.key] = page
        return list(found.values())

    def _fail(self, result: Result, state: SourceState, error: FetchError | RefusedError | PackedError) -> None:
        reason = error.reason if isinstance(error, FetchError) else str(error)
        failures = state.failures + 1
        wait = self._backoff(failures, error.wait if isinstance(error, FetchError) else None)
        if not (isinstance(error, FetchError) and error.passing):  # what is wrong with it will hardly pass by itself
            wait = max(wait, self._sources[state.source.name].every)
        due = _now() + wait
        state = replace(state, attempted=_now(), failures=failures, reason=self._clean(reason), due=due)
        self._books.keep(Reading(state))
        self._states[state.source.name] = state
        self._say(result, "failed", reason=reason)

    def _backoff(self, failures: int, told: float | None) -> timedelta:
        """Return how long to wait after some failures in a row.

        Any time up to a doubling limit, so that many who failed together do not come back together; and as long as was
        asked for.
        """
        most: timedelta = min(self._settings.fetch.backoff * 2 ** min(failures - 1, 16), _LONGEST_BACKOFF)
        return max(most * self._chance.random(), timedelta(seconds=min(told or 0.0, LONGEST_WAIT)))

    # Pages

    def _read(self, result: Result) -> _Read:
        page = result.job.page or self._own_page(result)
        try:
            return self._read_page(result, page)
        except Exception as error:  # noqa: BLE001 - a fault of ours with one page must not end the watch; it is told
            fault = f"fault in reading: {type(error).__name__}: {error}"
            return _Read(result, "fault", replace(page, due=None, reason=fault[:200]), reason=fault)

    def _own_page(self, result: Result) -> Page:
        """Return the page that a source is, where it is one."""
        state = self._states[result.job.source]
        known = self._books.known_pages(state.source, [state.source.address])
        named = Named(state.source.address, state.source.address, Entry())
        return known.get(state.source.address) or _page(state.source.name, named, _now())

    def _read_page(self, result: Result, page: Page) -> _Read:
        answer, source = result.answer, self._sources[page.source]
        if isinstance(answer, FetchError):
            return self._without_page(result, page, answer)
        again = self._again(page, source, answer.at)
        page = replace(
            page, tries=0, reason=None, fetched=answer.at, due=again, etag=self._said(answer, "etag"),
            modified=self._said(answer, "last-modified"),
        )  # fmt: skip
        digest = digest_of(answer.data) if answer.changed else page.digest
        if digest == page.digest:
            return _Read(result, "unchanged", page)
        entry = page.entry
        if source.type is SourceKind.PAGE:
            entry = replace(entry, published=answer.at.date())  # a live page without a date is of the day it is read
        known = given(page, source.outlet, source.language, entry, answer.at)
        try:
            report = page_report(answer.data, answer.header("content-type") or "", known)
        except RefusedError as error:
            return self._from_entry(result, replace(page, digest=digest), str(error))
        text = hashlib.sha256(report.text.encode()).hexdigest()
        before, page = page.text, replace(page, digest=digest, text=text)
        if text == before:
            return _Read(result, "unchanged", page)
        fetch = self._evidence(page.source, answer)
        return _Read(result, "read", page, report, fetch, Derivation(report.id, PAGE, __version__, known))

    def _again(self, page: Page, source: SourceSettings, at: datetime) -> datetime | None:
        """Return when a page is read again: changes are followed for a while after it was published."""
        since = page.entry.updated_at or page.entry.moment or page.found
        next_time = at + source.reread_every
        return next_time if next_time <= since + source.reread_for else None

    def _without_page(self, result: Result, page: Page, error: FetchError) -> _Read:
        held = isinstance(error, FetchError) and error.passing and error.status == 0 and bool(error.wait)
        tries = page.tries + (not held)
        if error.passing and tries < self._settings.fetch.tries:
            due = _now() + self._backoff(max(tries, 1), error.wait)
            reason = self._clean(error.reason)
            return _Read(result, "later", replace(page, tries=tries, due=due, reason=reason), reason=error.reason)
        return self._from_entry(result, replace(page, tries=tries), error.reason)

    def _from_entry(self, result: Result, page: Page, reason: str) -> _Read:
        """Take the entry's own text where the page cannot be had."""
        source = self._sources[page.source]
        page = replace(page, due=None, reason=self._clean(reason))
        known = given(page, source.outlet, source.language, page.entry, None)
        try:
            report = entry_report(page.entry, page.address or page.key, known)
        except RefusedError:
            return _Read(result, "refused", page, reason=reason)
        text = hashlib.sha256(report.text.encode()).hexdigest()
        if page.text is not None:  # it was read before, and better
            return _Read(result, "refused", page, reason=reason)
        page = replace(page, text=text)
        by = {**known, "key": page.key, "list": self._states[page.source].source.kind.value}
        read_from = None if page.listed is None else Derivation(report.id, ENTRY, __version__, by, page.listed)
        return _Read(result, ENTRY, page, report, derivation=read_from, reason=reason)

    def _add(self, read: Sequence[_Read]) -> None:
        """Add the reports, one transaction each; what became of a page is kept after its report is."""
        with_report = [one for one in read if one.report is not None]
        for one in read:
            if one.report is None:
                self._finish(one, None, claims=0)
        reports = (one.report for one in with_report if one.report is not None)
        for one, (coded, arrival) in zip(with_report, add_reports(self._ledger, reports, self._coding), strict=True):
            self._finish(one, arrival, claims=len(coded.claims))

    def _finish(self, one: _Read, arrival: Arrival | None, *, claims: int) -> None:
        state = self._own_state(one)
        known = one.derivation is not None and (one.fetch is not None or one.derivation.fetch is not None)
        derivations = (one.derivation,) if one.derivation is not None and known else ()
        self._books.keep(Reading(state, (one.page,), one.fetch, derivations))
        outcome = _came(arrival) if arrival is not None and one.outcome == "read" else one.outcome
        told: dict[str, Any] = {"claims": claims} if one.report is not None else {}
        if one.report is not None:
            told["report"] = one.report.id
        self._say(one.result, outcome, reason=one.reason, **told)

    def _own_state(self, one: _Read) -> SourceState | None:
        """Return the state of a source that is itself the page that was read."""
        if one.result.job.page is not None:
            return None
        state = self._states[one.page.source]
        now, every = _now(), self._sources[state.source.name].every
        if one.outcome in {"read", "unchanged"}:
            newest = now if one.outcome == "read" else state.newest
            state = replace(
                state, attempted=now, succeeded=now, failures=0, reason=None, due=now + every, newest=newest,
                etag=one.page.etag, modified=one.page.modified,
            )  # fmt: skip
        else:
            failures = state.failures + 1
            due = now + max(every, self._backoff(failures, None))
            state = replace(state, attempted=now, failures=failures, reason=one.page.reason, due=due)
        one.page = replace(one.page, due=None)
        self._states[state.source.name] = state
        return state

    # Evidence and the log

    def _prune(self, *, now: bool = False) -> None:
        """Take away evidence beyond what is to be kept, every hour."""
        chosen, at = self._settings.evidence, _now()
        if chosen.keep and (now or at >= self._pruned + _PRUNE_EVERY):
            self._pruned = at
            prune(self._books, self._folder, at, chosen.days, chosen.max_bytes)

    def _evidence(self, source: str, answer: Fetched) -> Fetch:
        secrets = [value for value in self._secrets[source].values() if value]
        keep = self._settings.evidence.keep and not any(value.encode() in answer.data for value in secrets)
        digest = self._folder.keep(answer.data) if keep else digest_of(answer.data)
        headers = tuple((name, self._clean(value)) for name, value in answer.headers)
        address, final = self._clean(answer.address), self._clean(answer.final)
        return Fetch(source, address, final, answer.at, answer.status, headers, digest, len(answer.data), keep)

    def _said(self, answer: Fetched, name: str) -> str | None:
        """Return a header to be kept, ``None`` where it has a secret in it."""
        value = answer.header(name)
        return value if value is None or self._clean(value) == value else None

    def _clean(self, words: str) -> str:
        """Return words without any secret in them: a server may say back what it was told."""
        for held in self._secrets.values():
            for value in held.values():
                if value:
                    words = words.replace(value, "[secret]")
        return words

    def _say(self, result: Result, outcome: str, *, reason: str | None = None, **more: Any) -> None:
        answer = result.answer
        told: dict[str, Any] = {"source": result.job.source, "address": self._clean(result.job.wanted.address)}
        if isinstance(answer, Fetched):
            told |= {"status": answer.status, "bytes": len(answer.data), "seconds": round(answer.seconds, 3)}
        elif answer.status:
            told["status"] = answer.status
        if reason:
            told["reason"] = self._clean(reason)
        self._tell("fetch", outcome=outcome, **told, **more)


def _page(source: str, named: Named, now: datetime) -> Page:
    return Page(source, named.key, named.address, named.mark, named.entry, now, due=now)


def _came(arrival: Arrival) -> str:
    if not arrival.new:
        return "known"
    return "revised" if arrival.revises else "new"


def _held(state: SourceState) -> tuple[str | None, str | None]:
    return state.etag, state.modified


def _now() -> datetime:
    return datetime.now(UTC)
