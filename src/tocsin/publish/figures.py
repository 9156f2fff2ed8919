"""Which of the figures told for an incident is shown: a policy with a name, and the rule that it follows.

An incident carries the range of what was told; a policy never changes what is kept, only what is shown of it.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from tocsin.link.figures import extent
from tocsin.model import Incident, Range, ToldFigure


class FigurePolicy(StrEnum):
    """Which figure of the dead, injured, captured and munitions is shown."""

    RANGE = "range"
    LOWEST = "lowest"
    LATEST = "latest"


LOWEST_RULE = "lowest figure told; open above while every telling is open"
LATEST_RULE = "figure of the latest day on which a report gives a number; lowest to highest of that day"
#: An incident kept before the days of its figures were has none to choose by.
NO_DAYS_RULE = "lowest to highest figure told; the days on which they were told are not kept"


def shown(incident: Incident, policy: FigurePolicy) -> Incident:
    """Return the incident with its figures as the policy shows them, each with the rule; all values stay beside it."""
    if policy is FigurePolicy.RANGE:
        return incident
    return replace(
        incident,
        munitions=shown_figure(incident.munitions, policy),
        killed=shown_figure(incident.killed, policy),
        injured=shown_figure(incident.injured, policy),
        captured=shown_figure(incident.captured, policy),
    )


def shown_figure(told: Range | None, policy: FigurePolicy) -> Range | None:
    """Return a figure as the policy shows it; what nobody tells stays ``None``."""
    if told is None or policy is FigurePolicy.RANGE:
        return told
    return _lowest(told) if policy is FigurePolicy.LOWEST else _latest(told)


def _lowest(told: Range) -> Range:
    """Return the lowest number told; "up to 30" alone stays an upper bound, "at least 20" alone 20 and open."""
    if told.min is None:
        return replace(told, rule=LOWEST_RULE)
    tellings = [one for one in told.values if told.min == (one.min if one.min is not None else one.max)]
    return replace(
        told,
        max=None if told.max is None else told.min,
        # "About 12" beside "12" is 12.
        approximate=all(one.approximate for one in tellings) if tellings else told.approximate,
        rule=LOWEST_RULE,
    )


def _latest(told: Range) -> Range:
    """Return what was told on the last day that a report gives a number, lower or higher than what was told before.

    Days of publication are all that is known, so that of figures told on one day none is the later.
    """
    days = [one.told for one in told.values if one.told is not None and _numbered(one)]
    if not days:
        return replace(told, rule=NO_DAYS_RULE if _numbered(told) else LATEST_RULE)
    last = [one for one in told.values if one.told == max(days) and _numbered(one)]
    low, high = extent(last)
    return replace(told, min=low, max=high, approximate=any(one.approximate for one in last), rule=LATEST_RULE)


def _numbered(figure: ToldFigure | Range) -> bool:
    return figure.min is not None or figure.max is not None
