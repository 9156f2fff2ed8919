"""One report coded: sentences, prefilter, tagging, assembling, totals, presence. Pure; nothing is resolved here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.code.assemble import assemble
from tocsin.code.denials import with_denials
from tocsin.code.denied_tolls import with_denied_tolls
from tocsin.code.fates import checked
from tocsin.code.prefilter import may_hold_violence
from tocsin.code.references import with_references
from tocsin.code.sentences import passages
from tocsin.code.standing import find_blame, find_presence
from tocsin.code.tags import Passage, Tagger, Tags
from tocsin.code.totals import find_totals
from tocsin.model import Blame, Claim, CodedReport, Coder, Figure, Presence, Report, Step, Total


def code_reports(reports: Sequence[Report], tagger: Tagger) -> list[CodedReport]:
    """Return the claims of each report as ``tagger`` finds them, and what is told of no event.

    The passages of all reports are tagged at once, which a tagger that works in batches thanks for with speed; what is
    found does not depend on which reports come together.
    """
    kept = [
        [one for one in passages(report.text, tagger.reach, report.title) if may_hold_violence(one.text)]
        for report in reports
    ]
    tagged = iter(tagger.tag([passage for inside in kept for passage in inside]))
    coder = Coder(tagger.name, tagger.version)
    return [
        _coded(report, [(passage, next(tagged)) for passage in inside], coder, apart=tagger.tells_apart)
        for report, inside in zip(reports, kept, strict=True)
    ]


def code_report(report: Report, tagger: Tagger) -> CodedReport:
    """Return what :func:`code_reports` does, for one."""
    return code_reports([report], tagger)[0]


def _coded(report: Report, tagged: Sequence[tuple[Passage, Tags]], coder: Coder, *, apart: bool) -> CodedReport:
    claims: list[Claim] = []
    totals: list[Total] = []
    presence: list[Presence] = []
    blame: list[Blame] = []
    separate: list[tuple[str, ...]] = []
    for passage, tags in tagged:
        found = assemble(report, passage, tags, coder)
        for sentence in _sentences(passage):
            totals += find_totals(report, sentence)
            presence += find_presence(report, sentence)
            blame += find_blame(report, sentence)
            found = with_denials(report, sentence, with_references(report, sentence, found))
        claims += found
        if apart:
            separate.append(tuple(claim.id for claim in found))
    if not apart:
        # A tagger that knows one event from another knows a total or a general accusation from an event as well.
        standing = [one.span for one in presence] + [one.span for one in blame]
        claims = [claim for claim in claims if not any(s.start <= claim.trigger.start < s.end for s in standing)]
        claims = [_without_totals(claim, totals) for claim in claims if not _only_total(claim, totals)]
    return CodedReport(
        report,
        tuple(with_denied_tolls(report, checked(report, _distinct(claims)))),
        tuple(totals),
        tuple(presence),
        tuple(blame),
        separate=tuple(separate),
    )


def _sentences(passage: Passage) -> list[tuple[int, int]]:
    return [(passage.start + start, passage.start + end) for start, end in passage.sentences]


def _only_total(claim: Claim, totals: Sequence[Total]) -> bool:
    """Whether the event word stands inside a cumulative figure: counted attacks are no event."""
    return any(total.span.start <= claim.trigger.start and claim.trigger.end <= total.span.end for total in totals)


def _without_totals(claim: Claim, totals: Sequence[Total]) -> Claim:
    """Take from a claim the figures that a total owns."""
    killed, injured, captured = (_not_total(f, totals) for f in (claim.killed, claim.injured, claim.captured))
    taken = [
        f for f in (claim.killed, claim.injured, claim.captured) if f is not None and _not_total(f, totals) is None
    ]
    steps = [Step("figures", f"{figure.span.text!r} is cumulative: kept as a total") for figure in taken]
    told = tuple(one for one in claim.also_told if _not_total(one.figure, totals) is not None)
    return replace(
        claim, also_told=told, killed=killed, injured=injured, captured=captured, steps=(*claim.steps, *steps)
    )


def _not_total(figure: Figure | None, totals: Sequence[Total]) -> Figure | None:
    """Return the figure unless its words are those of a cumulative one."""
    if figure is None:
        return None
    span = figure.span
    return None if any(span.start < total.span.end and total.span.start < span.end for total in totals) else figure


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    """One claim a trigger: a tagger that names one twice has told one event."""
    return list({claim.id: claim for claim in claims}.values())
