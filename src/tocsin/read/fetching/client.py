"""The one network client: a fetch is one address, its redirects followed by hand, within limits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from ssl import SSLContext

import httpcore2
import httpx2

from tocsin import __version__
from tocsin.read.fetching.bodies import ACCEPTED, BodyError, unpacked
from tocsin.read.fetching.errors import FetchError, ForbiddenError, PassingError, UnfitError
from tocsin.read.fetching.guard import Guard
from tocsin.read.fetching.network import Allowance, GuardedBackend, GuardedTransport

#: The name by which robots.txt files address Tocsin.
ROBOT = "tocsin"

_OK, _NOT_MODIFIED = 200, 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Answers that may be others a while later; 5xx are, too.
_PASSING = frozenset({408, 421, 425, 429})
_SERVER_ERROR = 500

# What an answer says of itself that is worth keeping. A list of what is kept, not of what is left out: cookies and
# whatever else is personal or secret never get further than this.
_KEPT_HEADERS = (
    "age", "cache-control", "content-disposition", "content-encoding", "content-language", "content-length",
    "content-type", "date", "etag", "expires", "last-modified", "retry-after", "server", "transfer-encoding", "vary",
    "x-robots-tag",
)  # fmt: skip
_HEADER_LENGTH = 1000
_HEADERS_AT_MOST = 200
# Digits of a Retry-After that are read: 31 years.
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a fetch may take, in seconds, and how much it may bring, in bytes.

    ``most`` holds for the body both before and after it is unpacked.
    """

    connect: float = 10.0
    read: float = 20.0
    whole: float = 60.0
    most: int = 10_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to fetch.

    ``etag`` and ``modified`` are what the last answer said, to be told when nothing has changed since. ``secrets`` are
    headers, such as an Authorization, that are sent to the origin of ``address`` only.
    """

    address: str
    etag: str | None = None
    modified: str | None = None
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer.

    ``address`` is what was asked for, ``final`` where redirects led; ``data`` the body without its content coding,
    empty where ``changed`` is false; ``at`` when the answer began.
    """

    address: str
    final: str
    status: int
    at: datetime
    seconds: float
    headers: tuple[tuple[str, str], ...]
    data: bytes = field(repr=False)

    @property
    def changed(self) -> bool:
        """Say whether there is anything new since the last answer."""
        return self.status != _NOT_MODIFIED

    def header(self, name: str) -> str | None:
        """Return a header that was kept."""
        return dict(self.headers).get(name)


#: Called before every hop of a fetch with its address; raises a FetchError where it may not be made.
Hop = Callable[[httpx2.URL], None]


def _any_hop(_: httpx2.URL) -> None:
    """Whatever the guard lets pass."""


class Client:
    """Fetches addresses that the guard lets pass. May be used by several threads."""

    def __init__(
        self, contact: str, guard: Guard | None = None, limits: Limits | None = None, context: SSLContext | None = None
    ) -> None:
        self.agent = f"Tocsin/{__version__} (+{contact})"
        self.guard = guard or Guard()
        self.limits = limits or Limits()
        self._given_context = context

    @cached_property
    def _context(self) -> SSLContext:
        return self._given_context or httpx2.create_ssl_context(trust_env=False)

    def fetch(self, wanted: Wanted, hop: Hop = _any_hop, *, most: int | None = None) -> Fetched:
        """Fetch an address; ``most`` bytes where that is less than the limit.

        Raises:
            ForbiddenError: it, or where it leads, may not be fetched.
            UnfitError: the answer is none that can be used.
            PassingError: it did not work this time.

        """
        allowance = Allowance(self.limits.whole, self.limits.most if most is None else min(most, self.limits.most))
        backend = GuardedBackend(self.guard, allowance)
        with httpx2.Client(
            transport=GuardedTransport(backend, self._context),
            timeout=httpx2.Timeout(self.limits.read, connect=self.limits.connect),
            trust_env=False,
        ) as client:
            return self._follow(client, wanted, hop, allowance)

    def _follow(self, client: httpx2.Client, wanted: Wanted, hop: Hop, allowance: Allowance) -> Fetched:
        first = url = self.guard.url(wanted.address)
        seen = {str(url)}
        for _ in range(self.limits.redirects + 1):
            waited = time.monotonic()
            hop(url)
            allowance.extend(time.monotonic() - waited)  # what manners ask for is no fault of the server
            found = self._ask(client, url, _headers(wanted, _origin(url) == _origin(first)), allowance)
            if isinstance(found, Fetched):
                return replace(found, address=wanted.address)
            url = self.guard.url(_joined(url, found))
            if str(url) in seen:
                raise UnfitError(wanted.address, f"redirects in a circle, back to {url}")
            seen.add(str(url))
        raise UnfitError(wanted.address, f"more than {self.limits.redirects} redirects")

    def _ask(
        self, client: httpx2.Client, url: httpx2.URL, headers: Mapping[str, str], allowance: Allowance
    ) -> Fetched | str:
        """Return the answer of one address, or where it redirects to."""
        try:
            with client.stream("GET", url, headers={"User-Agent": self.agent, **headers}) as answer:
                at = datetime.now(UTC)
                _check(answer, str(url), at)
                if answer.status_code in _REDIRECTS:
                    return _location(answer, str(url))
                data = b""
                if answer.status_code != _NOT_MODIFIED:
                    data = unpacked(answer.iter_raw(), answer.headers.get("content-encoding", ""), allowance.most)
                return Fetched(
                    address=str(url),
                    final=str(url),
                    status=answer.status_code,
                    at=at,
                    seconds=allowance.taken(),
                    headers=_kept(answer.headers),
                    data=data,
                )
        except FetchError as error:  # of a host, where a name was judged
            raise type(error)(str(url), error.reason, status=error.status, wait=error.wait) from error
        except BodyError as error:
            raise UnfitError(str(url), str(error)) from error
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, httpcore2.ProtocolError) as error:
            raise PassingError(str(url), _said(error, allowance)) from error


def _headers(wanted: Wanted, at_home: bool) -> dict[str, str]:
    """Return the headers of a request; secrets only where it goes to the origin they are for."""
    headers = {"Accept-Encoding": ACCEPTED}
    if wanted.etag:
        headers["If-None-Match"] = wanted.etag
    if wanted.modified:
        headers["If-Modified-Since"] = wanted.modified
    return {**headers, **wanted.secrets} if at_home else headers


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _joined(url: httpx2.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except (httpx2.InvalidURL, ValueError) as error:
        raise ForbiddenError(str(url), f"redirects to no address ({error})") from error


def _check(answer: httpx2.Response, address: str, now: datetime) -> None:
    """Refuse an answer that is neither what was asked for nor the way to it."""
    status = answer.status_code
    if len(answer.headers.raw) > _HEADERS_AT_MOST:
        raise UnfitError(address, f"an answer with {len(answer.headers.raw)} headers", status=status)
    if status in (_OK, _NOT_MODIFIED) or status in _REDIRECTS:
        return
    said = f"answer {status} {answer.reason_phrase}".strip()
    if status in _PASSING or status >= _SERVER_ERROR:
        raise PassingError(address, said, status=status, wait=told_to_wait(answer.headers.get("retry-after"), now))
    raise UnfitError(address, said, status=status)


def _location(answer: httpx2.Response, address: str) -> str:
    location = answer.headers.get("location")
    if not location:
        raise UnfitError(address, f"answer {answer.status_code} without saying where to", status=answer.status_code)
    return str(location)


def told_to_wait(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, however it says so; ``None`` where it does not."""
    if not value:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:_DIGITS])
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    then = then.replace(tzinfo=UTC) if then.tzinfo is None else then
    return max(0.0, (then - now).total_seconds())


def _kept(headers: httpx2.Headers) -> tuple[tuple[str, str], ...]:
    return tuple((name, headers[name][:_HEADER_LENGTH]) for name in _KEPT_HEADERS if name in headers)


def _said(error: Exception, allowance: Allowance) -> str:
    if allowance.used_up():
        return f"not done in {allowance.seconds:g} seconds"
    if isinstance(error, httpx2.ConnectTimeout):
        return "no connection in time"
    return "no answer in time" if isinstance(error, httpx2.TimeoutException) else str(error) or type(error).__name__
