"""Commands killed in the midst: the ledger is as before or after each change, never between, and can be gone on with.

``TOCSIN_KILLS`` says how many times each command is killed.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from consistency import check_consistent
from killable import KILLED, Program
from tocsin.ledger import Ledger
from tocsin.link import LINKER
from tocsin.linking import relink_all
from tocsin.model import CodedReport, Report
from tocsin.pipeline import Coding, code_all, state_of
from tocsin.read import Defaults, read_sources
from tocsin.samples import sample_path

KILLS = int(os.environ.get("TOCSIN_KILLS", "6"))


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, gazetteer: Path) -> Iterator[Program]:
    assert gazetteer.exists()
    with Program(tmp_path_factory.mktemp("program") / "said.txt") as program:
        yield program


def adding(ledger: Path) -> list[str]:
    return ["add", str(sample_path()), "--ledger", str(ledger), "--coder", "rules"]


def finish(program: Program, words: Sequence[str]) -> None:
    program.start(*words)
    assert program.end() == 0


def killed_at(program: Program, ledger: Path, reports: int, seconds: float) -> bool:
    """Kill adding so long after the ledger holds so many reports (or after it was made, for none).

    Return whether it was still at work.
    """
    program.start(*adding(ledger))
    while program.running() and _held(ledger) < reports:
        time.sleep(0.005)
    time.sleep(seconds)
    return program.kill() == KILLED


def _held(ledger: Path) -> int:
    """Return how many reports a ledger holds that another process may be making; -1 before it is made."""
    if not ledger.exists():
        return -1
    connection = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM reports").fetchone()[0])
    except sqlite3.OperationalError:  # its tables are not there yet
        return -1
    finally:
        connection.close()


@pytest.fixture(scope="module")
def coded(coding: Coding) -> dict[str, CodedReport]:
    """Return what is read out of each of the samples, by id."""
    found = [one for one in read_sources([str(sample_path())], Defaults()) if isinstance(one, Report)]
    return {one.report.id: one for one in code_all(found, coding)}


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory, program: Program) -> Path:
    """Return a ledger to which the samples were added without a kill; it is not to be changed."""
    path = tmp_path_factory.mktemp("crash") / "unbroken.db"
    finish(program, adding(path))
    return path


def dump(path: Path) -> list[str]:
    with Ledger.open(path) as ledger:
        return list(ledger.dump())


def whole_reports(path: Path, coded: dict[str, CodedReport], coding: Coding) -> set[str]:
    """Check that every report in the ledger is there with all its claims, linked, and return the reports' ids."""
    with Ledger.open(path) as ledger:
        found = {report.id for report in ledger.reports()}
        for report in found:
            assert ledger.coded(report) == coded[report]
        # A ledger that was only just made may not say yet what links it.
        if found or not ledger.stale(LINKER):
            check_consistent(ledger, coding.resolvers.actors)
    return found


def test_adding_that_is_killed_leaves_whole_reports_and_can_be_finished(
    tmp_path: Path, unbroken: Path, program: Program, coded: dict[str, CodedReport], coding: Coding
) -> None:
    chance = random.Random(20240506)
    whole, kills, ledgers, in_the_midst = dump(unbroken), 0, 0, 0
    while kills < KILLS:
        broken = tmp_path / f"broken{ledgers}.db"
        present: set[str] = set()
        # The first dies while the ledger is made, the others a few reports further on each time.
        further, killed = -1, True
        while killed and kills < KILLS:
            killed = killed_at(program, broken, len(present) + further, chance.uniform(0.0, 0.05))
            kills += killed
            found = whole_reports(broken, coded, coding)
            assert found >= present, "what was there before stays"
            in_the_midst += killed and 0 < len(found) < len(coded)
            present, further = found, chance.randint(0, 6)
        finish(program, adding(broken))
        assert dump(broken) == whole
        assert whole_reports(broken, coded, coding) == coded.keys()
        ledgers += 1
    assert in_the_midst > KILLS // 2


def killed_at_a_step(program: Program, before: Path, words: Sequence[str], chance: random.Random) -> list[Path]:
    """Return copies of a ledger on which a command was killed at one step or another, after them one not killed."""
    path = before.with_name("unkilled.db")
    shutil.copy(before, path)
    finish(program, [*words, "--ledger", str(path)])
    steps = re.findall(r"^step (\w+)$", program.said(), re.MULTILINE)
    kept_at = steps.index("commit")
    copies = []
    # Just before all is kept, just after, and anywhere.
    for number, last in enumerate([kept_at, kept_at + 1, *(chance.randrange(len(steps)) for _ in range(KILLS - 2))]):
        copy = before.with_name(f"killed{number}.db")
        shutil.copy(before, copy)
        program.start(*words, "--ledger", str(copy), last=last)
        assert program.end() == KILLED
        copies.append(copy)
    return [*copies, path]


def test_a_decision_that_is_killed_is_there_with_all_that_follows_or_not_at_all(
    tmp_path: Path, unbroken: Path, program: Program, coding: Coding
) -> None:
    before = tmp_path / "before.db"
    shutil.copy(unbroken, before)
    with Ledger.open(before) as ledger:
        one, other = [one.founding for one in ledger.incidents() if len(one.claims) > 1][:2]
    kept = dump(before)
    decided = []
    words = ["judge", one, other, "same", "--by", "ann"]
    for path in killed_at_a_step(program, before, words, random.Random(7)):
        with Ledger.open(path) as ledger:
            check_consistent(ledger, coding.resolvers.actors)
            decided.append(bool(list(ledger.judgements())))
            holder = ledger.incident_of(one)
            assert holder is not None
            assert (other in holder.claims) is decided[-1]
        assert (dump(path) == kept) is not decided[-1]
    assert (decided[0], decided[1], decided[-1]) == (False, True, True)


def test_rebuilding_that_is_killed_leaves_all_as_it_was_or_is_done(
    tmp_path: Path, unbroken: Path, program: Program, coding: Coding
) -> None:
    before = tmp_path / "before.db"
    shutil.copy(unbroken, before)
    rebuilt = dump(unbroken)
    with Ledger.open(before) as ledger:
        reports = list(ledger.reports())
        # As an earlier coder may have left it, which read less.
        with ledger.change() as change:
            for report in reports[::2]:
                change.recode(CodedReport(report), state_of(report))
            relink_all(change, coding.resolvers.actors, "an earlier coder")
    kept, left = dump(before), []
    for path in killed_at_a_step(program, before, ["rebuild", "--coder", "rules"], random.Random(8)):
        left.append(dump(path))
        assert left[-1] in (kept, rebuilt)
        with Ledger.open(path) as ledger:
            check_consistent(ledger, coding.resolvers.actors)
    assert kept != rebuilt
    assert (left[0], left[1], left[-1]) == (kept, rebuilt, rebuilt)
