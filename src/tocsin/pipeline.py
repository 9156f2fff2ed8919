"""The stages composed: the only place where they meet input and output.

``read → code → resolve → link`` for each report; the ledger in between when there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tocsin.code import neural
from tocsin.code.fates import with_tolls
from tocsin.code.report import code_reports
from tocsin.code.rules import RuleTagger
from tocsin.code.spotting import Spotters
from tocsin.code.tags import Tagger
from tocsin.codebook import Verdict
from tocsin.ledger import Ledger
from tocsin.ledger.change import Change
from tocsin.ledger.documents import Arrival
from tocsin.link import LINKER, Sides
from tocsin.link.within import merge_tellings, told_as_news
from tocsin.linking import link_corrected, link_in, link_revised, relink_all, relink_around
from tocsin.model import CodedReport, Judgement, Report, Version
from tocsin.resolve import weapons
from tocsin.resolve.claims import Resolvers, resolve_report
from tocsin.resolve.dates import find_times

#: The state of a report whose claims were read out of it.
CODED = "coded"

#: Reports are coded together until there are so many of them, or so many letters.
BATCH_REPORTS = 8
BATCH_LETTERS = 20_000

#: Languages that the packaged taggers read.
CODED_LANGUAGES = frozenset({"en"})


@dataclass(frozen=True)
class Coding:
    """What reports are coded with."""

    tagger: Tagger
    resolvers: Resolvers
    spotters: Spotters

    @classmethod
    @cache
    def rules(cls) -> Coding:
        """Return the coding with rules over the packaged lexicons; built once a process."""
        resolvers = Resolvers.default()
        spotters = Spotters(
            times=find_times,
            places=resolvers.places.spot,
            actors=resolvers.actors.spot,
            weapons=weapons.spot,
            weapon_kind=weapons.kind_of,
        )
        return cls(RuleTagger(spotters), resolvers, spotters)

    @classmethod
    @cache
    def neural(cls) -> Coding:
        """Return the coding with the packaged networks; loaded once a process.

        Raises:
            NetworksMissingError: they are not installed, or what runs them is not.

        """
        rules = cls.rules()
        return replace(rules, tagger=neural.packaged_tagger(rules.spotters))


def state_of(report: Report) -> str:
    """Return the state a report is kept in: :data:`CODED`, or "not coded: " and why."""
    return CODED if report.language in CODED_LANGUAGES else f"not coded: language {report.language}"


def code(report: Report, coding: Coding) -> CodedReport:
    """Code one report; see :func:`code_all`."""
    return code_all([report], coding)[0]


def code_all(reports: Sequence[Report], coding: Coding) -> list[CodedReport]:
    """Code reports together: claims resolved, told-again events merged. One in another language has no claims.

    Together is faster; what is read out of a report does not depend on its company.
    """
    coded = iter(code_reports([one for one in reports if one.language in CODED_LANGUAGES], coding.tagger))
    return [
        _resolved(next(coded), coding)
        if report.language in CODED_LANGUAGES
        else CodedReport(report, warnings=(state_of(report),))
        for report in reports
    ]


def _resolved(coded: CodedReport, coding: Coding) -> CodedReport:
    resolved = resolve_report(coded, coding.resolvers)
    claims = merge_tellings(resolved.claims, coding.resolvers.actors, resolved.separate)
    told = told_as_news(claims, resolved.report)
    return replace(resolved, claims=with_tolls(resolved.report, told))


def in_batches(reports: Iterable[Report]) -> Iterator[Sequence[Report]]:
    """Yield reports in groups to be coded together: by number and by length, so that memory stays flat."""
    held: list[Report] = []
    letters = 0
    try:
        for report in reports:
            held.append(report)
            letters += len(report.text)
            if len(held) >= BATCH_REPORTS or letters >= BATCH_LETTERS:
                yield held
                held, letters = [], 0
    except KeyboardInterrupt:
        # What was read before is not lost to whoever waits for more.
        if held:
            yield held
        raise
    if held:
        yield held


def add_reports(ledger: Ledger, reports: Iterable[Report], coding: Coding) -> Iterator[tuple[CodedReport, Arrival]]:
    """Code, keep and link each report, one transaction each; yield it with what it has changed."""
    bring_up_to_date(ledger, coding)
    for batch in in_batches(reports):
        new = {report.id: report for report in batch if not ledger.has_report(report.id)}
        coded = dict(zip(new, code_all(list(new.values()), coding), strict=True))
        for report in batch:
            # A report that comes twice in a batch is new once.
            one = coded.pop(report.id, None) or CodedReport(report)
            yield one, add_coded(ledger, one, coding)


def add_coded(ledger: Ledger, coded: CodedReport, coding: Coding) -> Arrival:
    """Keep a coded report and bring up to date the incidents that it bears on; return what it has changed."""
    with ledger.change() as change:
        current = change.linked(LINKER)
        arrival = change.add(coded, state_of(coded.report))
        if current:
            _link(change, arrival, coded.report, coding.resolvers.actors)
            change.mark_linked(LINKER)
    return arrival


def _link(change: Change, arrival: Arrival, report: Report, sides: Sides) -> None:
    """Derive anew the incidents that a report bears on which was just read."""
    cause = f"report {report.id}"
    if arrival.went:
        link_revised(change, arrival, sides, cause)
    else:
        link_in(change, arrival.came, sides, cause)
    if arrival.renamed:
        relink_around(change, change.claims_of([report.id]), sides, cause)


def judge(ledger: Ledger, judgement: Judgement, coding: Coding) -> None:
    """Record a decision and bring up to date the incidents that it bears on.

    Raises:
        ConflictingJudgementsError: it contradicts other decisions; nothing is recorded.
        UnfitCorrectionError: it corrects a field that can't be, or to a value that the field can't have.
        LedgerError: it is about a claim that is not in the ledger.

    """
    with ledger.change() as change:
        current = change.linked(LINKER)
        if not change.judge(judgement):
            return
        cause = f"judgement {judgement.id}"
        sides = coding.resolvers.actors
        if not current:
            relink_all(change, sides, cause)
        elif judgement.verdict is Verdict.CORRECT:
            link_corrected(change, judgement.left, sides, cause)
        else:
            relink_around(change, {judgement.left, judgement.right or judgement.left}, sides, cause)
        change.mark_linked(LINKER)


def require_two_persons(ledger: Ledger, coding: Coding, *, required: bool, by: str) -> None:
    """Set whether decisions hold only once two people have made them, and derive the incidents anew.

    Raises:
        ConflictingJudgementsError: judgements that cannot all hold; nothing is changed.

    """
    with ledger.change() as change:
        change.require_two_persons(required)
        relink_all(change, coding.resolvers.actors, f"setting two persons {'on' if required else 'off'} by {by}")


def bring_up_to_date(ledger: Ledger, coding: Coding) -> None:
    """Derive the incidents anew if they do not follow from the claims and judgements, as after an upgrade.

    Raises:
        ConflictingJudgementsError: judgements that cannot all hold; the incidents stay as they are.

    """
    if ledger.stale(LINKER):
        with ledger.change() as change:
            relink_all(change, coding.resolvers.actors, f"linker {LINKER}")


def rebuild(ledger: Ledger, coding: Coding, advance: Callable[[int], None]) -> None:
    """Code every kept report anew and derive the incidents anew, in one transaction; judgements are kept.

    ``advance`` is called with 1 after each report.
    """
    with ledger.change() as change:
        _rebuild(ledger, change, coding, advance)


def preview_rebuild(ledger: Ledger, coding: Coding, advance: Callable[[int], None]) -> tuple[Version, ...]:
    """Return the versions of incidents that :func:`rebuild` would write; nothing is changed."""
    with ledger.trial() as change:
        _rebuild(ledger, change, coding, advance)
        return change.versions()


def _rebuild(ledger: Ledger, change: Change, coding: Coding, advance: Callable[[int], None]) -> None:
    for coded, state in _coded_anew(ledger, coding, advance):
        change.recode(coded, state)
    relink_all(change, coding.resolvers.actors, f"coder {coding.tagger.name} {coding.tagger.version}")


def _coded_anew(ledger: Ledger, coding: Coding, advance: Callable[[int], None]) -> Iterator[tuple[CodedReport, str]]:
    for batch in in_batches(ledger.reports()):
        for coded in code_all(batch, coding):
            yield coded, state_of(coded.report)
            advance(1)
