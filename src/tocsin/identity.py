"""Identities: hashes of where a thing came from, so that reading again changes nothing.

An id is one letter for what it names and 16 hexadecimal digits of SHA-256.
"""

from __future__ import annotations

import hashlib
from datetime import date


def _digest(letter: str, *parts: str) -> str:
    body = "\x1f".join(parts).encode("utf-8")
    return letter + hashlib.sha256(body).hexdigest()[:16]


def report_id(text: str, outlet: str | None, published: date) -> str:
    """Return the id of a report: canonical text, outlet and day of publication."""
    return _digest("r", text, outlet or "", published.isoformat())


def claim_id(report: str, start: int, end: int) -> str:
    """Return the id of a claim: its report and the place of its trigger, whatever coder found it."""
    return _digest("c", report, str(start), str(end))


def document_id(address: str, outlet: str | None, published: date) -> str:
    """Return the id of a document that may be read in several versions: where, by whom and on which day published."""
    return _digest("d", address, outlet or "", published.isoformat())


def claim_in_document(document: str, sentence: str, before: int, trigger: tuple[int, int]) -> str:
    """Return the id of a claim in a document that may change around it.

    It stays the same as long as the ``sentence`` does: the hash of these words, how often they stand ``before`` in the
    same version, and the place of the ``trigger`` in them (start and end).
    """
    return _digest("c", document, sentence, str(before), str(trigger[0]), str(trigger[1]))


def total_id(report: str, start: int, end: int) -> str:
    """Return the id of a cumulative figure: its report and the place of its words."""
    return _digest("t", report, str(start), str(end))


def incident_id(founding_claim: str) -> str:
    """Return the id of an incident: minted from its founding claim."""
    return _digest("i", founding_claim)


def judgement_id(*parts: str) -> str:
    """Return the id of a judgement: its verdict, the claims judged, who and when."""
    return _digest("j", *parts)


def rule_id(said: str) -> str:
    """Return the id of a rule of discretion: all that it says, by whom and when."""
    return _digest("d", said)
