"""The values that walk through Tocsin: frozen, comparable, without behaviour of their own.

Reports are read; claims are coded from them and resolved; incidents are derived from claims and from
people's judgements. Every value of a claim carries the span of report text it was read from.

Offsets are counted in Unicode code points into :attr:`Report.text`, ``end`` exclusive, so that
``report.text[span.start:span.end] == span.text`` always holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

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


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words of a report and where they stand in it.

    ``confidence`` (0 to 1) is how likely they are what they were read as; ``None`` where the reader knows no
    probabilities. It makes no other words of them: two spans that differ in it alone are equal.
    """

    start: int
    end: int
    text: str
    confidence: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Report:
    """One published document.

    ``text`` is normalised once when read (see :mod:`tocsin.read.canonical`); a headline that is known apart
    is its first paragraph. ``ref`` is the name the input gave the report: its own id, or its path.
    ``id`` is the hash of canonical text, outlet and day of publication (see :mod:`tocsin.identity`).

    A page that is read again with other words is another report of the same ``document``: a version of it. Times are
    in UTC: ``published_at`` and ``updated_at`` as the publisher tells them (``updated_basis`` says where), and
    ``retrieved_at`` when the bytes were fetched.
    """

    id: str
    ref: str
    text: str
    published: date
    published_basis: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str = "en"
    author: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    updated_basis: str | None = None
    retrieved_at: datetime | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something named in the text: an actor, target, speaker or weapon.

    ``entity`` is the id of the lexicon entry it was resolved to, ``name`` that entry's canonical name; both are
    ``None`` where nothing or more than one thing answers. ``reason`` says why in a few words.
    """

    span: Span
    entity: str | None = None
    name: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of people or things with the words it was read from.

    ``min`` and ``max`` are inclusive; ``None`` is open, never zero. "at least 20" is 20 to ``None``, "dozens" is
    ``None`` to ``None``, "no casualties" 0 to 0. ``who`` names whom the figure counts, in the report's words.
    """

    span: Span
    min: int | None
    max: int | None
    approximate: bool = False
    who: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """The time of an event as an interval of local days, both ends included.

    ``span`` is ``None`` exactly when ``basis`` is publication. ``time`` keeps a time of day as it was said
    ("shortly after 3 a.m. local time").
    """

    span: Span | None
    start: date
    end: date
    precision: WhenPrecision
    basis: WhenBasis
    time: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place expression, and the one point or area it was resolved to.

    ``lat`` and ``lon`` (WGS 84 degrees) are ``None`` where undecided or where the expression has no point of its
    own. ``radius_km`` is the uncertainty around the point. ``country`` is an ISO 3166 alpha-2 code. ``feature`` is
    the id of the gazetteer or site entry ("geonames:99072", "site:ain-al-asad"). ``relation`` keeps the words that
    set the place off from the named one ("near", "southwest of"). ``reason`` says how the choice was made or why
    there is none.
    """

    span: Span
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision | None = None
    radius_km: float | None = None
    feature: str | None = None
    relation: str | None = None
    candidates: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Damage:
    """What is said of damage; ``none`` is true when the text says there was none."""

    span: Span
    none: bool = False
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A further figure that the same report gives for the same field of the same event, with its own speakers."""

    field: str
    figure: Figure
    speakers: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A claim's words about another event: which relation, in which words, to which claim of the same report.

    ``to`` is a claim id, ``None`` where the other event could not be found in the report. ``ordinal`` is the n of
    "nth in a series" where the report counts. A denial speaks of the claim itself: ``to`` is ``None``.
    """

    relation: RelationKind
    span: Span
    to: str | None = None
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Coder:
    """Which tagger coded a claim, in which version, by which rule."""

    name: str
    version: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of coding or resolving, for ``tocsin explain``: the field it bears on and the reason."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What one report says about one event.

    ``trigger`` are the words that name the event; ``passages`` all triggers of all passages that tell of it, in
    text order, the trigger among them. ``also_told`` keeps further figures for the same fields. ``confidence`` (0 to 1)
    is how likely the report tells this event at all, ``certainty`` how likely each choice made for it is right, by
    field; a value's own is that of its span.
    """

    id: str
    report: str
    kind: Kind
    trigger: Span
    status: Status = Status.OCCURRED
    hedged: bool = False
    background: bool = False
    speakers: tuple[Mention, ...] = ()
    actors: tuple[Mention, ...] = ()
    actor_basis: ActorBasis = ActorBasis.NONE
    targets: tuple[Mention, ...] = ()
    weapons: tuple[Mention, ...] = ()
    munitions: Figure | None = None
    places: tuple[Place, ...] = ()
    when: When | None = None
    killed: Figure | None = None
    injured: Figure | None = None
    captured: Figure | None = None
    damage: Damage | None = None
    launched_from: Place | None = None
    passages: tuple[Span, ...] = ()
    also_told: tuple[Told, ...] = ()
    references: tuple[Reference, ...] = ()
    coder: Coder = field(default_factory=lambda: Coder("", ""))
    confidence: float = 1.0
    certainty: tuple[tuple[str, float], ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A cumulative figure that is not about one event."""

    id: str
    report: str
    span: Span
    what: TotalOf
    min: int | None
    max: int | None
    approximate: bool = False
    target: Span | None = None
    place: Place | None = None
    since_words: Span | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """Forces said to be stationed or deployed somewhere: no incident."""

    report: str
    span: Span
    who: Span
    place: Span | None = None


@dataclass(frozen=True, slots=True)
class Blame:
    """A general accusation that is about no single event."""

    report: str
    span: Span
    speaker: Span
    blamed: Span
    what: Span | None = None


@dataclass(frozen=True, slots=True)
class CodedReport:
    """All that was read out of one report.

    ``separate`` are groups of claim ids of which the tagger, having seen them together, says that each is an event of
    its own. ``failure`` says why nothing could be read out of it at all, where that is so.
    """

    report: Report
    claims: tuple[Claim, ...] = ()
    totals: tuple[Total, ...] = ()
    presence: tuple[Presence, ...] = ()
    blame: tuple[Blame, ...] = ()
    warnings: tuple[str, ...] = ()
    separate: tuple[tuple[str, ...], ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision, never taken back but by a later one.

    ``left`` and ``right`` are claim ids (the founding claims of the incidents judged), ``right`` is ``None`` where one
    claim is judged. ``at`` is an ISO 8601 time in UTC. A correction names the ``field`` of the claim as on the wire and
    its right ``value`` as JSON text of the shape that the field has there; ``None`` is as it was coded. An acceptance
    has as ``value`` the digest of the content that was accepted, as JSON text; ``None`` where that is not known. An undo
    names in ``undoes`` the judgement that it takes back, and has the claims and the field of that.
    """

    id: str
    verdict: Verdict
    left: str
    right: str | None
    by: str
    at: str
    reason: str = ""
    field: str | None = None
    value: str | None = None
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the index by which claims that may tell of one event find each other.

    ``first`` and ``last`` are the days left open, both included, as proleptic Gregorian ordinals.
    """

    key: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lookup:
    """Which lines of that index a claim asks for: of a key, by their first day (both included) and least last day."""

    key: str
    first_from: int
    first_to: int
    last_from: int


@dataclass(frozen=True, slots=True)
class Link:
    """Two claims of different reports that alone would be taken for one event, and by what score; ``a < b``."""

    a: str
    b: str
    score: float


@dataclass(frozen=True, slots=True)
class SourcedValue:
    """A value and the claims that give it."""

    value: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field on which the claims of an incident do not agree."""

    field: str
    values: tuple[SourcedValue, ...]


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure told for an incident, in words and as numbers, and the claims that tell it.

    ``min`` and ``max`` are open where ``None``, as in :class:`Figure`. ``told`` is the day that the latest report of it
    was published; ``None``, as are the numbers, where an incident was kept before these were.
    """

    value: str
    claims: tuple[str, ...]
    min: int | None = None
    max: int | None = None
    approximate: bool = False
    told: date | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """The figure shown for an incident: lowest to highest, ``None`` open. ``rule`` names how it was chosen."""

    min: int | None
    max: int | None
    approximate: bool = False
    rule: str = ""
    values: tuple[ToldFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentActor:
    """Somebody said to have done it, on what basis, and who said so."""

    name: str
    entity: str | None
    basis: ActorBasis
    said_by: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentReport:
    """A report that tells of an incident; ``background`` when it tells it only as context."""

    id: str
    ref: str
    outlet: str | None
    published: date
    url: str | None
    background: bool
    source: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A value of a claim that a person set right, as JSON, and on whose word; the claim keeps what was coded."""

    claim: str
    field: str
    value: str
    by: str
    at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge from one incident to another, with the words it rests on."""

    relation: RelationKind
    incident: str
    claim: str
    words: str
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """The event that one or more claims speak of, derived from claims and judgements alone.

    ``founding`` is the claim the id is minted from. ``sources`` counts independent original sources.
    ``grade_reason`` and ``merge_reasons`` explain the grade and every merge.
    """

    id: str
    founding: str
    kind: Kind
    status: Status
    grade: Grade
    grade_reason: str
    background: bool
    when: When | None
    place: Place | None
    actors: tuple[IncidentActor, ...]
    speakers: tuple[SourcedValue, ...]
    targets: tuple[SourcedValue, ...]
    weapons: tuple[SourcedValue, ...]
    munitions: Range | None
    killed: Range | None
    injured: Range | None
    captured: Range | None
    damage: str | None
    launched_from: Place | None
    conflicts: tuple[Conflict, ...]
    reports: tuple[IncidentReport, ...]
    claims: tuple[str, ...]
    sources: int
    relations: tuple[Relation, ...]
    first_reported: date
    version: int
    updated: date
    hedged: bool = False
    merge_reasons: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a total is about: a place and days, both ends included.

    ``place`` is the place's name, ``country`` its ISO 3166 code; ``radius_km`` reaches around its point and is
    ``None`` where the whole country is meant. ``place`` and ``since`` are ``None`` where they are not resolved.
    """

    place: str | None
    country: str | None
    radius_km: float | None
    since: date | None
    until: date


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The ledger's own count beside a total, by the total's id.

    ``unresolved`` says in words what of the scope is open; where anything is, nothing is counted. ``incidents`` are
    the ids of those counted, ``undecided`` of those that may reach out of the scope, both sorted. ``min`` and
    ``max`` are the lowest and highest count, ``None`` open; ``without_figure`` incidents among those counted add
    nothing to it. ``words`` puts the two beside each other.
    """

    total: str
    scope: Scope
    unresolved: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    min: int | None = None
    max: int | None = None
    without_figure: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What became of one field of an incident: its values before and after, as JSON."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """An incident as a change left it.

    ``number`` counts from 1 for each incident. ``at`` is when (ISO 8601, UTC), ``cause`` what changed it: "report",
    "judgement", "coder" or "linker" and its id or version. ``changes`` are against the version before. ``state`` is
    ``None`` when the incident went: into ``successor``, or for ``reason``.
    """

    incident: str
    number: int
    at: str
    cause: str
    changes: tuple[FieldChange, ...]
    state: Incident | None
    successor: str | None = None
    reason: str | None = None
