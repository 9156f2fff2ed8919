"""Web addresses: one form for all spellings of the same one."""

from __future__ import annotations

from urllib.parse import urlsplit

# Longer addresses are no addresses: browsers and servers give up before.
_ADDRESS_LIMIT = 4096


def same_host(one: str, other: str) -> bool:
    """Say whether two web addresses are on one host, "www." or not."""
    hosts = [(document_address(url) or "").partition("/")[0].partition("?")[0] for url in (one, other)]
    return hosts[0] == hosts[1] != ""


def document_address(url: str) -> str | None:
    """Return what tells a document at this address from others, or ``None`` where it is no web address.

    That is host and path with those parts of the query that name a document. The scheme, a leading "www.", a default
    port, credentials, the fragment, tracking parameters and a slash at the end say nothing of it; the order of
    parameters does not either.
    """
    from courlan import normalize_url  # noqa: PLC0415 - loaded when the first address comes

    if len(url) > _ADDRESS_LIMIT:
        return None
    try:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return None
        host = parts.hostname.lower().removeprefix("www.").rstrip(".")
        port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
        tidy = urlsplit(normalize_url(parts._replace(fragment="", netloc=parts.hostname)))
    except ValueError:
        return None
    query = "?" + "&".join(sorted(tidy.query.split("&"))) if tidy.query else ""
    return f"{host}{port}{tidy.path.rstrip('/')}{query}" if host else None
