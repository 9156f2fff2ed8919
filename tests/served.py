"""Web sites on this machine, to be fetched from over real connections."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self, TypeAlias

#: Writes an answer by itself, status line and all.
Writes: TypeAlias = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Answer:
    """What is answered: a body with its headers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def page(text: str, title: str = "Rockets hit Erbil airport", published: str = "2026-03-02", **more: str) -> Answer:
    """Return a page with an article."""
    meta = "".join(f'<meta property="{name}" content="{value}">' for name, value in more.items())
    paragraphs = "".join(f"<p>{one}</p>" for one in text.split("\n\n"))
    body = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="{published}">{meta}</head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
    return Answer(body.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def feed(*items: str, title: str = "The Morning Post", language: str = "en") -> Answer:
    """Return an RSS feed."""
    body = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>http://example.org/</link><language>{language}</language>{''.join(items)}"
        "</channel></rss>"
    )
    return Answer(body.encode(), headers={"Content-Type": "application/rss+xml"})


def item(
    link: str | None,
    title: str = "Rockets hit Erbil airport",
    text: str = "",
    *,
    guid: str | None = None,
    published: str = "Mon, 02 Mar 2026 08:00:00 +0000",
) -> str:
    """Return an entry of a feed."""
    parts = [f"<title>{title}</title>", f"<pubDate>{published}</pubDate>" if published else ""]
    parts += [f"<link>{link}</link>"] if link else []
    parts += [f'<guid isPermaLink="false">{guid}</guid>'] if guid else []
    parts += [f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>"] if text else []
    return f"<item>{''.join(parts)}</item>"


class Site:
    """A site with an answer a path; what is not among ``answers`` is not found. Every request is remembered."""

    def __init__(self, answers: Mapping[str, Answer | Writes] | None = None, host: str = "127.0.0.1") -> None:
        self.answers: dict[str, Answer | Writes] = dict(answers or {})
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                found = site.answers.get(self.path, Answer(b"no such page", 404))
                with contextlib.suppress(ConnectionError, TimeoutError):
                    write_answer(self, found) if isinstance(found, Answer) else found(self)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *_: Any) -> None:
                """Clients that hang up are what is tested."""

        self._server = Server((host, 0), Handler)
        self.port = self._server.server_address[1]
        self.address = f"http://{host}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def paths(self) -> list[str]:
        """Return the paths asked for, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


def write_answer(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """Write an answer with its length."""
    handler.send_response(answer.status)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if "Content-Length" not in answer.headers:
        handler.send_header("Content-Length", str(len(answer.body)))
    handler.end_headers()
    handler.wfile.write(answer.body)


def dripping(piece: bytes, pieces: int, wait: threading.Event, seconds: float) -> Writes:
    """Write a body without an end in small pieces, a pause after each, until ``wait`` is set."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.end_headers()
        for _ in range(pieces):
            handler.wfile.write(piece)
            if wait.wait(seconds):
                return

    return write
