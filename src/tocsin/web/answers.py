"""Answers of the API: the envelope, its ETag, and the short answer where the asker has it already."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from fastapi import Request
from starlette.responses import Response

from tocsin.web.people import person_of

JSON = "application/json"


def envelope(
    request: Request, data: Any, meta: Mapping[str, Any] | None = None, following: str | None = None
) -> Response:
    """Return ``data`` as the API answers it; ``following`` is the cursor of the next page."""
    after = (
        None
        if following is None
        else str(request.url.include_query_params(cursor=following).replace(scheme="", netloc=""))
    )
    body = {"data": data, "meta": dict(meta or {}), "links": {"next": after}}
    return tagged(request, json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(), JSON)


def tagged(request: Request, body: bytes, media_type: str) -> Response:
    """Return a body with its ETag, or that nothing has changed since the asker had it."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    return unchanged(tag) if has(request, tag) else Response(body, 200, headers_of(tag), media_type)


def unchanged(tag: str) -> Response:
    """Return that nothing has changed since the asker had it."""
    return Response(status_code=304, headers=headers_of(tag))


def headers_of(tag: str) -> dict[str, str]:
    """Return the headers of an answer with this ETag."""
    return {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept, Authorization, Cookie"}


def state_tag(request: Request, state: str) -> str:
    """Return the weak ETag of an answer that is made while it is sent: of what it is made from."""
    person = person_of(request)
    made_from = f"{request.url.path}?{request.url.query}\n{request.headers.get('accept')}\n{person.sees_all}\n{state}"
    return f'W/"{sha256(made_from.encode()).hexdigest()[:32]}"'


def has(request: Request, tag: str) -> bool:
    """Say whether the asker has this version already (If-None-Match, compared weakly)."""
    asked = request.headers.get("if-none-match", "")
    bare = tag.removeprefix("W/")
    return asked.strip() == "*" or bare in {one.strip().removeprefix("W/") for one in asked.split(",")}
