"""A ledger whose writer is killed, and one with several writers at once."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Set as AbstractSet
from pathlib import Path

from ledger_samples import coded, number_of

from tocsin.ledger import Ledger

ADDER = Path(__file__).with_name("ledger_adder.py")
PARTS = ("claims", "totals", "presence", "blame", "refs")


def adder(path: Path, start: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(ADDER), str(path), str(start), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> str:
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return errors


def check_whole(path: Path, checked: AbstractSet[int] = frozenset()) -> set[int]:
    """Check that every report present is exactly what was sent, with nothing over; return their numbers.

    Those ``checked`` before are only counted.
    """
    with Ledger.open(path) as ledger:
        reports = list(ledger.reports())
        for report in reports:
            if number_of(report) not in checked:
                assert ledger.coded(report.id) == coded(number_of(report))
        assert ledger.revision() == len(reports)
        claims = sum(1 for _ in ledger.claims())
    assert claims == sum(len(coded(number_of(report)).claims) for report in reports)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for part in PARTS:
        stray = f"SELECT count(*) FROM {part} WHERE report NOT IN (SELECT id FROM reports)"
        assert connection.execute(stray).fetchone() == (0,)
    connection.close()
    return {number_of(report) for report in reports}


def test_a_killed_writer_leaves_whole_reports_or_none(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    chance = random.Random(20240505)
    present: set[int] = set()
    for attempt in range(12):
        process = adder(path, attempt * 100_000, 100_000)
        if attempt < 3:
            time.sleep(chance.uniform(0.2, 0.8))  # it may die while it makes the ledger
        else:
            assert process.stdout is not None
            assert process.stdout.readline() == "opened\n"
            time.sleep(chance.uniform(0.0, 0.1))
        process.kill()
        process.communicate()
        found = check_whole(path, present)
        assert found >= present, "what was there before stays"
        present = found
    assert len(present) > 12
    finish(adder(path, 5_000_000, 5))
    assert check_whole(path) == present | set(range(5_000_000, 5_000_005))


def test_two_writers_make_the_ledger_and_add_at_once(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    writers = [adder(path, 0, 150), adder(path, 100, 150)]  # fifty reports are sent by both
    for writer in writers:
        finish(writer)
    assert check_whole(path) == set(range(250))


def test_a_reader_sees_the_ledger_as_it_was_when_it_began(tmp_path: Path) -> None:
    path = tmp_path / "read.db"
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        for number in range(300):
            ledger.add(coded(number))
        reports = ledger.reports()
        next(reports)
        assert other.add(coded(300)).new
        assert sum(1 for _ in reports) == 299
        assert sum(1 for _ in ledger.reports()) == 301
