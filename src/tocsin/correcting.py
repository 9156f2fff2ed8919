"""What a person writes, in a few plain characters, to a value that a field of a claim can have.

Figures are written "5", "20+", "-30" or "10-15", and "none" for what is not told (0 is written "0"); days as
"2021-07-05" or "2021-07-05/2021-07-06"; a place as its name or as "36.24,43.96"; several people or weapons with ";"
between them. A correction stands on words of the report: those named, else the value's own, else the event's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tocsin.codebook import ActorBasis, Kind, PlacePrecision, Status, WhenBasis, WhenPrecision
from tocsin.link import CORRECTABLE
from tocsin.link.days import NARROW_DAYS
from tocsin.model import Claim, Damage, Figure, Mention, Place, Report, Span, When
from tocsin.resolve.claims import Resolvers
from tocsin.resolve.weapons import resolve_weapon
from tocsin.wire import claim_json

#: What is written where a field has no value.
NOTHING = "none"

#: The uncertainty given to a point that a person sets, in kilometres.
POINT_RADIUS_KM = 1.0


class UnreadableValueError(ValueError):
    """What was written is no value of the field."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a correction is made on: the claim, its report, the words it rests on if any were named, the resolvers."""

    claim: Claim
    report: Report
    words: Span | None
    resolvers: Resolvers

    def span(self, own: Span | None) -> Span:
        """Return the words that a value stands on; ``own`` are those of the value it takes the place of."""
        return self.words or own or self.claim.trigger


def find_words(report: Report, words: str) -> Span:
    """Return where the report says ``words``.

    Raises:
        UnreadableValueError: it does not, or says them more than once.

    """
    at = report.text.find(words) if words else -1
    if at < 0:
        raise UnreadableValueError(f"the report does not say {words!r}")
    if report.text.find(words, at + 1) >= 0:
        raise UnreadableValueError(f"the report says {words!r} more than once: name more of the words around them")
    return Span(at, at + len(words), words)


def value_of(field: str, written: str, ground: Ground) -> str:
    """Return the JSON text of the value of ``field`` that is ``written``.

    Raises:
        UnreadableValueError: the field can't be corrected, or what is written is no value of it.

    """
    if field not in _READERS:
        raise UnreadableValueError(f"{field!r} is no field that can be corrected: {', '.join(CORRECTABLE)}")
    attribute, read = _READERS[field]
    fixed = replace(ground.claim, **{attribute: read(written.strip(), ground)})
    return json.dumps(claim_json(fixed)[field], ensure_ascii=False, sort_keys=True)


_FIGURE = re.compile(
    r"(?P<about>~)?(?:(?P<low>\d{1,9})(?P<open>\+)?|-(?P<top>\d{1,9})|(?P<from>\d{1,9})-(?P<to>\d{1,9}))"
)


def _figure(attribute: str) -> Callable[[str, Ground], Figure | None]:
    def read(written: str, ground: Ground) -> Figure | None:
        if written == NOTHING:
            return None
        found = _FIGURE.fullmatch(written)
        if found is None:
            raise UnreadableValueError(f"{written!r} is no figure: 5, 20+, -30, 10-15, ~50 or {NOTHING}")
        low, high = _ends(found.groupdict())
        own: Figure | None = getattr(ground.claim, attribute)
        who = own.who if own is not None else ""
        return Figure(ground.span(None if own is None else own.span), low, high, found["about"] is not None, who)

    return read


def _ends(found: Mapping[str, str | None]) -> tuple[int | None, int | None]:
    if found["top"] is not None:
        return None, int(found["top"])
    if found["from"] is not None and found["to"] is not None:
        low, high = int(found["from"]), int(found["to"])
        if low > high:
            raise UnreadableValueError(f"{low}-{high} begins above its end")
        return low, high
    low = int(found["low"] or 0)
    return low, None if found["open"] else low


def _when(written: str, ground: Ground) -> When | None:
    if written == NOTHING:
        return None
    first, _, last = written.partition("/")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as error:
        raise UnreadableValueError(f"{written!r} is no day: 2021-07-05 or 2021-07-05/2021-07-06") from error
    if start > end:
        raise UnreadableValueError(f"{written} begins after its end")
    days = (end - start).days + 1
    own = ground.claim.when
    return When(
        ground.span(None if own is None else own.span),
        start,
        end,
        _precision(days),
        WhenBasis.STATED,
        reason="set by a person",
    )


_WEEK, _MONTH = 8, 31


def _precision(days: int) -> WhenPrecision:
    if days == 1:
        return WhenPrecision.DAY
    if days <= NARROW_DAYS:
        return WhenPrecision.DAYS
    if days <= _WEEK:
        return WhenPrecision.WEEK
    return WhenPrecision.MONTH if days <= _MONTH else WhenPrecision.YEAR


_POINT = re.compile(r"(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)")


def _places(written: str, ground: Ground) -> tuple[Place, ...]:
    return () if written == NOTHING else (_place(written, ground),)


def _launch_place(written: str, ground: Ground) -> Place | None:
    return None if written == NOTHING else _place(written, ground)


def _place(written: str, ground: Ground) -> Place:
    own = ground.claim.places[0].span if ground.claim.places else None
    span = ground.span(own)
    point = _POINT.fullmatch(written)
    if point is not None:
        lat, lon = float(point[1]), float(point[2])
        if abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004 - the ends of the earth
            raise UnreadableValueError(f"{written} is no point on earth: latitude,longitude")
        country = next((place.country for place in ground.claim.places if place.country), None)
        return Place(
            span, span.text, country, lat=lat, lon=lon, precision=PlacePrecision.SITE, radius_km=POINT_RADIUS_KM,
            reason="set by a person",
        )  # fmt: skip
    context = ground.resolvers.places.context(ground.report.text)
    (found,) = ground.resolvers.places.resolve([Span(0, len(written), written)], context)
    if found.lat is None:
        raise UnreadableValueError(f"{written!r}: {found.reason}; write latitude,longitude")
    return replace(found, span=span, reason=f"set by a person; {found.reason}")


def _mentions(attribute: str) -> Callable[[str, Ground], tuple[Mention, ...]]:
    def read(written: str, ground: Ground) -> tuple[Mention, ...]:
        names = [name.strip() for name in written.split(";") if name.strip()]
        if not names:
            raise UnreadableValueError(f"name somebody or something, or write {NOTHING}")
        if names == [NOTHING]:
            return ()
        own: Sequence[Mention] = getattr(ground.claim, attribute)
        return tuple(_mention(name, attribute, own, ground) for name in names)

    return read


def _mention(name: str, attribute: str, own: Sequence[Mention], ground: Ground) -> Mention:
    kept = next((mention for mention in own if name in (mention.span.text, mention.name)), None)
    if kept is not None:
        return kept
    alone = Span(0, len(name), name)
    found = resolve_weapon(alone) if attribute == "weapons" else ground.resolvers.actors.resolve(alone)
    at = ground.report.text.find(name)
    said = Span(at, at + len(name), name) if at >= 0 else ground.span(own[0].span if own else None)
    return replace(found, span=said, name=found.name or name, reason="set by a person")


def _damage(written: str, ground: Ground) -> Damage | None:
    if written == NOTHING:
        return None
    own = ground.claim.damage
    if written not in ("yes", "no"):
        raise UnreadableValueError(f"{written!r}: write yes (there was damage), no (there was none) or {NOTHING}")
    return Damage(ground.span(None if own is None else own.span), none=written == "no")


def _yes(written: str, _ground: Ground) -> bool:
    if written not in ("yes", "no"):
        raise UnreadableValueError(f"{written!r}: write yes or no")
    return written == "yes"


def _one_of(values: type[Kind | Status | ActorBasis]) -> Callable[[str, Ground], Any]:
    def read(written: str, _ground: Ground) -> Any:
        try:
            return values(written)
        except ValueError as error:
            raise UnreadableValueError(f"{written!r} is none of {', '.join(values)}") from error

    return read


_READERS: dict[str, tuple[str, Callable[[str, Ground], Any]]] = {
    "kind": ("kind", _one_of(Kind)),
    "status": ("status", _one_of(Status)),
    "hedged": ("hedged", _yes),
    "background": ("background", _yes),
    "speaker": ("speakers", _mentions("speakers")),
    "actor": ("actors", _mentions("actors")),
    "actor_basis": ("actor_basis", _one_of(ActorBasis)),
    "target": ("targets", _mentions("targets")),
    "weapon": ("weapons", _mentions("weapons")),
    "munitions": ("munitions", _figure("munitions")),
    "place": ("places", _places),
    "when": ("when", _when),
    "killed": ("killed", _figure("killed")),
    "injured": ("injured", _figure("injured")),
    "captured": ("captured", _figure("captured")),
    "damage": ("damage", _damage),
    "launched_from": ("launched_from", _launch_place),
}
