"""Counts of incidents by period, kind, country or actor, with their dead and injured as ranges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tocsin.codebook import Kind, Status
from tocsin.model import Incident, Range
from tocsin.publish.figures import FigurePolicy, shown_figure
from tocsin.publish.sides import headings


class TallyBy(StrEnum):
    """What a tally groups by. Weeks begin on Monday (ISO 8601)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    KIND = "kind"
    COUNTRY = "country"
    ACTOR = "actor"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One group: incidents in it, how many of them foiled, the sums of lowest and highest figures shown.

    ``killed_open`` and ``injured_open`` say that some figure in the sum has no upper end ("at least 20"), so that
    neither has the sum. ``unknown_killed`` and ``unknown_injured`` count the incidents of which no report gives a number
    of dead or of injured ("some" is none): the sums say nothing of them, and are ``None`` where all are such.
    ``figures`` is the policy by which the figures were chosen.
    """

    group: str
    incidents: int
    foiled: int
    killed_min: int | None
    killed_max: int | None
    killed_open: bool
    injured_min: int | None
    injured_max: int | None
    injured_open: bool
    unknown_killed: int
    unknown_injured: int
    figures: FigurePolicy


def tally(incidents: Iterable[Incident], by: TallyBy, policy: FigurePolicy = FigurePolicy.RANGE) -> list[TallyRow]:
    """Count incidents by group, in order of the groups.

    Threats, denied and hypothetical events are not counted, nor those told only as background: they are not
    reported as having happened now. An open range adds what is certain of it to both sums.
    """
    groups: dict[str, list[Incident]] = {}
    counted = [incident for incident in incidents if counts(incident)]
    sides = headings(_first_side(one) for one in counted if one.actors)
    for incident in counted:
        if by is TallyBy.ACTOR:
            group = sides[_first_side(incident)] if incident.actors else "unknown"
        else:
            group = _group(incident, by)
        groups.setdefault(group, []).append(incident)
    return [_row(name, groups[name], policy) for name in sorted(groups)]


def counts(incident: Incident) -> bool:
    """Tell whether an incident enters tallies."""
    happened = incident.status in (Status.OCCURRED, Status.FOILED)
    return happened and incident.kind is not Kind.THREAT and not incident.background


def _first_side(incident: Incident) -> tuple[str | None, str]:
    first = incident.actors[0]
    return first.entity, first.name


def _group(incident: Incident, by: TallyBy) -> str:
    if by is TallyBy.KIND:
        return str(incident.kind)
    if by is TallyBy.GRADE:
        return str(incident.grade)
    if by is TallyBy.COUNTRY:
        return (incident.place.country if incident.place is not None else None) or "unknown"
    return _period(incident, by)


def _period(incident: Incident, by: TallyBy) -> str:
    if incident.when is None:
        return "unknown"
    day = incident.when.start
    if by is TallyBy.DAY:
        return day.isoformat()
    if by is TallyBy.WEEK:
        return (day - timedelta(days=day.weekday())).isoformat()
    return day.strftime("%Y-%m" if by is TallyBy.MONTH else "%Y")


def _row(group: str, members: list[Incident], policy: FigurePolicy) -> TallyRow:
    killed = [shown_figure(one.killed, policy) for one in members]
    injured = [shown_figure(one.injured, policy) for one in members]
    return TallyRow(
        group=group,
        incidents=len(members),
        foiled=sum(one.status is Status.FOILED for one in members),
        killed_min=_sum(map(_low, killed)),
        killed_max=_sum(map(_high, killed)),
        killed_open=any(_open(figure) for figure in killed),
        injured_min=_sum(map(_low, injured)),
        injured_max=_sum(map(_high, injured)),
        injured_open=any(_open(figure) for figure in injured),
        unknown_killed=sum(_low(figure) is None for figure in killed),
        unknown_injured=sum(_low(figure) is None for figure in injured),
        figures=policy,
    )


def _sum(ends: Iterable[int | None]) -> int | None:
    told = [end for end in ends if end is not None]
    return sum(told) if told else None


def _low(figure: Range | None) -> int | None:
    """Return what is certain of a figure, ``None`` of one without a number."""
    if figure is None or (figure.min is None and figure.max is None):
        return None
    return figure.min or 0


def _high(figure: Range | None) -> int | None:
    return figure.max if figure is not None and figure.max is not None else _low(figure)


def _open(figure: Range | None) -> bool:
    return figure is not None and figure.min is not None and figure.max is None
