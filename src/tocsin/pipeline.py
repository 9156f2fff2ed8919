"""The stages composed: the only place where they meet input and output.

``read → code → resolve → link`` for each report; the ledger in between when there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from tocsin.code.report import code_report
from tocsin.code.rules import RuleTagger
from tocsin.code.spotting import Spotters
from tocsin.code.tags import Tagger
from tocsin.ledger import Ledger
from tocsin.link import link
from tocsin.link.within import merge_tellings
from tocsin.model import CodedReport, Incident, Judgement, Report
from tocsin.resolve import weapons
from tocsin.resolve.claims import Resolvers, resolve_report
from tocsin.resolve.dates import find_times

#: The state of a report whose claims were read out of it.
CODED = "coded"

#: Languages that the packaged taggers read.
CODED_LANGUAGES = frozenset({"en"})


@dataclass(frozen=True)
class Coding:
    """What reports are coded with."""

    tagger: Tagger
    resolvers: Resolvers

    @classmethod
    @cache
    def default(cls) -> Coding:
        """Return the coding with rules over the packaged lexicons; built once a process."""
        resolvers = Resolvers.default()
        spotters = Spotters(
            times=find_times,
            places=resolvers.places.spot,
            actors=resolvers.actors.spot,
            weapons=weapons.spot,
            weapon_kind=weapons.kind_of,
        )
        return cls(RuleTagger(spotters), resolvers)


def state_of(report: Report) -> str:
    """Return the state a report is kept in: :data:`CODED`, or "not coded: " and why."""
    return CODED if report.language in CODED_LANGUAGES else f"not coded: language {report.language}"


def code(report: Report, coding: Coding) -> CodedReport:
    """Code one report: claims resolved and told-again events merged. A report in another language has no claims."""
    if report.language not in CODED_LANGUAGES:
        return CodedReport(report, warnings=(state_of(report),))
    coded = resolve_report(code_report(report, coding.tagger), coding.resolvers)
    return replace(coded, claims=tuple(merge_tellings(coded.claims, coding.resolvers.actors)))


def add_reports(ledger: Ledger, reports: Iterable[Report], coding: Coding) -> Iterator[tuple[CodedReport, bool]]:
    """Code and keep each report, one transaction each; yield it with whether it was new."""
    for report in reports:
        coded = CodedReport(report) if ledger.has_report(report.id) else code(report, coding)
        yield coded, ledger.add(coded, state_of(report))


def relink(ledger: Ledger, coding: Coding) -> None:
    """Derive the incidents from all claims and judgements, in one transaction.

    Raises:
        ConflictingJudgementsError: judgements that cannot all hold; the incidents stay as they are.

    """
    revision = ledger.revision()
    ledger.replace_incidents(_derived(ledger, coding, ledger.judgements()), revision)


def judge(ledger: Ledger, judgement: Judgement, coding: Coding) -> None:
    """Record a decision and derive the incidents anew.

    Raises:
        ConflictingJudgementsError: it contradicts other decisions; nothing is recorded.
        LedgerError: it is about a claim that is not in the ledger.

    """
    revision = ledger.revision()
    incidents = _derived(ledger, coding, [*ledger.judgements(), judgement])
    # Only this decision is in the incidents: what others added meanwhile leaves the ledger stale.
    if ledger.judge(judgement):
        ledger.replace_incidents(incidents, revision + 1)


def _derived(ledger: Ledger, coding: Coding, judgements: Iterable[Judgement]) -> tuple[Incident, ...]:
    reports = {report.id: report for report in ledger.reports()}
    return link(reports, ledger.claims(), judgements, coding.resolvers.actors)


def bring_up_to_date(ledger: Ledger, coding: Coding) -> None:
    """Relink if reports or judgements came in since the incidents were derived."""
    if ledger.stale():
        relink(ledger, coding)


def rebuild(ledger: Ledger, coding: Coding, advance: Callable[[int], None]) -> None:
    """Code every kept report anew and derive the incidents anew; judgements are kept.

    ``advance`` is called with 1 after each report.
    """
    ledger.replace_claims(_coded_anew(ledger, coding, advance))
    relink(ledger, coding)


def _coded_anew(ledger: Ledger, coding: Coding, advance: Callable[[int], None]) -> Iterator[tuple[CodedReport, str]]:
    for report in ledger.reports():
        yield code(report, coding), state_of(report)
        advance(1)
