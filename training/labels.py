"""Labelled reports: texts with the events told in them, every value at its offsets.

Labels are kept in two forms. *Verbatim*: values are the words themselves, as people write them. *Offsets*: values are
[start, end] into a text kept elsewhere, so that no text of others is committed. :func:`to_offsets` turns the first
into the second, :func:`to_verbatim` joins them with their texts again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.code.tags import Role
from tocsin.codebook import ActorBasis, Kind, Status

Json = dict[str, Any]
Bounds = tuple[int, int]

LISTS = {
    "speaker": Role.SPEAKER,
    "actor": Role.ACTOR,
    "target": Role.TARGET,
    "weapon": Role.WEAPON,
    "place": Role.PLACE,
}
SINGLES = {
    "munitions": Role.MUNITIONS,
    "when": Role.TIME,
    "killed": Role.KILLED,
    "injured": Role.INJURED,
    "captured": Role.CAPTURED,
    "damage": Role.DAMAGE,
}


@dataclass(frozen=True)
class Event:
    """One event of a text: where it is named, what is said of it, and which spans are its arguments.

    ``values`` are the spans of all labelled values, in the order of the labels; ``arguments`` are the same, each once.
    ``elsewhere`` are further places where the same words stand: neither right nor wrong.
    """

    trigger: Bounds
    kind: Kind
    status: Status
    hedged: bool
    background: bool
    actor_basis: ActorBasis
    arguments: tuple[tuple[Role, int, int], ...]
    elsewhere: tuple[tuple[Role, int, int], ...] = ()
    values: tuple[tuple[Role, int, int], ...] = ()


@dataclass(frozen=True)
class Labelled:
    """A text and all events told in it."""

    id: str
    date: str
    text: str
    events: tuple[Event, ...] = ()


def read_lines(path: Path) -> Iterator[Json]:
    """Yield the objects of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def occurrences(text: str, words: str) -> list[Bounds]:
    """Return where ``words`` stand in ``text`` as whole words, or anywhere when nowhere whole."""
    inside = [(m.start(), m.end()) for m in re.finditer(re.escape(words), text)]
    whole = [
        (start, end)
        for start, end in inside
        if not (start and text[start - 1].isalnum() and text[start].isalnum())
        and not (end < len(text) and text[end].isalnum() and text[end - 1].isalnum())
    ]
    return whole or inside


def labelled(item: Mapping[str, Any]) -> Labelled:
    """Return a verbatim-labelled item with every value at its offsets.

    Raises:
        ValueError: a value is not in the text.

    """
    text = item["text"]
    taken: set[Bounds] = set()
    events = []
    for claim in item["claims"]:
        event = _event(item["id"], text, claim, taken)
        taken.add(event.trigger)
        events.append(event)
    return Labelled(item["id"], item.get("date") or item.get("published", ""), text, tuple(events))


def _event(name: str, text: str, claim: Mapping[str, Any], taken: set[Bounds]) -> Event:
    values = [(role, words) for key, role in LISTS.items() for words in claim[key]]
    values += [(role, claim[key]["text"]) for key, role in SINGLES.items() if claim[key] is not None]
    found = [(role, occurrences(text, words)) for role, words in values]
    missing = [words for (_, words), (_, at) in zip(values, found, strict=True) if not at]
    triggers = occurrences(text, claim["trigger"])
    if missing or not triggers:
        raise ValueError(f"{name}: not in the text: {[*missing, *([] if triggers else [claim['trigger']])]}")
    trigger = _nearest_trigger([one for one in triggers if one not in taken] or triggers, found)
    arguments, elsewhere = [], []
    for role, at in found:
        best = min(at, key=lambda one: _apart(text, one, trigger))
        arguments.append((role, *best))
        elsewhere += [(role, *one) for one in at if one != best]
    return Event(
        trigger,
        Kind(claim["kind"]),
        Status(claim["status"]),
        claim["hedged"],
        claim["background"],
        ActorBasis(claim["actor_basis"]),
        tuple(dict.fromkeys(arguments)),
        tuple(dict.fromkeys(elsewhere)),
        tuple(arguments),
    )


def _nearest_trigger(triggers: list[Bounds], found: Iterable[tuple[Role, list[Bounds]]]) -> Bounds:
    """Choose of several places where the trigger's words stand the one nearest to what is said only once."""
    sure = [at[0] for _, at in found if len(at) == 1]
    return min(triggers, key=lambda one: (sum(abs(one[0] - start) for start, _ in sure), one))


def _apart(text: str, one: Bounds, trigger: Bounds) -> tuple[int, int]:
    """How far words stand from the trigger: sentences between first, then letters."""
    first, last = min(one[0], trigger[0]), max(one[0], trigger[0])
    return len(re.findall(r"[.!?;]\s+(?=[A-Z“\"])|\n", text[first:last])), abs(one[0] - trigger[0])


FIGURES = ("munitions", "killed", "injured", "captured")
PLAIN = ("kind", "status", "hedged", "background", "actor_basis")


def to_offsets(item: Mapping[str, Any]) -> Json:
    """Return the labels of a verbatim-labelled item without its words: [start, end] into its text instead.

    Raises:
        ValueError: a value is not in the text.

    """
    events = labelled(item).events
    claims = [_claim_offsets(claim, event) for claim, event in zip(item["claims"], events, strict=True)]
    totals = [_total_offsets(item["text"], total) for total in item.get("totals", [])]
    return {"id": item["id"], "claims": claims, "totals": totals}


def _claim_offsets(claim: Mapping[str, Any], event: Event) -> Json:
    spans = iter([[start, end] for _, start, end in event.values])
    value: Json = {key: claim[key] for key in PLAIN}
    value["trigger"] = list(event.trigger)
    for key in LISTS:
        value[key] = [next(spans) for _ in claim[key]]
    for key in SINGLES:
        value[key] = None if claim[key] is None else {"span": next(spans), **_facts(key, claim[key])}
    return value


def _facts(key: str, value: Mapping[str, Any]) -> Json:
    """Return what is said of a single value beside its words."""
    if key in FIGURES:
        return {"min": value["min"], "max": value["max"]}
    if key == "when":
        return {"start": value["start"], "end": value["end"]}
    return {"none": value["none"]}


def _total_offsets(text: str, total: Mapping[str, Any]) -> Json:
    start = text.index(total["text"])
    since = text.find(total["since"]) if total["since"] else -1
    return {
        "span": [start, start + len(total["text"])],
        "what": total["what"],
        "min": total["min"],
        "max": total["max"],
        "since": [since, since + len(total["since"])] if since >= 0 else None,
    }


def to_verbatim(labels: Mapping[str, Any], item: Mapping[str, Any]) -> Json:
    """Join labels kept as offsets with the item whose text they point into (``id``, ``date``, ``text``)."""
    text = item["text"]

    def words(span: list[int]) -> str:
        return text[span[0] : span[1]]

    claims = []
    for claim in labels["claims"]:
        value = {key: claim[key] for key in PLAIN} | {"trigger": words(claim["trigger"])}
        value |= {key: [words(span) for span in claim[key]] for key in LISTS}
        for key in SINGLES:
            one = claim[key]
            facts = {} if one is None else {name: fact for name, fact in one.items() if name != "span"}
            value[key] = None if one is None else {"text": words(one["span"]), **facts}
        claims.append(value)
    totals = [
        {
            "text": words(total["span"]),
            "since": words(total["since"]) if total["since"] else "",
            **{name: total[name] for name in ("what", "min", "max")},
        }
        for total in labels["totals"]
    ]
    return {"id": item["id"], "date": item["date"], "text": text, "claims": claims, "totals": totals}
