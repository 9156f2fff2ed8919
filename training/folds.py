"""Which labelled reports the networks are trained with; by a hash of the report's id, so that it never changes."""

from __future__ import annotations

from hashlib import sha256

#: Of so many folds the first is held out.
FOLDS = 10


def fold_of(name: str) -> int:
    """Return which of :data:`FOLDS` folds a report belongs to; always the same one."""
    return int(sha256(name.encode()).hexdigest(), 16) % FOLDS


def share_of(name: str) -> float:
    """Return a number from 0 to 1 that tells at which size of training set a report is in it."""
    return int(sha256(f"share {name}".encode()).hexdigest(), 16) % 1000 / 1000
