"""Evidence as WARC 1.1, the format of web archives: a record each fetch whose bytes are kept.

The bytes are kept without their content coding, and only some headers are. So a record's HTTP headers say what holds of
the bytes as they are, and those that no longer do are kept under ``X-Archive-Orig-``, as other archives have it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from tocsin import __version__
from tocsin.watched import Fetch

_GONE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
# Ids are made from what a record is of: the same evidence gives the same file.
_NAMESPACE = uuid.UUID("5f6c3b1e-8a44-5a63-9a55-0d5b1a7f3c02")


def warc_pieces(fetches: Iterable[Fetch], read: Callable[[str], bytes], now: datetime) -> Iterator[bytes]:
    """Yield a gzipped WARC file, one member a record; ``read`` returns the bytes with a hash."""
    about = f"software: Tocsin {__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
    yield _record("warcinfo", now, "info", about, {"Content-Type": "application/warc-fields"})
    for fetch in fetches:
        data = read(fetch.digest)
        block = _http(fetch, len(data)) + data
        name = f"{fetch.at.isoformat()} {fetch.address} {fetch.digest}"
        more = {
            "WARC-Target-URI": fetch.final,
            "WARC-Payload-Digest": _digest(data),
            "Content-Type": "application/http; msgtype=response",
        }
        yield _record("response", fetch.at, name, block, more)


def _http(fetch: Fetch, length: int) -> bytes:
    lines = [f"HTTP/1.1 {fetch.status} OK"]
    for name, value in fetch.headers:
        lines.append(f"X-Archive-Orig-{name}: {value}" if name in _GONE else f"{name}: {value}")
    return "\r\n".join([*lines, f"content-length: {length}", "", ""]).encode("latin-1", "replace")


def _record(kind: str, at: datetime, name: str, block: bytes, more: dict[str, str]) -> bytes:
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(_NAMESPACE, name)}>",
        "WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "WARC-Block-Digest": _digest(block),
        **more,
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
    return gzip.compress(f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n", mtime=0)


def _digest(data: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode("ascii")
