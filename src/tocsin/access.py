"""Who may do what, and what was done: values that the ledger keeps and the server and command line use."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

#: What every token begins with, so that one that was passed on by mistake is known for what it is.
PREFIX = "tocsin_"

_TOKEN = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")
_NAME = re.compile(r"[^\W_](?:[\w .@-]{0,62}\w)?")


class Role(StrEnum):
    """What somebody may do: read what is public; decide; and also set rules and see the audit."""

    READER = "reader"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    def covers(self, asked: Role) -> bool:
        """Say whether whoever has this role may do what ``asked`` may."""
        roles = list(Role)
        return roles.index(self) >= roles.index(asked)


class AccessError(ValueError):
    """A name or role that nobody can have, or a token that cannot be made or ended."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as the ledger knows it: by the hash of its words alone."""

    hash: str
    name: str
    role: Role
    made: datetime
    used: datetime | None = None
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: the name that decisions are made under, the role, and from where."""

    name: str
    role: str
    address: str


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did, for the audit: ``what`` in a word or two, the id of its ``target``, and further ``detail``."""

    actor: Actor
    what: str
    target: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Audited:
    """An act as the audit holds it: its number, counted from 1, and its time (ISO 8601, UTC)."""

    number: int
    at: str
    act: Act


def new_token() -> str:
    """Return a token that nobody can guess (256 bits)."""
    return PREFIX + secrets.token_urlsafe(32)


def looks_like_token(words: str) -> bool:
    """Say whether words have the form of a token."""
    return _TOKEN.fullmatch(words) is not None


def token_hash(token: str) -> str:
    """Return what a ledger keeps of a token: SHA-256 of its words, as hexadecimal digits."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def checked_name(name: str) -> str:
    """Return a name that somebody can have.

    Raises:
        AccessError: it is none: letters, digits, spaces and ``. @ - _`` (64 at most, a letter or digit first).

    """
    if _NAME.fullmatch(name) is None:
        raise AccessError(
            f"{name!r} is no name: letters, digits, spaces and . @ - _, at most 64, a letter or digit first"
        )
    return name
