"""Connections that keep to the guard, to a deadline and to an amount of data, below the HTTP client."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

from tocsin.read.fetching.bodies import BodyError
from tocsin.read.fetching.guard import Guard

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class Allowance:
    """How long, in seconds, and how much, in bytes, may still be read, over all connections of one fetch.

    ``most`` is how much a body may hold.
    """

    def __init__(self, seconds: float, most: int) -> None:
        self.most = most
        self._began = time.monotonic()
        self.seconds = seconds
        # What stands around a body counts too: headers, the sizes of chunks, the bodies of redirects.
        self._left = 2 * most + (1 << 20)

    def taken(self) -> float:
        """Return how long the fetch took so far."""
        return time.monotonic() - self._began

    def used_up(self) -> bool:
        """Say whether the time is up."""
        return self.taken() >= self.seconds

    def extend(self, seconds: float) -> None:
        """Leave time out of account in which nothing was asked."""
        self._began += seconds

    def timeout(self, asked: float | None) -> float:
        """Return how long the next step may take.

        Raises:
            httpcore2.ReadTimeout: the time is up.

        """
        left = self.seconds - self.taken()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time is up")
        return left if asked is None else min(asked, left)

    def take(self, length: int) -> None:
        """Count bytes that were read.

        Raises:
            BodyError: there are too many.

        """
        self._left -= length
        if self._left < 0:
            raise BodyError("sends more than may be read")


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects to addresses that the guard has judged, and to no others."""

    def __init__(self, guard: Guard, allowance: Allowance) -> None:
        self._guard = guard
        self._allowance = allowance
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first of the host's addresses that answers; its name stays that of the TLS handshake."""
        numbers = self._guard.numbers(host, port)
        failed: Exception | None = None
        for number in numbers:
            try:
                stream = self._plain.connect_tcp(
                    number, port, self._allowance.timeout(timeout), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return BoundedStream(stream, self._allowance)
        assert failed is not None
        raise failed


class BoundedStream(httpcore2.NetworkStream):
    """A connection on which every wait and every byte counts against an allowance."""

    def __init__(self, stream: httpcore2.NetworkStream, allowance: Allowance) -> None:
        self._stream = stream
        self._allowance = allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read up to ``max_bytes``."""
        data = self._stream.read(max_bytes, self._allowance.timeout(timeout))
        self._allowance.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of ``buffer``."""
        self._stream.write(buffer, self._allowance.timeout(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Begin encryption; the certificate is checked against the host's name."""
        stream = self._stream.start_tls(ssl_context, server_hostname, self._allowance.timeout(timeout))
        return BoundedStream(stream, self._allowance)

    def get_extra_info(self, info: str) -> Any:
        """Return what is known of the connection."""
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx2.HTTPTransport):
    """The transport of one fetch: HTTP/1.1 over guarded connections, no proxies from the environment."""

    def __init__(self, backend: GuardedBackend, context: ssl.SSLContext) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=context, max_connections=1, max_keepalive_connections=0, network_backend=backend
        )
