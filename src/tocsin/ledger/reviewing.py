"""What a ledger holds for those who review: the queue of incidents that need a look, and who decided what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from tocsin import wire
from tocsin.ledger import reading, schema
from tocsin.ledger.store import Ledger
from tocsin.link.decisions import Outcome, decided
from tocsin.model import Incident, Judgement
from tocsin.review import State, Why


@dataclass(frozen=True, slots=True)
class Queued:
    """An incident of the queue: why it needs a look (each with ``reason`` and ``detail``), and how far people are.

    ``other`` is an incident that may be the same, as long as it is there.
    """

    incident: Incident
    weight: int
    state: State
    reasons: tuple[Mapping[str, Any], ...]
    other: str | None


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue, whether more follows, and how many there are in all."""

    rows: tuple[Queued, ...]
    more: bool
    total: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision, what became of it, and the incidents that hold the claims it is about now."""

    judgement: Judgement
    outcome: Outcome
    incidents: tuple[str, ...]


class Reviewing:
    """The queue and the decisions of a ledger. May be used by several threads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def queue(
        self, why: Collection[Why], states: Collection[State], limit: int, after: tuple[int, str] | None = None
    ) -> Queue:
        """Return at most ``limit`` incidents that need a look for any of the reasons (for any at all where none is given).

        The weightiest come first; ``after`` are the weight and id of the one to go on from.
        """
        table, shown = schema.reviews, schema.incidents.c
        wanted: list[ColumnElement[bool]] = [table.c.weight > 0, table.c.state.in_([state.value for state in states])]
        if why:
            wanted.append(or_(*(table.c.why.contains(f"|{one.value}|", autoescape=True) for one in why)))
        counted = select(func.count()).select_from(table).where(*wanted)
        rows = select(table, shown.doc).join(schema.incidents).where(*wanted)
        if after is not None:
            weight, incident = after
            later = or_(table.c.weight < weight, and_(table.c.weight == weight, table.c.incident < incident))
            rows = rows.where(later)
        rows = rows.order_by(table.c.weight.desc(), table.c.incident.desc()).limit(limit + 1)
        with self._ledger.transaction() as connection:
            total = connection.scalars(counted).one()
            found = connection.execute(rows).all()
            others = [row.other for row in found if row.other is not None]
            there = set(connection.scalars(select(shown.id).where(shown.id.in_(others))))
        return Queue(tuple(_queued(row, there) for row in found[:limit]), len(found) > limit, total)

    def state(self, incident: str) -> State:
        """Return how far people have come with an incident that is shown, by its id."""
        table = schema.reviews.c
        with self._ledger.transaction() as connection:
            found = connection.scalar(select(table.state).where(table.incident == incident))
        return State.OPEN if found is None else State(found)

    def decisions(
        self,
        limit: int,
        *,
        about: Collection[str] | None = None,
        by: str | None = None,
        before: tuple[str, str] | None = None,
    ) -> tuple[Kept, ...]:
        """Return decisions, latest first: about any of some claims, of somebody, from before a time and id on."""
        table = schema.judgements
        rows = select(table).order_by(table.c.at.desc(), table.c.id.desc()).limit(limit)
        if about is not None:
            rows = rows.where(or_(table.c.left.in_(about), table.c.right.in_(about)))
        if by is not None:
            rows = rows.where(table.c.by == by)
        if before is not None:
            at, key = before
            rows = rows.where(or_(table.c.at < at, and_(table.c.at == at, table.c.id < key)))
        with self._ledger.transaction() as connection:
            made = [wire.judgement_from_json(row._asdict()) for row in connection.execute(rows)]
            lefts = {one.left for one in made}
            beside = reading.chosen(connection, select(table), table.c.left, lefts)
            all_about = [wire.judgement_from_json(row._asdict()) for row in beside]
            outcomes = decided(all_about, two_persons=reading.two_persons(connection)).outcomes
            held = schema.incident_claims.c
            holders = dict(reading.chosen(connection, select(held.claim, held.incident), held.claim, _claims(made)))
        return tuple(Kept(one, outcomes[one.id], _held(one, holders)) for one in made)

    def claims_judged(self, identifier: str) -> tuple[str, ...]:
        """Return the claims that an incident holds now, with the one that its id was minted from.

        Raises:
            UnknownIdError: there never was such an incident.

        """
        founding = self._ledger.founding(identifier)
        held = schema.incident_claims.c
        with self._ledger.transaction() as connection:
            claims = connection.scalars(select(held.claim).where(held.incident == identifier).order_by(held.claim))
            return tuple(dict.fromkeys((founding, *claims)))


def _queued(row: Any, there: Collection[str]) -> Queued:
    incident = wire.incident_from_json(row.doc)
    other = row.other if row.other in there else None
    return Queued(incident, row.weight, State(row.state), tuple(row.reasons), other)


def _claims(made: Iterable[Judgement]) -> set[str]:
    return {claim for one in made for claim in (one.left, one.right) if claim is not None}


def _held(judgement: Judgement, holders: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({holders[claim] for claim in _claims([judgement]) if claim in holders}))
