"""The trained tagger: events and their arguments found by two networks; see :mod:`tocsin.code.tags`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from tocsin.code.neural.calibration import EVENT, Calibration
from tocsin.code.neural.choosing import Event, decide, told
from tocsin.code.neural.decoding import Stretch, bounds, stretches_over
from tocsin.code.neural.encoding import Encoded, encode, hints
from tocsin.code.neural.networks import Flags, Networks, Reading
from tocsin.code.neural.outputs import ROLES
from tocsin.code.spotting import Spotters
from tocsin.code.tags import Argument, Passage, Reach, Role, Tags, Trigger

#: What an article says of one event rarely lies farther apart; so many letters are about 400 pieces.
REACH = Reach(sentences=14, letters=1700)

#: What may name an event is read; what scores less is not worth the time.
WORTH_READING = 0.12

#: Roles of which an event has one value; the best wins.
SINGLE = frozenset({Role.MUNITIONS, Role.TIME, Role.KILLED, Role.INJURED, Role.CAPTURED, Role.DAMAGE})

#: A value this far under what is asked is mentioned as left to people.
NEARLY = 0.6


#: What the tags say of how they came about.
RULE = "networks"

#: So many events of a passage are read in one run: memory stays flat however many are proposed.
READ_AT_ONCE = 12


class NeuralTagger:
    """Tags passages with the networks; see :class:`tocsin.code.tags.Tagger`."""

    name = "neural"
    reach = REACH
    tells_apart = True

    def __init__(
        self, networks: Networks, spotters: Spotters, calibration: Calibration, workers: int | None = None
    ) -> None:
        """``workers`` passages are read at once; by default as many as there are cores to run on."""
        self._networks = networks
        self._workers = workers or _cores()
        self._spotters = spotters
        self._calibration = calibration
        self.version = calibration.version

    def tag(self, passages: Sequence[Passage]) -> Sequence[Tags]:
        """Return the tags of each passage, in order."""
        encoded = encode([passage.text for passage in passages])
        found: list[list[Event]] = [[] for _ in passages]
        for event in self.events([passage.text for passage in passages], encoded):
            found[event.passage].append(event)
        tags = []
        for passage, events, one in zip(passages, found, encoded, strict=True):
            asked = self._calibration.asks_events(len(passage.sentences))
            tags.append(self._tags(told(events, one, asked), one))
        return tags

    def events(self, texts: Sequence[str], encoded: Sequence[Encoded]) -> list[Event]:
        """Return all that may be events, whatever their score, by passage and place in it."""
        known = [hints(text, one, self._spotters) for text, one in zip(texts, encoded, strict=True)]
        numbers = range(len(texts))
        if self._workers == 1 or len(texts) == 1:
            read = [self._read(*one) for one in zip(numbers, encoded, known, strict=True)]
        else:
            with ThreadPoolExecutor(self._workers) as pool:
                read = list(pool.map(self._read, numbers, encoded, known))
        return [event for events in read for event in events]

    def _read(self, number: int, encoded: Encoded, known: tuple[int, ...]) -> list[Event]:
        """Find and read the events of one passage.

        A passage is never computed together with others: 8-bit networks round by the range of all they are given, and
        what is found in a report would depend on its company.
        """
        ids = np.array([encoded.ids], dtype=np.int64)
        found = self._networks.find(ids, np.array([encoded.shapes]), np.array([known]))
        stretches = stretches_over(found.tags[0], encoded, WORTH_READING)
        if not stretches:
            return []
        events: list[Event] = []
        for at in range(0, len(stretches), READ_AT_ONCE):
            part = stretches[at : at + READ_AT_ONCE]
            shared = np.repeat(found.shared, len(part), axis=0)
            marked = _marked(part, len(encoded.ids))
            events += _events(number, part, self._networks.read(shared, marked, np.ones_like(marked)))
        return events

    def _tags(self, events: Sequence[Event], encoded: Encoded) -> Tags:
        triggers: list[Trigger] = []
        arguments: list[Argument] = []
        unsure: list[Argument] = []
        for index, event in enumerate(events):
            mine = list(self._arguments(event, encoded, index))
            arguments += mine
            unsure += self._unsure(event, encoded, mine, index)
            triggers.append(self._trigger(event, encoded, any(one.role is Role.ACTOR for one in mine)))
        return Tags(tuple(triggers), tuple(arguments), tuple(unsure))

    def _trigger(self, event: Event, encoded: Encoded, has_actor: bool) -> Trigger:
        ask = self._calibration
        start, end = bounds(encoded, event.stretch)
        decided = decide(event.choices, ask, has_actor=has_actor)
        return Trigger(
            start,
            end,
            decided.kind,
            decided.status,
            decided.hedged,
            decided.background,
            decided.basis,
            ask.probability(EVENT, event.score),
            RULE,
            tuple((name, ask.probability(name, score)) for name, score in decided.scores),
        )

    def _unsure(self, event: Event, encoded: Encoded, said: Sequence[Argument], index: int) -> Iterator[Argument]:
        """Yield what nearly scored enough, where nothing of the role, or not these words, is said."""
        for column, role in enumerate(ROLES):
            taken = [(one.start, one.end) for one in said if one.role is role]
            if role in SINGLE and taken:
                continue
            for stretch in stretches_over(event.roles[:, column], encoded, NEARLY * self._calibration.asks(role)):
                start, end = bounds(encoded, stretch)
                if not any(a < end and start < b for a, b in taken):
                    score = self._calibration.probability(role, stretch.score)
                    yield Argument(start, end, role, index, score, RULE)

    def _arguments(self, event: Event, encoded: Encoded, index: int) -> Iterator[Argument]:
        for column, role in enumerate(ROLES):
            asked = self._calibration.asks(role)
            stretches = stretches_over(event.roles[:, column], encoded, asked)
            if role in SINGLE and len(stretches) > 1:
                stretches = [max(stretches, key=lambda one: one.score)]
            for stretch in stretches:
                start, end = bounds(encoded, stretch)
                yield Argument(start, end, role, index, self._calibration.probability(role, stretch.score), RULE)


def event_score(named: float, event: float) -> float:
    """Return how sure finder and reader together are of an event: the geometric mean of both."""
    return float(np.sqrt(named * event))


def _events(number: int, stretches: Sequence[Stretch], reading: Reading) -> Iterator[Event]:
    for row, stretch in enumerate(stretches):
        choices = {name: scores[row] for name, scores in reading.choices.items()}
        score = event_score(stretch.score, float(choices["event"][1]))
        yield Event(number, stretch, score, reading.roles[row], choices)


def _marked(stretches: Sequence[Stretch], length: int) -> Flags:
    marked = np.zeros((len(stretches), length), dtype=np.bool_)
    for i, stretch in enumerate(stretches):
        marked[i, stretch.first : stretch.last + 1] = True
    return marked


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
