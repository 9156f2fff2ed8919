"""Opaque cursors: where the next page begins."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Any

from fastapi import Query

from tocsin.web.problems import unfit

#: Elements of a page, unless asked otherwise, and at most.
PAGE, MOST = 50, 200
_LONGEST = 512

Limit = Annotated[int, Query(ge=1, le=MOST, description="Elements a page.")]
Cursor = Annotated[
    str | None, Query(max_length=_LONGEST, description="Where to go on: `links.next` of the page before has it.")
]


def written(key: tuple[Any, ...]) -> str:
    """Return the cursor of a key."""
    return urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def read(cursor: str | None, shape: tuple[type, ...]) -> tuple[Any, ...] | None:
    """Return the key of a cursor, whose parts have these types.

    Raises:
        ProblemError: it is none of ours.

    """
    if cursor is None:
        return None
    try:
        key = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError) as error:
        raise unfit("cursor", "not one that links.next gave") from error
    if not isinstance(key, list) or [type(part) for part in key] != list(shape):
        raise unfit("cursor", "not one that links.next gave")
    return tuple(key)
