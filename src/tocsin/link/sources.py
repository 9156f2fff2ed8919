"""Whose word a report is: original sources, counted once however many outlets carry them.

A report that credits an agency is the agency's; reports with nearly the same text are one source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from urllib.parse import urlsplit

from tocsin.lexicon.folding import fold, name_key
from tocsin.link.wording import said_name
from tocsin.model import Claim, Report

#: News agencies and broadcasters that other outlets carry, each with the ways they are credited.
AGENCIES: dict[str, tuple[str, ...]] = {
    "AFP": ("AFP", "Agence France-Presse"),
    "Al Jazeera": ("Al Jazeera", "AlJazeera"),
    "Anadolu": ("Anadolu", "Anadolu Agency"),
    "ANI": ("ANI", "Asian News International"),
    "ANSA": ("ANSA",),
    "AP": ("AP", "Associated Press", "The Associated Press"),
    "DPA": ("DPA", "Deutsche Presse-Agentur"),
    "EFE": ("EFE",),
    "IANS": ("IANS",),
    "Interfax": ("Interfax",),
    "IRNA": ("IRNA",),
    "Kyodo": ("Kyodo", "Kyodo News"),
    "PTI": ("PTI", "Press Trust of India"),
    "Reuters": ("Reuters",),
    "SANA": ("SANA",),
    "TASS": ("TASS", "Itar-Tass"),
    "Telesur": ("Telesur",),
    "UPI": ("UPI",),
    "WAFA": ("WAFA",),
    "Xinhua": ("Xinhua", "Xinhua News Agency"),
    "Yonhap": ("Yonhap",),
}
_BY_KEY = {name_key(written): agency for agency, ways in AGENCIES.items() for written in ways}

_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]")
#: A dateline's credit stands in the first characters of a text, a signature in the last.
_DATELINE_CHARACTERS = 160
_SIGNATURE_CHARACTERS = 60

#: Two texts that share this part of their four-word shingles are one text.
SAME_TEXT = 0.8
_SHINGLE = 4
_WORD = re.compile(r"\w+")


def source_name(report: Report, claims: Sequence[Claim]) -> str:
    """Return the original source of what ``report`` tells in ``claims``.

    The agency that the outlet's name, the text's dateline or signature or the claims' speakers credit; else the
    outlet, else the host of the address, else the report's own name.
    """
    return _credited(report, claims) or report.outlet or urlsplit(report.url or "").hostname or report.ref


def _credited(report: Report, claims: Sequence[Claim]) -> str | None:
    places = (report.outlet or "", report.text[:_DATELINE_CHARACTERS], report.text[-_SIGNATURE_CHARACTERS:])
    for bracket in (found for text in places for found in _BRACKETS.findall(text)):
        for part in bracket.split("/"):
            if name_key(part) in _BY_KEY:
                return _BY_KEY[name_key(part)]
    if report.outlet is not None and name_key(report.outlet) in _BY_KEY:
        return _BY_KEY[name_key(report.outlet)]
    speakers = sorted({speaker for claim in claims for speaker in claim.speakers}, key=lambda s: s.span)
    return next((_BY_KEY[key] for s in speakers if (key := name_key(said_name(s))) in _BY_KEY), None)


@lru_cache(maxsize=4096)
def shingles(text: str) -> frozenset[int]:
    """Return the hashes of the four-word shingles of a text; a shorter text is one shingle.

    Hashes hold within one process only and never leave it.
    """
    told = _WORD.findall(fold(text))
    return frozenset(hash(tuple(told[n : n + _SHINGLE])) for n in range(max(1, len(told) - _SHINGLE + 1)))


def same_text(a: str, b: str) -> bool:
    """Return whether two texts are near copies: shingle Jaccard of at least :data:`SAME_TEXT`."""
    left, right = shingles(a), shingles(b)
    if min(len(left), len(right)) < SAME_TEXT * max(len(left), len(right)):
        return False
    return len(left & right) >= SAME_TEXT * len(left | right)


def original_sources(reports: Iterable[Report], claims: Mapping[str, Sequence[Claim]]) -> dict[str, str]:
    """Return the original source of each report id; near copies share the source of the earliest of them.

    :param reports: the reports of one incident, earliest first.
    :param claims: the claims on the incident by report id.
    """
    ordered = tuple(reports)
    source = {report.id: source_name(report, claims[report.id]) for report in ordered}
    for early, late in combinations(ordered, 2):
        if same_text(early.text, late.text):
            source[late.id] = source[early.id]
    return source
