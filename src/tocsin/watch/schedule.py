"""Who fetches what next: several hosts at a time, one fetch at a time at each, and no more than can be coded."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx2

from tocsin.read.fetching import Fetched, FetchError, Manners, UnfitError, Wanted, host_of
from tocsin.watched import Page

# A worker that finds all hosts busy or pausing looks again after so many seconds at the latest.
_LOOKS_AGAIN = 0.5
#: Answers that wait to be coded: when so many do, fetching pauses.
WAITING_AT_MOST = 32


@dataclass(frozen=True)
class Job:
    """Something to fetch for a source: its list (at ``wanted``), or a page of it."""

    source: str
    wanted: Wanted
    page: Page | None = None
    depth: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells the job from others."""
        return self.source, self.page.key if self.page else f"list {self.wanted.address}"


@dataclass(frozen=True)
class Result:
    """A job and its answer, or why there is none."""

    job: Job
    answer: Fetched | FetchError


@dataclass
class _Host:
    jobs: deque[Job] = field(default_factory=deque)
    busy: bool = False


class Fetchers:
    """Threads that fetch jobs. :meth:`put`, :meth:`results` and :meth:`end` are called by one thread, their owner."""

    def __init__(self, manners: Manners, number: int, stop: threading.Event) -> None:
        self._manners = manners
        self._stop = stop
        self._hosts: dict[str, _Host] = {}
        self._changed = threading.Condition()
        self._open: set[tuple[str, str]] = set()
        self._results: queue.Queue[Result] = queue.Queue(WAITING_AT_MOST)
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(number)]
        for thread in self._threads:
            thread.start()

    def put(self, job: Job) -> bool:
        """Take on a job, unless one like it is under way; return whether it was taken on."""
        if job.key in self._open:
            return False
        self._open.add(job.key)
        with self._changed:
            self._hosts.setdefault(_host(job), _Host()).jobs.append(job)
            self._changed.notify()
        return True

    def under_way(self) -> int:
        """Return how many jobs were taken on whose results were not given out and done with."""
        return len(self._open)

    def results(self, most: int, seconds: float) -> list[Result]:
        """Return results, at most so many, after waiting for the first no longer than some seconds."""
        found: list[Result] = []
        try:
            found.append(self._results.get(timeout=seconds))
            while len(found) < most:
                found.append(self._results.get_nowait())
        except queue.Empty:
            pass
        return found

    def done(self, result: Result) -> None:
        """Say that what came of a result is in the ledger."""
        self._open.discard(result.job.key)

    def working(self) -> bool:
        """Say whether a thread is still at work, or its result waits."""
        return any(thread.is_alive() for thread in self._threads) or not self._results.empty()

    def wake(self) -> None:
        """Make the threads see that they are to stop."""
        with self._changed:
            self._changed.notify_all()

    def _work(self) -> None:
        while (job := self._take()) is not None:
            answer: Fetched | FetchError
            try:
                answer = self._manners.fetch(job.wanted)
            except FetchError as error:
                answer = error
            except Exception as error:  # noqa: BLE001 - a fault of ours with one page must not end the watch; it is told
                answer = UnfitError(job.wanted.address, f"fault in fetching: {type(error).__name__}: {error}")
            self._results.put(Result(job, answer))  # waits while coding is behind
            with self._changed:
                self._hosts[_host(job)].busy = False
                self._changed.notify()

    def _take(self) -> Job | None:
        with self._changed:
            while not self._stop.is_set():
                ready = [(name, host) for name, host in self._hosts.items() if host.jobs and not host.busy]
                waits = {name: self._manners.ready(name) for name, _ in ready}
                for name, host in ready:
                    # A host that is left alone for long answers so at once; its jobs need not be kept waiting.
                    if waits[name] == 0 or waits[name] > self._manners.patience:
                        host.busy = True
                        return host.jobs.popleft()
                self._changed.wait(min([*waits.values(), _LOOKS_AGAIN]))
        return None


def _host(job: Job) -> str:
    try:
        return host_of(httpx2.URL(job.wanted.address))
    except (httpx2.InvalidURL, ValueError):
        return ""  # fetching will say what is wrong with it


#: What is called with a line of the log.
Tell = Callable[..., None]
