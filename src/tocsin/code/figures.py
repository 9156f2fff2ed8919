"""Figures: where a text counts something, and how many a whole phrase says.

:func:`find_counts` spots number expressions in running text and leaves alone the numbers that count nothing
(dates, times, ages, names, measures). :func:`read_figure` reads the phrase of one figure as a whole: it adds what
stands side by side ("two children and a woman"), leaves out what is only a part ("including three children"), and
takes a named person or a singular noun as one.

Open bounds are ``None``, never zero: "at least 20" is 20 to ``None``, "dozens" ``None`` to ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tocsin.lexicon.folding import fold_keeping_case

Bounds: TypeAlias = tuple[int | None, int | None]

_ONES = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SMALL_NUMBERS = _ONES | _TENS
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_FIXED = {"couple": 2, "pair": 2, "twin": 2, "both": 2, "double": 2, "trio": 3, "triple": 3}

_SMALL = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_ONES)[:9])})\b)?"
    rf"|{'|'.join(sorted(_ONES, key=len, reverse=True))})\b"
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?![\d]|,\d{3})"
_DOZEN = rf"(?:(?:half an?|a half|{_SMALL}|an?|\d+)[- ]|half-)?dozen\b"
_HUNDREDS = rf"(?:{_SMALL}|an?|\d+(?:\.\d+)?)[- ]hundred\b"
_THOUSANDS = rf"(?:{_HUNDREDS}(?:(?: and|-| ) ?{_SMALL})?|{_SMALL}|an?|\d+(?:\.\d+)?)[- ]thousand\b"
_MILLIONS = rf"(?:{_SMALL}|an?|\d+(?:\.\d+)?)[- ]million\b"
_AND = r"(?:,? and |, |[- ])"
_REST = rf"(?:{_AND}{_HUNDREDS})?(?:{_AND}{_SMALL})?"
_SCALED = rf"{_MILLIONS}(?:{_AND}{_THOUSANDS})?{_REST}|{_THOUSANDS}{_REST}|{_HUNDREDS}(?:(?:,? and |[- ]){_SMALL})?"
_CARDINAL = rf"(?:{_DOZEN}|{_SCALED}|{_SMALL}|{_DIGITS})"

#: What stands before a number, by the rule it gives.
_MODIFIERS = {
    "at least": r"at least|no fewer than|no less than|not fewer than|not less than|a minimum of",
    "up to": r"up to|as many as|at most|no more than|not more than|a maximum of",
    "more than": r"(?:well |just )?(?:more than|over|upwards? of|in excess of)",
    "fewer than": r"(?:just )?(?:fewer than|less than)",
    "about": r"just under|about|almost|nearly|around|some|roughly|approximately|close to|(?:an )?estimated",
    "exact": r"a total of",
}
_MODIFIER = "|".join(_MODIFIERS.values())
_MODIFIER_RULES = tuple((rule, re.compile(forms, re.IGNORECASE)) for rule, forms in _MODIFIERS.items())
_AFTER_RULES = {" or more": "at least", "-plus": "at least", "+": "at least", " or so": "about", "-odd": "about"}

_VAGUE = (
    r"(?:tens|dozens|hundreds|thousands|scores(?= of)|millions)(?: (?:and|or) (?:dozens|hundreds|thousands))?"
    r"(?: of (?:hundreds|thousands))?(?: of\b)?"
    r"|(?:several|many|a few)(?: (?:dozen|hundred|thousand|million))?(?: of\b)?"
    r"|an? (?:\w+ )?(?:number|handful) of|multiple|numerous|countless"
)
_FIXED_FORMS = (
    r"an? (?:couple|pair|trio)(?: of\b)?|twin|both"
    r"|(?:double|triple)(?= (?:\w+ )?(?:bomb|blast|explosion|attack|strike|shooting|murder|killing))"
)
_COUNT = re.compile(
    r"(?<![\w$\u20ac\u00a3#/:.-])(?:"
    rf"between (?P<low>{_CARDINAL}) and (?P<high>{_CARDINAL})"
    rf"|(?:(?P<modifier>{_MODIFIER}) )?(?:"
    rf"(?P<first>{_CARDINAL})(?:(?:\s?[-\u2013\u2014]\s?| to | or )(?P<second>{_CARDINAL}))?"
    r"(?P<after> or more\b| or so\b|-plus\b|-odd\b|\+)?"
    rf"|(?P<vague>{_VAGUE})"
    rf"|(?P<fixed>{_FIXED_FORMS}))"
    r"|(?P<zero>no one|nobody|none|zero|no(?= [a-z]))"
    r")(?!\w)",
    re.IGNORECASE,
)

#: Every count holds a digit or one of these, so that a text without them need not be searched.
_OTHER_WORDS = (
    "dozen tens dozens hundreds thousands scores millions several many few number handful multiple numerous countless "
    "nobody none zero no"
)
_NUMBER_WORDS = frozenset((*_SMALL_NUMBERS, *_SCALES, *_FIXED, *_OTHER_WORDS.split()))
#: More characters than this are an identifier, not a count.
_LONGEST_NUMBER = 15
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[a-z]+")

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_UNIT = (
    r"seconds?|minutes?|mins?|hours?|days?|nights?|weeks?|weekends?|months?|years?|decades?|centur(?:y|ies)|fortnights?"
    r"|km|kms|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|m|feet|foot(?! soldiers?)|ft|yards?|inch(?:es)?|cm|mm|kg|kilos?|kilograms?"
    r"|grams?|lbs?|pounds?|tons?|tonnes?|lit(?:er|re)s?|barrels?(?! bombs?)|acres?|hectares?|square|degrees?|knots?|mph|kph"
    r"|percent|per cent|percentage|points?|dollars?|euros?|rupees?|cents?|billion|bn|magnitude|calib(?:er|re)|gauge"
    r"|a\.m|p\.m|am|pm|o'clock|gmt|utc|local time|hrs"
)
#: Directly after a number: what shows that it measures, dates or names rather than counts.
_MEASURED = re.compile(
    r"\s?%|(?:st|nd|rd|th)\b|[:/.]\d|'s\b|-?[a-z]*-old\b"
    rf"|[- ]?(?:(?:straight|consecutive|successive|more|further|full|whole|long|additional) )?(?:{_UNIT})\b"
    rf"|-[a-z]| (?:million|thousand|hundred) (?:dollars|euros)|(?-i: {_MONTH}(?! (?:have|be)\b)(?!\w))",
    re.IGNORECASE,
)
_DESIGNATOR = (
    r"brigade|battalion|division|regiment|squadron|unit|route|highway|road|flight|area|zone|channel|resolution|article"
    r"|section|gate|terminal|sector|block|type|grade|phase|stage|camp|district|ward|chapter|page|number|no\.|boeing"
    r"|airbus|level|category|version|model|mark|mk|room|line|day|top|pier|bus|exit|tower"
)
_NAMED_BEFORE = re.compile(rf"\b(?:{_DESIGNATOR}) $", re.IGNORECASE)
_AGED = re.compile(r"\b(?:age|aged|ages|aged between|at the age of|(?:father|mother|parents?) of) $", re.IGNORECASE)
_ONLY_ONE = re.compile(r"\b(?:at|the|this|that|which|each|any|every) $", re.IGNORECASE)
_DATED_BEFORE = re.compile(rf"\b(?:{_MONTH} (?:\d{{1,2}}(?:st|nd|rd|th)?(?:-| to | and |, ))?)$")
_AGE_BEFORE = re.compile(r"[^\W\d_]{2,}, $")
_AGE_AFTER = re.compile(r"[,)]| was\b| who\b")
_COUNTED = (
    r"people|civilians?|soldiers?|troops?|fighters?|militants?|others?|rockets?|missiles?|drones?|shells?|killed|injured"
    r"|wounded|dead|deaths?|casualties|houses?|homes?|families|refugees?|prisoners?|hostages?|members|men|women|children"
    r"|villagers|rebels|insurgents|police|more|attacks?"
)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_COUNTED_AFTER = re.compile(rf" (?:\w+ )?(?:{_COUNTED})\b", re.IGNORECASE)
_NO_ZERO = re.compile(
    r" (?:longer|doubt|matter|way|idea|sign|signs|evidence|word|comment|less|more|later|sooner|further|place|such|need"
    r"|reason|choice|plans?|time|fewer|stranger|part|group|claims?|immediate|indication|information|details?)\b"
)
_NOT_BOTH = re.compile(r" (?:in|at|by|from|to|on|the|sides?|and|parties|countries|have|were|are|killed|inside)\b")


@dataclass(frozen=True, slots=True)
class Count:
    """A number expression with its modifiers.

    ``start`` and ``end`` are offsets into the text searched. ``min`` and ``max`` are inclusive, ``None`` is open.
    ``rule`` names the reading: exact, at least, more than, up to, fewer than, about, range, vague, fixed or none.
    """

    start: int
    end: int
    min: int | None
    max: int | None
    approximate: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase gives as a figure; ``who`` are those counted, in the phrase's own words ("" if unsaid)."""

    min: int | None
    max: int | None
    approximate: bool = False
    who: str = ""
    rule: str = ""


def find_counts(text: str) -> list[Count]:
    """Return the counts in ``text`` in order, none overlapping another.

    "a" and "an" alone are no counts; nor are ordinals, years, dates, times, ages, measures and numbers in names.
    """
    if not _DIGIT.search(text) and _NUMBER_WORDS.isdisjoint(_LETTERS.findall(text.lower())):
        return []
    counts = (_count(text, match) for match in _COUNT.finditer(text))
    return [count for count in counts if count is not None]


def _count(text: str, match: re.Match[str]) -> Count | None:
    start, end = match.span()
    if match["zero"] is not None:
        nothing = match["zero"].lower() != "no" or not _NO_ZERO.match(text, end)
        return Count(start, end, 0, 0, approximate=False, rule="none") if nothing else None
    if match["vague"] is not None:
        return None if _MEASURED.match(text, end) else Count(start, end, None, None, approximate=False, rule="vague")
    if match["fixed"] is not None:
        value = next(number for word, number in _FIXED.items() if word in match["fixed"].lower())
        both_of_a_list = match["fixed"].lower() == "both" and _NOT_BOTH.match(text, end)
        if both_of_a_list or _MEASURED.match(text, end):
            return None
        low, high, rule = _bounded(value, value, _rule(match))
        return Count(start, end, low, high, rule == "about", "fixed" if rule == "exact" else rule)
    return _number(text, match)


def _number(text: str, match: re.Match[str]) -> Count | None:
    start, end = match.span()
    if match["low"] is not None:
        pair: tuple[str, str | None] = (match["low"], match["high"])
    else:
        pair = (match["first"], match["second"])
    low = number_value(pair[0])
    high = low if pair[1] is None else number_value(pair[1])
    if low is None or high is None or high < low or _is_no_count(text, match):
        return None
    if high > low and re.search(r"\bfrom $", text[:start], re.IGNORECASE):
        # "rose from 12 to 19": the second number is the figure, the two are no range.
        return Count(match.start("second"), match.end("second"), high, high, approximate=False, rule="exact")
    rule = _rule(match)
    if high > low and rule in {"exact", "about"}:
        return Count(start, end, low, high, rule == "about", "range")
    bounds = _bounded(low, high, rule)
    return Count(start, end, bounds[0], bounds[1], rule == "about", rule)


def _rule(match: re.Match[str]) -> str:
    modifier = match["modifier"]
    if modifier is not None:
        return next(rule for rule, forms in _MODIFIER_RULES if forms.fullmatch(modifier))
    return _AFTER_RULES[match["after"].lower()] if match["after"] else "exact"


def _bounded(low: int, high: int, rule: str) -> tuple[int | None, int | None, str]:
    bounds: dict[str, Bounds] = {
        "at least": (low, None),
        "more than": (low + 1, None),
        "up to": (None, high),
        "fewer than": (None, max(high - 1, 0)),
    }
    return (*bounds.get(rule, (low, high)), rule)


def number_value(words: str) -> int | None:
    """Return the value of a number in digits or English words ("1,200", "two hundred and five"), else ``None``."""
    total = current = 0.0
    for word in re.findall(r"[a-z]+|\d[\d,]*(?:\.\d+)?", words.lower()):
        if word in _SMALL_NUMBERS:
            current += _SMALL_NUMBERS[word]
        elif word in {"a", "an"}:
            current = current or 1
        elif word == "half":
            current = 0.5
        elif word in {"hundred", "dozen"}:
            current = (current or 1) * (12 if word == "dozen" else 100)
        elif word in _SCALES:
            total, current = total + (current or 1) * _SCALES[word], 0
        elif word[0].isdigit():
            if len(word) > _LONGEST_NUMBER:
                return None
            current += float(word.replace(",", ""))
        elif word != "and":
            return None
    value = total + current
    return int(value) if value == int(value) else None


def _is_no_count(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    if _MEASURED.match(text, end) and match["after"] is None:
        return True
    before = text[max(0, start - 32) : start]
    number = match["first"] or ""
    if number.lower() == "one":
        return bool(_ONLY_ONE.search(before)) or text.startswith(" another", end)
    if not number[:1].isdigit():
        return bool(_AGED.search(before))
    if _AGED.search(before) or _NAMED_BEFORE.search(before) or _DATED_BEFORE.search(before):
        return True
    if _YEAR.match(number) and match["after"] is None:
        return before.lower().endswith("the ") or not _COUNTED_AFTER.match(text, end)
    return len(number) <= len("99") and bool(_AGE_BEFORE.search(before) and _AGE_AFTER.match(text, end))


# ---------------------------------------------------------------------------------------------------------------
# Whole phrases

_ACTION = (
    r"kill(?:s|ed|ing|ings)?|murder(?:s|ed|ing)?|shoot(?:s|ing|ings)?|shot|wound(?:s|ed|ing)?|injur(?:es|e|ed|ing)"
    r"|hurt(?:s|ing)?|maim(?:s|ed|ing)?|assassinat(?:es|e|ed|ing|ion|ions)|execut(?:es|e|ed|ing|ion|ions)|slay(?:s|ing)?"
    r"|slain|behead(?:s|ed|ing|ings)?|stab(?:s|bed|bing)?|massacr(?:es|e|ed|ing)|abduct(?:s|ed|ing|ion|ions)?"
    r"|kidnap(?:s|ped|ping|pings)?|arrest(?:s|ed|ing)?|captur(?:es|e|ed|ing)|detain(?:s|ed|ing)?|detention|seiz(?:es|e|ed|ing)"
    r"|sei[sz]ure|tak(?:e|es|ing)|took|taken|hold(?:s|ing)?|held|leav(?:e|es|ing)|left|claim(?:s|ed|ing)? the li(?:fe|ves) of"
    r"|surrender|capture|deaths?|died|dies|die|dying|dead|loss|bod(?:y|ies)|torture[ds]?|fir(?:e|es|ed|ing)|launch(?:es|ed|ing)?"
    r"|intercept(?:s|ed|ing)?|down(?:s|ed|ing)|destroy(?:s|ed|ing)?|hostages?|bring(?:s|ing)?|rais(?:es|e|ing)|send(?:s|ing)?"
    r"|rescu(?:es|e|ed|ing)|fre(?:es|ed|eing)|releas(?:es|e|ed|ing)|caus(?:es|e|ed|ing)|los(?:es|ing)|lost|suffer(?:s|ed|ing)?"
)
_ADVERB = (
    r"\w+ly|then|also|later|now|again|further|fatal|deadly|mass|police|targeted|extrajudicial|summary|drone|attempted"
    r"|and|the|forcibly|drive|hostage|prisoner|in"
)
_LEAD_NOUN = re.compile(
    rf"^(?:.*?\b)?(?:{_ACTION})(?: and (?:{_ACTION}))? of (?=\S)",
    re.IGNORECASE,
)
_LEAD_VERB = re.compile(
    rf"^(?:(?:\w+ly|then|also|later|have|has|had|to|and|the attack) )*(?:{_ACTION})(?: (?:and )?(?:{_ACTION}))* ",
    re.IGNORECASE,
)
_ONLY_VERBS = re.compile(
    rf"^(?:(?:{_ACTION}|{_ADVERB}|is|are|was|were|be|been|being|has|have|had|gets?|got|down|up|at|dead|who|fatally"
    r"|critical|condition|reportedly|believed|to)\b\s*)*$",
    re.IGNORECASE,
)
_PARTICIPLE = (
    r"(?:killed|injured|wounded|kidnapped|arrested|detained|captured|abducted|hurt|murdered|shot|reported|reportedly"
    r"|missing|critically|seriously|fatally|suffer\w*|sustain\w*|receive\w*|held|taken)"
)
_TAIL = re.compile(
    rf",? \b(?:is|are|was|were|has|have|had|be|been|being|will|would|who|whom|which|that|whose|when|where|after|before"
    r"|during|in|at|on|by|from|near|with|as|to|into|for|inside|outside|against|amid|following|dies|died|die|dead|gets?"
    rf"|(?<!\ba )(?<!\ban )(?<!\bthe ){_PARTICIPLE})\b.*$",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r" (?:is|are|was|were|has|have|had|be|been|being|dead|die[sd]?|reported(?:ly)?)\b", re.IGNORECASE
)
_PARTICIPLE_AFTER = re.compile(rf"\w (?:{_PARTICIPLE})\b", re.IGNORECASE)
_PLACED = re.compile(r"\b(?:of|from|in|for) [A-Z]")
_FINAL_VERB = re.compile(
    rf" (?:(?:is|are|was|were|has|have|had|been|being|also|reportedly|{_PARTICIPLE}|dead|die[sd]?)(?: |$))+$",
    re.IGNORECASE,
)
_PART = re.compile(
    r",? ?\b(?:including|includes|included|among (?:them|whom|those)|(?:\w+ ){1,6}of (?:them|whom)\b|mostly|most(?:ly)? of|mainly"
    r"|not counting|excluding|besides the)\b.*$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_SEPARATOR = re.compile(
    r"(?:,|;)? (?:and then|and also|and|as well as|along with|alongside|together with|plus|while|then|but)\b(?= )"
    r"|,(?= )|;(?= )|\.(?= [A-Z])|(?<=\w) \+ (?=\w)",
)
_PLACE_PAIR = re.compile(
    r"\b(?:Iraq and (?:the )?\w+|Bosnia and Herzegovina|Trinidad and Tobago|Syria and the Levant)\b"
)
_UNHARMED = re.compile(
    r"\b(?:without (?:any |causing )*(?:\w+ )?(?:casualt\w+|injur\w+|loss\w*|deaths?|fatalit\w+|victims?|harm)"
    r"|(?:not|n't|never) (?:\w+ )?(?:cause|causing|injur\w+|hurt\w*|wound\w+|harm\w*|kill\w*|result)"
    r"|without (?:\w+ing) (?:anyone|anybody)|no (?:one|people) (?:is|are|was|were) (?:killed|hurt|injured|wounded)"
    r"|unhurt|unharmed|uninjured|unscathed)\b",
    re.IGNORECASE,
)
_MUNITION = re.compile(
    r"\b(?:missiles?|drones?|rockets?|shells?|bombs?|mines?|mortars?|projectiles?|uavs?|munitions?|warheads?|grenades?)\b",
    re.IGNORECASE,
)
_ALL_LAUNCHED = re.compile(r" of (?:the |its |their |some |all )*$", re.IGNORECASE)
_SINGULAR_VERB = re.compile(r"^(?:\S+ )*?(?:is|was|has|dies|been shot dead)\b|^(?:\w+ ){0,2}(?:dies)\b", re.IGNORECASE)
_PLURAL_VERB = re.compile(r"(?<!\bto )\b(?:are|were|have|die)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:he|him|himself|she|her|herself|his own life|another|one another)$", re.IGNORECASE)
_PRONOUNS = re.compile(r"(?:they|them|themselves|those|others|some|number)\b(?! \w+ \w+ly)", re.IGNORECASE)
_DETERMINER = re.compile(r"(?:an?|the|his|her|its|their|our|my|this|that|another|one|\S+'s|\S+s') ", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:an?|the) (?:second|third|fourth|fifth|sixth|\w+th)$", re.IGNORECASE)
_PRONOUN_KINDS = (("one", _PRONOUN), ("one", _ORDINAL), ("vague", _PRONOUNS))
_IRREGULAR_PLURAL = re.compile(
    r"(?:people|persons|men|women|children|police|troops|personnel|crew|staff|youth|clergy|forces?|army|military|famil(?:y|ies)"
    r"|group|public|crowd|convoy|team|squad|unit|majority|rest|villagers|civilians|\w*(?:men|women|folk|people))$",
    re.IGNORECASE,
)
_PEOPLES = re.compile(
    r"(?:\w*(?:ans|nis|qis|lis|mis|dis|bis|iis|shis|this|ites|ards|urds|erbs|roats|rabs|urks|unnis|ews|ians|Marines|Rangers"
    r"|Americans|Britons|Danes|Swedes|Finns|Poles|Czechs|Greeks|Filipinos|Thais|Tatars|Uyghurs|Afghans|Uzbeks|Tajiks"
    r"|Chinese|Japanese|Vietnamese|Burmese|Lebanese|Sudanese|Taliban|Christians|Muslims|Hindus|Sikhs|Copts))$"
)
_CAPITAL = re.compile(r"[A-Z\u00c0-\u00de'\u02bf\u2018]*[A-Z]")
_NAME_PARTICLE = re.compile(
    r"(?:al|el|bin|ibn|abu|de|del|da|dos|la|van|von|der|ul|ud|bint|al-\w+|el-\w+|ad-\w+|ul-\w+)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the things that stand side by side in a phrase."""

    bounds: Bounds
    kind: str
    words: str
    raw: str
    separator: str
    follows: str
    approximate: bool = False


#: "a man of 55", "a boy, 6,": ages, no counts.
_AGE = re.compile(
    r"\b((?:man|woman|boy|girl|child|teenager|pensioner|student|person|soldier|toddler|infant|baby))"
    rf"(?: of (?:\d{{1,3}}|{_SMALL})|, (?:aged )?\d{{1,3}},?)\b"
    rf"|(?<=[a-z]), (?:aged )?\d{{1,2}}(?=,)|,? aged (?:\d{{1,2}}|{_SMALL})(?:(?:,| and) (?:\d{{1,2}}|{_SMALL}))*",
    re.IGNORECASE,
)
#: "has gone up to 47" is 47, no upper bound.
_RISEN_TO = re.compile(
    r"\b(gone|goes|went|risen|rises?|rising|rose|climb(?:s|ed|ing)?|increas(?:es?|ed|ing)) up to\b", re.IGNORECASE
)
_TOLL = re.compile(r"\btoll\b.*\b(?:to|at|of|is|was|reached|reaches)\b(?: now| over| more)* ?$", re.IGNORECASE)
#: "A seventh person dies": the toll it brings.
_NTH_DEAD = re.compile(
    r"^(?:the |an? )?(?P<nth>\w+) (?:person|victim|man|woman|child|soldier)?(?: \w+)*? ?(?:die[sd]|has died|fatality|death)\b",
    re.IGNORECASE,
)
_ORDINALS = dict(
    zip(
        (
            "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
            "sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split(),
        range(3, 21),
        strict=True,
    )
)
#: Words that tell what was done to one whom the phrase does not name.
_DONE_TO_ONE = re.compile(
    r"^(?:(?:is|was|being|been|be|has been|have been|later|reportedly|allegedly|also|fatally|believed to have been"
    r"|and) )*(?:killed|murdered|slain|assassinated|executed|beheaded|shot|stabbed|wounded|injured|arrested|captured"
    r"|detained|kidnapped|abducted|seized|taken (?:into custody|prisoner|hostage))"
    r"(?: (?:and|dead|to death|killed|wounded|injured|arrested|fatally|critically|seriously))*(?: by\b.*)?$",
    re.IGNORECASE,
)
#: Words for deaths or arrests that count none of them.
_UNCOUNTED = re.compile(
    r"^(?:the |mass |deadly )?(?:deaths|killings|murders|executions|fatalities|casualties|arrests|abductions"
    r"|kidnappings|injuries|deadly|lethal|fatal)$",
    re.IGNORECASE,
)
#: What a breakdown breaks down: "three people, two policemen and a driver".
_GENERAL = re.compile(
    r"^(?:other )?(?:people|persons|victims|others|dead|casualties|men|passengers|staff)?", re.IGNORECASE
)


def read_figure(words: str) -> Reading | None:
    """Read the figure that a phrase gives as a whole; ``None`` where it names nobody and nothing to count.

    Parts side by side are added: both ends where all are exact, else lower bounds add and the upper is open as soon
    as one is. A vague part ("several others") leaves the whole without a lower bound.
    """
    text = _AGE.sub(r"\1", _BRACKETS.sub("", fold_keeping_case(" ".join(words.split()))))
    text = _RISEN_TO.sub(r"\1 to", text)
    whole = _nothing(text) or _toll(text) or _without_noun(text)
    if whole is not None:
        return whole
    cut = _PART.sub("", text)
    parts = _own_parts(_parts(cut if cut.strip() else text))
    if not parts:
        return None
    if _is_of_one(text, parts):
        return Reading(1, 1, who=_who(text, parts[:1]), rule="one")
    return Reading(
        min=_total(_lows(parts)),
        max=_total(_highs(parts)),
        approximate=any(part.approximate for part in parts),
        who=_who(cut if cut.strip() else text, parts),
        rule="sum" if len(parts) > 1 else parts[0].kind,
    )


def _total(bounds: Sequence[int | None]) -> int | None:
    known = [bound for bound in bounds if bound is not None]
    return sum(known) if len(known) == len(bounds) else None


def _nothing(text: str) -> Reading | None:
    counts = find_counts(text)
    if counts and counts[0].rule == "none":
        who = _TAIL.sub("", text[counts[0].end :]).strip()
        return Reading(0, 0, who=who, rule="none")
    if _UNHARMED.search(text) and not any(count.min for count in counts):
        return Reading(0, 0, rule="none")
    return None


def _toll(text: str) -> Reading | None:
    """Read a toll: the number it stands at, or the one that another death brings it to."""
    nth = _NTH_DEAD.match(text)
    if nth is not None and nth["nth"].lower() in _ORDINALS:
        toll = _ORDINALS[nth["nth"].lower()]
        return Reading(toll, toll, rule="toll")
    text = _PART.sub("", text)
    for count in find_counts(text):
        if _TOLL.search(text[: count.start]):
            return Reading(count.min, count.max, count.approximate, _noun(text[count.end :]), "toll")
    return None


def _without_noun(text: str) -> Reading | None:
    """Read words that say only what was done: to one, or to an unknown number."""
    if not find_counts(text) and _DONE_TO_ONE.match(text):
        return Reading(1, 1, rule="one")
    return Reading(None, None, rule="vague") if _UNCOUNTED.match(text) else None


_ONE_VERB = re.compile(r"\b(?:is|was)\b", re.IGNORECASE)


def _is_of_one(text: str, parts: Sequence[_Part]) -> bool:
    """Tell whether one singular verb after all parts says that they are one: "X, sister of Y and Z, was shot"."""
    if len(parts) < 2 or any(part.kind not in {"article", "name", "one"} for part in parts):
        return False
    verbs = list(_ONE_VERB.finditer(text))
    return len(verbs) == 1 and text.rfind(parts[-1].words) < verbs[0].start() and not _PLURAL_VERB.search(text)


def _parts(text: str) -> list[_Part]:
    guarded = [(count.start, count.end) for count in find_counts(text)]
    guarded += [match.span() for match in _PLACE_PAIR.finditer(text)]
    parts: list[_Part] = []
    begin, separator = 0, ""
    for match in _SEPARATOR.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in guarded):
            continue
        follows = match.group().strip()
        parts += _part(text[begin : match.start()], parts, separator, follows)
        begin, separator = match.end(), follows
    return parts + _part(text[begin:], parts, separator, "")


def _part(conjunct: str, before: Sequence[_Part], separator: str, follows: str) -> list[_Part]:
    words = conjunct.strip(" ,.;:\"'")
    counts = [count for count in find_counts(words) if count.rule != "none"]
    if counts:
        count = _chosen(words, counts)
        noun = _noun(words[count.end :])
        return [_Part((count.min, count.max), "count", noun, words, separator, follows, count.approximate)]
    shared = bool(before) and before[-1].kind == "article" and separator == "and"
    kind = _nominal(words, first=not before, shared=shared)
    if kind is None:
        return []
    bounds: Bounds = {"vague": (None, None), "couple": (2, 2)}.get(kind, (1, 1))
    return [_Part(bounds, kind, _stripped(words), words, separator, follows)]


def _noun(words: str) -> str:
    """Return what a number counts, given the words that follow it."""
    noun = _TAIL.sub("", words).strip()
    if not noun and not _AUXILIARY.match(words):
        noun = _TAIL.sub("", words.strip())
    return "" if _ONLY_VERBS.match(noun) else noun.removeprefix("of ")


def _chosen(words: str, counts: Sequence[Count]) -> Count:
    """Of "34 of 67 missiles" the 67 were used; elsewhere the first number is the figure."""
    if len(counts) > 1 and _ALL_LAUNCHED.fullmatch(words[counts[0].end : counts[1].start]):
        return counts[1] if _MUNITION.search(words[counts[1].end :]) else counts[0]
    return counts[0]


def _stripped(words: str) -> str:
    bare = _LEAD_NOUN.sub("", words)
    if bare == words:
        bare = _LEAD_VERB.sub("", words)
    return _TAIL.sub("", " " + bare).strip()


def _nominal(words: str, *, first: bool, shared: bool) -> str | None:
    """Say what a conjunct without a number is: a name, an article and noun, one, vague, or ``None``.

    ``shared`` tells that it may share the article of the conjunct before ("a police officer and court employee").
    """
    singular = first and bool(_SINGULAR_VERB.match(words))
    plural = bool(_PLURAL_VERB.search(words))
    nominal = "" if _ONLY_VERBS.match(words) else _stripped(words)
    if not nominal or _ONLY_VERBS.match(nominal):
        return _of_verb(singular=singular, plural=plural and first and not nominal)
    for kind, pattern in _PRONOUN_KINDS:
        if pattern.match(nominal):
            return kind
    head = re.split(r" of | to |, ", nominal)[0]
    if _DETERMINER.match(head):
        return _of_one(head)
    if _is_plural(head) or (plural and " " not in head):
        return "vague"
    told_as_headline = _PARTICIPLE_AFTER.search(words) is not None
    return "name" if _is_name(head) else _of_verb(singular=shared or singular or told_as_headline, plural=False)


def _of_verb(*, singular: bool, plural: bool) -> str | None:
    """Read the number off the verb where no noun tells it: "was killed" is one, "were killed" is open."""
    return "one" if singular else "vague" if plural else None


def _of_one(head: str) -> str:
    if _is_plural(head) and not re.match(r"an? |one |another ", head, re.IGNORECASE):
        return "vague"
    return "couple" if head.endswith(" couple") else "article"


def _is_plural(head: str) -> bool:
    *others, last = head.split()
    if "people" in others or _IRREGULAR_PLURAL.match(last) or _PEOPLES.match(last):
        return True
    return last.endswith("s") and not last.endswith(("ss", "us", "is")) and not _CAPITAL.match(last)


def _is_name(head: str) -> bool:
    tokens = head.split()
    last = tokens[-1]
    return bool(_CAPITAL.match(last) or _NAME_PARTICLE.match(last)) and not _is_plural(head)


def _own_parts(parts: Sequence[_Part]) -> list[_Part]:
    """Leave out what only says more of the part before it: an apposition, a shared count, a breakdown."""
    kept: list[_Part] = []
    for part in parts:
        if not kept or not _belongs(part, kept[-1]):
            kept.append(part)
    rest = kept[1:]
    sums_up = (
        len(rest) > 1
        and rest[0].separator == ","
        and kept[0].bounds == (_total(_lows(rest)), _total(_highs(rest)))
        and _GENERAL.fullmatch(kept[0].words) is not None
    )
    return kept[:1] if sums_up else kept


def _belongs(part: _Part, before: _Part) -> bool:
    if before.kind == "count" and part.kind in {"vague", "name"}:
        return part.kind == "vague" or _PLACED.search(before.raw) is not None
    if part.separator != "," or part.follows == "and":
        return False
    if before.kind == "count" and before.bounds == (1, 1) and part.kind == "article" and not part.follows:
        # "One civilian, a taxi driver, was killed": a list would end with "and".
        return True
    if "count" in {part.kind, before.kind}:
        return False
    # "Igor K., head of the service, and his assistant" names one man twice; two articles name two people.
    return {part.kind, before.kind} <= {"article", "name", "one"} and {part.kind, before.kind} != {"article"}


def _lows(parts: Sequence[_Part]) -> list[int | None]:
    return [part.bounds[0] for part in parts]


def _highs(parts: Sequence[_Part]) -> list[int | None]:
    return [part.bounds[1] for part in parts]


def _who(text: str, parts: Sequence[_Part]) -> str:
    return (
        parts[0].words if len(parts) == 1 else _FINAL_VERB.sub("", _LEAD_VERB.sub("", _LEAD_NOUN.sub("", text))).strip()
    )
