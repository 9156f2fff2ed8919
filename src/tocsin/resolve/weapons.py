"""What was used: weapons resolved to entries of ``weapons.yml``, and which tellings of a weapon contradict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tocsin.codebook import Kind
from tocsin.lexicon.loader import Entry, load
from tocsin.lexicon.matcher import Match, Matcher
from tocsin.model import Mention, Span

_MASK = ""
_REMEMBERED = 8192

#: Classes of munition of which a report means one at a time: two of them told for the same firing contradict. What
#: carries a munition (aircraft, ships, launchers) and words for any munition ("projectile") contradict nothing.
_MUNITIONS = frozenset(
    {
        "rocket", "missile", "shell", "mortar", "artillery", "rpg", "grenade", "drone", "aircraft_bomb", "cluster",
        "car_bomb", "suicide_vest", "mine", "ied", "parcel_bomb", "naval_drone", "naval_mine", "torpedo",
    }
)  # fmt: skip
#: A drone drops bombs and grenades, a missile or a shell may carry bomblets: told together they agree.
_TOGETHER = frozenset(
    frozenset(pair)
    for pair in (
        ("drone", "aircraft_bomb"), ("drone", "grenade"), ("cluster", "rocket"), ("cluster", "missile"),
        ("cluster", "shell"), ("cluster", "artillery"), ("cluster", "mortar"), ("ied", "mine"), ("shell", "artillery"),
        ("shell", "mortar"), ("ied", "parcel_bomb"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weapon:
    """An entry of the lexicon of weapons. ``kind`` is what an attack with it normally is, a hint."""

    id: str
    name: str
    weapon_class: str
    kind: Kind | None
    broader: tuple[str, ...]
    general: bool
    platform: bool


def _weapon(entry: Entry) -> Weapon:
    facts = entry.facts
    kind = facts.get("kind")
    return Weapon(
        id=entry.id,
        name=facts["name"],
        weapon_class=facts["class"],
        kind=Kind(kind) if kind else None,
        broader=tuple(facts.get("broader", ())),
        general=bool(facts.get("general", False)),
        platform=bool(facts.get("platform", False)),
    )


class WeaponResolver:
    """Finds and resolves weapons by the lexicon of weapons; built once (see :meth:`default`)."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._weapons: Mapping[str, Weapon] = {entry.id: _weapon(entry) for entry in entries}
        masks = [(phrase, _MASK) for entry in entries for phrase in entry.facts.get("not_in", ())]
        loud = [(form, e.id) for e in entries if not e.facts.get("quiet") for form in _as_written(e)]
        quiet = [(form, e.id) for e in entries if e.facts.get("quiet") for form in _as_written(e)]
        self._spotter: Matcher[str] = Matcher((*masks, *loud))
        self._finder: Matcher[str] = Matcher((*loud, *quiet))
        self._decide = lru_cache(maxsize=_REMEMBERED)(self._decide_afresh)

    @classmethod
    def default(cls) -> WeaponResolver:
        """Return the resolver over the lexicon that comes with the package, built once."""
        return _default()

    def known(self, entity: str) -> Weapon | None:
        """Return the entry of ``entity``, ``None`` where the lexicon does not hold it."""
        return self._weapons.get(entity)

    def broader(self, entity: str) -> frozenset[str]:
        """Return the ids of all more general weapons ``entity`` is one of."""
        found: set[str] = set()
        waiting = [entity]
        while waiting:
            weapon = self._weapons.get(waiting.pop())
            new = [wider for wider in (weapon.broader if weapon else ()) if wider not in found]
            found.update(new)
            waiting += new
        return frozenset(found)

    def spot(self, text: str) -> list[Match[str]]:
        """Find weapons in ``text``; payloads are weapon ids. Everyday words ("car") are not looked for."""
        return [found for found in self._spotter.find(text) if found.payload]

    def resolve(self, span: Span) -> Mention:
        """Resolve the words of ``span`` to one weapon, the most exact named; abstain where two kinds stand in it."""
        entity, reason = self._decide(span.text)
        return Mention(span, entity, self._weapons[entity].name if entity else None, reason)

    def _decide_afresh(self, text: str) -> tuple[str | None, str]:
        named = {m.payload: m for m in self._finder.find(text)}
        if not named:
            return None, "no weapon known"
        wider = {general for entity in named for general in self.broader(entity)}
        exact = [entity for entity in named if entity not in wider]
        munitions = [entity for entity in exact if not self._weapons[entity].platform] or exact
        specific = [entity for entity in munitions if not self._weapons[entity].general] or munitions
        if len(specific) > 1:
            return None, f"more than one is named: {', '.join(sorted(specific))}"
        match = named[specific[0]]
        return specific[0], f"named: {text[match.start : match.end]}"

    def conflicting(self, a: str | None, b: str | None) -> bool:
        """Tell whether two weapons cannot both be what was fired: rockets and missiles, but not bomb and car bomb."""
        if a is None or b is None or a == b:
            return False
        if a in self.broader(b) or b in self.broader(a):
            return False
        classes = {self._weapons[entity].weapon_class for entity in (a, b) if entity in self._weapons}
        if len(classes) < 2 or not classes <= _MUNITIONS:  # noqa: PLR2004 - two weapons, so two classes or they agree
            return False
        return frozenset(classes) not in _TOGETHER


def _as_written(entry: Entry) -> Sequence[str]:
    return [written for form in entry.forms for written in {form: None, form.replace("-", " "): None}]


@cache
def _default() -> WeaponResolver:
    return WeaponResolver(load("weapons"))


def resolve_weapon(span: Span) -> Mention:
    """Resolve the words of ``span`` to a weapon; ``entity`` is its id, ``None`` with a reason where undecided."""
    return _default().resolve(span)


def spot(text: str) -> list[Match[str]]:
    """Find weapons in ``text``; payloads are weapon ids."""
    return _default().spot(text)


def weapon_class(entity: str) -> str | None:
    """Return the class of a weapon ("rocket", "car_bomb"), ``None`` for an unknown id."""
    weapon = _default().known(entity)
    return weapon.weapon_class if weapon else None


def kind_of(entity: str) -> Kind | None:
    """Return the kind an attack with this weapon normally is, ``None`` where it tells nothing."""
    weapon = _default().known(entity)
    return weapon.kind if weapon else None


def conflicting(a: str | None, b: str | None) -> bool:
    """Tell whether two weapons told for the same firing contradict; ``None`` contradicts nothing."""
    return _default().conflicting(a, b)
