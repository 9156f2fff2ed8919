"""Status, hedging, background and the basis of the actor, from the words around an event."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.code.rules.lexemes import Cue
from tocsin.code.rules.triggers import Word
from tocsin.code.syntax import Sentence
from tocsin.codebook import Kind, Status
from tocsin.lexicon.matcher import Match

_FOILED_BEFORE = frozenset(
    "attempted failed foiled thwarted averted unsuccessful botched aborted repelled abortive".split()
)
_HYPOTHETICAL_BEFORE = frozenset("possible potential planned imminent future further would-be likely".split())
_MODAL = frozenset(
    (
        "could may might would will plans planning planned plan plotting preparing prepare intends intending "
        "threatens threatened ready considering"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The cues of one sentence, by part, as token indices."""

    parts: dict[str, list[int]]

    @classmethod
    def of(cls, sentence: Sentence, cues: list[Match[tuple[Cue, ...]]]) -> Surroundings:
        """Index the cues found in ``sentence``."""
        parts: dict[str, list[int]] = {}
        for match in cues:
            for cue in match.payload:
                parts.setdefault(cue.part, []).append(sentence.token_at(match.start))
        return cls(parts)

    def any(self, part: str) -> bool:
        """Tell whether a cue of ``part`` stands in the sentence."""
        return part in self.parts

    def near(self, part: str, first: int, last: int) -> bool:
        """Tell whether a cue of ``part`` stands within tokens ``first`` to ``last``."""
        return any(first <= at <= last for at in self.parts.get(part, ()))


_DENIES_THAT = frozenset(
    {"that", "reports", "having", "it", "claims", "allegations", "carrying", "any", "a", "accusations"}
)
_DENIES_PART = frozenset({"involvement", "responsibility", "role", "part", "link", "links"})


def is_denied(sentence: Sentence, first: int, around: Surroundings) -> bool:
    """Tell whether what is told at token ``first`` is denied as such, not only a part in it."""
    for at in around.parts.get("deny", ()):
        between = sentence.lows[at + 1 : first]
        if (
            at < first
            and between
            and between[0] in _DENIES_THAT
            and not _DENIES_PART & set(between)
            and ";" not in between
        ):
            return True
    return False


def status_of(sentence: Sentence, word: Word, stops: list[Word]) -> tuple[Status, str]:
    """Return the status of the event named by ``word`` and the rule that says so."""
    lows, tags = sentence.lows, sentence.tags
    if word.lexeme.kind is Kind.THREAT:
        return _threat_status(lows, word)
    before = lows[max(0, word.first - 4) : word.first]
    if any(low in _FOILED_BEFORE for low in lows[word.first : word.last + 1]) or any(
        low in _FOILED_BEFORE for low in before
    ):
        return Status.FOILED, "attempted or foiled"
    if "plot" in word.lexeme.traits:
        return Status.FOILED, "plot"
    attempt = lows[max(0, word.first - 3) : word.first]
    if (
        word.verbal
        and any(low.startswith("attempt") or low in ("trying", "tried", "tries") for low in attempt)
        and "to" in attempt
    ):
        return Status.FOILED, "attempted"
    if word.lexeme.part == "device" and {"discovered", "found", "defused"} & set(lows[word.last + 1 : word.last + 4]):
        return Status.FOILED, "found before it went off"
    if _missed(lows, word):
        return Status.FOILED, "missed or failed"
    for stop in stops:
        if ("downs" not in stop.lexeme.traits or word.lexeme.part == "fire") and _stopped(sentence, stop, word):
            return Status.FOILED, f"stopped: {lows[stop.first]}"
    if any(low in _HYPOTHETICAL_BEFORE for low in before[-2:]):
        return Status.HYPOTHETICAL, "possible or planned"
    if lows[word.first - 2 : word.first] in (["will", "be"], ["be", "a"]) or "will be a" in " ".join(before):
        return Status.HYPOTHETICAL, "in the future"
    if word.verbal and _under_modal(lows, tags, word.first):
        return Status.HYPOTHETICAL, "under a modal or a plan"
    if not word.verbal and any(
        low
        in (
            "planning",
            "plotting",
            "plans",
            "planned",
            "preparing",
            "prevent",
            "warned",
            "warns",
            "warning",
            "fears",
            "fear",
            "risk",
        )
        for low in lows[max(0, word.first - 6) : word.first]
    ):
        return Status.HYPOTHETICAL, "plan or warning"
    if not word.verbal and {
        "avoid",
        "ordered",
        "orders",
        "ahead",
        "call",
        "calls",
        "calling",
        "authorizes",
        "authorized",
        "approves",
        "rules",
    } & set(lows[max(0, word.first - 4) : word.first]):
        return Status.HYPOTHETICAL, "not yet done"
    return Status.OCCURRED, ""


def _missed(lows: list[str], word: Word) -> bool:
    after = " ".join(lows[word.last + 1 : word.last + 30])
    return word.lexeme.part in ("fire", "hit") and any(
        words in after
        for words in (
            "missing their target",
            "missing its target",
            "fell short",
            "failed to explode",
            "did not explode",
            "fell into the sea",
            "were intercepted",
            "was intercepted",
            "are intercepted",
            "is intercepted",
            "were shot down",
            "was shot down",
            "are shot down",
            "all of which were",
        )
    )


def _threat_status(lows: list[str], word: Word) -> tuple[Status, str]:
    if lows[word.first] in ("could", "warn", "warns", "warned", "warning"):
        return Status.HYPOTHETICAL, "warning"
    return Status.THREATENED, "threat"


def _stopped(sentence: Sentence, stop: Word, word: Word) -> bool:
    """Whether the stop word has the event as its object ("repelled an attack") or subject ("the attack was foiled")."""
    if stop.last < word.first:
        return word.first - stop.last <= 7 and not any(
            sentence.lows[at] in (",", ";", "after", "when", "while", "who") for at in range(stop.last + 1, word.first)
        )
    return stop.passive and stop.first - word.last <= 8 and "," not in sentence.lows[word.last + 1 : stop.first]


def _under_modal(lows: list[str], tags: list[str], first: int) -> bool:
    window = range(max(0, first - 4), first)
    if any(lows[at] in ("could", "may", "might", "would", "will") for at in window) and tags[first - 1 : first] in (
        ["A"],
        ["Z"],
    ):
        return "have" not in lows[max(0, first - 3) : first]
    if first and lows[first - 1] == "to":
        return any(
            lows[at] in _MODAL
            or lows[at]
            in ("attempted", "trying", "tried", "attempting", "vowed", "order", "ordered", "authorizes", "approved")
            for at in range(max(0, first - 6), first - 1)
        )
    return False


def is_background(sentence: Sentence, word: Word, around: Surroundings, *, in_speech: bool) -> tuple[bool, str]:
    """Tell whether the event is told only as context, and by which sign."""
    first = word.first
    leads = _leads(sentence, word)
    if not leads and around.any("court"):
        return True, "court matter"
    if not leads and any(at < first for at in around.parts.get("frame", ())):
        return True, "told as the ground of something else"
    if (
        any(first - 9 <= at < first for at in around.parts.get("reason", ()))
        and not word.verbal
        and word.lexeme.part != "device"
    ):
        return True, "the reason of another act"
    if not leads and around.near("past", first - 8, word.last + 8):
        return True, "told of an earlier time"
    # In reported speech "had attacked" is only the shifted tense of "attacked".
    if word.verbal and not in_speech and _past_perfect(sentence, first):
        return True, "past perfect"
    if (
        not word.verbal
        and _after_word(sentence, first)
        and not _main_is_violent(sentence, word)
        and not _dated_by_weekday(sentence, first)
    ):
        return True, "after, following or since"
    if word.verbal and not leads and _in_after_clause(sentence, first) and not _main_is_violent(sentence, word):
        return True, "after what is told"
    if word.verbal and _in_relative_clause(sentence, first) and not _main_is_violent(sentence, word):
        return True, "in a relative clause"
    return False, ""


_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today".split())


def _dated_by_weekday(sentence: Sentence, first: int) -> bool:
    """Read "Sunday's attack" is news of these days."""
    return bool(_WEEKDAYS & set(sentence.lows[max(0, first - 4) : first]))


def _past_perfect(sentence: Sentence, first: int) -> bool:
    window = sentence.lows[max(0, first - 3) : first]
    return "had" in window and "," not in window


def _in_after_clause(sentence: Sentence, first: int) -> bool:
    """Tell whether "after" or "since" opens the clause of the verb, no comma between."""
    for at in range(first - 1, max(-1, first - 9), -1):
        if sentence.lows[at] in (",", ";", "and", "as", "while", "that"):
            return False
        if sentence.lows[at] in ("after", "since"):
            return True
    return False


def _in_relative_clause(sentence: Sentence, first: int) -> bool:
    window = sentence.lows[max(0, first - 4) : first]
    return any(low in ("who", "whom", "which") for low in window)


def _leads(sentence: Sentence, word: Word) -> bool:
    """Whether the event is what the sentence is about: its first verb, or the subject or object of it."""
    for at, tag in enumerate(sentence.tags):
        if tag in ("B", "E") and sentence.lows[at] not in ("based", "led", "backed", "linked"):
            return word.first <= at + 1 and (word.verbal or word.first <= at)
    return True


def _after_word(sentence: Sentence, first: int) -> bool:
    return any(
        low in ("after", "following", "since", "over", "despite", "amid")
        for low in sentence.lows[max(0, first - 7) : first]
    )


def _main_is_violent(sentence: Sentence, word: Word) -> bool:
    others = sentence.lows[: word.first] + sentence.lows[word.last + 1 :]
    violent = (
        "bodies",
        "casualties",
        "killing",
        "injuring",
        "hurt",
        "killed",
        "kill",
        "kills",
        "die",
        "died",
        "dead",
        "injured",
        "wounded",
        "wounding",
        "attacked",
        "explodes",
        "fire",
        "shot",
        "clashes",
        "dies",
    )
    return any(low in violent for low in others)
