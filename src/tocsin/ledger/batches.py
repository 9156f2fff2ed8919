"""Many values, a few at a time, as databases like them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Value = TypeVar("Value")


#: Rows or ids sent to a database at a time: enough to be quick, few enough to stay small in memory.
BATCH = 500


def batched(values: Iterable[Value], size: int = BATCH) -> Iterator[list[Value]]:
    """Yield the values in lists of ``size``; the last may be shorter."""
    remaining = iter(values)
    while batch := list(islice(remaining, size)):
        yield batch
