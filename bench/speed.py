"""Measure the whole way from text to resolved claims on one core, beside sentence splitting alone.

usage: speed.py [CORPUS] [--limit N] [--runs N] [--published DAY] [--profile N]

CORPUS is a file that ``tocsin code`` reads (default: the packaged sample reports). It is read, and the lexicons and
the gazetteer are opened, before the clock starts. Each run codes every report: splitting, tagging by rules,
assembling, resolving, merging what a report tells twice. The median of the runs is printed in sentences a second of
processor time and of wall time; the yardstick is sentencex over the same paragraphs in the same process. ``--profile``
prints the functions that take most time of their own in one more run.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from statistics import median

import sentencex

from tocsin.code.sentences import sentences
from tocsin.model import Report
from tocsin.pipeline import Coding, code
from tocsin.read import Defaults, read_sources
from tocsin.samples import sample_path


@dataclass(frozen=True)
class Timed:
    """Medians over the runs, in seconds."""

    processor: float
    wall: float


def timed(work: Callable[[], object], runs: int) -> Timed:
    """Run ``work`` so many times."""
    processor, wall = [], []
    for _ in range(runs):
        began = time.process_time(), time.perf_counter()
        work()
        processor.append(time.process_time() - began[0])
        wall.append(time.perf_counter() - began[1])
    return Timed(median(processor), median(wall))


def code_all(reports: Sequence[Report], coding: Coding) -> int:
    """Code every report and return how many claims there are."""
    return sum(len(code(report, coding).claims) for report in reports)


def split_all(reports: Sequence[Report]) -> int:
    """Split every paragraph into sentences and return how many there are."""
    return sum(len(sentencex.segment("en", line)) for report in reports for line in report.text.split("\n") if line)


def on_one_core() -> None:
    """Keep this process on one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def peak_memory_mb() -> float:
    """Return the most memory this process has held, in megabytes; Linux counts in kilobytes, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def profiled(reports: Sequence[Report], coding: Coding, rows: int) -> None:
    """Print the functions that take most time of their own."""
    profile = cProfile.Profile()
    profile.runcall(code_all, reports, coding)
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", default=str(sample_path()))
    parser.add_argument("--limit", type=int, help="read so many reports at most")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--published", type=date.fromisoformat, help="the day of reports that do not say theirs")
    parser.add_argument("--profile", type=int, metavar="ROWS", help="print so many rows of a profile")
    given = parser.parse_args()
    on_one_core()
    found = read_sources([given.corpus], Defaults(published=given.published))
    reports = list(islice((one for one in found if isinstance(one, Report)), given.limit))
    began = time.perf_counter()
    coding = Coding.rules()
    opened = time.perf_counter() - began
    began = time.process_time()
    claims = code_all(reports, coding)
    first = time.process_time() - began
    whole, splitting = (
        timed(lambda: code_all(reports, coding), given.runs),
        timed(lambda: split_all(reports), given.runs),
    )
    count = sum(len(sentences(report.text)) for report in reports)
    print(f"{given.corpus}: {len(reports)} reports, {count} sentences, {claims} claims; median of {given.runs} runs")
    print(
        f"lexicons and gazetteer opened in {opened:.2f} s; first run, nothing remembered: {count / first:,.0f} sentences/s"
    )
    print(
        f"text to claims    {count / whole.processor:>9,.0f} sentences/s of processor, {count / whole.wall:>9,.0f} of wall"
    )
    print(
        f"splitting alone   {count / splitting.processor:>9,.0f} sentences/s of processor, {count / splitting.wall:>9,.0f} of wall"
    )
    print(f"ratio             {whole.processor / splitting.processor:>9.1f} times the time of splitting alone")
    print(f"peak memory       {peak_memory_mb():>9,.0f} MB")
    if given.profile:
        profiled(reports, coding, given.profile)


if __name__ == "__main__":
    main()
