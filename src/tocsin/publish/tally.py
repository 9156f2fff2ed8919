"""Counts of incidents by period, kind, country or actor, with their dead and injured as ranges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tocsin.codebook import Kind, Status
from tocsin.model import Incident, Range
from tocsin.publish.figures import FigurePolicy, shown_figure


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
    neither has the sum. ``unknown_killed`` counts the incidents of which no report gives a number of dead: the sums say nothing of them.
    ``figures`` is the policy by which the figures were chosen.
    """

    group: str
    incidents: int
    foiled: int
    killed_min: int
    killed_max: int
    killed_open: bool
    injured_min: int
    injured_max: int
    injured_open: bool
    unknown_killed: int
    figures: FigurePolicy


def tally(incidents: Iterable[Incident], by: TallyBy, policy: FigurePolicy = FigurePolicy.RANGE) -> list[TallyRow]:
    """Count incidents by group, in order of the groups.

    Threats, denied and hypothetical events are not counted, nor those told only as background: they are not
    reported as having happened now. An open range adds what is certain of it to both sums.
    """
    groups: dict[str, list[Incident]] = {}
    for incident in incidents:
        if counts(incident):
            groups.setdefault(_group(incident, by), []).append(incident)
    return [_row(name, groups[name], policy) for name in sorted(groups)]


def counts(incident: Incident) -> bool:
    """Tell whether an incident enters tallies."""
    happened = incident.status in (Status.OCCURRED, Status.FOILED)
    return happened and incident.kind is not Kind.THREAT and not incident.background


def _group(incident: Incident, by: TallyBy) -> str:
    if by is TallyBy.KIND:
        return str(incident.kind)
    if by is TallyBy.GRADE:
        return str(incident.grade)
    if by is TallyBy.COUNTRY:
        return (incident.place.country if incident.place is not None else None) or "unknown"
    if by is TallyBy.ACTOR:
        return incident.actors[0].name if incident.actors else "unknown"
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
        killed_min=sum(_low(figure) for figure in killed),
        killed_max=sum(_high(figure) for figure in killed),
        killed_open=any(_open(figure) for figure in killed),
        injured_min=sum(_low(figure) for figure in injured),
        injured_max=sum(_high(figure) for figure in injured),
        injured_open=any(_open(figure) for figure in injured),
        unknown_killed=sum(figure is None or (figure.min is None and figure.max is None) for figure in killed),
        figures=policy,
    )


def _low(figure: Range | None) -> int:
    return figure.min or 0 if figure is not None else 0


def _high(figure: Range | None) -> int:
    if figure is None:
        return 0
    return figure.max if figure.max is not None else figure.min or 0


def _open(figure: Range | None) -> bool:
    return figure is not None and figure.min is not None and figure.max is None
