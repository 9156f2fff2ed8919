"""Words that deny an event, a part in it or its toll: kept with the claim that they contradict.

A claim that somebody denies stays a claim of what the report tells; that it is denied is said beside it. What denies a
purpose ("that it aimed at houses"), damage, or what is done again and again contradicts no event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.codebook import Kind, RelationKind, Status
from tocsin.model import Claim, Reference, Report, Span

#: A denial is of an event told at most so many characters before it: news may lie farther back than context.
DENIAL_REACH, CONTEXT_REACH = 1200, 300

_ADVERBS = (
    r"(?:(?:also|later|always|repeatedly|categorically|flatly|formally|strongly|initially|immediately|in turn|too),? )?"
)
_DENIED = re.compile(
    rf"\b(?:(?:has|have|had) )?{_ADVERBS}(?:den(?:y|ies|ied)|put out a denial)\b,?(?: on \w+day| \w+day| today)?,? ?(?:too, )?",
    re.IGNORECASE,
)
_SAID_OF_CLAIMS = r"(?:claim|report|allegation|accusation|account|suggestion|charge|figure|toll|story|version|rumour|rumor|lie|talk)s?"
_REJECTED = re.compile(
    rf"\b(?:(?:has|have|had) )?{_ADVERBS}(?:reject|dismiss|disput|refut)e?(?:e[sd]|s|d)?(?: as [\w ]{{3,30}}?)?"
    rf" (?:the|this|that|these|those|its|any|a|an|such)\b(?: [\w-]+){{0,2}}? {_SAID_OF_CLAIMS}\b",
    re.IGNORECASE,
)
#: Before the verb these say that it is no denial.
_NOT_DENIED = re.compile(
    r"\b(?:not|nor|neither|never|cannot|can't|didn't|doesn't|don't|could|if|to)(?: \w+)? $", re.IGNORECASE
)
#: What stands for the whole event, before the verb where nothing follows it: "which the army denies".
_WHICH = re.compile(
    rf"\b(?:which|something|crime|that|attack|{_SAID_OF_CLAIMS})\b(?: [\w'\u2019.-]+){{1,6}} $", re.IGNORECASE
)
_BY = re.compile(r"by\b", re.IGNORECASE)
_WHOLE = re.compile(
    rf"(?:it|this|that|so)(?: [a-z]+ly)?(?=$|[ ]*[,.;:)]| and\b| but\b| on\b| at\b| yet\b| to\b| in\b)"
    rf"|(?:any |all |having (?:any|a) |its |that it (?:had|has) (?:any|a) )?(?:\w+ )?(?:responsibility|involvement|role|part in|hand)\b"
    rf"|(?:the|these|those|any|such) (?:[\w-]+ )?(?:{_SAID_OF_CLAIMS}|attacks?|strikes?|incident|killings?|bombing|raid)\b"
    rf"|(?:any )?(?:deaths|losses|loss|casualties)\b",
    re.IGNORECASE,
)
#: Doing it, or that it was done: what is denied names violence.
_DONE = re.compile(
    r"\b(?:attack\w*|str(?:uck|ikes?|iking)|hit(?:ting)?|shell(?:ed|ing)|bomb\w*|fir(?:e|ed|ing)|kill(?:ed|ings?)?|hurt|harmed"
    r"|wounded|injured|lost|los(?:s|ses)|dead|died|deaths|executions?|carried out|behind|to do with|hand in|part in|involved"
    r"|happened|taken place|took place|responsible|raid\w*|kidnap\w*|abduct\w*|shot|threw|thrown|captured|fallen|bloodbath)\b",
    re.IGNORECASE,
)
#: A purpose, a habit or a thing is denied, no event.
_NO_EVENT = re.compile(
    r"\b(?:target(?:s|ed|ing)?|aim(?:s|ed|ing)?|orders|shells|arm(?:s|ing)|uniforms?|inten(?:t|tion|tionally|ded|ding)|deliberate(?:ly)?|on purpose|back(?:s|ing)|support(?:s|ing)?|sen(?:t|ding)|harboring"
    r"|damaged?|existence|knowing|permission|access|bail|visas?|entry|request|the attacks|links?|civilian (?:site|target)s?)\b",
    re.IGNORECASE,
)
#: What "it" stands for is told before: an event is by one of these, or by the words of a claim.
_TOLD_EVENT = re.compile(
    rf"{_DONE.pattern}|\b(?:blam\w+|accus\w+|alleg\w+|claim\w*|responsib\w+|blasts?|explo\w+|crash\w*|massacre\w*|crimes?|assault\w*"
    r"|rocket\w*|missile\w*|drones?|toll|casualt\w+|clash\w*|destroy\w*|seiz\w+)\b",
    re.IGNORECASE,
)
#: They are people, and no event: what they wore may be denied.
_PEOPLE = re.compile(r"\b(?:attack|bomb|raid|kidnapp|abduct)ers\b", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:it|this|that|so)\b", re.IGNORECASE)
#: The death of somebody in particular, which is no toll.
_ONE_DEATH = re.compile(
    rf"(?:any |the |these |those )?{_SAID_OF_CLAIMS} that (?:an?|one|its|his) (?:[\w-]+ ){{1,3}}?(?:had been|was|has been|had|has)"
    r" (?:killed|died|wounded|hurt|injured|shot|captured)\b",
    re.IGNORECASE,
)
_INTENT = re.compile(
    r"\b(?:was|were|is|had been) (?:deliberate|intentional|intended|meant|on purpose|planned)\b", re.IGNORECASE
)
_LAST_SENTENCE = re.compile(r"[^.!?\n]*[.!?\u201d]*\s*$")
_CLAUSE_END = re.compile(
    r"[;.]|, (?:and|but|while|yet)\b|,? and (?=(?:said|says|vowed|warned|blamed|has|have|called|accused|put|report\w*|initially"
    r"|estimated|condemned|offered)\b)"
)
#: Who denies stands before the verb, in at most so many words of its clause.
_WHO = re.compile(
    r"(?:(?:[A-Z][\w'\u2019.-]*|the|a|an|both|two)(?: [\w'\u2019.-]+){0,6}|it|he|she|they|which)(?:, [\w'\u2019. -]{3,40},)? $"
)


def with_denials(report: Report, sentence: tuple[int, int], claims: Sequence[Claim]) -> list[Claim]:
    """Add to a claim the words by which ``sentence`` denies it."""
    start, end = sentence
    changed = list(claims)
    last_sentence = _LAST_SENTENCE.search(report.text, max(0, start - CONTEXT_REACH), start)
    earlier = last_sentence[0] if last_sentence is not None else ""
    if any(start - len(earlier) <= one.trigger.start < start for one in claims):
        earlier += " attack"  # a claim is told there, in whatever words
    for first, last in _denials(report.text[start:end], earlier):
        owner = _owner(changed, start + first, (start, start + last))
        if owner is None:
            continue
        at = changed.index(owner)
        span = Span(start + first, start + last, report.text[start + first : start + last])
        changed[at] = replace(owner, references=(*owner.references, Reference(RelationKind.DENIAL, span)))
    return changed


def _denials(text: str, earlier: str) -> Iterator[tuple[int, int]]:
    """Yield where a sentence denies what happened, each as (start, end) from who denies to the end of the clause.

    ``earlier`` is the sentence before.
    """
    for found in _DENIED.finditer(text):
        before, after = text[: found.start()], _CLAUSE_END.split(text[found.end() :], maxsplit=1)[0]
        if not _NOT_DENIED.search(before) and _of_an_event(before, after, earlier):
            yield _begin(before), found.end() + len(after.rstrip())
    for found in _REJECTED.finditer(text):
        after = _CLAUSE_END.split(text[found.end() :], maxsplit=1)[0]
        if not _NOT_DENIED.search(text[: found.start()]):
            yield _begin(text[: found.start()]), found.end() + len(after.rstrip())


def _of_an_event(before: str, after: str, earlier: str) -> bool:
    if not after.strip(" ,\"'\u201d\u2019") or _BY.match(after):
        return _WHICH.search(before) is not None or _DONE.search(before) is not None
    if _ONE_DEATH.match(after) or _INTENT.search(after):
        return False
    if _WHOLE.match(after):
        told = _PEOPLE.sub("", f"{earlier} {before}")
        return _PRONOUN.match(after) is None or _TOLD_EVENT.search(told) is not None
    return _DONE.search(after) is not None and _NO_EVENT.search(after) is None


def _begin(before: str) -> int:
    who = None
    for found in re.finditer(r"(?:^|[,;:] |\b(?:and|but|while|which|though|although) )", before):
        if _WHO.fullmatch(before[found.end() :]):
            who = found.end()
            break
    return len(before) if who is None else who


def _owner(claims: Sequence[Claim], at: int, sentence: tuple[int, int]) -> Claim | None:
    """Return the event denied: told in the words that deny it or else before them in the sentence, else the last news."""
    may = [one for one in claims if one.kind is not Kind.THREAT and one.status is not Status.DENIED]
    inside = [one for one in may if at <= one.trigger.start < sentence[1]]
    if inside:
        return inside[0]
    before = [one for one in may if at - DENIAL_REACH <= one.trigger.start < at]
    beside = [one for one in before if one.trigger.start >= sentence[0]]
    news = [one for one in before if not one.background]
    context = [one for one in before if at - one.trigger.start < CONTEXT_REACH]
    return max(beside or news or context, key=lambda one: one.trigger.start, default=None)
