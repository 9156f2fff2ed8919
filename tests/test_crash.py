"""``tocsin add`` killed in the midst of it: the ledger has whole reports only, and adding again completes it."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tocsin.ledger import Ledger
from tocsin.pipeline import Coding, code
from tocsin.samples import sample_path

KILLED = 6


def adder(ledger: Path) -> subprocess.Popen[bytes]:
    program = "from tocsin.cli import main; main()"
    words = ["add", str(sample_path()), "--ledger", str(ledger), "--coder", "rules"]
    return subprocess.Popen([sys.executable, "-c", program, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(process: subprocess.Popen[bytes]) -> None:
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors.decode()


def kill_at(process: subprocess.Popen[bytes], ledger: Path, reports: int, seconds: float) -> None:
    """Kill the process so long after the ledger holds so many reports (or after it was made, for none)."""
    while process.poll() is None and _held(ledger) < reports:
        time.sleep(0.005)
    time.sleep(seconds)
    process.kill()
    process.communicate()


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


def whole_reports(path: Path, coding: Coding) -> set[str]:
    """Check that every report in the ledger is there with all its claims, and return their ids."""
    with Ledger.open(path) as ledger:
        found = {report.id for report in ledger.reports()}
        for report in ledger.reports():
            assert ledger.coded(report.id) == code(report, coding)
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()
    return found


def test_adding_that_is_killed_leaves_whole_reports_and_can_be_finished(tmp_path: Path, coding: Coding) -> None:
    unbroken, broken = tmp_path / "unbroken.db", tmp_path / "broken.db"
    finish(adder(unbroken))
    chance = random.Random(20240506)
    present: set[str] = set()
    for attempt in range(KILLED):
        # The first dies while the ledger is made, the others a few reports further on each time.
        further = chance.randint(1, 6) if attempt else -1
        process = adder(broken)
        kill_at(process, broken, len(present) + further, chance.uniform(0.0, 0.02))
        found = whole_reports(broken, coding)
        assert found >= present, "what was there before stays"
        present = found
    assert 0 < len(present) < len(whole_reports(unbroken, coding)), "killed in the midst of it"
    finish(adder(broken))
    with Ledger.open(unbroken) as one, Ledger.open(broken) as other:
        assert list(other.dump()) == list(one.dump())
