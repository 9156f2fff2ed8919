"""Writing to a file: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

#: Who may read a new file where the one it replaces does not say: what the process's mask leaves of this.
_MODE = 0o666


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write ``lines``, each with its line end, to ``path`` in UTF-8, as :func:`write_pieces` does.

    Raises:
        OSError: the file cannot be written.

    """
    write_pieces(path, (line.encode("utf-8") for line in lines))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write ``pieces``, one after another, to ``path``.

    They are written beside the file first and moved into its place at the end, so that whatever fails leaves the old
    file as it was and nothing else behind. A link is followed. What is no file ("/dev/stdout", a pipe) is written to
    as it is.

    Raises:
        OSError: the file cannot be written.

    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            stream.writelines(pieces)
        return
    mode = target.stat().st_mode & 0o777 if target.exists() else _MODE & ~_mask()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(mode)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _mask() -> int:
    """Return the process's file mask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
