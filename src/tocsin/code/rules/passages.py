"""A passage read sentence by sentence: what later sentences say of an event is given to that event."""

from __future__ import annotations

from tocsin.code.rules.drafts import Draft
from tocsin.code.rules.events import read_sentence
from tocsin.code.rules.lexemes import cue_matcher
from tocsin.code.rules.participants import agent, role_class, subject, trimmed
from tocsin.code.rules.parties import add_outcome
from tocsin.code.rules.reading import SentenceReading
from tocsin.code.rules.surroundings import attribute, damage_words, settle_basis
from tocsin.code.rules.triggers import Word
from tocsin.code.spotting import Spotters
from tocsin.code.syntax import Phrase
from tocsin.code.tags import Passage, Role
from tocsin.codebook import ActorBasis, Kind, Status

#: An outcome or a claim of responsibility is given to an event told at most so many sentences before.
REACH = 4

#: Kinds that words of one report use for one event besides the general "attack".
_COMPATIBLE = (
    {Kind.SHOOTING, Kind.ARMED_CLASH},
    {Kind.RAID, Kind.ARMED_CLASH},
    {Kind.BOMBING, Kind.SUICIDE_BOMBING},
    {Kind.BOMBING, Kind.GRENADE},
    {Kind.INTERCEPTION, Kind.SHELLING},
    {Kind.INTERCEPTION, Kind.DRONE_STRIKE},
)


def read_passage(passage: Passage, spotters: Spotters) -> list[Draft]:
    """Return the events of ``passage``, offsets relative to it."""
    events: list[Draft] = []
    if _is_sport(passage.text):
        return events
    for index, (start, end) in enumerate(passage.sentences):
        reading = read_sentence(passage.text[start:end], start, index, spotters)
        _shift(reading)
        _take(passage.text, reading, events)
    return [event for event in events if _worth_telling(event)]


#: So many words of sport make a passage one about a match, whatever is fired, shelled or attacked in it.
SPORT_WORDS = 4


def _is_sport(text: str) -> bool:
    found = [match for match in cue_matcher().find(text) if any(cue.part == "sport" for cue in match.payload)]
    return len(found) >= SPORT_WORDS


def _shift(reading: SentenceReading) -> None:
    """Move the offsets of a sentence's drafts to the passage."""
    for draft in reading.drafts:
        _move(draft, reading.offset)


def _move(draft: Draft, offset: int) -> None:
    draft.start += offset
    draft.end += offset
    draft.arguments = [(a + offset, b + offset, role, rule) for a, b, role, rule in draft.arguments]


def _take(passage: str, reading: SentenceReading, events: list[Draft]) -> None:
    for draft in reading.drafts:
        if _is_threat_again(draft, events):
            continue
        if _is_arrest_after(reading, draft, events):
            continue
        earlier = _told_before(passage, draft, events)
        if earlier is None:
            _first_mention(reading, draft)
            events.append(draft)
        else:
            _continue(passage, earlier, draft)
    for outcome in reading.loose:
        _loose_outcome(passage, reading, outcome, events)
    _attribution(reading, events)
    _doer(reading, events)
    _damage(reading, events)


def _is_arrest_after(reading: SentenceReading, draft: Draft, events: list[Draft]) -> bool:
    """Take an arrest told after an attack for part of its outcome: who is captured is given to the attack."""
    seized = draft.lexeme.entry == "abduct-verb" and not draft.has(Role.ACTOR)
    if not draft.has(Role.CAPTURED) or not (seized or draft.lexeme.entry == "raid-verb"):
        return False
    others = [one for one in reading.drafts if one is not draft and one.kind not in (Kind.THREAT, Kind.RAID)]
    planned = [one for one in others if one.status in (Status.FOILED, Status.HYPOTHETICAL)]
    earlier = [
        one
        for one in events
        if 0 < draft.sentence - one.sentence <= REACH
        and one.kind not in (Kind.THREAT, Kind.ABDUCTION)
        and not one.background
    ]
    if seized:
        planned = []
    for event in (planned or earlier)[-1:]:
        for start, end in draft.spans(Role.CAPTURED):
            event.add((start, end), Role.CAPTURED, "arrested for it")
            if planned and not event.has(Role.ACTOR):
                event.add((start, end), Role.ACTOR, "arrested for it")
                event.basis, event.hedged = ActorBasis.SUSPECTED, True
        return True
    for event in others:
        if not event.has(Role.ACTOR):
            for start, end in draft.spans(Role.TARGET)[:1]:
                event.add((start, end), Role.ACTOR, "arrested for it")
                event.basis, event.hedged = ActorBasis.SUSPECTED, True
    return False


def _first_mention(reading: SentenceReading, draft: Draft) -> None:
    """Read "The attack" of which nothing was told before is one that everybody knows: context."""
    known = (
        draft.definite and draft.anaphoric_noun and draft.status is Status.OCCURRED and draft.kind is not Kind.THREAT
    )
    results = draft.has(Role.KILLED) or draft.has(Role.INJURED)
    if known and not results and not reading.around.any("claim"):
        draft.background = True
        draft.rule += "; background: known already"


_DOERS = frozenset(
    (
        "gunman gunmen attacker attackers assailant assailants perpetrator perpetrators shooter suspect suspects "
        "bomber bombers killer killers"
    ).split()
)


def _doer(reading: SentenceReading, events: list[Draft]) -> None:
    """Take "the gunman fled" of a later sentence for who did what was told before."""
    if reading.drafts or not events or events[-1].has(Role.ACTOR) or reading.index - events[-1].sentence > 2:
        return
    if not any(word in reading.text for word in _DOERS):
        return
    sentence = reading.sentence
    for phrase in sentence.phrases:
        if sentence.lows[phrase.last] in _DOERS:
            span = trimmed(sentence, phrase)
            if span is not None:
                events[-1].add((span[0] + reading.offset, span[1] + reading.offset), Role.ACTOR, "told of afterwards")
                if sentence.lows[phrase.last].startswith("suspect"):
                    events[-1].basis, events[-1].hedged = ActorBasis.SUSPECTED, True
            return


def _is_threat_again(draft: Draft, events: list[Draft]) -> bool:
    """After a vow, "he said the attack will be …" speaks of the vow; the speaker is who vows."""
    if draft.status is not Status.HYPOTHETICAL or draft.kind is Kind.THREAT:
        return False
    for event in reversed(events):
        if event.kind is Kind.THREAT and draft.sentence - event.sentence == 1:
            for start, end in draft.spans(Role.SPEAKER):
                event.add((start, end), Role.ACTOR, "who vows")
            return True
    return False


def compatible(a: Kind, b: Kind) -> bool:
    """Tell whether two kinds may be words for one event."""
    if a is b or (Kind.ASSAULT in (a, b) and Kind.THREAT not in (a, b)):
        return True
    return any({a, b} <= group for group in _COMPATIBLE)


def _told_before(passage: str, draft: Draft, events: list[Draft]) -> Draft | None:
    """Find the earlier event that ``draft`` tells of again."""
    if draft.separate:
        return None
    for event in reversed(events):
        if event.sentence == draft.sentence or draft.sentence - event.sentence > REACH:
            continue
        if (
            not compatible(event.kind, draft.kind)
            and not (draft.anaphoric and event.kind is not Kind.THREAT)
            and not _says_little(draft, event)
        ):
            continue
        if draft.kind is Kind.THREAT and not draft.definite:
            continue
        if event.background is not draft.background and not draft.definite:
            continue
        if _contradicts(passage, event, draft):
            continue
        return event
    return None


_TELLINGS = frozenset(
    {
        Kind.SHOOTING,
        Kind.BOMBING,
        Kind.DESTRUCTION,
        Kind.ASSAULT,
        Kind.ARMED_CLASH,
        Kind.SHELLING,
        Kind.DRONE_STRIKE,
        Kind.SUICIDE_BOMBING,
        Kind.AIR_STRIKE,
    }
)


def _says_little(draft: Draft, event: Draft) -> bool:
    """Whether a telling names neither place, day, victims nor doer of its own: it goes on about the event before."""
    if draft.separate or not {draft.kind, event.kind} <= _TELLINGS or draft.sentence - event.sentence > 2:
        return False
    return not any(draft.has(role) for role in (Role.TIME, Role.KILLED, Role.INJURED, Role.ACTOR, Role.PLACE))


def _contradicts(passage: str, event: Draft, draft: Draft) -> bool:
    """Whether place, time or figures told anew speak of another event."""
    if draft.definite:
        return False
    here, there = _named_places(passage, event), _named_places(passage, draft)
    if here and there and not (here & there):
        return not draft.general or event.has(Role.TIME)
    return draft.has(Role.TIME) and event.has(Role.TIME)


def _named_places(passage: str, draft: Draft) -> set[str]:
    """Return the words of the named places told for a draft."""
    return {
        word.casefold()
        for start, end, role, rule in draft.arguments
        if role is Role.PLACE and not rule.startswith("nameless")
        for word in passage[start:end].split()
    }


def _continue(passage: str, event: Draft, draft: Draft) -> None:
    if draft.kind is Kind.INTERCEPTION and event.kind is not Kind.INTERCEPTION:
        _intercepted(passage, event, draft)
        return
    if event.general and not draft.general and compatible(event.kind, draft.kind):
        event.kind, event.general = draft.kind, False
    for start, end, role, rule in draft.arguments:
        if role is Role.TARGET and _names_better(passage, event, (start, end)):
            event.arguments = [argument for argument in event.arguments if argument[2] is not Role.TARGET]
        elif role in _FIRST_ONLY and event.has(role):
            continue
        event.add((start, end), role, f"{rule} (told again)")
    if draft.basis is ActorBasis.CLAIMED and draft.has(Role.ACTOR):
        event.arguments = [a for a in event.arguments if a[2] is not Role.ACTOR or a[:2] in draft.spans(Role.ACTOR)]
    if event.basis is None or draft.basis is ActorBasis.CLAIMED:
        event.basis = draft.basis or event.basis
    event.hedged = event.hedged or draft.hedged
    if draft.status is not Status.OCCURRED and event.status is Status.OCCURRED:
        event.status = draft.status


def _names_better(passage: str, event: Draft, span: tuple[int, int]) -> bool:
    """Tell whether a target told again says which one it is: "an air base" is the "Ain al-Asad air base"."""
    told = [passage[start:end].casefold() for start, end in event.spans(Role.TARGET)]
    new = passage[span[0] : span[1]]
    return len(told) == 1 and new.casefold().endswith(f" {told[0]}") and new[0].isupper()


def _intercepted(passage: str, event: Draft, draft: Draft) -> None:
    """Add what was stopped of an attack told before: who says so and how many, not who attacked."""
    for start, end, role, rule in draft.arguments:
        if role in (Role.PLACE, Role.DAMAGE) or (role is Role.MUNITIONS and not event.has(role)):
            event.add((start, end), role, f"{rule} (of what was stopped)")
        before = passage[max(0, start - 5) : start].casefold()
        if role is Role.TARGET and before.endswith(("the ", "all ", "both ")) and draft.start > end:
            event.status = Status.FOILED


#: Roles of which a later telling adds nothing where the first has them.
_FIRST_ONLY = frozenset({Role.TARGET, Role.TIME, Role.MUNITIONS})


def _loose_outcome(passage: str, reading: SentenceReading, outcome: Word, events: list[Draft]) -> None:
    """Give a result told in a sentence without an event word to the event before, or let it be an event itself."""
    recent = [
        event for event in events if reading.index - event.sentence <= REACH and event.status is not Status.THREATENED
    ]
    probe = Draft(Kind.ASSAULT, 0, 0, outcome.lexeme, reading.index, "")
    add_outcome(reading, probe, outcome)
    if not probe.arguments:
        return
    settle_basis(reading, probe, outcome.first)
    _move(probe, reading.offset)
    if recent and not _another_attack(passage, reading, outcome, recent[-1]):
        _give(reading, outcome, probe, recent[-1])
        return
    if _is_killing(reading, outcome) and not reading.around.any("disaster"):
        sentence = reading.sentence
        probe.start = sentence.starts[outcome.first] + reading.offset
        probe.end = sentence.ends[outcome.last] + reading.offset
        probe.rule = f"outcome: {outcome.lexeme.entry}"
        probe.background = reading.around.any("court") or reading.around.any("past") or reading.around.any("frame")
        for at, role in ((reading.places, Role.PLACE), (reading.times, Role.TIME)):
            for start, end in at:
                probe.add((start + reading.offset, end + reading.offset), role, "of the same sentence")
        for start, end, _ in reading.weapons:
            probe.add((start + reading.offset, end + reading.offset), Role.WEAPON, "weapon word")
        events.append(probe)


def _give(reading: SentenceReading, outcome: Word, probe: Draft, event: Draft) -> None:
    """Hand the results told in a later sentence, and who told them, to the event."""
    attackers = _kills_attackers(reading, outcome)
    for start, end, role, rule in probe.arguments:
        if role in (Role.ACTOR, Role.TARGET) and (attackers or event.has(role)):
            continue
        if attackers and role is Role.KILLED and event.has(role):
            continue
        event.add((start, end), role, f"{rule} (of the event before)")
    for speech in reading.speech:
        if speech.speaker is not None and speech.first <= outcome.first <= speech.last:
            span = trimmed(reading.sentence, Phrase(*speech.speaker))
            if span is not None:
                event.add((span[0] + reading.offset, span[1] + reading.offset), Role.SPEAKER, "told the result")


def _kills_attackers(reading: SentenceReading, outcome: Word) -> bool:
    """Tell whether those killed are the attackers of before ("security forces killed all three")."""
    sentence = reading.sentence
    killed = subject(sentence, outcome.first) if outcome.passive else sentence.phrase_from(outcome.last + 1)
    if killed is None:
        return False
    return sentence.lows[killed.last] in _DOERS | {"militants", "fighters"} or sentence.tags[killed.last] == "M"


def _another_attack(passage: str, reading: SentenceReading, outcome: Word, event: Draft) -> bool:
    if _is_killing(reading, outcome) and _placed_apart(passage, reading, event):
        return True
    places = {(start + reading.offset, end + reading.offset) for start, end in reading.places}
    return bool(places) and event.has(Role.PLACE) and event.has(Role.KILLED) and outcome.lexeme.result == "killed"


def _placed_apart(passage: str, reading: SentenceReading, event: Draft) -> bool:
    """Tell whether a sentence names another place, or another time, than the event was told with."""
    here = {word.casefold() for start, end in reading.places for word in reading.text[start:end].split()}
    there = _named_places(passage, event)
    return bool((here and there and not here & there) or (reading.times and event.has(Role.TIME)))


def _is_killing(reading: SentenceReading, outcome: Word) -> bool:
    """Whether somebody armed does the killing or suffers it, so that it is an event of armed violence."""
    sentence = reading.sentence
    if "state" in outcome.lexeme.traits or "intransitive" in outcome.lexeme.traits:
        return False
    doer = agent(sentence, outcome.last + 1, outcome.last + 8) if outcome.passive else subject(sentence, outcome.first)
    if doer is not None and role_class(sentence, doer) == "armed":
        return True
    sufferer = subject(sentence, outcome.first) if outcome.passive else sentence.phrase_from(outcome.last + 1)
    if sufferer is not None and role_class(sentence, sufferer) == "armed":
        return True
    return bool(reading.weapons)


def _attribution(reading: SentenceReading, events: list[Draft]) -> None:
    """Give an attribution told in a sentence of its own to the last event."""
    if reading.attribution is None or reading.drafts:
        return
    for event in reversed(events):
        if reading.index - event.sentence <= REACH and event.kind is not Kind.THREAT:
            attribute(event, reading.attribution, reading.offset)
            return


def _damage(reading: SentenceReading, events: list[Draft]) -> None:
    """Give damage told in a sentence of its own to the last event."""
    if reading.drafts or not events or reading.index - events[-1].sentence > REACH:
        return
    if "damag" not in reading.text and "destroy" not in reading.text:
        return
    for _, (start, end) in damage_words(reading.sentence):
        events[-1].add((start + reading.offset, end + reading.offset), Role.DAMAGE, "damage (of the event before)")


def _worth_telling(event: Draft) -> bool:
    """Leave out an interception of nothing, or a raid without anybody in it, is no event."""
    if event.kind is Kind.RAID and event.general:
        return event.has(Role.ACTOR) or event.has(Role.TARGET)
    return True
