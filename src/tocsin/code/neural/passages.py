"""How much of a report the networks see at once."""

from __future__ import annotations

from tocsin.code.sentences import passages
from tocsin.code.tags import Reach

#: What an article says of one event rarely lies farther apart; so many letters are about 400 pieces.
REACH = Reach(sentences=14, letters=1700)


def stretches(text: str) -> list[tuple[int, int]]:
    """Cut ``text`` as the networks see it, into (start, end)."""
    return [(one.start, one.start + len(one.text)) for one in passages(text, REACH)]
