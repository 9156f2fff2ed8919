"""What sites ask of robots: which pages to leave alone, and how long to wait between two requests."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol

import httpx2
from protego import Protego

from tocsin.read.fetching.client import ROBOT, Client, Wanted
from tocsin.read.fetching.errors import FetchError, ForbiddenError, PassingError, UnfitError
from tocsin.watched import Robots

#: A robots.txt is asked for again after a day, as RFC 9309 has it.
KEPT_FOR = timedelta(days=1)
#: Where it cannot be had, nothing is read from the site, and it is asked for again after so long.
ASKED_AGAIN_AFTER = timedelta(minutes=10)

# RFC 9309 asks for 500 KiB at least; what is longer is read no further, as Google does.
_SIZE = 500 * 1024
_FETCHED = 5_000_000
_AGENT_LINE = re.compile(r"\s*user[- ]?agent\s*:?\s*(.*?)\s*(?:#.*)?", re.IGNORECASE)
_TOO_MANY_REQUESTS = 429


class RobotsMemory(Protocol):
    """Where the rules of sites are kept from run to run."""

    def robots(self, origin: str) -> Robots | None:
        """Return what was kept of an origin."""

    def keep_robots(self, origin: str, robots: Robots) -> None:
        """Keep the rules of an origin."""


class Rules:
    """The rules of all sites, asked for as they are needed. May be used by several threads."""

    def __init__(
        self, client: Client, memory: RobotsMemory, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._client = client
        self._memory = memory
        self._now = now
        self._parsed: dict[str, tuple[Robots, Protego]] = {}
        self._lock = Lock()

    def delay(self, url: httpx2.URL) -> float | None:
        """Return the seconds between two requests that a site's rules, where they are known, ask for."""
        with self._lock:
            held = self._parsed.get(origin_of(url))
        return held[1].crawl_delay(ROBOT) if held else None

    def check(self, url: httpx2.URL, asked: Callable[[], None]) -> None:
        """Refuse an address that its site asks robots to leave alone; ``asked`` is called after each request made.

        Raises:
            ForbiddenError: robots.txt disallows it.
            PassingError: robots.txt cannot be had now, so that nobody knows.

        """
        robots, rules = self._rules(origin_of(url), asked)
        if robots.failure is not None:
            wait = max(0.0, (robots.until - self._now()).total_seconds())
            raise PassingError(str(url), f"robots.txt cannot be had: {robots.failure}", wait=wait)
        if not rules.can_fetch(str(url), ROBOT):
            raise ForbiddenError(str(url), "robots.txt disallows it")

    def _rules(self, origin: str, asked: Callable[[], None]) -> tuple[Robots, Protego]:
        with self._lock:
            held = self._parsed.get(origin)
        if held and held[0].until > self._now():
            return held
        robots = self._memory.robots(origin)
        if robots is None or robots.until <= self._now():
            robots = self._ask(origin)
            asked()
            self._memory.keep_robots(origin, robots)
        parsed = robots, Protego.parse(_for_us(robots.text))
        with self._lock:
            self._parsed[origin] = parsed
        return parsed

    def _ask(self, origin: str) -> Robots:
        """Ask a site for its rules: none where it says there is no such file, unknown where it is in trouble."""
        try:
            found = self._client.fetch(Wanted(f"{origin}/robots.txt"), most=_FETCHED)
        except UnfitError as error:
            missing = 400 <= error.status < 500 and error.status != _TOO_MANY_REQUESTS  # noqa: PLR2004 - HTTP's 4xx
            return Robots("", self._now() + KEPT_FOR) if missing else self._failed(error)
        except FetchError as error:
            return self._failed(error)
        text = found.data[:_SIZE].decode("utf-8", "replace").replace("\0", "")
        return Robots(text, self._now() + KEPT_FOR)

    def _failed(self, error: FetchError) -> Robots:
        wait = timedelta(seconds=min(error.wait or 0.0, KEPT_FOR.total_seconds()))
        return Robots("", self._now() + max(ASKED_AGAIN_AFTER, wait), error.reason)


def origin_of(url: httpx2.URL) -> str:
    """Return scheme, host and port of an address, as they stand in it."""
    return str(url.copy_with(raw_path=b"", fragment=None)).rstrip("/")


def _for_us(text: str) -> str:
    """Return a robots.txt in which only groups that may concern us are named.

    A file may name tens of thousands of agents before one rule, each of which would get a copy of all rules.
    """
    lines = []
    for line in text.splitlines():
        agent = _AGENT_LINE.fullmatch(line)
        if agent:
            name = agent[1].lower()
            ours = name == "*" or (name.replace("*", "") and ROBOT.startswith(name.replace("*", "")))
            lines.append(f"User-agent: {name if ours else '-'}")
        else:
            lines.append(line)
    return "\n".join(lines)
