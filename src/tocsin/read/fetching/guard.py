"""Which addresses may be fetched: those of the open web, and hosts that are allowed by name.

A feed is written by somebody else, and so is every link in it. Without a guard, ``http://169.254.169.254/`` in a feed
would read the secrets of the machine Tocsin runs on. The guard judges the numbers that a name stands for, and hands
back those numbers to connect to: a name that is asked twice may answer twice differently.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TypeAlias

import httpx2

from tocsin.read.fetching.errors import ForbiddenError, PassingError

#: What turns the name of a host and a port into numeric addresses; raises OSError where there are none.
Resolver: TypeAlias = Callable[[str, int], Iterable[str]]

# Browsers and servers agree on about this; what is longer is no address but an attack or a fault.
ADDRESS_LIMIT = 8000
# A name with more addresses than this is not served by more machines, it only takes longer to fail.
_TRIED_AT_MOST = 4

_HOST = re.compile(rb"[0-9A-Za-z._-]+|[0-9A-Fa-f:.]+")

# IANA's special-purpose registries, in words for people. Whatever else is not globally reachable is caught below.
_SPECIAL = tuple(
    (ip_network(network), what)
    for network, what in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "reserved for benchmarks"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "this host"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "IPv4-mapped"),
        ("::ffff:0:0:0/96", "IPv4-translated"),
        ("::/96", "IPv4-compatible"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "NAT64"),
        ("2001::/32", "Teredo"),
        ("2002::/16", "6to4"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)


def system_resolver(host: str, port: int) -> Iterable[str]:
    """Ask the system for the addresses of a host, in the order it prefers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def unfit(address: IPv4Address | IPv6Address) -> str | None:
    """Return why nothing may be fetched from a numeric address, ``None`` where it is one of the open internet."""
    for network, what in _SPECIAL:
        if address.version == network.version and address in network:
            return what
    return None if address.is_global and not address.is_multicast else "not global"


class Guard:
    """Judges addresses before anything is sent to them."""

    def __init__(self, allow: Iterable[str] = (), resolve: Resolver = system_resolver) -> None:
        self._allow = frozenset(host.strip("[]").lower() for host in allow)
        self._resolve = resolve

    def url(self, address: str) -> httpx2.URL:
        """Return the parts of an address whose form is that of a web address.

        Raises:
            ForbiddenError: it is none, or carries a name and password.

        """
        if len(address) > ADDRESS_LIMIT:
            raise ForbiddenError(address, f"an address of {len(address):,} characters")
        try:
            url = httpx2.URL(address)
        except (httpx2.InvalidURL, ValueError) as error:
            raise ForbiddenError(address, f"not a web address: {error}") from error
        if url.scheme not in {"http", "https"}:
            raise ForbiddenError(address, f"only http and https are fetched, not {url.scheme or 'no scheme'}")
        if not url.host:
            raise ForbiddenError(address, "an address without a host")
        if not _HOST.fullmatch(url.raw_host):
            raise ForbiddenError(address, "not a web address: no host is named so")
        if url.userinfo:
            raise ForbiddenError(str(url.copy_with(userinfo=b"")), "an address with a name or password in it")
        return url

    def numbers(self, host: str, port: int) -> tuple[str, ...]:
        """Return the numeric addresses to connect to for a host, all of them judged.

        Raises:
            ForbiddenError: one of them is not of the open internet, and the host is not allowed by name.
            PassingError: the host has no address now.

        """
        try:
            answers = [ip_address(number) for number in self._resolve(host, port)]
        except (OSError, UnicodeError) as error:
            raise PassingError(host, f"no address for this host ({error})") from error
        except ValueError as error:
            raise ForbiddenError(host, str(error)) from error
        if not answers:
            raise PassingError(host, "no address for this host")
        if host.strip("[]").lower() not in self._allow:
            for answer in answers:
                why = unfit(answer)
                if why is not None:
                    raise ForbiddenError(host, f"leads to {answer} ({why}); allow the host by name to fetch from it")
        return tuple(dict.fromkeys(map(str, answers)))[:_TRIED_AT_MOST]
