"""What was read in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from tocsin.code.rules.attributes import Surroundings
from tocsin.code.rules.attribution import Attribution
from tocsin.code.rules.drafts import Draft
from tocsin.code.rules.speech import Speech
from tocsin.code.rules.triggers import Word
from tocsin.code.syntax import Sentence


@dataclass
class SentenceReading:
    """What was read in one sentence: its drafts, and outcome words that found no event of their own."""

    text: str
    offset: int
    index: int
    drafts: list[Draft] = field(default_factory=list)
    loose: list[Word] = field(default_factory=list)
    speech: list[Speech] = field(default_factory=list)
    around: Surroundings = field(default_factory=lambda: Surroundings({}))
    attribution: Attribution | None = None
    weapons: list[tuple[int, int, str]] = field(default_factory=list)
    actors: list[tuple[int, int]] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)

    @cached_property
    def sentence(self) -> Sentence:
        """The shallow parse, made when first asked for: most sentences hold nothing to parse for."""
        return Sentence(self.text)
