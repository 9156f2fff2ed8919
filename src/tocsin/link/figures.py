"""The figure shown for an incident: lowest to highest of what its claims tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from tocsin.link.compare import disjoint, figure_text
from tocsin.model import Claim, Conflict, Figure, Range, Report, SourcedValue, ToldFigure

RULE = "lowest to highest figure told; open above while every telling is open"

Telling = tuple[str, Figure]


def tellings(claims: Sequence[Claim], field: str) -> list[Telling]:
    """Return every figure told for ``field`` with the id of its claim, further figures of a claim among them."""
    found: list[Telling] = []
    for claim in claims:
        kept: Figure | None = getattr(claim, field)
        if kept is not None:
            found.append((claim.id, kept))
        found.extend((claim.id, told.figure) for told in claim.also_told if told.field == field)
    return _without_single_victims(found)


_COUNTED = re.compile(r"\d|\bone\b", re.IGNORECASE)


def _without_single_victims(told: list[Telling]) -> list[Telling]:
    """Leave out the one victim that a report describes where the toll is told too: "a woman" is no toll."""
    if not any((figure.min or 0) > 1 for _, figure in told):
        return told
    return [
        (claim, figure)
        for claim, figure in told
        if (figure.min, figure.max) != (1, 1) or _COUNTED.search(figure.span.text)
    ]


def figure_range(claims: Sequence[Claim], field: str, reports: Mapping[str, Report]) -> Range | None:
    """Return the range of ``field`` over all claims, with every value told; ``None`` where no claim mentions it."""
    told = tellings(claims, field)
    if not told:
        return None
    low, high = extent([figure for _, figure in told])
    return Range(
        min=low,
        max=high,
        approximate=any(figure.approximate for _, figure in told),
        rule=RULE,
        values=_told(told, {claim.id: reports[claim.report].published for claim in claims}),
    )


def extent(figures: Sequence[Figure | ToldFigure]) -> tuple[int | None, int | None]:
    """Return the lowest and the highest number that figures tell, ``None`` where that end is open.

    The minimum is the lowest number told. The maximum is the highest upper bound told, or a floor such as "at least
    221" that lies above it; while no telling gives an upper bound it stays open: "at least 20" alone is 20 and open,
    with "165" beside it 20 to 165. "More than 100" beside "100" is the same round number and adds nothing.
    """
    lows = [figure.min if figure.min is not None else figure.max for figure in figures]
    tops = [figure.max for figure in figures if figure.max is not None]
    numbers = [n for figure in figures for n in (figure.min, figure.max) if n is not None]
    only_upper = all(figure.min is None for figure in figures)
    return (
        None if only_upper else min((n for n in lows if n is not None), default=None),
        _highest(max(tops), numbers) if tops else None,
    )


def _highest(top: int, numbers: Sequence[int]) -> int:
    return top if max(numbers) <= top + 1 else max(numbers)


def figure_conflict(claims: Sequence[Claim], field: str) -> Conflict | None:
    """Return the figures told for ``field`` where two of them share no number."""
    told = tellings(claims, field)
    clash = any(disjoint(a, b) for n, (_, a) in enumerate(told) for _, b in told[n + 1 :])
    return Conflict(field, _sourced(told)) if clash else None


def _told(told: Sequence[Telling], published: Mapping[str, date]) -> tuple[ToldFigure, ...]:
    """Return every figure told once, lowest first, with its claims and the day of the latest report among them."""
    figures = {figure_text(figure): figure for _, figure in told}
    return tuple(
        ToldFigure(
            value=sourced.value,
            claims=sourced.claims,
            min=figures[sourced.value].min,
            max=figures[sourced.value].max,
            approximate=figures[sourced.value].approximate,
            told=max(published[claim] for claim in sourced.claims),
        )
        for sourced in _sourced(told)
    )


def _sourced(told: Sequence[Telling]) -> tuple[SourcedValue, ...]:
    by_text: dict[str, list[str]] = {}
    for claim, figure in sorted(told, key=lambda pair: (pair[1].min or 0, pair[1].max or 0, figure_text(pair[1]))):
        by_text.setdefault(figure_text(figure), []).append(claim)
    return tuple(SourcedValue(text, tuple(sorted(set(ids)))) for text, ids in by_text.items())
