"""The tables of a ledger. Types are those that every database has; documents are JSON.

``reports``, ``refs``, ``claims``, ``totals``, ``presence``, ``blame`` and ``judgements`` are what was read, coded and
decided; ``earlier`` what was coded from those versions of a document that a later one took the place of. ``incidents``
and ``incident_claims`` are derived from them and can be made again at any time, with the help of ``standings`` (by which
claims find each other) and ``links`` (what speaks for one event). ``redirects`` and
``tombstones`` remember the incident ids that are no longer shown, ``versions`` what every incident was at any time.
``feeds``, ``pages``, ``robots`` and ``hosts`` are the state of watching, ``outlets`` its settings; ``fetches``,
``evidence`` and ``derivations`` say from which bytes a report was read. ``catalogue`` is what incidents are listed, found
and counted by, as readers see them and in full; ``discretion`` holds what is withheld from readers and ``withheld``
the reports that this concerns. ``nears`` are pairs of claims that people are asked about, and ``reviews`` what of an
incident needs a look: both are derived like the incidents. ``tokens`` say who may write over the network, ``sessions``
which browsers do, ``audit`` who did what.
The columns beside a ``doc`` repeat parts of it for searching; the document is what counts.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
)

#: The schema this code works with: the id of the last migration.
SCHEMA = "0009"

#: The table in which the migrations keep the schema's id.
VERSION_TABLE = "tocsin_schema"

#: The value of the row ``format`` of ``meta``.
FORMAT = "tocsin ledger"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class ReportColumns(TypedColumns):
    """One row a report.

    ``state`` is "coded" or "not coded: " and the reason; ``arrived`` when it was added, ``None`` where that was before
    times were kept. Reports of one ``document`` are its versions; ``first_read`` and ``last_read`` are the first and the
    last time that this one was there (fetched, or else said to be updated), ``None`` where nothing says. All times are
    ISO 8601 in UTC.
    """

    id: Named[str] = Column(String, primary_key=True)
    ref: Named[str]
    text: Named[str] = Column(Text)
    published: Named[date]
    published_basis: Named[str]
    title: Named[str | None]
    outlet: Named[str | None]
    url: Named[str | None]
    language: Named[str]
    state: Named[str]
    warnings: Named[list[str]] = Column(JSON, nullable=False)
    arrived: Named[str | None]
    author: Named[str | None]
    published_at: Named[str | None]
    updated_at: Named[str | None]
    updated_basis: Named[str | None]
    document: Named[str | None] = Column(String, index=True)
    first_read: Named[str | None]
    last_read: Named[str | None]


class RefColumns(TypedColumns):
    """Every name under which inputs gave a report."""

    report: Named[str] = Column(String, ForeignKey("reports.id"), primary_key=True)
    ref: Named[str] = Column(String, primary_key=True)


class CatalogueColumns(TypedColumns):
    """One row an incident as it is found and counted by; two where readers see another one than is seen in full.

    ``edition`` says who sees the row: 0 everybody, 1 readers, 2 those who see all, 3 nobody any more. Rows are never taken
    away, so that whoever keeps them in memory learns of all that changed after a time (``changed``, that of the change).
    ``updated`` is when the incident got its last version, ``hidden_until`` when readers are first shown it. ``sides`` has a
    line an actor (id, tab, name), ``outlets`` one an outlet. ``conflicts`` says whether its claims contradict each other.
    Figures are the ranges told, and those of the latest reports with a number. ``words`` are folded, those of names in several spellings, and hold no name of a private person.
    """

    number: Named[int] = Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    incident: Named[str] = Column(String, index=True)
    edition: Named[int]
    changed: Named[str] = Column(String, index=True)
    updated: Named[str]
    hidden_until: Named[str | None]
    kind: Named[str]
    status: Named[str]
    grade: Named[str]
    background: Named[bool]
    start_day: Named[date | None]
    end_day: Named[date | None]
    first_reported: Named[date]
    country: Named[str | None]
    lat: Named[float | None]
    lon: Named[float | None]
    precision: Named[int | None]
    radius_km: Named[float | None]
    place: Named[str | None]
    sources: Named[int]
    conflicts: Named[bool]
    killed_min: Named[int | None] = Column(BigInteger)
    killed_max: Named[int | None] = Column(BigInteger)
    injured_min: Named[int | None] = Column(BigInteger)
    injured_max: Named[int | None] = Column(BigInteger)
    killed_latest_min: Named[int | None] = Column(BigInteger)
    killed_latest_max: Named[int | None] = Column(BigInteger)
    injured_latest_min: Named[int | None] = Column(BigInteger)
    injured_latest_max: Named[int | None] = Column(BigInteger)
    sides: Named[str] = Column(Text)
    outlets: Named[str] = Column(Text)
    words: Named[str] = Column(Text)


class DiscretionColumns(TypedColumns):
    """One row a rule of what is withheld from readers; see :class:`tocsin.discretion.rules.Rule`."""

    id: Named[str] = Column(String, primary_key=True)
    kind: Named[str | None]
    country: Named[str | None]
    lat: Named[float | None]
    lon: Named[float | None]
    radius_km: Named[float | None]
    incident: Named[str | None]
    delay_hours: Named[float | None]
    blur_km: Named[float | None]
    reason: Named[str] = Column(Text)
    by: Named[str]
    at: Named[str]


class WithheldColumns(TypedColumns):
    """Which reports show no words because they tell of an incident that is blurred, or of one that is delayed until then."""

    report: Named[str] = Column(String, primary_key=True)
    incident: Named[str] = Column(String, primary_key=True, index=True)
    hidden_until: Named[str | None]
    blurred: Named[bool]


class ClaimColumns(TypedColumns):
    """One row a claim; ``position`` is its place among the claims of its report."""

    id: Named[str] = Column(String, primary_key=True)
    report: Named[str] = Column(String, ForeignKey("reports.id"), index=True)
    position: Named[int]
    kind: Named[str]
    status: Named[str]
    coder: Named[str]
    coder_version: Named[str]
    doc: Named[dict[str, Any]] = Column(JSON, nullable=False)


class EarlierColumns(TypedColumns):
    """One row a report that a later version of its document took the place of: the claims and all else coded from it."""

    report: Named[str] = Column(String, ForeignKey("reports.id"), primary_key=True)
    doc: Named[dict[str, Any]] = Column(JSON, nullable=False)


class PartColumns(TypedColumns):
    """One row a total, presence or accusation, in the order of its report."""

    report: Named[str] = Column(String, ForeignKey("reports.id"), primary_key=True)
    position: Named[int] = Column(primary_key=True, autoincrement=False)
    doc: Named[dict[str, Any]] = Column(JSON, nullable=False)


class JudgementColumns(TypedColumns):
    """One row a decision of a person. Rows are only ever added."""

    id: Named[str] = Column(String, primary_key=True)
    verdict: Named[str]
    left: Named[str] = Column(String, index=True)
    right: Named[str | None] = Column(String, index=True)
    by: Named[str]
    at: Named[str]
    reason: Named[str]
    field: Named[str | None]
    value: Named[str | None] = Column(Text)
    undoes: Named[str | None]


class IncidentColumns(TypedColumns):
    """One row an incident. ``words`` holds the folded names of place and actors, for searching."""

    id: Named[str] = Column(String, primary_key=True)
    founding: Named[str]
    kind: Named[str] = Column(String, index=True)
    status: Named[str]
    grade: Named[str]
    background: Named[bool]
    start_day: Named[date | None] = Column(index=True)
    end_day: Named[date | None]
    country: Named[str | None] = Column(String, index=True)
    lat: Named[float | None]
    lon: Named[float | None]
    killed_min: Named[int | None] = Column(BigInteger)
    killed_max: Named[int | None] = Column(BigInteger)
    words: Named[str] = Column(Text)
    doc: Named[dict[str, Any]] = Column(JSON, nullable=False)


class IncidentClaimColumns(TypedColumns):
    """Which claims an incident is made of. Claims may have been recoded since, so nothing binds the claim."""

    incident: Named[str] = Column(String, ForeignKey("incidents.id"), primary_key=True)
    claim: Named[str] = Column(String, primary_key=True, index=True)


class StandingColumns(TypedColumns):
    """Where claims stand in the index by which those that may tell of one event find each other."""

    key: Named[str] = Column(String, primary_key=True)
    first: Named[int] = Column(primary_key=True, autoincrement=False)
    claim: Named[str] = Column(String, primary_key=True, index=True)
    last: Named[int]


class LinkColumns(TypedColumns):
    """Two claims that alone would be taken for one event, or are near it; ``a`` is the lesser id."""

    a: Named[str] = Column(String, primary_key=True)
    b: Named[str] = Column(String, primary_key=True, index=True)
    score: Named[float]


class ReviewColumns(TypedColumns):
    """What of an incident needs a look.

    ``weight`` (0 and more) is how much it matters, ``reasons`` say why in words, ``why`` holds their names between bars.
    ``state`` is how far people have come with it, ``content`` the digest of what they look at, ``other`` the incident that
    may be the same.
    """

    incident: Named[str] = Column(String, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True)
    weight: Named[int]
    state: Named[str]
    why: Named[str]
    reasons: Named[list[dict[str, Any]]] = Column(JSON, nullable=False)
    content: Named[str]
    other: Named[str | None]


class TokenColumns(TypedColumns):
    """One row a token that was ever made. ``hash`` is its SHA-256; the token itself is kept nowhere.

    ``name`` is the person's (or program's) and may have several, one after another. Times are ISO 8601 in UTC.
    """

    hash: Named[str] = Column(String, primary_key=True)
    name: Named[str] = Column(String, index=True)
    role: Named[str]
    made: Named[str]
    used: Named[str | None]
    revoked: Named[str | None]


class SessionColumns(TypedColumns):
    """One row a session of a browser, named by the SHA-256 of its cookie. Times are ISO 8601 in UTC."""

    key: Named[str] = Column(String, primary_key=True)
    token: Named[str] = Column(String, ForeignKey("tokens.hash"), index=True)
    began: Named[str]
    used: Named[str] = Column(String, index=True)


class AuditColumns(TypedColumns):
    """One row an act of somebody. Rows are only ever added, each with what it tells of, in one transaction."""

    number: Named[int] = Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Named[str] = Column(String, index=True)
    who: Named[str]
    role: Named[str]
    address: Named[str]
    what: Named[str]
    target: Named[str]
    detail: Named[dict[str, Any]] = Column(JSON, nullable=False)


class VersionColumns(TypedColumns):
    """One row a change of an incident; rows are only ever added.

    ``doc`` is the incident from then on, ``None`` when it went: merged into ``successor``, or removed for ``reason``.
    ``cause`` names what changed it, ``at`` is an ISO 8601 time in UTC, the same for all that one change brought.
    """

    incident: Named[str] = Column(String, primary_key=True)
    number: Named[int] = Column(primary_key=True, autoincrement=False)
    at: Named[str] = Column(String, index=True)
    cause: Named[str]
    doc: Named[dict[str, Any] | None] = Column(JSON(none_as_null=True))
    successor: Named[str | None]
    reason: Named[str | None]


class RedirectColumns(TypedColumns):
    """A retired incident id, the claim it was minted from, and the incident that now holds that claim."""

    id: Named[str] = Column(String, primary_key=True)
    founding: Named[str]
    incident: Named[str] = Column(String, ForeignKey("incidents.id"))


class TombstoneColumns(TypedColumns):
    """A removed incident id, the claim it was minted from, and why it is gone."""

    id: Named[str] = Column(String, primary_key=True)
    founding: Named[str]
    reason: Named[str]


class MetaColumns(TypedColumns):
    """Facts about the ledger itself.

    ``format`` says that this is one. ``revision`` counts the changes to claims and judgements, ``linked`` is the
    revision the incidents were derived from and ``linker`` what derived them. ``clock`` is the time of the last change. ``two_persons`` is "1" where decisions hold only when two people
    make them.
    """

    key: Named[str] = Column(String, primary_key=True)
    value: Named[str]


class OutletColumns(TypedColumns):
    """One row an outlet, as the settings of watching have it; ``outages`` are objects with start, end and reason."""

    name: Named[str] = Column(String, primary_key=True)
    country: Named[str | None]
    language: Named[str | None]
    ownership: Named[str | None]
    side: Named[str | None]
    onset: Named[date | None]
    outages: Named[list[dict[str, Any]]] = Column(JSON, nullable=False)


class FeedColumns(TypedColumns):
    """One row a source that is or was watched, whatever its ``kind`` ("feed", "page" or "sitemap").

    Times are ISO 8601 in UTC: ``added`` when it was first named, ``due`` when it is read next, ``attempted`` and
    ``succeeded`` when it last was. ``failures`` counts those in a row, ``reason`` is the last one's. ``etag`` and
    ``modified`` are what its last answer said, ``newest`` is the latest publication seen in it.
    """

    name: Named[str] = Column(String, primary_key=True)
    kind: Named[str]
    address: Named[str] = Column(Text)
    outlet: Named[str] = Column(String, index=True)
    watched: Named[bool]
    added: Named[str]
    due: Named[str | None]
    attempted: Named[str | None]
    succeeded: Named[str | None]
    failures: Named[int]
    reason: Named[str | None]
    etag: Named[str | None]
    modified: Named[str | None]
    newest: Named[str | None]


class PageColumns(TypedColumns):
    """One row a page that a source names.

    ``key`` is its address, or what else tells it apart; ``mark`` changes when the source says that the page did;
    ``entry`` is what the source says of it. ``due`` is when it is fetched next, ``None`` when it is done with;
    ``tries`` counts failures since. ``digest`` is the hash of the bytes read last, ``text`` that of the text read from
    them, ``listed`` the fetch that named the page.
    """

    source: Named[str] = Column(String, ForeignKey("feeds.name"), primary_key=True)
    key: Named[str] = Column(String, primary_key=True, index=True)
    address: Named[str | None] = Column(Text)
    mark: Named[str]
    entry: Named[dict[str, Any]] = Column(JSON, nullable=False)
    published: Named[str | None]
    found: Named[str]
    due: Named[str | None] = Column(String, index=True)
    tries: Named[int]
    reason: Named[str | None]
    etag: Named[str | None]
    modified: Named[str | None]
    fetched: Named[str | None]
    digest: Named[str | None]
    text: Named[str | None]
    listed: Named[int | None]


class FetchColumns(TypedColumns):
    """One row a fetch that brought something. ``headers`` are pairs; cookies and secrets are never among them."""

    number: Named[int] = Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    source: Named[str] = Column(String, ForeignKey("feeds.name"))
    address: Named[str] = Column(Text)
    final: Named[str] = Column(Text)
    at: Named[str] = Column(String, index=True)
    status: Named[int]
    headers: Named[list[list[str]]] = Column(JSON, nullable=False)
    digest: Named[str] = Column(String, index=True)
    size: Named[int] = Column(BigInteger)


class EvidenceColumns(TypedColumns):
    """One row a file of evidence, named by the SHA-256 of its bytes. ``gone`` is when retention took it away."""

    digest: Named[str] = Column(String, primary_key=True)
    size: Named[int] = Column(BigInteger)
    last: Named[str]
    gone: Named[str | None]


class DerivationColumns(TypedColumns):
    """How a report was derived from a fetch: ``reader``, its ``version``, and what was ``given`` to it."""

    report: Named[str] = Column(String, ForeignKey("reports.id"), primary_key=True)
    fetch: Named[int] = Column(BigInteger, ForeignKey("fetches.number"), primary_key=True, autoincrement=False)
    reader: Named[str]
    version: Named[str]
    given: Named[dict[str, Any]] = Column(JSON, nullable=False)


class RobotsColumns(TypedColumns):
    """The robots.txt of an origin, until when it holds, and why it could not be had, if so."""

    origin: Named[str] = Column(String, primary_key=True)
    text: Named[str] = Column(Text)
    until: Named[str]
    failure: Named[str | None]


class HostColumns(TypedColumns):
    """A host that asked to be left alone, and until when."""

    host: Named[str] = Column(String, primary_key=True)
    until: Named[str]


reports = Table("reports", metadata, ReportColumns)
refs = Table("refs", metadata, RefColumns)
claims = Table("claims", metadata, ClaimColumns)
totals = Table("totals", metadata, PartColumns)
presence = Table("presence", metadata, PartColumns)
blame = Table("blame", metadata, PartColumns)
earlier = Table("earlier", metadata, EarlierColumns)
judgements = Table("judgements", metadata, JudgementColumns)
incidents = Table("incidents", metadata, IncidentColumns)
incident_claims = Table("incident_claims", metadata, IncidentClaimColumns)
standings = Table("standings", metadata, StandingColumns, sqlite_with_rowid=False)
links = Table("links", metadata, LinkColumns, sqlite_with_rowid=False)
nears = Table("nears", metadata, LinkColumns, sqlite_with_rowid=False)
reviews = Table("reviews", metadata, ReviewColumns, Index("ix_reviews_weight", "weight", "incident"))
tokens = Table("tokens", metadata, TokenColumns)
sessions = Table("sessions", metadata, SessionColumns)
audit = Table("audit", metadata, AuditColumns)
versions = Table("versions", metadata, VersionColumns)
redirects = Table("redirects", metadata, RedirectColumns)
tombstones = Table("tombstones", metadata, TombstoneColumns)
meta = Table("meta", metadata, MetaColumns)
outlets = Table("outlets", metadata, OutletColumns)
feeds = Table("feeds", metadata, FeedColumns)
pages = Table("pages", metadata, PageColumns)
fetches = Table("fetches", metadata, FetchColumns)
evidence = Table("evidence", metadata, EvidenceColumns)
derivations = Table("derivations", metadata, DerivationColumns)
robots = Table("robots", metadata, RobotsColumns)
hosts = Table("hosts", metadata, HostColumns)
catalogue = Table("catalogue", metadata, CatalogueColumns)
discretion = Table("discretion", metadata, DiscretionColumns)
withheld = Table("withheld", metadata, WithheldColumns)
