"""Reports to try Tocsin with: written for the project, published by outlets that do not exist."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

#: The name of the reports' file inside this package: one JSON object a line.
SAMPLE_FILE = "reports.jsonl"


def sample_path() -> Path:
    """Return where the sample reports lie on disk.

    Raises :class:`FileNotFoundError` where the package is not laid out as files (run out of a zip archive) or the
    file is missing from it.
    """
    path = Path(str(files(__name__).joinpath(SAMPLE_FILE)))
    if not path.is_file():
        raise FileNotFoundError(f"the sample reports are not a file on disk: {path}")
    return path
