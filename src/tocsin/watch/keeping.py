"""Evidence looked after: pruned by age and size, checked against its hashes and the reports read from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin import __version__
from tocsin.ledger import Ledger, UnknownIdError
from tocsin.ledger.evidence import EvidenceFolder
from tocsin.ledger.watching import Watching
from tocsin.model import Report
from tocsin.read.found import RefusedError
from tocsin.read.packed import PackedError, plain
from tocsin.watch.derive import ENTRY, UNPACKED_AT_MOST, entry_report, header, page_report
from tocsin.watch.lists import named_in
from tocsin.watched import Derivation, Fetch, SourceKind


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a file of evidence: which, and what, in one line."""

    name: str
    matter: str


def prune(
    books: Watching, folder: EvidenceFolder, now: datetime, days: int | None, max_bytes: int | None
) -> tuple[int, int]:
    """Take away evidence older than some days, and the oldest beyond some bytes; return how many files and bytes."""
    kept = books.evidence()
    old = [] if days is None else [one for one in kept if one.last < now - timedelta(days=days)]
    chosen = {one.digest for one in old}
    sizes = {one.digest: folder.size(one.digest) for one in kept}
    left = sum(size for digest, size in sizes.items() if digest not in chosen)
    for one in kept:  # oldest first
        if max_bytes is not None and left > max_bytes and one.digest not in chosen:
            chosen.add(one.digest)
            left -= sizes[one.digest]
    # Kept as gone first: killed in between, a file is left over, which does no harm, and is never missed.
    books.mark_gone(sorted(chosen), now)
    for digest in sorted(chosen):
        folder.remove(digest)
    return len(chosen), sum(sizes[digest] for digest in chosen)


def check(ledger: Ledger, books: Watching, folder: EvidenceFolder) -> Iterator[Fault | None]:
    """Yield, for each file of evidence and each report read from one, ``None`` if it is right, else what is wrong."""
    for fetch in books.fetches():
        try:
            data = folder.read(fetch.digest)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            yield Fault(fetch.digest, f"{fetch.address}: {reason}")
            continue
        yield None
        yield from _check_reports(ledger, books, fetch, data)


def _check_reports(ledger: Ledger, books: Watching, fetch: Fetch, data: bytes) -> Iterator[Fault | None]:
    assert fetch.number is not None
    for derivation in books.derivations(fetch.number):
        by = f"read by {derivation.version}, now {__version__}"
        try:
            report = _derived(derivation, fetch, data)
            held = ledger.report(derivation.report)
        except (RefusedError, PackedError, UnknownIdError) as error:
            yield Fault(fetch.digest, f"report {derivation.report}: {error} ({by})")
            continue
        same = (report.text, report.published, report.outlet) == (held.text, held.published, held.outlet)
        yield None if same else Fault(fetch.digest, f"report {held.id}: another text is read from it ({by})")


def _derived(derivation: Derivation, fetch: Fetch, data: bytes) -> Report:
    """Derive a report again: from a page, or from what a list says of one.

    Raises:
        RefusedError: there is none that can be read.
        PackedError: a list that cannot be unpacked.

    """
    given = derivation.given
    if derivation.reader != ENTRY:
        return page_report(data, header(fetch.headers, "content-type"), given)
    named, _ = named_in(SourceKind(given["list"]), plain(data, UNPACKED_AT_MOST), fetch.final)
    for one in named:
        if one.key == given["key"]:
            return entry_report(one.entry, one.address or one.key, given)
    raise RefusedError(f"the list no longer names {given['key']}")
