"""The program in processes to be killed: one loads what it knows, which takes seconds, and forks one for each command.

Run as a script this is that process: it reads what to do, a line of JSON each, and says when a command began and ended.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool

from tocsin.cli import main
from tocsin.pipeline import Coding

#: How a killed process ends.
KILLED = -signal.SIGKILL


class Program:
    """The process that forks; a command at a time."""

    def __init__(self, errors: Path) -> None:
        self._errors = errors
        self._forker = subprocess.Popen(
            [sys.executable, __file__, str(errors)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        assert self._read() == 0, "it is ready"
        self._pid = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._forker.communicate(timeout=120)

    def start(self, *words: str, last: int = -1) -> None:
        """Start a command; it kills itself at what it does to the ledger after doing so many things, ``last``."""
        assert self._forker.stdin is not None
        self._forker.stdin.write(json.dumps([last, *words]).encode() + b"\n")
        self._pid = self._read()

    def running(self) -> bool:
        """Say whether the command has not ended yet."""
        assert self._forker.stdout is not None
        return not select.select([self._forker.stdout], [], [], 0)[0]

    def kill(self) -> int:
        """Kill the command, if it has not ended, and return its exit status."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        return self.end()

    def end(self) -> int:
        """Wait for the end of the command and return its exit status, negative for a signal."""
        status = self._read()
        assert status in {0, KILLED}, self.said()
        return status

    def said(self) -> str:
        """Return what the last command wrote."""
        return self._errors.read_text()

    def _read(self) -> int:
        assert self._forker.stdout is not None
        return int(self._forker.stdout.readline())


def count_steps(last: int) -> None:
    """Kill this process when it comes to a statement that writes, a commit or what follows one, after ``last`` of them.

    Each is said on standard error: ``step write``, ``step commit`` or ``step end``.
    """
    done = 0

    def step(what: str) -> None:
        nonlocal done
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1
        sys.stderr.write(f"step {what}\n")

    def execute(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            step("write")

    def give_back(*_: object) -> None:
        if done:
            step("end")

    event.listen(Engine, "before_cursor_execute", execute)
    event.listen(Engine, "commit", lambda _: step("commit"))
    event.listen(Pool, "checkin", give_back)


def run(last: int, words: list[str], errors: str) -> None:
    """Be the program with these words, in a process of its own."""
    os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    os.dup2(2, 1)
    count_steps(last)
    sys.argv = ["tocsin", *words]
    main()


def say(number: int) -> None:
    """Write a number to whoever reads this process."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def serve(errors: str) -> None:
    """Fork a process for each line of standard input."""
    Coding.rules()
    say(0)
    for line in sys.stdin:
        last, *words = json.loads(line)
        child = os.fork()
        if child == 0:
            run(last, words, errors)
            return
        say(child)
        say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    serve(sys.argv[1])
