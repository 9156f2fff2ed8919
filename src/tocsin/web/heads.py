"""HEAD: the status and headers of what GET answers, without the body (RFC 9110, 9.3.2)."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Files of the pages answer to HEAD of themselves.
_ANSWERED = ("/api/", "/healthz", "/readyz", "/metrics")


class Heads:
    """Answers HEAD as GET would be answered and leaves out the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or not scope["path"].startswith(_ANSWERED):
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        # A copy, as the server itself goes by the method that was asked with.
        asked = {**scope, "method": "GET"}
        try:
            await self._app(asked, receive, sending)
        finally:
            scope["route"] = asked.get("route")  # what is measured goes by it
