"""The description of the API (OpenAPI 3.1): every route with an answer as an example, every error as a problem."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from tocsin.web.problems import MEDIA_TYPE as PROBLEM

_ENVELOPE = {
    "type": "object",
    "required": ["data", "meta", "links"],
    "properties": {
        "data": {"description": "What was asked for."},
        "meta": {"type": "object", "description": "What is to be known of it, such as how many there are in all."},
        "links": {"type": "object", "properties": {"next": {"type": ["string", "null"]}}},
    },
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "The input, and the reason."},
    },
    "example": {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "no incident 'i0000000000000000'",
    },
}
#: Routes that answer in other forms than JSON, or in others too.
_FORMS = {
    "/api/v1/incidents": {"application/geo+json": {"type": "object"}, "text/csv": {"type": "string"}},
    "/api/v1/feed.atom": {"application/atom+xml": {"type": "string"}},
    "/metrics": {"text/plain": {"type": "string"}},
}
_ONLY_TEXT = ("/api/v1/feed.atom", "/metrics")
_MOVED = {"description": "This is the beginning of an id, or one that has gone into another: `Location` leads there."}
_NAMED = ("{incident}", "{claim}", "{report}")


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Return a request and its answer for every route, by path; `make docs` writes them."""
    file = resources.files("tocsin.web") / "examples.json"
    return dict(json.loads(file.read_text(encoding="utf-8")))


def describe(app: FastAPI) -> None:
    """Give an application its description."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to say it


def _described(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(title=app.title, version=app.version, routes=app.routes, description=app.description)
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    schemas |= {"Answer": _ENVELOPE, "Problem": _PROBLEM}
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            operation["responses"].pop("422", None)
            told = {
                "description": "What went wrong.",
                "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
            operation["responses"].setdefault("default", told)
            if method == "get":
                operation["responses"]["200"] = _answered(path)
                if any(name in path for name in _NAMED):
                    operation["responses"]["308"] = _MOVED
    return schema


def _answered(path: str) -> dict[str, Any]:
    content: dict[str, Any] = {form: {"schema": schema} for form, schema in _FORMS.get(path, {}).items()}
    example = examples().get(path, {}).get("answer")
    if path in _ONLY_TEXT:
        for one in content.values():
            one["example"] = example
    else:
        answer: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Answer"}}
        content = {"application/json": answer if example is None else answer | {"example": example}, **content}
    return {"description": "The answer.", "content": content}
