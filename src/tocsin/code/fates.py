"""What became of the victims: figures of dead and injured checked against their sentence, and those that no span gives.

A tagger marks words, and "four people were shot" is marked as the dead as often as not: nobody is dead in a sentence
that has no word of it. And a toll is told in many places of a report but the event: the headline, "was pronounced dead",
"another man is in critical condition".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.code.figures import Count, find_counts
from tocsin.code.sentences import sentences
from tocsin.codebook import Kind, Status
from tocsin.model import Claim, Figure, Report, Span, Step, Told

#: Words without which a sentence tells of nobody's death: all but one of 980 labelled figures of dead have one.
_DEATH = re.compile(
    r"kill|dead|\bdie|dying|fatal|sla(?:in|y)|murder|homicid|death|bod(?:y|ies)\b|\bli(?:fe|ves)\b(?![- ]threat)|succumb|massacr|execut"
    r"|behead|assassin|\blost\b|\bloss|perish|casualt|martyr|\btoll\b|lynch|corpse|remains of|deceased|suicide|shot down|hang",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"wound|injur|hurt|shot\b|shoot|hospital|struck|stabb|\bhit\b|critical|condition|surviv|treated|gunfire|bullet|victim"
    r"|burn|maim|harm|casualt",
    re.IGNORECASE,
)
_FEW_WORDS = r"(?:[ -][\w'\u2019.-]+){0,4}?"
_DEAD_AFTER = re.compile(
    rf"{_FEW_WORDS}[ -](?:dead|killed|die[ds]?|fatally|slain|murdered|to death|deaths|fatalities)\b", re.IGNORECASE
)
_DEAD_BEFORE = re.compile(
    r"(?:\bkill(?:s|ed|ing)|\bmurder(?:s|ed|ing)|\bslay(?:s|ing)|\bdeaths? of|claim(?:s|ed|ing) the lives of|fatally (?:shot|shoots|shooting|wounded|wounding))"
    r" (?:the )?$",
    re.IGNORECASE,
)
_HURT_AFTER = re.compile(
    rf"{_FEW_WORDS}[ -](?:injured|wounded|hurt|hospitali[sz]ed|injuries|shot(?! and killed| to death| dead)|struck|in (?:critical|serious|stable|fair)"
    r"|(?:taken|rushed|sent|transported|airlifted) to)\b",
    re.IGNORECASE,
)
_HURT_BEFORE = re.compile(
    r"(?:\bwound(?:s|ed|ing)|\binjur(?:es|ed|ing)|\bhurt(?:s|ing)?|\bshot|\bshoots|\bshooting|\bhit|\bstruck|\bsen(?:t|ds|ding))(?: the)? $",
    re.IGNORECASE,
)
#: One dead, told without a count.
_ONE_DEAD = re.compile(
    r"\b(?:(?:pronounced|declared|found) dead|(?:was|been|and) (?:fatally |shot and )?(?:killed|slain|murdered)|die[ds]\b|has died"
    r"|fatally (?:shot|shoots|shooting|wounded|stabbed)|(?:fatal|deadly) (?:shooting|stabbing|attack|crash|gunshot)"
    r"|(?:shot|stabbed|beaten) (?:\w+ )?to death|shot dead|succumbed|homicide|kill(?:ing|ed) of|murder of|(?:death|slaying) of"
    r"|claim(?:s|ed) the life|shooting death|(?:lost|took) (?:his|her) life|(?:shot and|who) killed)\b",
    re.IGNORECASE,
)
#: One hurt, told without a count.
_ONE_HURT = re.compile(
    r"\b(?:(?:was|were|is|been|being|after|accidentally|gets?|got|boy|girl|man|woman|teen|teenager|child|toddler|student|officer|victim)"
    r" (?:\w+ly )?(?:shot|wounded|injured|hospitali[sz]ed|struck)|gunshot wounds? to|(?:a|suffer(?:ed|ing)) (?:\w+ )?gunshot wound"
    r"|in (?:critical|serious|stable|good|fair) condition|non-?life-?threatening|shot (?:him|her|himself|herself|his|a|an|in the|the)"
    r"|recovering (?:from|after)|sho(?:o)?ts? (?:\w+ )?(?:self|himself|herself))\b",
    re.IGNORECASE,
)
_ANOTHER_HURT = re.compile(
    r"\b(?:another|a second|second)\b[^.;]{0,40}\b(?:wounded|injured|hurt|shot|hospital|critical|condition|survived)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:no one|nobody|no (?:other )?injuries|not (?:been )?(?:injured|hurt|hit|struck|wounded)|anyone|if|would|could|might)\b",
    re.IGNORECASE,
)
#: In fewer sentences all that is told of the victims stands beside the event, where the tagger read it.
_LONG_ENOUGH = 4
#: Kinds that hurt people.
_VIOLENT = frozenset({Kind.SHOOTING, Kind.ASSAULT, Kind.ARMED_CLASH})
#: Kinds that crime seldom is.
_OF_WAR = frozenset(
    {Kind.AIR_STRIKE, Kind.DRONE_STRIKE, Kind.SHELLING, Kind.BOMBING, Kind.SUICIDE_BOMBING, Kind.INTERCEPTION}
)


def checked(report: Report, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims without figures that their sentence does not bear out: of dead where nobody died.

    What a sentence tells of people shot or hit, and of no death, counts the injured.
    """
    bounds = sentences(report.text)
    return [_checked(report, claim, bounds) for claim in claims]


def _checked(report: Report, claim: Claim, bounds: Sequence[tuple[int, int]]) -> Claim:
    def around(figure: Figure) -> str:
        inside = [(a, b) for a, b in bounds if a < figure.span.end and figure.span.start < b]
        return report.text[min((a for a, _ in inside), default=0) : max((b for _, b in inside), default=0)]

    def alive(figure: Figure | None) -> bool:
        return figure is not None and figure.min != 0 and figure.max != 0 and not _DEATH.search(around(figure))

    steps = list(claim.steps)
    killed, injured = claim.killed, claim.injured
    told = tuple(one for one in claim.also_told if one.field != "killed" or not alive(one.figure))
    if killed is not None and alive(killed):
        hurt = _HARM.search(around(killed)) is not None and (killed.min, killed.max) != (None, None)
        moved = hurt and injured is None
        steps.append(
            Step(
                "killed",
                f"{killed.span.text!r}: its sentence tells of no death{', so they count as injured' if moved else ''}",
            )
        )
        injured = killed if moved else injured
        killed = next((one.figure for one in told if one.field == "killed"), None)
        told = tuple(one for one in told if one.field != "killed" or one.figure is not killed)
    return replace(claim, killed=killed, injured=injured, also_told=told, steps=tuple(steps))


# --- what no span gives ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Toll:
    """Dead and injured as a report's sentences tell them."""

    dead: Figure | None
    hurt: Figure | None


def with_tolls(report: Report, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Give the main event of a report the dead and injured that the report tells and no claim of it has.

    The main event is the first violent one told as new. A report that tells of several such events in different
    figures is left as it is.
    """
    new = [one for one in claims if not one.background]
    news = [one for one in new if one.kind in _VIOLENT and one.status is Status.OCCURRED]
    texts = [(start, report.text[start:end]) for start, end in sentences(report.text)]
    if not news or len(texts) < _LONG_ENOUGH:
        return tuple(claims)
    lead = min(news, key=lambda one: (one.trigger.start, one.id))
    if lead.kind is not Kind.SHOOTING or any(one.kind in _OF_WAR for one in new):
        # A report of war counts many events; that of a shooting counts its victims.
        return tuple(claims)
    known = {field: [f for one in news if (f := getattr(one, field)) is not None] for field in ("killed", "injured")}
    toll = _toll(texts, dead_known=bool(known["killed"]))
    filled = _filled(_filled(lead, "killed", toll.dead, known["killed"]), "injured", toll.hurt, known["injured"])
    return tuple(filled if one.id == lead.id else one for one in claims)


def _filled(lead: Claim, field: str, toll: Figure | None, known: Sequence[Figure]) -> Claim:
    """Return the lead with a toll where nothing is told of any victim, or of single ones where the toll counts several."""
    if toll is None or (known and (toll.min == 1 or any((one.min, one.max) != (1, 1) for one in known))):
        return lead
    own: Figure | None = getattr(lead, field)
    told = lead.also_told if own is None else (*lead.also_told, Told(field, own, lead.speakers))
    step = Step(field, f"{toll.span.text!r}: told apart from the event")
    steps = (*lead.steps, step)
    if field == "killed":
        return replace(lead, killed=toll, also_told=told, steps=steps)
    return replace(lead, injured=toll, also_told=told, steps=steps)


def _toll(texts: Sequence[tuple[int, str]], *, dead_known: bool) -> _Toll:
    counted_dead = next((f for at, text in texts for f in _counted(at, text, _DEAD_AFTER, _DEAD_BEFORE)), None)
    counted_hurt = next((f for at, text in texts for f in _counted(at, text, _HURT_AFTER, _HURT_BEFORE)), None)
    dead = counted_dead or next((f for at, text in texts for f in _one(at, text, _ONE_DEAD)), None)
    if counted_hurt is not None:
        return _Toll(dead, _less(counted_hurt, dead, texts))
    if dead is None and not dead_known:
        return _Toll(None, next((f for at, text in texts for f in _one(at, text, _ONE_HURT)), None))
    return _Toll(dead, next((f for at, text in texts for f in _one(at, text, _ANOTHER_HURT)), None))


def _less(hurt: Figure, dead: Figure | None, texts: Sequence[tuple[int, str]]) -> Figure | None:
    """Take the dead from those who were shot where both are told together: "four shot, one fatally"."""
    sentence = next((text for at, text in texts if at <= hurt.span.start < at + len(text)), "")
    words = sentence[hurt.span.start - next(at for at, text in texts if at <= hurt.span.start < at + len(text)) :]
    if (
        dead is None
        or dead.min is None
        or hurt.min is None
        or not re.match(r"(?:[ -]?[\w'\u2019-]+){0,5} shot\b", words)
    ):
        return hurt
    if not re.search(r"fatal|killed|dead", words) or hurt.min <= dead.min:
        return hurt
    top = None if hurt.max is None else hurt.max - dead.min
    return replace(hurt, min=hurt.min - dead.min, max=top)


def _counted(at: int, text: str, after: re.Pattern[str], before: re.Pattern[str]) -> Iterator[Figure]:
    counts = find_counts(text)
    for number, count in enumerate(counts):
        stop = counts[number + 1].start if number + 1 < len(counts) else len(text)
        tail = re.split(r"[,;:.]", text[count.end : stop], maxsplit=1)[0]
        match = after.match(tail)
        if count.min is None or count.min == 0 or not (match or before.search(text[: count.start])):
            continue
        end = count.end + (match.end() if match else 0)
        yield _figure(at, text, count, end)


def _figure(at: int, text: str, count: Count, end: int) -> Figure:
    span = Span(at + count.start, at + end, text[count.start : end])
    return Figure(span, count.min, count.max, count.approximate)


def _one(at: int, text: str, words: re.Pattern[str]) -> Iterator[Figure]:
    found = words.search(text)
    if found is not None and not _NOBODY.search(text):
        yield Figure(Span(at + found.start(), at + found.end(), found.group()), 1, 1)
