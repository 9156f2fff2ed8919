"""The words of mentions as sets that can be compared: names, and what sort of target they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from tocsin.lexicon.folding import fold, fold_keeping_case, name_key
from tocsin.model import Claim, Mention

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"'s\b")


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that name no one in particular, though a headline or the start of a sentence may capitalise them.
GENERIC = _listed("""
    a about air all an and another any area armed army around as at attack attackers attacks authorities bank
    base belonging bomber bombers brigade bulk by camp car cargo carrier center centre checkpoint city civilian
    civilians command commercial commune compound container convoy defence defense detachment dozens drone drones
    eight eleven facility few fighter fighters fighting five flagged force forces four from group groups guards gunman
    gunmen head headquarters heavily her him his house houses in insurgent insurgents international it
    its jihadist jihadists list local main man many members men merchant military militant militants mine missile
    missiles more mosque mt mv near new nine no north northern of off office officer officers officials old on one
    operated or other our owned patrol people personnel police policeman policemen port post rebel rebels registered
    residents ranger rangers road rocket rockets second security seven several she ship shipping ships site six
    soldier soldiers some south southern station strike suicide suspected tanker targets ten terrorist terrorists that
    the their them these they third this those three to town troops two uav uavs unidentified units unknown unmanned
    vessel vessels village villagers we west western with women worshippers
    """)

#: Countries and peoples that name a flag or a party and not one target: "a British-owned tanker" is any of many.
PEOPLES = _listed("""
    afghan afghanistan america american arab barbados belize britain british china chinese egyptian france french
    german germany greek houthi houthis india indian iran iranian iraq iraqi israel israeli jordanian kurdish lebanese
    lebanon liberia liberian libya libyan malta maltese marshall nato nigeria nigerian norwegian pakistan pakistani
    palestinian panama panamanian russia russian saudi singapore somali sudanese syria syrian taliban turkey turkish
    uk ukraine ukrainian us usa western yemen yemeni
    americans arabs christians hindus iranians iraqis israelis jews kurds muslims palestinians russians shia shiite
    shiites sunni sunnis syrians turks ukrainians yemenis yazidis
    """)

#: What sort of target a word speaks of. Sorts are broad on purpose: they only say what could not be the same.
SORTS: dict[str, frozenset[str]] = {
    "security": _listed("""
        army barracks base brigade checkpoint convoy detachment forces garrison gendarme gendarmerie gendarmes guard
        guards military officer officers outpost patrol personnel police policeman policemen policewoman ranger
        rangers security soldier soldiers troops
        """),
    "civilians": _listed("""
        baby bakery boy bus child children church civilian civilians commune family farmer farmers girl homes hospital
        house houses journalist journalists market men mine miners mosque passengers people residents restaurant school
        shoppers student students town vendors village villager villagers woman women workers worshippers
        """),
    "militants": _listed("""
        attackers bombers fighter fighters gunman gunmen insurgent insurgents jihadist jihadists militant militants
        rebel rebels terrorist terrorists
        """),
    "shipping": _listed("boat bulk cargo carrier freighter mt mv ship ships tanker vessel vessels"),
    "aircraft": _listed(
        "aircraft asbm ballistic drone drones helicopter jet missile missiles plane rocket rockets uav uavs unmanned"
    ),
}


#: Words for one and the same sort of site: what stands at one of them is not at another.
SITES: dict[str, str] = {
    word: site
    for site, listed in {
        "airport": "airport airfield airstrip",
        "bank": "bank",
        "bar": "bar bars club nightclub pub",
        "base": "barracks base garrison",
        "bridge": "bridge overpass",
        "camp": "camp camps",
        "checkpoint": "checkpoint roadblock",
        "church": "church cathedral chapel",
        "court": "court courthouse",
        "dam": "dam",
        "embassy": "consulate embassy",
        "factory": "factory plant",
        "farm": "farm farms field fields",
        "home": "apartment apartments flat home homes house houses residence trailer",
        "hospital": "clinic hospital",
        "hotel": "hotel motel",
        "market": "bazaar market marketplace",
        "mosque": "mosque mosques",
        "office": "office offices",
        "park": "park playground",
        "parking": "lot parking",
        "petrol station": "fuel gas petrol",
        "police station": "police",
        "port": "harbour harbor jetty port",
        "power station": "power substation",
        "prison": "jail prison",
        "refinery": "depot oilfield refinery",
        "restaurant": "cafe diner restaurant",
        "road": "avenue boulevard freeway highway intersection road street",
        "school": "college kindergarten school university",
        "shop": "grocery mall shop store supermarket",
        "station": "bus railway subway train",
    }.items()
    for word in listed.split()
}


def sites(claim: Claim) -> frozenset[str]:
    """Return the sorts of site (values of :data:`SITES`) that the claim's targets and places without a point name."""
    texts = (target.span.text for target in claim.targets)
    unresolved = (place.span.text for place in claim.places if place.lat is None)
    return frozenset(SITES[word] for text in (*texts, *unresolved) for word in words(text) if word in SITES)


@lru_cache(maxsize=65536)
def words(text: str) -> frozenset[str]:
    """Return the folded words of ``text``, possessives and points of abbreviation dropped."""
    plain = _POSSESSIVE.sub("", fold(text).replace(".", ""))
    return frozenset(_WORD.findall(plain))


@lru_cache(maxsize=65536)
def names(text: str) -> frozenset[str]:
    """Return the folded words of ``text`` that name somebody or something: capitalised and not generic."""
    plain = _POSSESSIVE.sub("", fold_keeping_case(text).replace(".", ""))
    capital = {word.lower() for word in _WORD.findall(plain) if word[0].isupper() or word[0].isdigit()}
    return frozenset(word for word in capital if len(word) > 1 and word not in GENERIC and word not in PEOPLES)


def place_words(claim: Claim) -> frozenset[str]:
    """Return every word of the claim's place expressions and of the names they were resolved to."""
    return frozenset(
        word for place in claim.places for text in (place.span.text, place.name or "") for word in words(text)
    )


def target_names(claim: Claim) -> frozenset[str]:
    """Return the words that name the claim's targets, without those that only name the place."""
    named = frozenset(word for target in claim.targets for word in names(target.span.text))
    return named - place_words(claim)


def target_sorts(claim: Claim) -> frozenset[str]:
    """Return the sorts of target (keys of :data:`SORTS`) that the claim's targets and figures speak of."""
    texts = [target.span.text for target in claim.targets]
    said = frozenset(word for text in texts for word in words(text))
    return frozenset(sort for sort, members in SORTS.items() if said & members)


def said_name(mention: Mention) -> str:
    """Return the canonical name of a mention, or its own words where it has none."""
    return mention.name or mention.span.text


_OFFICES = re.compile(
    r"\b(?:commander|leader|chief|head|general|spokesman|spokeswoman|minister|president)\b", re.IGNORECASE
)


def actor_name(mention: Mention) -> str:
    """Return how an actor is shown: a person by name and office, as told; a group by its canonical name."""
    return mention.span.text if _OFFICES.search(mention.span.text) else said_name(mention)


def voice_name(mention: Mention) -> str:
    """Return how a speaker or a target is shown: a named group by its name, all else in the report's own words.

    A spokesman or a base of a state is not the state, though it is resolved to it.
    """
    named = mention.entity is not None and not mention.entity.startswith("state:")
    return said_name(mention) if named else mention.span.text


def voice_key(mention: Mention) -> str:
    """As :func:`mention_key`, by words where the mention is only something of a state."""
    named = mention.entity is not None and not mention.entity.startswith("state:")
    return mention_key(mention) if named else "words:" + (name_key(mention.span.text) or fold(mention.span.text))


def with_acronym(name: str, told: Iterable[str]) -> str:
    """Return ``name`` with the acronym it is told by, if it is: "Syrian Democratic Forces (SDF)"."""
    short = sorted(words for words in told if words.isupper() and words.isalpha() and words not in name)
    return f"{name} ({short[0]})" if short else name


def mention_key(mention: Mention) -> str:
    """Return what makes two mentions the same thing: the lexicon entry, or the folded words."""
    return mention.entity or "words:" + (name_key(mention.span.text) or fold(mention.span.text))


def contained(inner: str, outer: str) -> bool:
    """Return whether every word of ``inner`` is among the words of ``outer``."""
    return bool(words(inner)) and words(inner) <= words(outer)


def same_mention(a: Mention, b: Mention) -> bool:
    """Return whether two mentions are one: one lexicon entry, or words contained in the other's.

    Two different entries are never one, whatever their words.
    """
    if a.entity is not None and b.entity is not None:
        return a.entity == b.entity
    return contained(a.span.text, b.span.text) or contained(b.span.text, a.span.text)


def _says_which(later: Mention, kept: Mention) -> bool:
    """Tell whether ``later`` names what ``kept`` only describes: "Ain al-Asad air base" for "air base"."""
    described = kept.span.text
    return (
        described[:1].islower()
        and later.span.text[:1].isupper()
        and later.span.text.casefold().endswith(f" {described.casefold()}")
    )


def union(groups: Iterable[Iterable[Mention]]) -> tuple[Mention, ...]:
    """Unite mentions in order, without repeats: of two that are one the first is kept.

    A description gives way to the name that ends in its words. Words that resolve to nothing take the lexicon entry of a later mention that is the same.
    """
    kept: list[Mention] = []
    for mention in (mention for group in groups for mention in group):
        at = next((i for i, other in enumerate(kept) if same_mention(mention, other)), None)
        if at is None:
            kept.append(mention)
        elif _says_which(mention, kept[at]):
            kept[at] = mention
        elif kept[at].entity is None and mention.entity is not None:
            reason = f'as "{mention.span.text}": {mention.reason}'
            kept[at] = replace(kept[at], entity=mention.entity, name=mention.name, reason=reason)
    return tuple(kept)
