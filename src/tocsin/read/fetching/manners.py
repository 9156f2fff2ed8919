"""Good manners: the rules of a site, one request at a time to a host, and a pause between two.

Robots.txt, the settings and what the host itself asked for (Retry-After) decide how long the pause is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

import httpx2

from tocsin.read.fetching.client import Client, Fetched, Wanted
from tocsin.read.fetching.errors import PassingError, StoppedError
from tocsin.read.fetching.robots import Rules

#: A longer pause than this, in seconds, that robots.txt asks for is cut to it: with more a feed could not be followed.
LONGEST_PAUSE = 120.0
#: Nobody is waited for longer than this, in seconds, whatever Retry-After says: what is a fault in it ends some time.
LONGEST_WAIT = 24 * 3600.0


@dataclass(slots=True)
class _Host:
    """When a host may be asked next (on the monotonic clock), and whether it is being asked."""

    ready: float = 0.0
    asking: Lock = field(default_factory=Lock)


class Manners:
    """Fetches politely. May be used by several threads; a host is asked by one of them at a time."""

    def __init__(
        self, client: Client, rules: Rules, pause: float, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self._client = client
        self._rules = rules
        self._pause = pause
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._lock = Lock()

    def ready(self, host: str) -> float:
        """Return the seconds until a host may be asked again."""
        return max(0.0, self._host(host).ready - time.monotonic())

    @property
    def patience(self) -> float:
        """Return how long a host is waited for, in seconds."""
        return LONGEST_PAUSE

    def holds(self) -> dict[str, float]:
        """Return the hosts that are to be left alone for longer than is waited for, and for how many seconds."""
        with self._lock:
            names = list(self._hosts)
        return {name: seconds for name in names if (seconds := self.ready(name)) > LONGEST_PAUSE}

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for some seconds."""
        held = self._host(host)
        held.ready = max(held.ready, time.monotonic() + min(seconds, LONGEST_WAIT))

    def fetch(self, wanted: Wanted) -> Fetched:
        """Fetch an address and where it leads, as the sites on the way ask for it.

        Raises:
            FetchError: as for :meth:`Client.fetch`, or robots.txt disallows it, or a host is to be left alone.

        """
        turns = _Turns(self)
        try:
            return self._client.fetch(wanted, turns.take)
        except PassingError as error:
            if error.wait:
                turns.hold(error.wait)
            raise
        finally:
            turns.give_back()

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host())

    def lock(self, url: httpx2.URL) -> Lock:
        """Return what is held while the host of an address is asked."""
        return self._host(host_of(url)).asking

    def check(self, url: httpx2.URL, asked: Callable[[], None]) -> None:
        """Refuse an address that its site asks robots to leave alone; see :meth:`Rules.check`."""
        self._rules.check(url, asked)

    def wait(self, url: httpx2.URL) -> None:
        """Wait until the host of an address may be asked.

        Raises:
            PassingError: that is too long to wait for, or the program ends.

        """
        seconds = self.ready(host_of(url))
        if seconds > LONGEST_PAUSE:
            raise PassingError(str(url), "its host asked to be left alone for a while", wait=seconds)
        if seconds > 0 and self._sleep(seconds):
            raise StoppedError(str(url), "not fetched: the program ends")

    def begin_pause(self, url: httpx2.URL) -> None:
        """Begin the pause after a request to the host of an address."""
        self.hold(host_of(url), max(self._pause, min(self._rules.delay(url) or 0.0, LONGEST_PAUSE)))


class _Turns:
    """The turns of one fetch at the hosts that it comes to, one after another."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._at: httpx2.URL | None = None
        self._made = False

    def take(self, url: httpx2.URL) -> None:
        """Wait for the turn at the host of an address; refuse it where the host's rules do."""
        if self._at is None or host_of(self._at) != host_of(url):
            self.give_back()
            self._manners.lock(url).acquire()
            self._at = url
        elif self._made:
            self._manners.begin_pause(url)
        self._made = False
        self._manners.wait(url)
        self._manners.check(url, lambda: self._asked(url))
        self._made = True

    def hold(self, seconds: float) -> None:
        """Leave the host whose turn it is alone."""
        if self._at is not None:
            self._manners.hold(host_of(self._at), seconds)

    def give_back(self) -> None:
        """End the turn."""
        if self._at is None:
            return
        if self._made:
            self._manners.begin_pause(self._at)
        self._manners.lock(self._at).release()
        self._at, self._made = None, False

    def _asked(self, url: httpx2.URL) -> None:
        self._manners.begin_pause(url)
        self._manners.wait(url)


def host_of(url: httpx2.URL) -> str:
    """Return the host of an address, with its port where it has one of its own."""
    return url.netloc.decode("ascii")
