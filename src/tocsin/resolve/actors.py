"""Who is meant: names of armed actors, bodies and states resolved to entries of the lexicon, or left open with a reason.

An entity is the id of an entry of ``actors.yml`` ("hezbollah"), a state ("state:IQ", ISO 3166 alpha-2 in capitals)
or, where neither answers, a group of the UCDP list ("ucdp:678").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import product
from typing import Any, NamedTuple

from tocsin.lexicon.folding import fold
from tocsin.lexicon.loader import Entry, load
from tocsin.lexicon.matcher import Match, Matcher
from tocsin.model import Mention, Span

_MASK = ""  # what a phrase stands for that holds a name without meaning it
_REMEMBERED = 16384
_SHORTEST_SHOUT = 5
_LONGEST_ROLE = 40

#: Kinds whose members are bodies of a state, so that another state's adjective before the name speaks against it.
_OF_STATES = frozenset({"state_force", "government"})
_PEOPLE_KINDS = frozenset({"civilian"})

_TIES = ("backed", "aligned", "allied", "supported", "sponsored", "linked", "affiliated", "controlled", "trained")
_TIED_AFTER = re.compile(
    r"-(?:led|held|occupied|born|based|made|style|administered|installed|appointed|majority|" + "|".join(_TIES) + r")\b"
)
_GROUP_TIED_AFTER = re.compile(r"-(?:held|occupied|controlled|run|backed|style|besieged)\b")
_TIED_BEFORE = re.compile(r"\b(?:pro|anti|non|ex|counter)-$", re.IGNORECASE)
_LEAGUE = re.compile(rf"\b(?:{'|'.join(_TIES)}|loyal|close) (?:by|with|to)(?: the)?\s+$", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:former|ex|retired|one-time|onetime)[ -]", re.IGNORECASE)
_SPOKEN_AFTER = re.compile(
    r"(?:'s)?,? (?:[\w-]+ ){0,2}?(?:spokes\w+|commander|leader|chief|official|source|minister|ambassador)s?\b",
    re.IGNORECASE,
)
_SPOKEN_BEFORE = re.compile(
    r"\b(?:spokes\w+|commander|leader|chief|head|member|official|representative|fighter|source|soldier|officer)s?"
    r" (?:of|for|from|with|in)(?: the)? $",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:in|at|near|inside|across|around|outside|into|to|via|over|off|along|between|against|on|towards?|through)"
    r"(?: (?:the|neighbou?ring|northern|southern|eastern|western|central))* $",
    re.IGNORECASE,
)
_ORIGIN = re.compile(r"\b(?:of|from|for)(?: the)? $", re.IGNORECASE)
_ONE_PERSON = re.compile(r"\b(?:a|an|one|two|three|four|five|\d+)(?: [a-z-]+)?(?:-year-old)? $", re.IGNORECASE)
_PHRASE_END = re.compile(
    r"[,;:(\u2013\u2014]| (?:of|in|from|for|with|who|which|that|to|by|at|near|and|under|on) ", re.IGNORECASE
)
_SPEAKS_ON = re.compile(
    r"^(?:-\w+)?(?:\s*$| (?:who|aged|from|with|in|suspected|accused|named|\w+ing)\b)", re.IGNORECASE
)
_CAPITAL = re.compile(r"\b[A-Z][\w'-]+")


@dataclass(frozen=True, slots=True)
class Actor:
    """An entry of the lexicon of actors: what it is, where it is based, whose side it is on."""

    id: str
    name: str
    kind: str
    country: str | None = None
    side: str | None = None
    parents: tuple[str, ...] = ()
    backers: tuple[str, ...] = ()
    generic: bool = False
    context: Mapping[str, str] = field(default_factory=dict)


#: Kinds of actors that do no acts of war, whatever is said to be claimed by them.
_FIGHTS_NOT = frozenset({"organisation", "monitor", "people"})


class _Decision(NamedTuple):
    entity: str | None
    name: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Role:
    owner: str
    role_class: str


def _undecided(reason: str) -> _Decision:
    return _Decision(None, None, reason)


def _actor(entry: Entry) -> Actor:
    facts: Mapping[str, Any] = entry.facts
    return Actor(
        id=entry.id,
        name=facts["name"],
        kind=facts.get("kind", "insurgent"),
        country=facts.get("country"),
        side=facts.get("side"),
        parents=tuple(facts.get("parents", ())),
        backers=tuple(facts.get("backers", ())),
        generic=bool(facts.get("generic", False)),
        context=dict(facts.get("context", {})),
    )


def _state(entry: Entry) -> Actor:
    code = entry.id.upper()
    entity = f"state:{code}"
    return Actor(entity, entry.facts["name"], "government", code, entry.facts.get("side", entity))


_PARTICLE = re.compile(r"\b[Aa]l-(?=\w)")
_SPELLINGS = (
    ("Defence", "Defense"),
    ("Defense", "Defence"),
    ("Organization", "Organisation"),
    ("Organisation", "Organization"),
)


def spellings(form: str) -> Iterator[str]:
    """Give a name in the spellings of the press: particles, hyphens, British and American, capitals throughout."""
    if form == form.lower():
        yield form
        return
    bases = [form]
    bases += [form.replace(old, new) for old, new in _SPELLINGS if old in form]
    if "'" in form:
        bases.append(form.replace("'", ""))
    if _PARTICLE.search(form):
        bases += [_PARTICLE.sub(particle, base) for base in bases for particle in ("al-", "Al-", "al ", "Al ")]
    elif "-" in form:
        bases += [base.replace("-", " ") for base in bases]
    yield from bases
    if len(form) >= _SHORTEST_SHOUT:
        yield form.upper()


def _national(form: str) -> Iterator[str]:
    yield form
    if len(form) >= _SHORTEST_SHOUT:
        yield form.upper()


class _Tie(NamedTuple):
    """An entry that stands for all whom one state backs: the words for that state, and adjectives of its followers."""

    entity: str
    words: tuple[str, ...]
    followers: tuple[str, ...]


_PROXY_NOUNS = (
    "militia", "militias", "militiamen", "militia group", "militia groups", "group", "groups", "armed group",
    "armed groups", "faction", "factions", "fighter", "fighters", "forces", "militants", "proxy", "proxies", "rebels",
    "separatists", "insurgents", "gunmen", "paramilitaries",
)  # fmt: skip
_TELLING_PROXY = re.compile(rf"\b(?:{'|'.join(_PROXY_NOUNS)})\b", re.IGNORECASE)


def _proxy_forms(tie: _Tie) -> Iterator[str]:
    tied = [form for word in tie.words for form in (f"pro-{word}", *(f"{word}-{how}" for how in _TIES))]
    middles = ["", *(f"{adjective} " for adjective in tie.followers)]
    for prefix, middle, noun in product(tied, middles, _PROXY_NOUNS):
        yield f"{prefix} {middle}{noun}".lower()


class ActorResolver:
    """Finds and resolves actors by the lexicons of actors, countries and roles.

    Built once (see :meth:`default`); no state but a memory of decisions. ``fallback`` gives the entries asked last
    and is not called before it is needed.
    """

    def __init__(
        self,
        actors: Sequence[Entry],
        countries: Sequence[Entry],
        roles: Sequence[Entry],
        fallback: Callable[[], Sequence[Entry]],
    ) -> None:
        self._load_fallback = fallback
        self._actors = {entry.id: _actor(entry) for entry in actors}
        self._actors |= {state.id: state for state in map(_state, countries)}
        self._country_names = frozenset(form for entry in countries for form in entry.forms)
        self._metonyms = {
            fold(city): f"state:{entry.id.upper()}" for entry in countries for city in entry.facts.get("metonyms", ())
        }
        self._shouted_words = frozenset(
            form for entry in actors if entry.facts.get("word") for form in entry.forms if form.isupper()
        )
        self._ties = tuple(_ties(actors, countries))
        self._finder: Matcher[str] = Matcher(self._forms(actors, countries))
        self._roles: Matcher[_Role] = Matcher(
            (form, _Role(entry.facts["of"], entry.facts["class"]))
            for entry in roles
            for form in entry.forms
            if entry.facts["class"] != "rank"
        )
        self._decide = lru_cache(maxsize=_REMEMBERED)(self._decide_afresh)

    @classmethod
    def default(cls) -> ActorResolver:
        """Return the resolver over the lexicons that come with the package, built once."""
        return _default()

    def _forms(self, actors: Sequence[Entry], countries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
        # Where one form is given twice the first wins: masks, then actors, then countries.
        yield from ((phrase, _MASK) for entry in (*actors, *countries) for phrase in entry.facts.get("not_in", ()))
        yield from ((spelling, entry.id) for entry in actors for form in entry.forms for spelling in spellings(form))
        for entry in countries:
            for form in (*entry.forms, *entry.facts["demonyms"]):
                yield from ((spelling, f"state:{entry.id.upper()}") for spelling in _national(form))
        yield from ((form, tie.entity) for tie in self._ties for form in _proxy_forms(tie))

    @cached_property
    def _last_resort(self) -> tuple[Matcher[str], Mapping[str, Actor]]:
        entries = self._load_fallback()
        forms = [(spelling, entry.id) for entry in entries for form in entry.forms for spelling in spellings(form)]
        return Matcher(forms), {entry.id: _actor(entry) for entry in entries}

    # --- what is known of an entity

    def known(self, entity: str) -> Actor | None:
        """Return the entry of ``entity``, ``None`` where no lexicon holds it."""
        found = self._actors.get(entity)
        if found is None and entity.startswith("ucdp:"):
            found = self._last_resort[1].get(entity)
        return found

    def country_of(self, entity: str) -> str | None:
        """Return the ISO 3166 alpha-2 code of the country ``entity`` is based in, ``None`` where it has none."""
        for candidate in (entity, *self.parents(entity)):
            actor = self.known(candidate)
            if actor and actor.country:
                return actor.country
        return None

    def may_fight(self, entity: str) -> bool:
        """Return whether ``entity`` may have done an act of war; relief agencies, monitors and peoples have not."""
        actor = self.known(entity)
        return actor is None or actor.kind not in _FIGHTS_NOT

    def names_role(self, words: str) -> bool:
        """Return whether words hold a noun for people or a body: "gunmen", "the army", "a spokesman"."""
        return bool(self._roles.find(words))

    def role_around(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return where the words from ``start`` to ``end`` stand with the noun for people or a force they are cut out of."""
        first, last = max(0, start - _LONGEST_ROLE), end + _LONGEST_ROLE
        for found in self._roles.find(text[first:last]):
            over = first + found.start < end and start < first + found.end
            if over and found.payload.role_class != "facility":
                start, end = min(start, first + found.start), max(end, first + found.end)
        return start, end

    def role_at(self, text: str, start: int) -> int | None:
        """Return where the noun for people or a force ends that begins at ``start``; ``None`` where none does."""
        found = next(iter(self._roles.find(text[start : start + _LONGEST_ROLE])), None)
        if found is None or found.start or found.payload.role_class == "facility":
            return None
        return start + found.end

    def parents(self, entity: str) -> tuple[str, ...]:
        """Return the wider actors ``entity`` belongs to, nearest first, all the way up."""
        found: dict[str, None] = {}
        waiting = [entity]
        while waiting:
            actor = self.known(waiting.pop(0))
            new = [parent for parent in (actor.parents if actor else ()) if parent not in found]
            found |= dict.fromkeys(new)
            waiting += new
        return tuple(found)

    def side_of(self, entity: str) -> str | None:
        """Return the camp of ``entity``: its own, else the wider actor's, else its own id; ``None`` if generic."""
        line = [actor for actor in map(self.known, (entity, *self.parents(entity))) if actor]
        for actor in line:
            if actor.side:
                return actor.side
        if not line or line[0].generic:
            return None
        return next((actor.id for actor in reversed(line) if not actor.generic), None)

    def same_side(self, a: str | None, b: str | None) -> bool | None:
        """Tell whether two entities can be the same actor told more and less exactly, or of one camp.

        ``None`` where one is unknown or names no single group.
        """
        if a is None or b is None:
            return None
        if a == b or b in self.parents(a) or a in self.parents(b):
            return True
        sides = self.side_of(a), self.side_of(b)
        if None in sides:
            return None
        return sides[0] == sides[1]

    # --- finding

    def spot(self, text: str) -> list[Match[str]]:
        """Find names of actors and countries, and their adjectives, in ``text``; payloads are entity ids."""
        return [found for found in self._finder.find(text) if found.payload and self._stands_alone(text, found)]

    def _stands_alone(self, text: str, found: Match[str]) -> bool:
        if _TIED_BEFORE.search(text, max(0, found.start - 8), found.start):
            return False
        tied = _TIED_AFTER if found.payload.startswith("state:") else _GROUP_TIED_AFTER
        if text.startswith("-", found.end) and tied.match(text, found.end):
            return False
        words = text[found.start : found.end]
        return words not in self._shouted_words or not _shouting(text, found)

    # --- resolving

    def resolve(self, span: Span, country: str | None = None) -> Mention:
        """Resolve the words of ``span``; ``country`` (ISO alpha-2) is where the event lies, when that is known."""
        decision = self._decide(span.text, country)
        return Mention(span, decision.entity, decision.name, decision.reason)

    def _decide_afresh(self, text: str, country: str | None) -> _Decision:
        found = self.spot(text)
        for step in (self._by_group, self._by_backer, self._by_rare_group, self._by_state):
            decision = step(text, found)
            if decision is not None:
                return self._in_context(decision, country)
        return self._by_metonym(text) or self._by_country(text, country) or _undecided(self._why_not(text))

    def _answer(self, entity: str, reason: str) -> _Decision:
        actor = self.known(entity)
        assert actor is not None, entity
        return _Decision(entity, actor.name, reason)

    def _in_context(self, decision: _Decision, country: str | None) -> _Decision:
        actor = self.known(decision.entity) if decision.entity else None
        if actor is None or country is None or country not in actor.context:
            return decision
        return self._answer(actor.context[country], f"{decision.reason}, in {country}")

    def _by_group(self, text: str, found: Sequence[Match[str]]) -> _Decision | None:
        groups = [m for m in found if not m.payload.startswith("state:") and not self._another_state(text, found, m)]
        if not groups:
            return None
        chosen = self._narrowest(groups) if len({m.payload for m in groups}) > 1 else groups[:1]
        if len({m.payload for m in chosen}) > 1:
            chosen = [m for m in chosen if _speaks_for(text, m)] or chosen
        if len({m.payload for m in chosen}) > 1:
            names = ", ".join(sorted({m.payload for m in chosen}))
            return _undecided(f"more than one is named: {names}")
        match = chosen[0]
        if _FORMER.search(text, 0, match.start):
            return _undecided(f"former, not now of {match.payload}")
        return self._answer(match.payload, f"named: {text[match.start : match.end]}")

    def _another_state(self, text: str, found: Sequence[Match[str]], match: Match[str]) -> bool:
        """Tell whether a state's own body is named after another state's adjective ("Chadian Republican Guard")."""
        actor = self._actors[match.payload]
        if actor.kind not in _OF_STATES:
            return False
        before = [m for m in found if m.payload.startswith("state:") and text[m.end : match.start] in (" ", "'s ")]
        return bool(before) and before[0].payload != f"state:{actor.country}"

    def _narrowest(self, groups: Sequence[Match[str]]) -> list[Match[str]]:
        single = [m for m in groups if not self._actors[m.payload].generic] or list(groups)
        wider = {parent for m in single for parent in self.parents(m.payload)}
        return [m for m in single if m.payload not in wider]

    def _by_backer(self, text: str, _found: Sequence[Match[str]]) -> _Decision | None:
        if not _TELLING_PROXY.search(text):
            return None
        folded = fold(text)
        for tie in self._ties:
            for word in tie.words:
                at = folded.find(word.lower())
                if at >= 0 and _is_tie(folded, at, at + len(word)):
                    return self._answer(tie.entity, f"armed men tied to {word}")
        return None

    def _by_rare_group(self, text: str, found: Sequence[Match[str]]) -> _Decision | None:
        covered = {m.start for m in found}
        if all(capital.start() in covered or capital.start() == 0 for capital in _CAPITAL.finditer(text)) and found:
            return None
        if not any(map(str.isupper, text)):
            return None
        matches = {m.payload: m for m in self._last_resort[0].find(text)}
        if len(matches) != 1:
            return _undecided(f"more than one is named: {', '.join(sorted(matches))}") if matches else None
        (match,) = matches.values()
        return self._answer(match.payload, f"named in the UCDP list: {text[match.start : match.end]}")

    def _by_state(self, text: str, found: Sequence[Match[str]]) -> _Decision | None:
        matches = [m for m in found if m.payload.startswith("state:")]
        if len({m.payload for m in matches}) > 1:
            matches = [m for m in matches if not _PLACED.search(text, 0, m.start)] or matches
        if len({m.payload for m in matches}) > 1:
            matches = [m for m in matches if _speaks_for(text, m)] or matches
        states = sorted({m.payload for m in matches})
        if not states:
            return None
        if len(states) > 1:
            return _undecided(f"more than one country: {', '.join(states)}")
        match = matches[0]
        if _FORMER.search(text, 0, match.start):
            return _undecided(f"former, not now of {match.payload}")
        refusal = self._no_organ(text, match)
        return (
            _undecided(refusal) if refusal else self._answer(match.payload, f"country: {text[match.start : match.end]}")
        )

    def _no_organ(self, text: str, match: Match[str]) -> str | None:
        """Say why the country named is not the one that acts, ``None`` when it is."""
        word = text[match.start : match.end]
        if _LEAGUE.search(text, 0, match.start):
            return f"tied to {word}, not the state itself"
        if _PLACED.search(text, 0, match.start):
            return f"{word} is the place"
        if _ORIGIN.search(text, 0, match.start):
            before = [m.payload.owner for m in self._roles.find(text[: match.start])]
            return None if "state" in before else f"from {word}, no organ of the state"
        return self._no_organ_after(text, match)

    def _no_organ_after(self, text: str, match: Match[str]) -> str | None:
        word = text[match.start : match.end]
        end = _PHRASE_END.search(text, match.end)
        roles = [m.payload for m in self._roles.find(text[match.end : end.start() if end else len(text)])]
        if any(role.owner == "state" for role in roles):
            return None
        if not roles:
            one = word not in self._country_names and _ONE_PERSON.search(text, 0, match.start)
            return f"{word}: a person, not the state" if one and _SPEAKS_ON.match(text[match.end :]) else None
        if roles[-1].owner == "nonstate":
            return f"{word}: people, no organ of the state"
        return f"{word}: a site or thing, not the state" if roles[-1].role_class == "facility" else None

    def _by_metonym(self, text: str) -> _Decision | None:
        bare = fold(_ARTICLE.sub("", text)).removesuffix("'s")
        state = self._metonyms.get(bare)
        return self._answer(state, f"the capital stands for its government: {text}") if state else None

    def _by_country(self, text: str, country: str | None) -> _Decision | None:
        """Give "the army" to the state the event lies in."""
        state = f"state:{country}"
        if country is None or state not in self._actors:
            return None
        roles = [m.payload for m in self._roles.find(text)]
        organs = [role for role in roles if role.owner == "state" and role.role_class in ("armed", "official")]
        plain = not any(role.owner == "nonstate" for role in roles) and not _FORMER.search(text)
        return self._answer(state, f"{text}, in {country}") if organs and plain else None

    def _why_not(self, text: str) -> str:
        roles = [m.payload for m in self._roles.find(text)]
        if not roles:
            return "no name known"
        return "civilians" if roles[-1].role_class in _PEOPLE_KINDS else f"{roles[-1].role_class}, no name"


def _ties(actors: Iterable[Entry], countries: Sequence[Entry]) -> Iterator[_Tie]:
    by_code = {entry.id.upper(): entry for entry in countries}
    for entry in actors:
        if "proxy_of" in entry.facts:
            backer, home = by_code[entry.facts["proxy_of"]], by_code[entry.facts["country"]]
            words = (*backer.facts["demonyms"][:1], backer.forms[0], *backer.facts.get("metonyms", ()))
            yield _Tie(entry.id, words, (*home.facts["demonyms"][:1], "Shiite", "Shia"))


def _is_tie(folded: str, start: int, end: int) -> bool:
    if folded.startswith("pro-", max(0, start - 4)):
        return True
    if folded[end : end + 1] in ("-", " ") and folded.startswith(_TIES, end + 1):
        return True
    return _LEAGUE.search(folded, 0, start) is not None


def _speaks_for(text: str, match: Match[str]) -> bool:
    return bool(_SPOKEN_AFTER.match(text, match.end) or _SPOKEN_BEFORE.search(text, 0, match.start))


def _shouting(text: str, match: Match[str]) -> bool:
    """Tell whether a neighbouring word is in capitals too, so that capitals mean nothing."""
    before = text[: match.start].split()[-1:]
    after = text[match.end :].split()[:1]
    return any(len(word) > 1 and word.isalpha() and word.isupper() for word in (*before, *after))


@cache
def _default() -> ActorResolver:
    return ActorResolver(load("actors"), load("countries"), load("roles"), lambda: load("ucdp_actors"))
