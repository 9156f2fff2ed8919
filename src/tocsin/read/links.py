"""Addresses as documents write them: relative, too long, or none at all."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from tocsin.read.found import web_address

# No server takes more: browsers and the protocol of site maps stop at about half of this.
_ADDRESS_LENGTH = 4096


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
