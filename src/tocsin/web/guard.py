"""What holds for every request and answer: the host that is asked for, and the headers that browsers mind."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tocsin.web.problems import problem
from tocsin.web.settings import LOOPBACK, WebSettings

#: Pages load nothing from elsewhere. The map draws in a worker and makes pictures out of what it drew.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_STRICT_TRANSPORT = "max-age=31536000"


class Guard:
    """Refuses requests for hosts that are not this one (DNS rebinding) and puts headers on every answer."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in (*LOOPBACK, *settings.hosts))
        self._headers = (
            HEADERS
            | _allowing(settings)
            | ({"Strict-Transport-Security": _STRICT_TRANSPORT} if settings.secure else {})
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        host = host_of(Headers(scope=scope).get("host", ""))
        if host not in self._hosts:
            detail = f"Host: this server does not answer to {host[:80]!r}; --allow-host adds a name"
            await problem(HTTPStatus.MISDIRECTED_REQUEST, detail)(scope, receive, sending)
            return
        await self._app(scope, receive, sending)


def _allowing(settings: WebSettings) -> dict[str, str]:
    """Return the policy that lets browsers ask the server of tiles, where there is one."""
    if settings.tiles is None:
        return {}
    origin = settings.tiles.origin
    policy = CONTENT_SECURITY_POLICY.replace("connect-src 'self'", f"connect-src 'self' {origin}")
    return {"Content-Security-Policy": policy.replace("img-src 'self'", f"img-src 'self' {origin}")}


def host_of(header: str) -> str:
    """Return the host of a Host header, without its port."""
    host = header.strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
