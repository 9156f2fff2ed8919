"""The bytes as they were fetched, each in a file named by their SHA-256, in a folder beside the ledger."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{64}")


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


class EvidenceFolder:
    """A folder of files, packed with gzip, in folders named by the first two digits of their hash."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, data: bytes) -> str:
        """Keep bytes, whole or not at all, and return their hash."""
        digest = digest_of(data)
        path = self._file(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(gzip.compress(data, mtime=0))
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return digest

    def read(self, digest: str) -> bytes:
        """Return the bytes with this hash.

        Raises:
            OSError: there is no such file, or it cannot be read.
            ValueError: what is in it is damaged, or not the bytes that its name says.

        """
        try:
            data = gzip.decompress(self._file(digest).read_bytes())
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ValueError(f"damaged ({error})") from error
        if digest_of(data) != digest:
            raise ValueError("its bytes have another hash")
        return data

    def size(self, digest: str) -> int:
        """Return the bytes that a file takes up on disk; none where there is no file."""
        try:
            return self._file(digest).stat().st_size
        except FileNotFoundError:
            return 0

    def remove(self, digest: str) -> None:
        """Take a file away, if it is there."""
        self._file(digest).unlink(missing_ok=True)

    def digests(self) -> Iterator[str]:
        """Yield the hashes of the files that there are."""
        for path in sorted(self.path.glob("??/*.gz")):
            digest = path.parent.name + path.name.removesuffix(".gz")
            if _NAME.fullmatch(digest):
                yield digest

    def _file(self, digest: str) -> Path:
        if not _NAME.fullmatch(digest):
            raise ValueError(f"{digest!r} is no SHA-256")
        return self.path / digest[:2] / f"{digest[2:]}.gz"
