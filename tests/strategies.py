"""Hypothesis strategies for the values of the model: every span truly slices its report's text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from tocsin.codebook import (
    ActorBasis,
    Grade,
    Kind,
    PlacePrecision,
    RelationKind,
    Status,
    TotalOf,
    Verdict,
    WhenBasis,
    WhenPrecision,
)
from tocsin.identity import claim_id, document_id, incident_id, judgement_id, report_id, total_id
from tocsin.model import (
    Blame,
    Claim,
    CodedReport,
    Coder,
    Conflict,
    Damage,
    Figure,
    Incident,
    IncidentActor,
    IncidentReport,
    Judgement,
    Mention,
    Place,
    Presence,
    Range,
    Reconciliation,
    Reference,
    Relation,
    Report,
    Scope,
    SourcedValue,
    Span,
    Step,
    Told,
    ToldFigure,
    Total,
    When,
)

#: Characters of a read report: no surrogates, no control characters but the line break.
CHARACTERS = st.one_of(st.sampled_from("abc .,\n'-éʿب中\U0001f6a8"), st.characters(exclude_categories=("Cs", "Cc")))
WORDS = st.text(CHARACTERS, min_size=1, max_size=12)
TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the bounds are naive
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
COUNTS = st.one_of(st.none(), st.integers(0, 10**6))
LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Reports with their true id."""
    text = draw(st.text(CHARACTERS, min_size=1, max_size=60))
    outlet = draw(st.none() | WORDS)
    published = draw(DAYS)
    return Report(
        id=report_id(text, outlet, published),
        ref=draw(WORDS),
        text=text,
        published=published,
        published_basis=draw(st.sampled_from(["input", "page", "file time"])),
        title=draw(st.none() | WORDS),
        outlet=outlet,
        url=draw(st.none() | st.just("https://example.org/report")),
        language=draw(st.sampled_from(["en", "fr", "ar"])),
        author=draw(st.none() | WORDS),
        published_at=draw(st.none() | TIMES),
        updated_at=draw(st.none() | TIMES),
        updated_basis=draw(st.none() | st.sampled_from(["page", "line"])),
        retrieved_at=draw(st.none() | TIMES),
        document=draw(st.none() | st.just(document_id("example.org/report", outlet, published))),
    )


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """Non-empty spans of ``text``."""
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return Span(start, end, text[start:end])


def mentions(text: str) -> st.SearchStrategy[Mention]:
    """Mentions, resolved or not."""
    return st.builds(Mention, spans(text), entity=st.none() | WORDS, name=st.none() | WORDS, reason=st.just("") | WORDS)


@st.composite
def figures(draw: st.DrawFn, text: str) -> Figure:
    """Figures with either end open, and ``min`` never above ``max``."""
    low, high = draw(COUNTS), draw(COUNTS)
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return Figure(draw(spans(text)), low, high, draw(st.booleans()), draw(st.just("") | WORDS))


@st.composite
def whens(draw: st.DrawFn, text: str) -> When:
    """Intervals of days; without words exactly where the basis is publication."""
    start, end = sorted((draw(DAYS), draw(DAYS)))
    basis = draw(st.sampled_from(WhenBasis))
    return When(
        span=None if basis is WhenBasis.PUBLICATION else draw(spans(text)),
        start=start,
        end=end,
        precision=draw(st.sampled_from(WhenPrecision)),
        basis=basis,
        time=draw(st.none() | WORDS),
        reason=draw(st.just("") | WORDS),
    )


def places(text: str) -> st.SearchStrategy[Place]:
    """Places, decided and undecided."""
    undecided = st.builds(Place, spans(text), candidates=st.integers(0, 9), reason=WORDS)
    decided = st.builds(
        Place,
        spans(text),
        name=WORDS,
        country=st.none() | st.sampled_from(["IQ", "SY", "BF"]),
        admin1=st.none() | WORDS,
        lat=LATITUDES,
        lon=LONGITUDES,
        precision=st.sampled_from(PlacePrecision),
        radius_km=st.floats(0, 5000),
        feature=st.sampled_from(["geonames:99072", "site:ain-al-asad", "country:IQ"]),
        relation=st.none() | st.just("near"),
        candidates=st.integers(1, 9),
        reason=WORDS,
    )
    return undecided | decided


def _few(values: st.SearchStrategy, most: int = 2) -> st.SearchStrategy:
    return st.lists(values, max_size=most).map(tuple)


@st.composite
def claims(draw: st.DrawFn, report: Report) -> Claim:
    """Claims of ``report`` with their true id; every field is filled at times."""
    text = report.text
    trigger = draw(spans(text))
    figure = st.none() | figures(text)
    references = st.builds(
        Reference,
        st.sampled_from(RelationKind),
        spans(text),
        to=st.none() | st.just(claim_id(report.id, 0, 1)),
        ordinal=st.none() | st.integers(1, 9),
    )
    told = st.builds(Told, st.sampled_from(["killed", "injured", "munitions"]), figures(text), _few(mentions(text)))
    return Claim(
        id=claim_id(report.id, trigger.start, trigger.end),
        report=report.id,
        kind=draw(st.sampled_from(Kind)),
        trigger=trigger,
        status=draw(st.sampled_from(Status)),
        hedged=draw(st.booleans()),
        background=draw(st.booleans()),
        speakers=draw(_few(mentions(text))),
        actors=draw(_few(mentions(text))),
        actor_basis=draw(st.sampled_from(ActorBasis)),
        targets=draw(_few(mentions(text))),
        weapons=draw(_few(mentions(text))),
        munitions=draw(figure),
        places=draw(_few(places(text))),
        when=draw(st.none() | whens(text)),
        killed=draw(figure),
        injured=draw(figure),
        captured=draw(figure),
        damage=draw(st.none() | st.builds(Damage, spans(text), st.booleans(), st.booleans())),
        launched_from=draw(st.none() | places(text)),
        passages=tuple(sorted({trigger, *draw(_few(spans(text)))})),
        also_told=draw(_few(told)),
        references=draw(_few(references)),
        coder=draw(st.builds(Coder, st.sampled_from(["rules", "neural"]), st.just("1"), st.just("") | WORDS)),
        confidence=draw(st.floats(0, 1)),
        steps=draw(_few(st.builds(Step, WORDS, WORDS))),
    )


@st.composite
def totals(draw: st.DrawFn, report: Report) -> Total:
    """Cumulative figures of ``report`` with their true id."""
    figure = draw(figures(report.text))
    return Total(
        id=total_id(report.id, figure.span.start, figure.span.end),
        report=report.id,
        span=figure.span,
        what=draw(st.sampled_from(TotalOf)),
        min=figure.min,
        max=figure.max,
        approximate=figure.approximate,
        target=draw(st.none() | spans(report.text)),
        place=draw(st.none() | places(report.text)),
        since_words=draw(st.none() | spans(report.text)),
        since=draw(st.none() | DAYS),
        until=draw(st.none() | DAYS),
    )


def reconciliations() -> st.SearchStrategy[Reconciliation]:
    """Counts of the ledger beside a total, with any part of the scope open."""
    ids = _few(st.integers(0, 99).map(lambda number: incident_id(str(number))))
    country = st.none() | st.sampled_from(["IQ", "SY"])
    scope = st.builds(Scope, st.none() | WORDS, country, st.none() | st.floats(0, 5000), st.none() | DAYS, DAYS)
    return st.builds(
        Reconciliation, st.just("t1"), scope, _few(WORDS), ids, ids, COUNTS, COUNTS, st.integers(0, 9), WORDS
    )


def presences(report: Report) -> st.SearchStrategy[Presence]:
    """Forces stationed somewhere, by the words of ``report``."""
    span = spans(report.text)
    return st.builds(Presence, st.just(report.id), span, span, st.none() | span)


def blames(report: Report) -> st.SearchStrategy[Blame]:
    """General accusations in the words of ``report``."""
    span = spans(report.text)
    return st.builds(Blame, st.just(report.id), span, span, span, st.none() | span)


@st.composite
def coded_reports(draw: st.DrawFn) -> CodedReport:
    """Reports with all that was read out of them; no claim stands twice."""
    report = draw(reports())
    return CodedReport(
        report=report,
        claims=tuple(draw(st.lists(claims(report), max_size=3, unique_by=lambda claim: claim.id))),
        totals=draw(_few(totals(report))),
        presence=draw(_few(presences(report))),
        blame=draw(_few(blames(report))),
        warnings=draw(_few(WORDS)),
    )


@st.composite
def judgements(draw: st.DrawFn) -> Judgement:
    """Decisions about made-up claims; accept and reject name one claim, the others two."""
    verdict = draw(st.sampled_from(Verdict))
    left = claim_id("r", draw(st.integers(0, 99)), 100)
    two = verdict in {Verdict.SAME, Verdict.DIFFERENT}
    right = claim_id("r", draw(st.integers(0, 99)), 101) if two else None
    at = draw(st.datetimes()).isoformat(timespec="seconds") + "Z"
    by = draw(WORDS)
    return Judgement(
        id=judgement_id(verdict, left, right or "", by, at),
        verdict=verdict,
        left=left,
        right=right,
        by=by,
        at=at,
        reason=draw(st.just("") | WORDS),
    )


def _sourced(claim: str) -> st.SearchStrategy[tuple[SourcedValue, ...]]:
    return _few(st.builds(SourcedValue, WORDS, st.just((claim,))))


@st.composite
def _ranges(draw: st.DrawFn, claim: str) -> Range:
    figure = draw(figures("x"))
    bound = st.none() | st.integers(0, 10**6)
    told = st.builds(ToldFigure, WORDS, st.just((claim,)), bound, bound, st.booleans(), st.none() | st.dates())
    return Range(figure.min, figure.max, figure.approximate, draw(WORDS), draw(_few(told)))


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """Incidents of one claim, with every field filled at times."""
    report = draw(reports())
    claim = draw(claims(report))
    shown = st.none() | _ranges(claim.id)
    actors = st.builds(
        IncidentActor, WORDS, st.none() | WORDS, st.sampled_from(ActorBasis), _few(WORDS), st.just((claim.id,))
    )
    told = IncidentReport(
        report.id, report.ref, report.outlet, report.published, report.url, claim.background, draw(WORDS)
    )
    other = st.integers(0, 99).map(lambda number: incident_id(str(number)))
    relations = st.builds(
        Relation, st.sampled_from(RelationKind), other, st.just(claim.id), WORDS, st.none() | st.integers(1, 9)
    )
    return Incident(
        id=incident_id(claim.id),
        founding=claim.id,
        kind=claim.kind,
        status=claim.status,
        grade=draw(st.sampled_from(Grade)),
        grade_reason=draw(WORDS),
        background=claim.background,
        when=claim.when,
        place=draw(st.none() | places(report.text)),
        actors=draw(_few(actors)),
        speakers=draw(_sourced(claim.id)),
        targets=draw(_sourced(claim.id)),
        weapons=draw(_sourced(claim.id)),
        munitions=draw(shown),
        killed=draw(shown),
        injured=draw(shown),
        captured=draw(shown),
        damage=draw(st.none() | WORDS),
        launched_from=claim.launched_from,
        conflicts=draw(_few(st.builds(Conflict, WORDS, _sourced(claim.id)))),
        reports=(told,),
        claims=(claim.id,),
        sources=1,
        relations=draw(_few(relations)),
        first_reported=report.published,
        version=draw(st.integers(1, 9)),
        updated=report.published,
        hedged=claim.hedged,
        merge_reasons=draw(_few(WORDS)),
    )


def seen_as(coded: CodedReport, ref: str) -> CodedReport:
    """Return the same coded report under another name of its input."""
    return replace(coded, report=replace(coded.report, ref=ref))
