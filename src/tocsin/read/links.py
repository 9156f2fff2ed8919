"""Addresses as documents write them: relative, too long, or none at all."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from tocsin.read.found import web_address

# No server takes more: browsers and the protocol of site maps stop at about half of this.
_ADDRESS_LENGTH = 4096
_DAY = re.compile(r"/((?:19|20)[0-9]{2})([/-]?)([01][0-9])\2([0-3][0-9])(?=[/_.-]|$)")


def page_address(written: str, base: str | None = None) -> str | None:
    """Return the http or https address that ``written`` is, seen from the document at ``base``.

    ``None`` where it is no such address, has no host, or is longer than servers take.
    """
    written = written.strip()
    if not written or len(written) > _ADDRESS_LENGTH:
        return None
    try:
        address = web_address(urljoin(base, written) if base else written)
        return address if address and urlsplit(address).hostname and len(address) <= _ADDRESS_LENGTH else None
    except ValueError:  # brackets and ports that are none
        return None


def host_of(address: str) -> str | None:
    """Return the host of an address as people name it: in small letters, without "www."."""
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return None
    return host.removeprefix("www.").rstrip(".") or None if host else None


def day_in(address: str, retrieved_at: datetime | None = None) -> date | None:
    """Return the day that stands in the path of an address ("/2021/07/08/", "/2021-07-08-", "/20210708.").

    A day after ``retrieved_at`` is a number that only looks like one.
    """
    try:
        match = _DAY.search(urlsplit(address).path)
        day = date(int(match[1]), int(match[3]), int(match[4])) if match else None
    except ValueError:  # no such day, or no address
        return None
    # A day late, because the writer's zone may be ahead.
    return None if day and retrieved_at and day > retrieved_at.date() + timedelta(days=1) else day
