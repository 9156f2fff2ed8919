"""What readers are shown of incidents, claims, reports and versions, under what is withheld of them.

An incident whose place is blurred keeps what gives no place away: kind, status, grade, days, numbers, and the names of
actors that the lexicon knows. Words, names of targets, titles, addresses and texts are not shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from tocsin.discretion.blurring import blurred
from tocsin.discretion.names import WITHHELD, Masked, Names
from tocsin.discretion.rules import NONE, Restraint
from tocsin.lexicon.folding import fold
from tocsin.model import (
    Claim,
    Conflict,
    Damage,
    FieldChange,
    Figure,
    Incident,
    IncidentActor,
    IncidentReport,
    Mention,
    Place,
    Range,
    Report,
    SourcedValue,
    Span,
    Total,
    Version,
    When,
)

#: Takes names of private persons out of some words.
_Mask: TypeAlias = Callable[[str], str]

#: Fields of an incident that conflict in numbers or terms, never in words that name a place.
_TELLING_CONFLICTS = frozenset({"killed", "injured", "captured", "munitions", "status", "kind"})


#: One comparison of two claims: its name and its score.
_SCORE = re.compile(r"(?:^|; )([a-z ]+ [+-]\d+(?:\.\d+)?)(?= \(|$)")

#: Words of a place that is somebody's, whose name stands beside them.
_SOMEBODYS = frozenset("s home house houses family residence farm shop office wedding funeral of grave villa".split())


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known beside one value.

    ``hidden`` incidents do not exist for readers, ``kept_back`` reports show no words; ``titles`` are those of reports,
    ``held_back`` is what is withheld of the value itself, ``places`` are names of places told with it.
    """

    names: Names
    hidden: Collection[str] = ()
    kept_back: Collection[str] = ()
    titles: Mapping[str, str | None] = field(default_factory=dict)
    held_back: Restraint = NONE
    places: frozenset[str] = frozenset()


# Incidents -----------------------------------------------------------------------------------------------------------


def incident(told: Incident, shown: Shown) -> Incident:
    """Return an incident as readers see it; one that is delayed must not be asked for."""
    roughly = shown.held_back.blur_km
    return _unnamed(told, shown) if roughly is None else _blurred(told, roughly)


def _unnamed(told: Incident, shown: Shown) -> Incident:
    """Return an incident without names of private persons and without what other incidents keep back."""
    known = known_names(told) | frozenset(name for name in shown.places if not _is_somebodys(name))

    def mask(words: str) -> str:
        return shown.names(words, known)

    return replace(
        told,
        grade_reason=mask(told.grade_reason),
        when=_when(told.when, mask),
        place=_place(told.place, mask),
        launched_from=_place(told.launched_from, mask),
        actors=tuple(_actor(one, mask) for one in told.actors),
        speakers=_values(told.speakers, mask),
        targets=_values(told.targets, mask),
        weapons=_values(told.weapons, mask),
        munitions=_range(told.munitions, mask),
        killed=_range(told.killed, mask),
        injured=_range(told.injured, mask),
        captured=_range(told.captured, mask),
        damage=None if told.damage is None else mask(told.damage),
        conflicts=tuple(replace(one, values=_values(one.values, mask)) for one in told.conflicts),
        reports=tuple(_report_line(one, shown, mask) for one in told.reports),
        relations=tuple(
            replace(one, words="" if shown.kept_back else mask(one.words))
            for one in told.relations
            if one.incident not in shown.hidden
        ),
        merge_reasons=() if shown.kept_back else tuple(_scores(one) for one in told.merge_reasons),
        corrections=() if shown.kept_back else tuple(
            replace(one, value=masked_json(one.value, mask), reason=mask(one.reason), by=WITHHELD)
            for one in told.corrections
        ),
    )  # fmt: skip


def _scores(reason: str) -> str:
    """Return why two claims were linked without the words that were compared, which stand there in small letters."""
    pair, _, told = reason.partition(" = ")
    return f"{pair} = {'; '.join(found[1] for found in _SCORE.finditer(told))}"


def known_names(told: Incident) -> frozenset[str]:
    """Return names in an incident that are of no private person: places, actors and weapons that were resolved, outlets."""
    places = [one for one in (told.place, told.launched_from) if one is not None]
    names: list[str | None] = [name for one in places for name in _names_of(one)]
    names += [one.name for one in told.actors if one.entity is not None]
    names += [name for one in told.reports for name in (one.outlet, one.source)]
    return frozenset(name for name in names if name)


def _names_of(place: Place) -> Iterator[str]:
    """Yield the names of a place that was resolved; "the home of Ali Hassan" is none."""
    if resolved(place):
        yield from (name for name in (place.name, place.admin1) if name)
        if not _is_somebodys(place.span.text):
            yield place.span.text
    name = told_as_place(place.span.text)
    if name is not None:
        yield name


#: Words by which a place that is not known is told as one, and the name in them.
_TOLD_AS_PLACE = re.compile(
    r"(?:\b(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west|outskirts|town|city|village|district"
    r"|port|suburb) of (?:the )?(?P<after>[\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)*)"
    r"|(?P<before>(?:[A-Z][\w'\u2019-]+ )*(?:al-|el-)?[A-Z][\w'\u2019-]+) (?:district|raion|province|village|town|suburb|governorate|oblast"
    r"|county|junction|crossroads|checkpoint))$"
)


def told_as_place(words: str) -> str | None:
    """Return the name in words that tell of a place as such: "south of Mosul", "the Zarqan district"; else ``None``."""
    found = None if _is_somebodys(words.replace(" of ", " ")) else _TOLD_AS_PLACE.search(words)
    return None if found is None else found["after"] or found["before"]


def _is_somebodys(name: str) -> bool:
    return bool(_SOMEBODYS & {*fold(name).replace("'", " ").split()})


def resolved(place: Place) -> bool:
    """Say whether a place is one that is known, not words alone."""
    return place.feature is not None or place.lat is not None


def _blurred(told: Incident, radius_km: float) -> Incident:
    when = None if told.when is None else replace(told.when, span=None, time=None, reason="")
    return replace(
        told,
        grade_reason="",
        when=when,
        place=blurred(told.place, radius_km),
        launched_from=None,
        actors=tuple(replace(one, said_by=()) for one in told.actors if one.entity is not None),
        speakers=(),
        targets=(),
        weapons=(),
        munitions=_numbers(told.munitions),
        killed=_numbers(told.killed),
        injured=_numbers(told.injured),
        captured=_numbers(told.captured),
        damage=None,
        conflicts=tuple(_numeric(one) for one in told.conflicts if one.field in _TELLING_CONFLICTS),
        reports=tuple(_bare(one) for one in told.reports),
        relations=(),
        merge_reasons=(),
        corrections=(),
    )


def _report_line(one: IncidentReport, shown: Shown, mask: _Mask) -> IncidentReport:
    if one.id in shown.kept_back:
        return _bare(one)
    url = None if one.url is None else _address(one.url, shown.titles.get(one.id), mask)
    return replace(one, url=url, ref=_input_name(one.ref, mask))


def _bare(one: IncidentReport) -> IncidentReport:
    return replace(one, ref="", url=None, outlet=None, source="")


def _numbers(told: Range | None) -> Range | None:
    """Return a figure without the words it was told in."""
    if told is None:
        return None
    return replace(told, values=tuple(replace(one, value=_interval(one.min, one.max)) for one in told.values))


def _interval(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "open" if low is None and high is None else f"{low} or more" if high is None else f"up to {high}"
    return str(low) if low == high else f"{low}-{high}"


def _numeric(conflict: Conflict) -> Conflict:
    """Return a conflict in which nothing but numbers and terms stands."""
    values = tuple(
        one if not any(letter.isupper() for letter in one.value) else replace(one, value=WITHHELD)
        for one in conflict.values
    )
    return replace(conflict, values=values)


def _when(when: When | None, mask: _Mask) -> When | None:
    if when is None:
        return None
    return replace(
        when,
        span=None if when.span is None else _span(when.span, mask),
        time=None if when.time is None else mask(when.time),
        reason=mask(when.reason),
    )


def _place(place: Place | None, mask: _Mask) -> Place | None:
    """Return a place; where it was resolved its name is one of a place, else it may be anything."""
    if place is None:
        return None
    return replace(
        place,
        span=_span(place.span, mask),
        name=place.name if place.name is None or resolved(place) else mask(place.name),
        reason=mask(place.reason),
        relation=None if place.relation is None else mask(place.relation),
    )


def _span(span: Span, mask: _Mask) -> Span:
    return replace(span, text=mask(span.text))


def _actor(one: IncidentActor, mask: _Mask) -> IncidentActor:
    name = one.name if one.entity is not None else mask(one.name)
    return replace(one, name=name, said_by=tuple(mask(said) for said in one.said_by))


def _values(values: Iterable[SourcedValue], mask: _Mask) -> tuple[SourcedValue, ...]:
    return tuple(replace(one, value=mask(one.value)) for one in values)


def _range(told: Range | None, mask: _Mask) -> Range | None:
    if told is None:
        return None
    return replace(told, values=tuple(replace(one, value=mask(one.value)) for one in told.values))


def masked_json(written: str, mask: _Mask) -> str:
    """Return JSON whose texts hold no names of private persons."""
    return json.dumps(_masked_value(json.loads(written), mask), ensure_ascii=False, sort_keys=True)


def _masked_value(value: object, mask: _Mask) -> object:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [_masked_value(one, mask) for one in value]
    if isinstance(value, Mapping):
        return {key: _masked_value(one, mask) for key, one in value.items()}
    return value


# Claims and reports --------------------------------------------------------------------------------------------------


def report(told: Report, masked: Masked, *, kept_back: bool, mask: _Mask, title: str | None) -> Report:
    """Return a report as readers see it: no text but that of its claims' sentences, which is not its own.

    ``title`` is the one that it is shown under, without names.
    """
    if kept_back:
        return replace(
            told, text="", title=None, url=None, ref="", author=None, outlet=None, document=None, published_at=None,
            updated_at=None, updated_basis=None, retrieved_at=None,
        )  # fmt: skip
    return replace(
        told,
        text=masked.text,
        title=title,
        ref=_input_name(told.ref, mask),
        url=None if told.url is None else _address(told.url, told.title, mask),
        author=None,
    )


def _address(url: str, title: str | None, mask: _Mask) -> str:
    """Return an address; one that spells out a title in which a name was taken out keeps its host only."""
    if title is not None and mask(title) != title:
        scheme, _, rest = url.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}/"
    return url


def _input_name(ref: str, mask: _Mask) -> str:
    """Return the name that an input gave a report, nothing where it is a name of a person."""
    spoken = ref.replace("_", " ").replace("/", " ").replace("-", " ")
    return ref if mask(spoken) == spoken else ""


def claim(told: Claim, masked: Masked, mask: _Mask) -> Claim:
    """Return a claim as readers see it: its spans are of the masked text of its report."""

    def span(one: Span) -> Span:
        return masked.span(one)

    def mentions(found: Iterable[Mention]) -> tuple[Mention, ...]:
        return tuple(_mention(one, masked, mask) for one in found)

    def figure(one: Figure | None) -> Figure | None:
        return None if one is None else replace(one, span=span(one.span), who=mask(one.who))

    def place(one: Place | None) -> Place | None:
        return None if one is None else _claim_place(one, masked, mask)

    return replace(
        told,
        trigger=span(told.trigger),
        speakers=mentions(told.speakers),
        actors=mentions(told.actors),
        targets=mentions(told.targets),
        weapons=mentions(told.weapons),
        munitions=figure(told.munitions),
        killed=figure(told.killed),
        injured=figure(told.injured),
        captured=figure(told.captured),
        places=tuple(_claim_place(one, masked, mask) for one in told.places),
        launched_from=place(told.launched_from),
        when=_claim_when(told.when, masked, mask),
        damage=_damage(told.damage, masked),
        passages=tuple(span(one) for one in told.passages),
        also_told=tuple(
            replace(one, figure=replace(one.figure, span=span(one.figure.span), who=mask(one.figure.who)),
                    speakers=mentions(one.speakers))
            for one in told.also_told
        ),
        references=tuple(replace(one, span=span(one.span)) for one in told.references),
        steps=tuple(replace(one, reason=mask(one.reason)) for one in told.steps),
    )  # fmt: skip


def _mention(one: Mention, masked: Masked, mask: _Mask) -> Mention:
    name = one.name if one.name is None or one.entity is not None else mask(one.name)
    return replace(one, span=masked.span(one.span), name=name, reason=mask(one.reason))


def _claim_place(one: Place, masked: Masked, mask: _Mask) -> Place:
    name = one.name if one.name is None or resolved(one) else mask(one.name)
    relation = None if one.relation is None else mask(one.relation)
    return replace(one, span=masked.span(one.span), name=name, relation=relation, reason=mask(one.reason))


def _claim_when(when: When | None, masked: Masked, mask: _Mask) -> When | None:
    if when is None:
        return None
    return replace(
        when,
        span=None if when.span is None else masked.span(when.span),
        time=None if when.time is None else mask(when.time),
        reason=mask(when.reason),
    )


def _damage(damage: Damage | None, masked: Masked) -> Damage | None:
    return None if damage is None else replace(damage, span=masked.span(damage.span))


def names_in_claims(claims: Iterable[Claim]) -> frozenset[str]:
    """Return names in claims that are of no private person: what was resolved to a place, an actor or a weapon."""
    found: list[str | None] = []
    for one in claims:
        places = [*one.places, *([one.launched_from] if one.launched_from else [])]
        found += [name for place in places for name in _names_of(place)]
        mentions = (*one.actors, *one.speakers, *one.targets, *one.weapons)
        found += [mention.name for mention in mentions if mention.entity is not None]
    return frozenset(name for name in found if name)


def total(told: Total, mask: _Mask) -> Total:
    """Return a cumulative figure as readers see it."""
    return replace(
        told,
        span=_span(told.span, mask),
        target=None if told.target is None else _span(told.target, mask),
        place=_place(told.place, mask),
        since_words=None if told.since_words is None else _span(told.since_words, mask),
    )


# Versions ------------------------------------------------------------------------------------------------------------


def version(
    told: Version, *, changes: tuple[FieldChange, ...], state: Incident | None, reason: str | None, mask: _Mask
) -> Version:
    """Return a version as readers see it; ``changes`` and ``state`` are disclosed already."""
    return replace(told, state=state, changes=changes, reason=None if reason is None else mask(reason))


def changes(before: Mapping[str, object] | None, after: Mapping[str, object] | None) -> tuple[FieldChange, ...]:
    """Return by which fields two states of an incident differ, which are disclosed and as JSON."""
    if before is None or after is None:
        return ()
    return tuple(
        FieldChange(name, _written(before.get(name)), _written(after.get(name)))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    )


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
