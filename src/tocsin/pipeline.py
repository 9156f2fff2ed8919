"""The stages composed: the only place where they meet input and output.

``read → code → resolve → link`` for each report; the ledger in between when there is one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tocsin.access import Act, Actor
from tocsin.code import neural
from tocsin.code.fates import with_tolls
from tocsin.code.report import code_reports
from tocsin.code.rules import RuleTagger
from tocsin.code.sentences import headline_end
from tocsin.code.spotting import Spotters
from tocsin.code.tags import Tagger
from tocsin.discretion.names import Names
from tocsin.engines import Engine
from tocsin.ledger import Ledger
from tocsin.ledger.change import Change
from tocsin.ledger.documents import Arrival
from tocsin.link import LINKER, Sides
from tocsin.link.within import merge_tellings, told_as_news
from tocsin.linking import link_anew, relink_all, relink_around
from tocsin.model import CodedReport, Judgement, Report, Version
from tocsin.resolve import weapons
from tocsin.resolve.atlas import Atlas
from tocsin.resolve.claims import Resolvers, resolve_report
from tocsin.resolve.dates import find_times
from tocsin.resolve.gazetteer import Gazetteer, compiled_path, overlay_path

#: The state of a report whose claims were read out of it.
CODED = "coded"

#: Reports are coded together until there are so many of them, or so many letters.
BATCH_REPORTS = 8
BATCH_LETTERS = 20_000

#: So many places of one name are looked for under the names they have on the map.
_SAME_NAME = 8

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

    @classmethod
    def named(cls, name: str) -> Coding:
        """Return the coding with the packaged tagger of this name.

        Raises:
            NetworksMissingError: as for :meth:`neural`.

        """
        return cls.neural() if name == "neural" else cls.rules()


@cache
def reader_names() -> Names:
    """Return what takes names of private persons out of what readers see; built once a process.

    Where the gazetteer is compiled on this machine it knows the towns of the world too.
    """
    compiled = compiled_path()
    if not compiled.exists():
        return Names()
    gazetteer = Gazetteer(compiled, overlay_path())
    return Names(lambda name: bool(gazetteer.look_up(name)))


@cache
def _atlas() -> Atlas:
    return Atlas(Gazetteer(compiled_path(), overlay_path()))


def names_of_places(phrase: str) -> tuple[str, ...]:
    """Return the names on the map of the places that are called so, the best known first; without a gazetteer none."""
    if not compiled_path().exists():
        return ()
    return tuple(dict.fromkeys(one.name for one in _atlas().candidates(phrase)[:_SAME_NAME]))


@dataclass(frozen=True)
class _Coder:
    """Codes reports in whatever process it is sent to."""

    tagger: str

    def __call__(self, reports: Sequence[Report]) -> list[CodedReport]:
        return code_all(reports, Coding.named(self.tagger))


def _not_coded(reports: Sequence[Report]) -> list[CodedReport]:
    """Say of reports that the process died which coded them."""
    return [CodedReport(report, failure="the process that coded it, or one read with it, died") for report in reports]


def code_in_order(
    portions: Iterable[Sequence[Report]], coding: Coding, processes: int = 1
) -> Iterator[list[CodedReport]]:
    """Code portions of reports, in several processes where there is much to do; what comes out keeps their order."""
    # A tagger of somebody's own is not known in another process.
    if processes == 1 or coding is not Coding.named(coding.tagger.name):
        yield from (code_all(portion, coding) for portion in portions)
        return
    yield from Engine(_Coder(coding.tagger.name), _not_coded, processes).results(portions)


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
    claims = merge_tellings(resolved.claims, coding.resolvers.actors, resolved.separate, headline_end(resolved.report))
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


def add_reports(
    ledger: Ledger, reports: Iterable[Report], coding: Coding, processes: int = 1
) -> Iterator[tuple[CodedReport, Arrival]]:
    """Code, keep and link each report, one transaction each; yield it with what it has changed.

    Reports are coded in so many processes, and kept and linked in this one, in the order in which they come. One that
    could not be coded is not kept either; its ``failure`` says why.
    """
    bring_up_to_date(ledger, coding)
    under_way: deque[Sequence[Report]] = deque()

    def portions() -> Iterator[Sequence[Report]]:
        for batch in in_batches(reports):
            under_way.append(batch)
            new = {report.id: report for report in batch if not ledger.has_report(report.id)}
            yield list(new.values())

    for portion in code_in_order(portions(), coding, processes):
        coded = {one.report.id: one for one in portion}
        for report in under_way.popleft():
            # A report that comes twice in a batch is new once.
            one = coded.pop(report.id, None) or CodedReport(report)
            yield one, Arrival(new=False) if one.failure else add_coded(ledger, one, coding)


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
    link_anew(change, arrival.came, arrival.went, sides, cause)
    if arrival.renamed:
        relink_around(change, change.claim_docs_of([report.id]), sides, cause)


def judge(ledger: Ledger, judgement: Judgement, coding: Coding) -> None:
    """Record a decision and bring up to date the incidents that it bears on.

    Raises:
        ConflictingJudgementsError: it contradicts other decisions; nothing is recorded.
        UnfitCorrectionError: it corrects a field that can't be, or to a value that the field can't have.
        LedgerError: it is about a claim that is not in the ledger.

    """
    with ledger.change() as change:
        take_judgement(change, judgement, coding)


def take_judgement(change: Change, judgement: Judgement, coding: Coding) -> None:
    """Do within a change what :func:`judge` does."""
    current = change.linked(LINKER)
    if not change.judge(judgement):
        return
    cause = f"judgement {judgement.id}"
    sides = coding.resolvers.actors
    if not current:
        relink_all(change, sides, cause)
    elif judgement.field is not None:
        link_anew(change, {judgement.left}, {judgement.left}, sides, cause)
    else:
        relink_around(change, {judgement.left, judgement.right or judgement.left}, sides, cause)
    change.mark_linked(LINKER)


def require_two_persons(ledger: Ledger, coding: Coding, *, required: bool, by: Actor) -> None:
    """Set whether decisions hold only once two people have made them, and derive the incidents anew.

    Raises:
        ConflictingJudgementsError: judgements that cannot all hold; nothing is changed.

    """
    with ledger.change() as change:
        state = "on" if required else "off"
        change.require_two_persons(required)
        change.record(Act(by, "two persons", state))
        relink_all(change, coding.resolvers.actors, f"setting two persons {state} by {by.name}")


def bring_up_to_date(ledger: Ledger, coding: Coding) -> None:
    """Derive the incidents anew if they do not follow from the claims and judgements, as after an upgrade.

    Raises:
        ConflictingJudgementsError: judgements that cannot all hold; the incidents stay as they are.

    """
    if ledger.stale(LINKER):
        with ledger.change() as change:
            relink_all(change, coding.resolvers.actors, f"linker {LINKER}")


def rebuild(
    ledger: Ledger, coding: Coding, advance: Callable[[int], None], processes: int = 1
) -> tuple[CodedReport, ...]:
    """Code every kept report anew and derive the incidents anew, in one transaction; judgements are kept.

    ``advance`` is called with 1 after each report. Reports that could not be coded anew keep what was coded before;
    they are returned.
    """
    with ledger.change() as change:
        return _rebuild(change, coding, _recoded(ledger, coding, processes), advance)


def preview_rebuild(
    ledger: Ledger, coding: Coding, advance: Callable[[int], None], processes: int = 1
) -> tuple[Version, ...]:
    """Return the versions of incidents that :func:`rebuild` would write; nothing is changed."""
    with ledger.trial() as change:
        _rebuild(change, coding, _recoded(ledger, coding, processes), advance)
        return change.versions()


def _rebuild(
    change: Change, coding: Coding, recoded: Iterable[CodedReport], advance: Callable[[int], None]
) -> tuple[CodedReport, ...]:
    failed = []
    for coded in recoded:
        if coded.failure:
            failed.append(coded)
        else:
            change.recode(coded, state_of(coded.report))
        advance(1)
    relink_all(change, coding.resolvers.actors, f"coder {coding.tagger.name} {coding.tagger.version}")
    return tuple(failed)


def _recoded(ledger: Ledger, coding: Coding, processes: int) -> Iterator[CodedReport]:
    for portion in code_in_order(in_batches(ledger.reports()), coding, processes):
        yield from portion
