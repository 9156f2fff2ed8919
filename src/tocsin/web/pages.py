"""The built pages, where they are built; else a plain page that says so."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_NOT_BUILT = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Tocsin</title></head>
<body>
<h1>Tocsin</h1>
<p>The API is served here. The pages are not built: <code>make pages</code> builds them.</p>
<ul>
<li><a href="/api/v1/incidents">/api/v1/incidents</a></li>
<li><a href="/api/v1/openapi.json">/api/v1/openapi.json</a></li>
</ul>
</body>
</html>
"""
_INDEX = "index.html"
_LONGEST_NAME = 200
#: Here programs ask, to whom a page is no answer.
_NO_PAGES = "api/"
#: The build names these by their content, so that they never change.
_NAMED_BY_CONTENT = "assets/"


class _Pages(StaticFiles):
    """Files of a folder; an address without a file is a page that the script of the first page draws.

    Where the build left a packed copy beside a file, browsers that take it get that.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        if "\0" in path or any(len(part) > _LONGEST_NAME for part in path.split("/")):  # no file can be called so
            raise HTTPException(HTTPStatus.NOT_FOUND)
        try:
            answer = await self._packed(path, scope) or await super().get_response(path, scope)
        except HTTPException as error:
            is_file = "." in path.rpartition("/")[2].strip(".")
            if error.status_code != HTTPStatus.NOT_FOUND or is_file or path.startswith(_NO_PAGES):
                raise
            return await super().get_response(_INDEX, scope)
        if path.startswith(_NAMED_BY_CONTENT):
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer

    async def _packed(self, path: str, scope: Scope) -> Response | None:
        found, _ = self.lookup_path(f"{path}.gz")
        if not found:
            return None
        takes = {one.partition(";")[0].strip() for one in Headers(scope=scope).get("accept-encoding", "").split(",")}
        answer = await super().get_response(f"{path}.gz" if "gzip" in takes else path, scope)
        answer.headers["Vary"] = "Accept-Encoding"
        if "gzip" in takes:
            answer.headers["Content-Encoding"] = "gzip"
        return answer


def serve_pages(app: FastAPI, static: Path) -> None:
    """Serve the pages of a folder at every address that no other route has."""
    if (static / _INDEX).is_file():
        app.mount("/", _Pages(directory=static), name="pages")
        return

    def not_built() -> Response:
        return HTMLResponse(_NOT_BUILT)

    app.add_api_route("/", not_built, include_in_schema=False)
