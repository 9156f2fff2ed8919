"""Claims resolved: days, places, parties and weapons found for the words, in text order, with one memory a report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from tocsin.codebook import Kind, PlacePrecision, RelationKind, Status, WhenBasis, WhenPrecision
from tocsin.model import Claim, CodedReport, Mention, Place, Reference, Report, Span, Step, Total, When
from tocsin.resolve.accusing import told_by_its_own
from tocsin.resolve.actors import ActorResolver
from tocsin.resolve.dates import TIME_ONLY, resolve_time
from tocsin.resolve.memory import Memory
from tocsin.resolve.parties import set_right, whole
from tocsin.resolve.place_names import places_told
from tocsin.resolve.places import Context, PlaceResolver, primary
from tocsin.resolve.report_days import read_days
from tocsin.resolve.shared_places import with_shared_places
from tocsin.resolve.weapons import resolve_weapon

#: An event whose day ended this long before its report was published is told as background, however it is worded:
#: news is of days, round-ups of a week or two; set on the training reports.
BACKGROUND_AFTER = timedelta(days=14)

#: An attack that killed this many came off, whatever was stopped of it.
FOILED_BELOW = 10

#: A time by the clock; "at night" alone is too vague to be looked for elsewhere.
_CLOCK = re.compile(r"\d|noon|midnight")

#: Words that say themselves which days they mean: no other day named in the report is meant instead.
_DATED = re.compile(r"\d|day (?:and|to|or|through)\b", re.IGNORECASE)

#: What a reference means is told at most so many characters after its words: in its sentence or the next.
REFERENCE_REACH = 300


@dataclass(frozen=True)
class Resolvers:
    """The knowledge that words are resolved against."""

    places: PlaceResolver
    actors: ActorResolver

    @classmethod
    def default(cls) -> Resolvers:
        """Return the resolvers over the packaged lexicons and the gazetteer."""
        return cls(PlaceResolver.default(), ActorResolver.default())


def resolve_report(coded: CodedReport, resolvers: Resolvers) -> CodedReport:
    """Resolve all that was coded of one report."""
    if not coded.claims and not coded.totals:
        return coded
    memory = Memory()
    context = resolvers.places.context(coded.report.text)
    resolved: list[Claim] = []
    for claim in sorted(coded.claims, key=lambda one: one.trigger.start):
        done = _on_its_day(_claim(claim, coded.report, resolvers, memory, context), coded.report)
        memory.remember(done)
        context = context.with_places(done.places)
        resolved.append(done)
    resolved = with_shared_places(resolved, resolvers.places.home(context))
    totals = tuple(_total(total, coded.report, resolvers, context) for total in coded.totals)
    return replace(coded, claims=tuple(_with_targets_of_references(resolved)), totals=totals)


def _claim(claim: Claim, report: Report, resolvers: Resolvers, memory: Memory, context: Context) -> Claim:
    steps = list(claim.steps)
    when = _when(claim, report, memory)
    steps.append(Step("when", when.reason or str(when.basis)))
    homes = _countries(claim, resolvers)
    told = list(places_told(claim.places, claim.targets, report.text, resolvers.places))
    steps += [Step("place", f"{span.text!r} {why}") for span, why in told if why]
    spans = [span for span, why in told if not why]
    located = (_not_its_country(place) for place in resolvers.places.resolve(spans, context))
    places = tuple(_recalled(place, memory, homes) for place in located)
    steps += [Step("place", f"{place.span.text!r}: {place.reason}") for place in places]
    main = primary(places)
    country = main.country if main is not None else _only(context)
    launched = None
    if claim.launched_from is not None:
        launched = resolvers.places.resolve([claim.launched_from.span], context)[0]
        steps.append(Step("launched_from", f"{launched.span.text!r}: {launched.reason}"))
    done = replace(
        claim,
        when=when,
        places=places,
        launched_from=launched,
        actors=tuple(
            _own_forces(m, claim, report, resolvers) or _party_made_whole(m, country, report, resolvers, memory)
            for m in claim.actors
        ),
        targets=tuple(_party(m, country, resolvers, memory) for m in claim.targets),
        speakers=tuple(_party_made_whole(m, country, report, resolvers, memory) for m in claim.speakers),
        weapons=tuple(resolve_weapon(m.span) for m in claim.weapons),
        steps=tuple(steps),
    )
    done = told_by_its_own(set_right(done, report, resolvers.actors), resolvers.actors.same_side)
    steps = list(done.steps)
    steps += [Step("actor", f"{m.span.text!r}: {m.reason}") for m in done.actors if m.reason]
    if done.status is Status.FOILED and done.killed is not None and (done.killed.min or 0) >= FOILED_BELOW:
        steps.append(Step("status", f"{done.killed.span.text!r}: what killed so many did not fail"))
        done = replace(done, status=Status.OCCURRED)
    if not done.background and _is_old(when, report):
        steps.append(Step("background", f"its day lies more than {BACKGROUND_AFTER.days} days before publication"))
        done = replace(done, background=True)
    return replace(done, steps=tuple(steps))


def _on_its_day(claim: Claim, report: Report) -> Claim:
    """Put a time of day alone on the day told with it or by the whole report, and a night of two days on the one named."""
    when = claim.when
    if when is None or when.span is None or when.basis is WhenBasis.PUBLICATION:
        return _on_the_only_day(claim, report)
    if when.reason.startswith(TIME_ONLY) and _CLOCK.search(when.span.text):
        told = read_days(report.text, report.published)
        found, reason = told.near(when.span, report.text) or told.only(), "a time of day, on the day told with it"
    elif when.end - when.start == timedelta(days=1) and not _DATED.search(when.span.text):
        told = read_days(report.text, report.published)
        found, reason = told.within(when, report.text), "of these days the report names this one"
    else:
        return claim
    if found is None:
        return claim
    day = replace(when, start=found.start, end=found.end, reason=reason)
    return replace(claim, when=day, steps=(*claim.steps, Step("when", f"{found.span.text!r}: {reason}")))


def _on_the_only_day(claim: Claim, report: Report) -> Claim:
    """Put an event told without a time on the one day that the report tells of."""
    if claim.background or claim.kind is Kind.THREAT:
        return claim
    found = read_days(report.text, report.published).of_all()
    if found is None or found.start == report.published:
        return claim
    reason = "no time of its own is told; the report tells of this day only"
    day = When(found.span, found.start, found.end, WhenPrecision.DAY, WhenBasis.STATED, reason=reason)
    return replace(claim, when=day, steps=(*claim.steps, Step("when", f"{found.span.text!r}: {reason}")))


def _is_old(when: When, report: Report) -> bool:
    return when.basis is not WhenBasis.PUBLICATION and report.published - when.end > BACKGROUND_AFTER


def _when(claim: Claim, report: Report, memory: Memory) -> When:
    published = report.published
    if claim.when is None or claim.when.span is None:
        reason = "no time is said: the day of publication"
        return When(None, published, published, WhenPrecision.UNKNOWN, WhenBasis.PUBLICATION, reason=reason)
    span = claim.when.span
    found = resolve_time(span.text, published, memory.day)
    if found is None:
        reason = f"{span.text!r} gives no day: the day of publication"
        return When(None, published, published, WhenPrecision.UNKNOWN, WhenBasis.PUBLICATION, reason=reason)
    return When(span, found.start, found.end, found.precision, found.basis, found.time, found.reason)


def _countries(claim: Claim, resolvers: Resolvers) -> frozenset[str]:
    """Return the home countries of the claim's speakers, where known: what they tell of is likely there."""
    homes = set()
    for mention in claim.speakers:
        entity = resolvers.actors.resolve(mention.span).entity
        home = resolvers.actors.country_of(entity) if entity is not None and not entity.startswith("state:") else None
        if home is not None:
            homes.add(home)
    return frozenset(homes)


_HOUSES = re.compile(
    r"\b(?:embassy|consulate|base|bases|troops|compound|mission|barracks|outpost|facility)\b", re.IGNORECASE
)


def _not_its_country(place: Place) -> Place:
    """Leave "the American embassy" without a point: it stands anywhere but in America."""
    if place.precision is not PlacePrecision.COUNTRY or not _HOUSES.search(place.span.text):
        return place
    return Place(place.span, reason=f"of {place.name}, but not there")


def _recalled(place: Place, memory: Memory, countries: frozenset[str]) -> Place:
    """Fill a nameless place ("the base") from what was told before."""
    if place.lat is not None or place.country is not None:
        return place
    meant = memory.place_meant(place.span, countries)
    if meant is None:
        return place
    reason = f"stands for {meant.name or meant.span.text!r}, told before"
    return replace(meant, span=place.span, relation=place.relation, reason=reason)


def _only(context: Context) -> str | None:
    """Return the one country a report is about, if one clearly is."""
    ranked = sorted(dict(context.countries).items(), key=lambda one: (-one[1], one[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def _own_forces(mention: Mention, claim: Claim, report: Report, resolvers: Resolvers) -> Mention | None:
    """Return "its forces" as those of the one who speaks; ``None`` where it is not said so."""
    start = mention.span.start
    if not report.text[max(0, start - 7) : start].casefold().endswith(("its ", "their ")):
        return None
    before = [speaker for speaker in claim.speakers if speaker.span.end <= start]
    if not before:
        return None
    speaker = resolvers.actors.resolve(before[-1].span)
    reason = f"those of {before[-1].span.text}, who speaks"
    return replace(mention, entity=speaker.entity, name=speaker.name, reason=reason)


def _party(mention: Mention, country: str | None, resolvers: Resolvers, memory: Memory) -> Mention:
    found = resolvers.actors.resolve(mention.span, country)
    if found.entity is not None and not _only_by_country(found, mention, resolvers):
        return found
    found = replace(mention, reason=found.reason if found.entity is None else "a body of no state that is named")
    meant = memory.party_meant(mention)
    if meant is None:
        return found
    return replace(found, entity=meant.entity, name=meant.name, reason=f"stands for {meant.name}, told before")


def _party_made_whole(
    mention: Mention, country: str | None, report: Report, resolvers: Resolvers, memory: Memory
) -> Mention:
    """Return a party as :func:`_party` does; words that are none as they stand with what was cut off them."""
    elsewhere = _state_beside(mention.span, report.text, resolvers.actors)
    found = _party(mention, elsewhere or country, resolvers, memory)
    if found.entity is not None:
        return found
    span = whole(mention.span, report.text, resolvers.actors)
    return found if span == mention.span else _party(replace(mention, span=span), None, resolvers, memory)


#: What "its" means is told in the sentence, or in the one before.
_ITS = re.compile(r"(?:its|their)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?\u201d]\s+|\n+")
_NAME = re.compile(r"\b[A-Z][\w-]+")
_SPOKE_IN = re.compile(r" (?:said|told \w+|announced|added) (?:on \w+day )?in (?P<where>[A-Z][\w-]+)")


def _state_beside(span: Span, text: str, actors: ActorResolver) -> str | None:
    """Return the country that a body without a state's name is of by the words beside it: "Moscow says so. Its army"."""
    spoke = _SPOKE_IN.match(text, span.end)
    if spoke is not None:
        return _country_named(Span(spoke.start("where"), spoke.end("where"), spoke["where"]), actors)
    if not _ITS.match(span.text):
        return None
    ends = [0, *(found.end() for found in _SENTENCE.finditer(text, 0, span.start))]
    for start, end in zip(reversed(ends[-2:]), (span.start, ends[-1]), strict=False):
        for name in _NAME.finditer(text, start, end):
            country = _country_named(Span(name.start(), name.end(), name[0]), actors)
            if country is not None:
                return country
    return None


def _country_named(name: Span, actors: ActorResolver) -> str | None:
    entity = actors.resolve(name).entity
    return entity.removeprefix("state:") if entity is not None and entity.startswith("state:") else None


def _only_by_country(found: Mention, mention: Mention, resolvers: Resolvers) -> bool:
    """Tell whether a party with a name of its own was taken for a state's only because the event is there."""
    if found.entity is None or not found.entity.startswith("state:"):
        return False
    if resolvers.actors.resolve(mention.span).entity is not None:
        return False
    return any(word[:1].isupper() for word in mention.span.text.split()[1:])


#: "since the start of the year": of that of publication.
_BEGINNING = re.compile(
    r"\bsince the (?:very )?(?:start|beginning|turn) of (?:the|this) (?:current )?(?P<unit>year|month)\b", re.IGNORECASE
)


def _total(total: Total, report: Report, resolvers: Resolvers, context: Context) -> Total:
    since, until = total.since, total.until
    if total.since_words is not None:
        beginning = _BEGINNING.search(total.since_words.text)
        if beginning is not None:
            first = report.published.replace(day=1)
            since = first.replace(month=1) if beginning["unit"].lower() == "year" else first
            until = report.published
        found = None if beginning is not None else resolve_time(total.since_words.text, report.published)
        if found is not None:
            since, until = found.start, min(found.end, report.published)
            if total.since_words.text.casefold().startswith("since"):
                until = report.published
    place = total.place
    if place is None:
        spots = resolvers.places.spot(report.text[total.span.start - min(total.span.start, 120) : total.span.end])
        offset = total.span.start - min(total.span.start, 120)
        spans = [Span(offset + s.start, offset + s.end, report.text[offset + s.start : offset + s.end]) for s in spots]
        place = primary(resolvers.places.resolve(spans[-1:], context)) if spans else None
    return replace(total, since=since, until=until, place=place)


def _with_targets_of_references(claims: list[Claim]) -> Iterable[Claim]:
    """Find which claim of the report each reference means: the next one told after its words, else the one before."""
    for claim in claims:
        found = tuple(
            replace(ref, to=_meant(ref, claim, claims)) if ref.to is None else ref for ref in claim.references
        )
        yield replace(claim, references=found)


def _meant(reference: Reference, claim: Claim, claims: list[Claim]) -> str | None:
    if reference.relation is RelationKind.DENIAL:
        return None  # it speaks of the claim itself
    others = [one for one in claims if one.id != claim.id]
    after = [one for one in others if 0 <= one.trigger.start - reference.span.start < REFERENCE_REACH]
    if reference.relation is RelationKind.RETALIATION:
        past = [one for one in after if one.background] or [
            one for one in others if one.background and one.trigger.start < reference.span.start
        ]
        return past[0].id if past else None
    return after[0].id if after else None
