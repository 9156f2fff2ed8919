"""Engines: run a pure function over many portions of work, in this process or in several, results in order.

Work is taken in only as fast as results are taken out: no more portions are under way than keep all processes busy, so
that memory stays flat however much there is. What kills a process ends that portion, not the run.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Generic, TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")

#: Processes take seconds to start and to learn what they need: so many portions are done before any is started.
ALONE = 16
# Portions under way for each process: one that it works at, and one that waits.
_AHEAD = 2


def processors() -> int:
    """Return how many processes can run at once here."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Engine(Generic[Work, Result]):
    """Runs ``function`` over portions of work, in up to so many processes; with one it does it all here.

    What is sent to other processes, the functions too, must be picklable.

    ``lost`` gives a result for a portion on which a process died, as one may on input that a library cannot bear.
    """

    def __init__(self, function: Callable[[Work], Result], lost: Callable[[Work], Result], processes: int) -> None:
        self._function = function
        self._lost = lost
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: deque[tuple[Work, Future[Result]]] = deque()

    def results(self, portions: Iterable[Work]) -> Iterator[Result]:
        """Yield the result of each portion, in their order. What was taken in before an interruption is still done."""
        try:
            try:
                for number, work in enumerate(portions):
                    if self._processes == 1 or number < ALONE:
                        yield self._function(work)
                        continue
                    self._send(work)
                    if len(self._waiting) >= _AHEAD * self._processes:
                        yield self._next()
            except KeyboardInterrupt:
                yield from self._rest()
                raise
            yield from self._rest()
        finally:
            self._close()

    def _rest(self) -> Iterator[Result]:
        while self._waiting:
            yield self._next()

    def _send(self, work: Work) -> None:
        if self._pool is None:
            # Processes are started afresh: the libraries that run here have threads, which do not survive a fork.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, context, initializer=_begin)
        try:
            future = self._pool.submit(self._function, work)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        self._waiting.append((work, future))

    def _next(self) -> Result:
        work, future = self._waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            return self._after_death(work)

    def _after_death(self, work: Work) -> Result:
        """Do a portion again that was under way when a process died, by itself; then all that waited with it."""
        waiting = [one for one, _ in self._waiting]
        self._waiting.clear()
        self._close()
        self._send(work)
        _, again = self._waiting.popleft()
        try:
            result = again.result()
        except BrokenProcessPool:
            self._close()
            result = self._lost(work)
        for one in waiting:
            self._send(one)
        return result

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def _begin() -> None:
    """Leave interruptions to the process that takes the results."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
