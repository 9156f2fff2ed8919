"""Opaque cursors: where the next page begins."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from typing import Annotated, Any

from fastapi import Query

from tocsin.web.problems import unfit

#: Elements of a page, unless asked otherwise, and at most.
PAGE, MOST = 50, 200
_LONGEST = 512
_GREATEST = 2**63 - 1

#: What the last part of a cursor may be.
INCIDENT, REPORT = re.compile("i[0-9a-f]{16}"), re.compile("r[0-9a-f]{16}")

Limit = Annotated[int, Query(ge=1, le=MOST, description="Elements a page.")]
Cursor = Annotated[
    str | None, Query(max_length=_LONGEST, description="Where to go on: `links.next` of the page before has it.")
]


def written(key: tuple[Any, ...]) -> str:
    """Return the cursor of a key."""
    return urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def read(cursor: str | None, shape: tuple[type, ...], last: re.Pattern[str] | None = None) -> tuple[Any, ...] | None:
    """Return the key of a cursor, whose parts have these types, the last one this pattern.

    Raises:
        ProblemError: it is none of ours.

    """
    if cursor is None:
        return None
    try:
        key = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError) as error:
        raise unfit("cursor", "not one that links.next gave") from error
    fits = isinstance(key, list) and [type(part) for part in key] == list(shape)
    if not fits or any(isinstance(part, int) and abs(part) > _GREATEST for part in key):
        raise unfit("cursor", "not one that links.next gave")
    if last is not None and not last.fullmatch(key[-1]):
        raise unfit("cursor", "not one that links.next gave")
    return tuple(key)


def check_day(written: str) -> None:
    """Refuse a day of a cursor that is none.

    Raises:
        ProblemError: that is so.

    """
    try:
        date.fromisoformat(written)
    except ValueError as error:
        raise unfit("cursor", "not one that links.next gave") from error
