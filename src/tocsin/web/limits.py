"""How often somebody may do something. What is known of each is forgotten once it no longer matters."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

#: So many are kept apart; whoever did nothing for longest is forgotten first.
KNOWN = 10_000


class Limiter:
    """Lets each do something ``burst`` times at once and, after that, once every ``pause`` seconds. Thread-safe."""

    def __init__(
        self, burst: int, pause: float, *, known: int = KNOWN, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst, self._pause, self._known, self._clock = burst, pause, known, clock
        # When all that each did will be forgotten: the more it did, the later.
        self._free: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def wait(self, who: str) -> int:
        """Return in how many seconds ``who`` may, 0 for now; nothing is counted."""
        with self._lock:
            return self._wait(who, self._clock())

    def take(self, who: str) -> int:
        """Count that ``who`` does it, if that is allowed now; return in how many seconds it is, 0 for now."""
        with self._lock:
            now = self._clock()
            wait = self._wait(who, now)
            if wait == 0:
                self._free[who] = max(self._free.pop(who, now), now) + self._pause
                if len(self._free) > self._known:
                    self._free.popitem(last=False)
            return wait

    def _wait(self, who: str, now: float) -> int:
        over = self._free.get(who, now) - now - (self._burst - 1) * self._pause
        return math.ceil(over) if over > 0 else 0
