"""Work in several processes: in order, in step with who takes the results, and past a process that dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import tocsin.samples
from consistency import check_consistent
from tocsin import engines
from tocsin.engines import Engine
from tocsin.ledger import Ledger
from tocsin.model import Report
from tocsin.pipeline import Coding, add_reports, code_in_order, in_batches
from tocsin.read import Defaults, read_sources

DEADLY = 13
SAMPLES = Path(tocsin.samples.__file__).parent


def square(number: int) -> int:
    if number == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def lost(number: int) -> int:
    return -number


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "ALONE", 1)


def test_results_keep_the_order_of_the_work() -> None:
    assert list(Engine(square, lost, 2).results(range(12))) == [number * number for number in range(12)]
    assert list(Engine(square, lost, 1).results(range(12))) == [number * number for number in range(12)]


def test_a_process_that_dies_takes_its_own_portion_with_it_and_no_other() -> None:
    expected = [-number if number == DEADLY else number * number for number in range(20)]
    assert list(Engine(square, lost, 2).results(range(20))) == expected


def test_work_is_taken_in_as_results_are_taken_out() -> None:
    taken = 0

    def work() -> Iterator[int]:
        nonlocal taken
        for number in range(12):
            taken += 1
            yield number

    for done, _ in enumerate(Engine(square, lost, 2).results(work()), start=1):
        assert taken - done < 2 * 2


def test_what_was_taken_in_before_an_interruption_is_done() -> None:
    def work() -> Iterator[int]:
        yield from range(5)
        raise KeyboardInterrupt

    results = Engine(square, lost, 2).results(work())
    found = [next(results) for _ in range(5)]
    assert found == [0, 1, 4, 9, 16]
    with pytest.raises(KeyboardInterrupt):
        next(results)


def test_reports_coded_in_several_processes_make_the_same_ledger(tmp_path: Path, coding: Coding) -> None:
    read = read_sources([str(SAMPLES)], Defaults())
    reports = [one for one in read if isinstance(one, Report)][:40]
    assert [one for part in code_in_order(in_batches(reports), coding, 2) for one in part] == [
        one for part in code_in_order(in_batches(reports), coding) for one in part
    ]
    with Ledger.open(tmp_path / "one.db") as one, Ledger.open(tmp_path / "two.db") as two:
        alone = [(coded.report.id, arrival) for coded, arrival in add_reports(one, reports, coding)]
        assert [(coded.report.id, arrival) for coded, arrival in add_reports(two, reports, coding, 2)] == alone
        assert list(one.dump()) == list(two.dump())
        check_consistent(two, coding.resolvers.actors)
