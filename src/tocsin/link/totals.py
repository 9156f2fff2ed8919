"""Cumulative figures beside the ledger's own count of the same place and period; the two are never summed. Pure.

The count is of all incidents that happened there and then: a total that means only some of them ("on convoys", "of
journalists") is put beside the same count, and the words say so where the report names a target.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tocsin.codebook import Kind, PlacePrecision, Status, TotalOf, WhenBasis
from tocsin.link.days import BACKGROUND_DAYS, NEWS_DAYS
from tocsin.link.where import apart, radius_km
from tocsin.model import Incident, Place, Range, Reconciliation, Report, Scope, Total

_WIDER = re.compile(r"\b(?:capital|city|town|province|governorate|region|district|country|nation)\b", re.IGNORECASE)
#: "the third large attack in a month"
_ORDINAL = re.compile(
    r"(?:the )?(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))\b", re.IGNORECASE
)
#: What is no attack of somebody: these are not set beside a count of attacks.
_NO_ATTACKS = frozenset({Kind.TERRITORY, Kind.INTERCEPTION})
_NOUNS = {TotalOf.KILLED: "dead", TotalOf.INJURED: "injured", TotalOf.CAPTURED: "captured"}


def reconcile(total: Total, report: Report, incidents: Iterable[Incident]) -> Reconciliation:
    """Put the count of ``incidents`` in the scope of a total of ``report`` beside what the report says.

    An incident is counted when it occurred, also if it is told as background, and lies wholly in the scope; one that
    may reach out of it by its days or its place is named apart and not counted, and one of no known place, which may
    have been anywhere, is left out. Where the scope itself is open nothing is counted.

    :raises ValueError: the total is of another report.
    """
    if total.report != report.id:
        raise ValueError(f"total {total.id} is of report {total.report}, not of {report.id}")
    scope = scope_of(total, report)
    unresolved = tuple(_unresolved(total, scope))
    if unresolved or scope.since is None or total.place is None:
        words = f"{_claimed(total)}; the ledger has no count of its own: {', '.join(unresolved)}"
        return Reconciliation(total.id, scope, unresolved, words=words)
    if total.what is TotalOf.ATTACKS:
        incidents = (one for one in incidents if one.kind not in _NO_ATTACKS)
    counted, undecided = _lying_in(total.place, (scope.since, scope.until), incidents)
    low, high, without = _count(total.what, counted)
    ids = tuple(one.id for one in counted)
    found = Reconciliation(total.id, scope, (), ids, tuple(one.id for one in undecided), low, high, without)
    return replace(found, words="; ".join(_explained(total, found)))


# The scope


def scope_of(total: Total, report: Report) -> Scope:
    """Return the scope as far as it is resolved; a total without an end is of the day it was published."""
    until = total.until if total.until is not None else report.published
    place = total.place
    if place is None or not _known(place) or _wider_word(total) is not None:
        return Scope(None, None, None, total.since, until)
    radius = None if _is_country(place) else radius_km(place)
    return Scope(place.name or place.span.text, place.country, radius, total.since, until)


def _unresolved(total: Total, scope: Scope) -> Iterator[str]:
    """Yield what keeps the ledger from counting, in words."""
    if total.what is TotalOf.OTHER:
        yield "what it counts is not known"
    if total.place is None:
        yield "no place is told"
    elif (word := _wider_word(total)) is not None:
        yield f"which place “{word}” means is not known"
    elif scope.place is None:
        yield f"“{total.place.span.text}” is no place that is known"
    if scope.since is None:
        words = total.since_words
        yield "no beginning is told" if words is None else f"“{words.text}” could not be read as days"
    elif scope.since > scope.until:
        yield f"it would begin on {scope.since} and end before, on {scope.until}"


def _wider_word(total: Total) -> str | None:
    """Return the word of a total ("the capital") that says its place to be more than the one site it was taken for.

    A place told elsewhere in the report stands for such a word; one that stands in the total's own words does not.
    """
    place = total.place
    if place is None or place.feature is None or not place.feature.startswith("site:"):
        return None
    if total.span.start <= place.span.start < total.span.end:
        return None
    found = _WIDER.search(total.span.text)
    return None if found is None else found.group()


def _known(place: Place) -> bool:
    return _is_country(place) or (place.lat is not None and place.lon is not None)


def _is_country(place: Place) -> bool:
    return place.precision is PlacePrecision.COUNTRY and place.country is not None


# What lies in it: yes, no, or None where that is open


def _lying_in(
    area: Place, period: tuple[date, date], incidents: Iterable[Incident]
) -> tuple[list[Incident], list[Incident]]:
    """Return the incidents that lie in an area and period, and those that may, both by id."""
    counted: list[Incident] = []
    undecided: list[Incident] = []
    for one in sorted(filter(_happened, incidents), key=lambda incident: incident.id):
        answers = {_within(one, *period), _inside(one.place, area)}
        if False not in answers:
            (undecided if None in answers else counted).append(one)
    return counted, undecided


def _happened(incident: Incident) -> bool:
    return incident.status is Status.OCCURRED and incident.kind is not Kind.THREAT


def _within(incident: Incident, since: date, until: date) -> bool | None:
    """Tell whether an incident was in the period; one that only publication dates may have been some days before."""
    when = incident.when
    if when is None:
        return None
    first, last = when.start, when.end
    if when.basis is WhenBasis.PUBLICATION:
        first -= timedelta(days=BACKGROUND_DAYS if incident.background else NEWS_DAYS)
    if since <= first and last <= until:
        return True
    return None if first <= until and since <= last else False


def _inside(place: Place | None, area: Place) -> bool | None:
    """Tell whether a place lies in a country, by its code, or else in the circle that an area has around its point."""
    if place is None or (place.country is None and place.lat is None):
        return False
    if _is_country(area):
        return None if place.country is None else place.country == area.country
    gap = apart(place, area)
    if gap is None or _is_country(place):
        elsewhere = place.country is not None and area.country is not None and place.country != area.country
        return False if elsewhere else None
    if gap.same_feature or (gap.km <= radius_km(area) and radius_km(place) <= radius_km(area)):
        return True
    return None if gap.km <= gap.radii_km else False


# The count


def _count(what: TotalOf, incidents: Sequence[Incident]) -> tuple[int | None, int | None, int]:
    """Return the lowest and highest count and how many incidents have no figure; ``None`` is open, never zero."""
    if what is TotalOf.ATTACKS:
        return len(incidents), len(incidents), 0
    told = [figure for one in incidents if (figure := _figure(what, one)) is not None]
    without = len(incidents) - len(told)
    if incidents and not told:
        return None, None, without
    highs = [figure.max for figure in told if figure.max is not None]
    return sum(figure.min or 0 for figure in told), sum(highs) if len(highs) == len(told) else None, without


def _figure(what: TotalOf, incident: Incident) -> Range | None:
    """Return the figure that an incident has for what is counted; "dozens" is no number."""
    shown = {TotalOf.KILLED: incident.killed, TotalOf.INJURED: incident.injured, TotalOf.CAPTURED: incident.captured}
    figure = shown[what]
    return None if figure is None or (figure.min is None and figure.max is None) else figure


# The words


def is_ordinal(total: Total) -> bool:
    """Tell whether a total counts attacks by calling one the third, the fourth."""
    return total.what is TotalOf.ATTACKS and _ORDINAL.match(total.span.text) is not None


def _claimed(total: Total) -> str:
    if total.min is not None and is_ordinal(total):
        return f"the report calls it number {total.min} of its kind"
    about = "about " if total.approximate else ""
    number = _interval(total.min, total.max)
    return f"the report says {about}{number}" if number else "the report gives no number"


def _explained(total: Total, found: Reconciliation) -> Iterator[str]:
    yield _claimed(total)
    yield f"the ledger knows {_own(total.what, found)}"
    difference = _difference(total, found)
    if difference:
        yield difference
    if total.target is not None:
        whom = "those on " if total.what is TotalOf.ATTACKS else "none but "
        yield f"the report counts {whom}“{total.target.text}”, the ledger all"
    if found.undecided:
        yield f"{_counted(len(found.undecided))} more may belong there, by day and place"


def _own(what: TotalOf, found: Reconciliation) -> str:
    if not found.incidents:
        return "no incident there and then"
    if what is TotalOf.ATTACKS:
        return _counted(len(found.incidents))
    without = found.without_figure
    told = len(found.incidents) - without
    if not told:
        return f"{_counted(without)}, none with a figure"
    more = f", {without} more without a figure" if without else ""
    return f"{_counted(told)} with {_interval(found.min, found.max)} {_NOUNS[what]}{more}"


def _difference(total: Total, found: Reconciliation) -> str:
    """Return by how much the two cannot but differ; nothing where either has no number."""
    if (total.min is None and total.max is None) or (found.min is None and found.max is None):
        return ""
    or_more = "" if total.min == total.max and found.min == found.max else " or more"
    if total.min is not None and found.max is not None and total.min > found.max:
        return f"the report is higher by {total.min - found.max}{or_more}"
    if total.max is not None and found.min is not None and total.max < found.min:
        return f"the report is lower by {found.min - total.max}{or_more}"
    return "the two agree" if not or_more else "the two may agree"


def _interval(low: int | None, high: int | None) -> str:
    if low == high:
        return "" if low is None else str(low)
    if high is None:
        return f"at least {low}"
    return f"up to {high}" if low is None else f"{low} to {high}"


def _counted(number: int) -> str:
    return f"{number} incident{'' if number == 1 else 's'}"
