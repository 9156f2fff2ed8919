"""Measure how fast the trained tagger codes, side by side with the rules and with plain tooling.

usage: coding.py CORPUS... [--limit N] [--runs N] [--published DAY] [--spacy MODEL]

Each CORPUS is a file or folder that ``tocsin code`` reads. Printed is, for each: sentences a second through the networks
alone (finding events in every passage and reading each one found, nothing resolved), reports and sentences a second of
the whole way from text to resolved claims with the networks and with the rules, and what the literal prefilter passes
over. All on the cores of this machine, medians of the runs. ``--spacy`` takes the folder of a spaCy pipeline (a blank
English one with an entity recogniser trained on the same labels, see ``bench/spacy_yardstick.py``) and times it on the
same texts.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from itertools import islice

from speed import peak_memory_mb, timed

from tocsin.code.prefilter import may_hold_violence
from tocsin.code.sentences import passages, sentences
from tocsin.model import Report
from tocsin.pipeline import Coding, code_all, in_batches
from tocsin.read import Defaults, read_sources


def code_in_batches(reports: Sequence[Report], coding: Coding) -> int:
    """Code all reports as the command does; return how many claims there are."""
    return sum(len(coded.claims) for batch in in_batches(reports) for coded in code_all(batch, coding))


def measure(name: str, reports: Sequence[Report], runs: int, spacy_model: str | None) -> None:
    """Measure one corpus and print."""
    neural, rules = Coding.neural(), Coding.rules()
    cut = [one for report in reports for one in passages(report.text, neural.tagger.reach, report.title)]
    kept = [one for one in cut if may_hold_violence(one.text)]
    every = sum(len(sentences(report.text)) for report in reports)
    seen = sum(len(one.sentences) for one in kept)
    print(f"{name}: {len(reports)} reports, {every} sentences, {len(cut)} passages; prefilter keeps {len(kept)}")
    took = timed(lambda: neural.tagger.tag(kept), runs).wall
    print(f"  networks alone      {seen / took:>8,.0f} sentences/s  {len(kept) / took:>8,.1f} passages/s")
    for label, coding in (("networks, whole way", neural), ("rules, whole way", rules)):
        claims = code_in_batches(reports, coding)
        took = timed(lambda coding=coding: code_in_batches(reports, coding), runs).wall  # type: ignore[misc]
        print(
            f"  {label:<19} {every / took:>8,.0f} sentences/s  {len(reports) / took:>8,.1f} reports/s   {claims} claims"
        )
    if spacy_model:
        import spacy  # noqa: PLC0415 - only where it is asked for

        pipeline = spacy.load(spacy_model)
        took = timed(lambda: list(pipeline.pipe([report.text for report in reports])), runs).wall
        print(f"  spaCy, entities     {every / took:>8,.0f} sentences/s  {len(reports) / took:>8,.1f} reports/s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="+")
    parser.add_argument("--limit", type=int, help="read so many reports of each at most")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--published", type=date.fromisoformat, help="the day of reports that do not say theirs")
    parser.add_argument("--spacy", help="a spaCy pipeline to time beside it")
    given = parser.parse_args()
    for corpus in given.corpus:
        found = read_sources([corpus], Defaults(published=given.published))
        reports = list(islice((one for one in found if isinstance(one, Report)), given.limit))
        measure(corpus, reports, given.runs, given.spacy)
    print(f"peak memory {peak_memory_mb():,.0f} MB")


if __name__ == "__main__":
    main()
