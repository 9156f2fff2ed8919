"""What words that a person selected in a report say, read by the readers that reports are coded with.

Figures, days, places, people, weapons and damage are read out of the words and keep them as their span; what takes a term
of the codebook (a kind, a status, a basis) has to be written, as :mod:`tocsin.correcting` reads it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tocsin.code.assemble import read_damage
from tocsin.code.figures import find_counts, read_figure
from tocsin.correcting import Ground, UnreadableValueError
from tocsin.model import Damage, Figure, Mention, Place, Report, Span, When
from tocsin.resolve.dates import resolve_time
from tocsin.resolve.weapons import resolve_weapon
from tocsin.wire import claim_json

#: Nobody selects more than a long sentence.
LONGEST = 500


def select(report: Report, start: int, end: int) -> Span:
    """Return the words of a report from ``start`` to ``end``, without the white space around them.

    Raises:
        UnreadableValueError: there are no words, or too many.

    """
    if not 0 <= start < end <= len(report.text):
        raise UnreadableValueError(
            f"{start} to {end} are no words of the report {report.id}, which has {len(report.text)} characters"
        )
    words = report.text[start:end]
    begin = start + len(words) - len(words.lstrip())
    words = words.strip()
    if not any(letter.isalnum() for letter in words):
        raise UnreadableValueError(f"{words!r} are no words")
    if len(words) > LONGEST:
        raise UnreadableValueError(f"{words[:40]!r}… are {len(words)} characters; select at most {LONGEST}")
    return Span(begin, begin + len(words), words)


def value_said(field: str, words: Span, ground: Ground) -> str:
    """Return the JSON text of the value of ``field`` that the words say.

    Raises:
        UnreadableValueError: they say none, or the field is none that is read out of words; names words and reason.

    """
    if field not in _READERS:
        raise UnreadableValueError(f"{field!r} is not read out of words ({', '.join(_READERS)} are): write its value")
    attribute, read = _READERS[field]
    fixed = replace(ground.claim, **{attribute: read(words, ground)})
    return json.dumps(claim_json(fixed)[field], ensure_ascii=False, sort_keys=True)


def _figure(words: Span, _ground: Ground) -> Figure:
    found = read_figure(words.text)
    if found is None or (found.min is None and found.max is None and not find_counts(words.text)):
        raise UnreadableValueError(f"{words.text!r} counts nobody and nothing")
    return Figure(words, found.min, found.max, found.approximate, found.who)


def _munitions(words: Span, ground: Ground) -> Figure:
    """Read a count of munitions; "a bomb" is none."""
    if not find_counts(words.text):
        raise UnreadableValueError(f"{words.text!r} is no count of munitions")
    return _figure(words, ground)


def _when(words: Span, ground: Ground) -> When:
    found = resolve_time(words.text, ground.report.published)
    if found is None:
        raise UnreadableValueError(f"{words.text!r} gives no day (published {ground.report.published})")
    return When(words, found.start, found.end, found.precision, found.basis, found.time, found.reason)


def _places(words: Span, ground: Ground) -> tuple[Place, ...]:
    return (_place(words, ground),)


def _place(words: Span, ground: Ground) -> Place:
    context = ground.resolvers.places.context(ground.report.text)
    (found,) = ground.resolvers.places.resolve([words], context)
    if found.lat is None and found.country is None:
        raise UnreadableValueError(f"{words.text!r} names no place that is known: {found.reason}")
    return found


def _people(words: Span, ground: Ground) -> tuple[Mention, ...]:
    """Read somebody; who is in no lexicon stands by the words alone, with the reason."""
    if resolve_time(words.text, ground.report.published) is not None:
        raise UnreadableValueError(f"{words.text!r} is a time and names nobody")
    country = next((place.country for place in ground.claim.places if place.country), None)
    return (ground.resolvers.actors.resolve(words, country),)


def _weapons(words: Span, _ground: Ground) -> tuple[Mention, ...]:
    found = resolve_weapon(words)
    if found.entity is None:
        raise UnreadableValueError(f"{words.text!r} names no weapon that is known: {found.reason}")
    return (found,)


def _damage(words: Span, ground: Ground) -> Damage | None:
    return read_damage(ground.report, [words])


_READERS: dict[str, tuple[str, Callable[[Span, Ground], Any]]] = {
    "speaker": ("speakers", _people),
    "actor": ("actors", _people),
    "target": ("targets", _people),
    "weapon": ("weapons", _weapons),
    "munitions": ("munitions", _munitions),
    "place": ("places", _places),
    "when": ("when", _when),
    "killed": ("killed", _figure),
    "injured": ("injured", _figure),
    "captured": ("captured", _figure),
    "damage": ("damage", _damage),
    "launched_from": ("launched_from", _place),
}
