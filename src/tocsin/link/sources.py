"""Whose word a report is: original sources, counted once however many outlets carry them.

A report that credits an agency is the agency's; reports with nearly the same text are one source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from tocsin.lexicon.folding import name_key
from tocsin.link.copies import near_copies
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

_WAYS = "|".join(
    sorted((re.escape(way) for ways in AGENCIES.values() for way in ways), key=lambda way: (-len(way), way))
)
_DASH = r"[-\N{EN DASH}\N{EM DASH}]"
#: Words that credit an agency: "told AFP", "AFP reported", "AFP \N{EN DASH} Nine people" and, at the end of a line, "\N{EN DASH} AFP".
_CREDIT = re.compile(
    rf"\b(?:told|said to|according to|reported by|quoted by|citing|[Ss]ource:) (?:the )?(?:news agency )?({_WAYS})\b"
    rf"|\b({_WAYS}) (?:news agency )?(?:said|says|reported|reports)\b"
    rf"|(?:^|[\s,])({_WAYS}) ?{_DASH}(?=\s)"
    rf"|(?:^|\s){_DASH} ?({_WAYS})(?=[.\s]*(?:\n|$))"
)
#: The first sentence, near enough: a full stop before the fortieth character is that of a short form in the dateline.
_FIRST_SENTENCE = re.compile(r"\s*.{40,400}?[.!?](?=[\s\"\N{RIGHT DOUBLE QUOTATION MARK}]|$)", re.DOTALL)


#: A page kept by an archive is the word of whoever published it: its own address stands at the end.
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/[^/]+/(?P<own>https?://.+)$")


def _host(url: str | None) -> str | None:
    """Return the host that published the page of an address, ``None`` where it names none."""
    if url is None:
        return None
    archived = _ARCHIVED.match(url)
    return urlsplit(archived["own"] if archived else url).hostname


def source_name(report: Report, claims: Sequence[Claim]) -> str:
    """Return the original source of what ``report`` tells in ``claims``.

    The agency that the outlet's name, the text's dateline, first sentence or signature or the claims' speakers credit;
    else the outlet, else the host of the address, else the report's own name.
    """
    return _credited(report, claims) or report.outlet or _host(report.url) or report.ref


def _credited(report: Report, claims: Sequence[Claim]) -> str | None:
    places = (report.outlet or "", report.text[:_DATELINE_CHARACTERS], report.text[-_SIGNATURE_CHARACTERS:])
    for bracket in (found for text in places for found in _BRACKETS.findall(text)):
        for part in bracket.split("/"):
            if name_key(part) in _BY_KEY:
                return _BY_KEY[name_key(part)]
    if report.outlet is not None and name_key(report.outlet) in _BY_KEY:
        return _BY_KEY[name_key(report.outlet)]
    for text in (_opening(report.text), report.text[-_SIGNATURE_CHARACTERS:]):
        if credit := _CREDIT.search(text):
            return _BY_KEY[name_key(next(filter(None, credit.groups())))]
    speakers = sorted({speaker for claim in claims for speaker in claim.speakers}, key=lambda s: s.span)
    return next((_BY_KEY[key] for s in speakers if (key := name_key(said_name(s))) in _BY_KEY), None)


def _opening(text: str) -> str:
    found = _FIRST_SENTENCE.match(text)
    return found.group() if found else text[:_DATELINE_CHARACTERS]


def original_sources(reports: Iterable[Report], claims: Mapping[str, Sequence[Claim]]) -> dict[str, str]:
    """Return the original source of each report id; near copies have that of the earliest published of them.

    :param reports: the reports of one incident, in any order.
    :param claims: the claims on the incident by report id.
    """
    ordered = sorted(reports, key=lambda report: (report.published, report.id))
    own = [source_name(report, claims[report.id]) for report in ordered]
    first = near_copies([report.text for report in ordered])
    return {report.id: own[at] for report, at in zip(ordered, first, strict=True)}
