"""Somebody's bytes to reports: one module a format."""

from tocsin.read.canonical import UndecodableError, canonical, decode
from tocsin.read.found import Defaults, Notice, Outcome, Refusal, calendar_date
from tocsin.read.language import language_of
from tocsin.read.source import read_sources, size_of

__all__ = [
    "Defaults",
    "Notice",
    "Outcome",
    "Refusal",
    "UndecodableError",
    "calendar_date",
    "canonical",
    "decode",
    "language_of",
    "read_sources",
    "size_of",
]
