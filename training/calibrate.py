"""Fit thresholds and curves on labelled reports that the networks were not trained with, and tell how well they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np

from tocsin.code.neural.calibration import EVENT, SHORT_SENTENCES, Asked, Calibration, Curve, rising
from tocsin.code.neural.choosing import NOT_OCCURRED, Event, decide, told
from tocsin.code.neural.decoding import best, bounds, stretches_over
from tocsin.code.neural.encoding import Encoded, encode
from tocsin.code.neural.outputs import KINDS, ROLES, STATUSES
from tocsin.code.neural.tagger import NEARLY, REACH, SINGLE, NeuralTagger
from tocsin.code.sentences import passages
from tocsin.code.tags import Role
from tocsin.codebook import ActorBasis, Status
from training.labels import Event as Gold
from training.labels import Labelled
from training.wording import ALIKE, alike

#: Thresholds that are tried.
GRID = tuple(round(float(x), 2) for x in np.arange(0.2, 0.8, 0.025))
#: What is tried for events: of the likeliest, of any further one, and how much two share to be one.
FIRST = (0.35, 0.4, 0.45, 0.5, 0.55)
FURTHER = (0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
SAME = (0.5, 0.6, 0.7, 0.8)
YES = ("hedged", "background", NOT_OCCURRED)


@dataclass
class Seen:
    """One passage with what is labelled in it and what the networks made of it."""

    text: str
    encoded: Encoded
    gold: list[Gold]
    sentences: int
    events: list[Event] = field(default_factory=list)


def see(items: Iterable[Labelled], tagger: NeuralTagger) -> list[Seen]:
    """Run the networks over labelled texts."""
    seen: list[Seen] = []
    for item in items:
        for passage in passages(item.text, REACH):
            start, end = passage.start, passage.start + len(passage.text)
            gold = [_moved(one, start) for one in item.events if start <= one.trigger[0] < end]
            seen.append(Seen(passage.text, encode([passage.text])[0], gold, len(passage.sentences)))
    for event in tagger.events([one.text for one in seen], [one.encoded for one in seen]):
        seen[event.passage].events.append(event)
    return seen


def _moved(event: Gold, at: int) -> Gold:
    arguments = tuple((role, start - at, end - at) for role, start, end in event.arguments)
    return Gold(
        (event.trigger[0] - at, event.trigger[1] - at),
        event.kind,
        event.status,
        event.hedged,
        event.background,
        event.actor_basis,
        arguments,
    )


Pair = tuple[Gold | None, Event | None]

#: Roles by which an event that is named with other words is known.
_KNOWN_BY = tuple(ROLES.index(role) for role in (Role.ACTOR, Role.TARGET, Role.PLACE))


def pairs(one: Seen, found: Sequence[Event]) -> list[Pair]:
    """Pair labelled with found events: whose words overlap, else of one kind that share an actor, target or place.

    What is left on either side is paired with nothing.
    """
    left = list(found)
    answers: dict[int, Event] = {}
    for fits in (_named_alike, _told_alike):
        for number, gold in enumerate(one.gold):
            likely = [event for event in left if fits(one, gold, event)] if number not in answers else []
            if likely:
                answers[number] = max(likely, key=lambda event: event.score)
                left.remove(answers[number])
    return [(gold, answers.get(number)) for number, gold in enumerate(one.gold)] + [(None, event) for event in left]


def _named_alike(one: Seen, gold: Gold, event: Event) -> bool:
    return _overlap(bounds(one.encoded, event.stretch), gold.trigger)


def _told_alike(one: Seen, gold: Gold, event: Event) -> bool:
    if KINDS[best(event.choices["kind"])[0]] is not gold.kind:
        return False
    for column in _KNOWN_BY:
        wanted = [one.text[a:b] for role, a, b in gold.arguments if role is ROLES[column]]
        for stretch in stretches_over(event.roles[:, column], one.encoded, ALIKE):
            start, end = bounds(one.encoded, stretch)
            if any(alike(one.text[start:end], words) for words in wanted):
                return True
    return False


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def f1(hits: float, gold: float, found: float) -> float:
    """Return F1 of so many hits among so many labelled and so many found."""
    return 2 * hits / (gold + found) if gold + found else 0.0


def settle_events(seen: Sequence[Seen]) -> Asked:
    """Return the thresholds at which the events of these passages are found best."""
    return max((Asked(*tried) for tried in product(FIRST, FURTHER, SAME)), key=lambda one: _found_f1(seen, one))


def _found_f1(seen: Sequence[Seen], asked: Asked) -> float:
    paired = paired_events(seen, asked)
    hits = sum(gold is not None and event is not None for _, gold, event in paired)
    return f1(hits, sum(gold is not None for _, gold, _ in paired), sum(event is not None for _, _, event in paired))


def paired_events(seen: Sequence[Seen], asked: Calibration | Asked) -> list[tuple[Seen, Gold | None, Event | None]]:
    """Return every labelled and every told event, paired where they are one."""
    found = []
    for one in seen:
        settled = asked if isinstance(asked, Asked) else asked.asks_events(one.sentences)
        found += [(one, gold, event) for gold, event in pairs(one, told(one.events, one.encoded, settled))]
    return found


@dataclass(frozen=True)
class Value:
    """A found value: how it scored and whether a labelled value is like it."""

    score: float
    right: bool


Paired = Sequence[tuple[Seen, Gold | None, Event | None]]


def values(paired: Paired, column: int, least: float) -> tuple[list[Value], int]:
    """Return the values found for a role with a threshold, and how many are labelled."""
    found: list[Value] = []
    labelled_values = 0
    for one, gold, event in paired:
        wanted = [(s, e) for role, s, e in (gold.arguments if gold else ()) if role is ROLES[column]]
        labelled_values += len(wanted)
        if event is None:
            continue
        for stretch in _stretches(event, one.encoded, column, least):
            start, end = bounds(one.encoded, stretch)
            hit = next((w for w in wanted if alike(one.text[start:end], one.text[w[0] : w[1]])), None)
            if hit is not None:
                wanted.remove(hit)
            found.append(Value(stretch.score, hit is not None))
    return found, labelled_values


def _stretches(event: Event, encoded: Encoded, column: int, least: float) -> list:  # type: ignore[type-arg]
    found = stretches_over(event.roles[:, column], encoded, least)
    if ROLES[column] in SINGLE and found:
        return [max(found, key=lambda one: one.score)]
    return found


def fit(seen: Sequence[Seen], version: str) -> Calibration:
    """Fit the calibration on what was seen."""
    settled = Calibration(
        version,
        short=settle_events([one for one in seen if one.sentences <= SHORT_SENTENCES]),
        long=settle_events([one for one in seen if one.sentences > SHORT_SENTENCES]),
    )
    paired = paired_events(seen, settled)
    least: dict[str, float] = {}
    curves: dict[str, Curve] = {}
    for column, role in enumerate(ROLES):
        tried = {t: values(paired, column, t) for t in GRID}
        quality = {t: f1(sum(v.right for v in found), gold, len(found)) for t, (found, gold) in tried.items()}
        least[role.value] = _middle_of_best(quality)
        # What is mentioned as too unsure is given a probability as well.
        found, _ = values(paired, column, NEARLY * least[role.value])
        curves[role.value] = rising([v.score for v in found], [v.right for v in found])
    scored = [(event.score, gold is not None) for _, gold, event in paired if event is not None]
    curves[EVENT] = rising([score for score, _ in scored], [right for _, right in scored])
    both = [(gold, event) for _, gold, event in paired if gold and event]
    settled = replace(settled, least=least, least_true={name: _yes_threshold(name, both) for name in YES})
    return replace(settled, curves=curves | _choice_curves(both, settled))


def _choice_curves(both: Sequence[tuple[Gold, Event]], kept: Calibration) -> dict[str, Curve]:
    """Fit how often what is decided for an event is right, by field."""
    judged: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for gold, event in both:
        decided = decide(event.choices, kept, has_actor=gold.actor_basis is not ActorBasis.NONE)
        said = (decided.kind, decided.status, decided.basis, decided.hedged, decided.background)
        wanted = (gold.kind, gold.status, gold.actor_basis, gold.hedged, gold.background)
        for (name, score), one, other in zip(decided.scores, said, wanted, strict=True):
            judged[name].append((score, one == other))
    return {name: rising([score for score, _ in told], [right for _, right in told]) for name, told in judged.items()}


def _middle_of_best(quality: Mapping[float, float]) -> float:
    """Return the threshold in the middle of those that do about as well as the best: a lone peak is chance."""
    top = max(quality.values())
    good = [t for t, value in quality.items() if value >= top - 0.004]
    return good[len(good) // 2]


def _yes_threshold(name: str, both: Sequence[tuple[Gold, Event]]) -> float:
    quality = {}
    for t in GRID:
        said = [(_is_so(name, gold), _chance(name, event) >= t) for gold, event in both]
        quality[t] = f1(sum(a and b for a, b in said), sum(a for a, _ in said), sum(b for _, b in said))
    return _middle_of_best(quality)


def _is_so(name: str, gold: Gold) -> bool:
    return gold.status is not Status.OCCURRED if name == NOT_OCCURRED else bool(getattr(gold, name))


def _chance(name: str, event: Event) -> float:
    if name == NOT_OCCURRED:
        return 1 - float(event.choices["status"][STATUSES.index(Status.OCCURRED)])
    return float(event.choices[name][1])


def reliability(seen: Sequence[Seen]) -> str:
    """Return a table of certainty against how often it was right, over all roles and for events.

    Each half of the passages is judged by what was fitted on the other.
    """
    bands: dict[tuple[str, int], list[tuple[float, bool]]] = defaultdict(list)
    for fitted_on, judged_on in ((seen[::2], seen[1::2]), (seen[1::2], seen[::2])):
        _judge(judged_on, fit(fitted_on, "half"), bands)
    rows = ["| what | certainty | values | mean certainty | right |", "|---|---|---|---|---|"]
    for (what, band), judged in sorted(bands.items()):
        mean = sum(sure for sure, _ in judged) / len(judged)
        right = sum(hit for _, hit in judged) / len(judged)
        rows.append(f"| {what} | {band / 10:.1f} to {band / 10 + 0.1:.1f} | {len(judged)} | {mean:.2f} | {right:.2f} |")
    return "\n".join(rows)


def _judge(seen: Sequence[Seen], kept: Calibration, bands: dict[tuple[str, int], list[tuple[float, bool]]]) -> None:
    """Add what is told of these passages to the bands of certainty."""
    paired = paired_events(seen, kept)
    for column, role in enumerate(ROLES):
        for value in values(paired, column, kept.asks(role.value))[0]:
            sure = kept.probability(role.value, value.score)
            bands["value", min(9, int(sure * 10))].append((sure, value.right))
    for _, gold, event in paired:
        if event is not None:
            sure = kept.probability(EVENT, event.score)
            bands["event", min(9, int(sure * 10))].append((sure, gold is not None))
