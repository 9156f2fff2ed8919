"""Tags to claims: offsets moved into the report, figures read, ids minted. Nothing is resolved yet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from tocsin.code.figures import read_figure
from tocsin.code.tags import Argument, Passage, Role, Tags, Trigger
from tocsin.codebook import ActorBasis, Kind, Status, WhenBasis, WhenPrecision
from tocsin.identity import claim_id, claim_in_document
from tocsin.model import Claim, Coder, Damage, Figure, Mention, Place, Report, Span, Step, Told, When

_FIGURE_FIELDS = {
    Role.KILLED: "killed",
    Role.INJURED: "injured",
    Role.CAPTURED: "captured",
    Role.MUNITIONS: "munitions",
}


def assemble(report: Report, passage: Passage, tags: Tags, coder: Coder) -> list[Claim]:
    """Turn the tags of one passage into claims, in text order."""
    claims = []
    for index, trigger in enumerate(tags.triggers):
        mine = [argument for argument in tags.arguments if argument.trigger == index]
        unsure = [argument for argument in tags.unsure if argument.trigger == index]
        claim = _claim(report, passage, trigger, mine, coder)
        left = [Step(one.role.value, _left_to_people(report, passage, one)) for one in unsure]
        claims.append(replace(claim, steps=(*claim.steps, *left)))
    return sorted(claims, key=lambda claim: claim.trigger.start)


def _span(report: Report, passage: Passage, start: int, end: int, score: float | None = None) -> Span:
    start, end = passage.start + start, passage.start + end
    return Span(start, end, report.text[start:end], score)


def _left_to_people(report: Report, passage: Passage, argument: Argument) -> str:
    words = _span(report, passage, argument.start, argument.end).text
    return f"{words!r} {_by(argument.rule, argument.score)}: too unsure to be said, left to people"


def _by(rule: str, score: float | None) -> str:
    return f"by {rule}" if score is None else f"by {rule}, {score:.2f}"


def _claim(report: Report, passage: Passage, trigger: Trigger, arguments: list[Argument], coder: Coder) -> Claim:
    def spans(role: Role) -> list[Span]:
        return [_span(report, passage, a.start, a.end, a.score) for a in arguments if a.role is role]

    where = _span(report, passage, trigger.start, trigger.end)
    figures = {role: _figures(spans(role)) for role in _FIGURE_FIELDS}
    launched = spans(Role.LAUNCHED_FROM)
    actors = _mentions(spans(Role.ACTOR))
    return Claim(
        id=_identity(report, passage, where),
        report=report.id,
        kind=trigger.kind,
        trigger=where,
        status=trigger.status,
        hedged=trigger.hedged,
        background=trigger.background,
        speakers=_mentions(spans(Role.SPEAKER)),
        actors=actors,
        actor_basis=trigger.actor_basis if actors else ActorBasis.NONE,
        targets=_mentions(spans(Role.TARGET)),
        weapons=_mentions(spans(Role.WEAPON)),
        munitions=_first(figures[Role.MUNITIONS]),
        places=tuple(Place(span) for span in _distinct(spans(Role.PLACE))),
        when=_when(report, spans(Role.TIME)),
        killed=_first(figures[Role.KILLED]),
        injured=_first(figures[Role.INJURED]),
        captured=_first(figures[Role.CAPTURED]),
        damage=read_damage(report, spans(Role.DAMAGE)),
        launched_from=Place(launched[0]) if launched else None,
        passages=(where,),
        also_told=tuple(_also(figures)),
        coder=Coder(coder.name, coder.version, trigger.rule),
        confidence=trigger.score,
        certainty=trigger.certainty,
        steps=tuple(_steps(report, passage, trigger, arguments)),
    )


def _identity(report: Report, passage: Passage, trigger: Span) -> str:
    """Return the id of the claim that a trigger makes: in a document that may change, by the sentence around it."""
    if report.document is None:
        return claim_id(report.id, trigger.start, trigger.end)
    sentences = ((passage.start + start, passage.start + end) for start, end in passage.sentences)
    start, end = next((s, e) for s, e in sentences if s <= trigger.start < e)
    words = report.text[start:end]
    within = trigger.start - start, trigger.end - start
    return claim_in_document(report.document, words, report.text.count(words, 0, start), within)


def _distinct(spans: Iterable[Span]) -> list[Span]:
    """Keep one of each wording, the first."""
    kept: dict[str, Span] = {}
    for span in spans:
        kept.setdefault(span.text.casefold(), span)
    return list(kept.values())


#: Words that lead to a name but are none of it, and words that alone name nobody and nothing.
_LEADING = re.compile(r"(?:(?:of|by|and|or|to|from|with)\s+)+", re.IGNORECASE)
_NAMELESS = re.compile(
    r"(?:\b(?:an?|the|this|that|these|those|its?|his|her|their|of|by|and|or|to|from|with|in|on|at|\w)\b\W*)+",
    re.IGNORECASE,
)


def _mentions(spans: Iterable[Span]) -> tuple[Mention, ...]:
    named = (named for span in spans if (named := _named(span)) is not None)
    return tuple(Mention(span) for span in _distinct(named))


def _named(span: Span) -> Span | None:
    """Return the words that name somebody or something; ``None`` where a tagger cut off all but an article."""
    leading = _LEADING.match(span.text)
    if leading is not None:
        span = replace(span, start=span.start + leading.end(), text=span.text[leading.end() :])
    return None if _NAMELESS.fullmatch(span.text) else span


def _figures(spans: list[Span]) -> list[Figure]:
    found = []
    for span in spans:
        reading = read_figure(span.text)
        if reading is not None:
            found.append(Figure(span, reading.min, reading.max, reading.approximate, reading.who))
    return found


def _first(figures: list[Figure]) -> Figure | None:
    return figures[0] if figures else None


def _also(figures: dict[Role, list[Figure]]) -> Iterable[Told]:
    for role, read in figures.items():
        for figure in read[1:]:
            if (figure.min, figure.max) != (read[0].min, read[0].max):
                yield Told(_FIGURE_FIELDS[role], figure)


_UNSURE = re.compile(
    r"\b(?:initial|early|preliminary|unconfirmed) (?:reports?|assessments?|findings?)\b|\breportedly\b|\bapparently\b"
)
#: A weakening word stands at most so far before the damage it weakens.
_UNSURE_REACH = 80


def read_damage(report: Report, spans: list[Span]) -> Damage | None:
    """Read the first of the spans as damage: whether there was none, and whether the words before it weaken it."""
    if not spans:
        return None
    words = spans[0].text.casefold()
    before = report.text[max(0, spans[0].start - _UNSURE_REACH) : spans[0].start]
    hedged = _UNSURE.search(before.rsplit(". ", 1)[-1]) is not None
    return Damage(spans[0], none=words.startswith(("no ", "without", "not ")), hedged=hedged)


def _when(report: Report, spans: list[Span]) -> When:
    """Keep the words of the time for resolving; the day of publication stands until then."""
    basis = WhenBasis.STATED if spans else WhenBasis.PUBLICATION
    span = spans[0] if spans else None
    return When(span, report.published, report.published, WhenPrecision.UNKNOWN, basis)


def _steps(report: Report, passage: Passage, trigger: Trigger, arguments: list[Argument]) -> Iterable[Step]:
    sure = dict(trigger.certainty)
    named = _span(report, passage, trigger.start, trigger.end).text
    yield Step("trigger", f"{named!r} {_by(trigger.rule, trigger.score if sure else None)}")
    if sure:
        yield Step("kind", f"{trigger.kind} {_by(trigger.rule, sure.get('kind'))}")
    if trigger.status is not Status.OCCURRED:
        yield Step("status", f"{trigger.status} {_by(trigger.rule, sure.get('status'))}")
    for name in ("hedged", "background"):
        if sure and getattr(trigger, name):
            yield Step(name, _by(trigger.rule, sure.get(name)))
    if trigger.kind is Kind.THREAT:
        yield Step("kind", "a threat is no incident of violence")
    for argument in arguments:
        words = report.text[passage.start + argument.start : passage.start + argument.end]
        yield Step(argument.role.value, f"{words!r} {_by(argument.rule, argument.score)}")
