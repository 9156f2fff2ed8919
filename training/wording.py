"""When two wordings are held to say the same, as the scorer of claims does."""

from __future__ import annotations

import re

#: What wordings must share.
ALIKE = 0.5
_FILLER = frozenset("the a an of in at on and least some its their his to".split())


def words(text: str) -> set[str]:
    """Return the words of a text that say something, or all where none does."""
    found = re.findall(r"\w+", text.casefold())
    return {word for word in found if word not in _FILLER} or set(found)


def alike(a: str, b: str) -> bool:
    """Tell whether two wordings share at least half their words."""
    left, right = words(a), words(b)
    return bool(left & right) and 2 * len(left & right) / (len(left) + len(right)) >= ALIKE
