"""A short run of what ``bench/fuzz.py`` does at length: the same inputs each time, in this process."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.fuzz import TARGETS, chance_of, mutated, outcome


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_inputs_become_reports_or_refusals(tmp_path: Path, name: str) -> None:
    target = TARGETS[name]
    became = [outcome(target, mutated(target, chance_of(name, 7, number)), str(tmp_path)) for number in range(15)]
    assert set(became) <= {"report", "refusal", "nothing"}
    assert "refusal" in became or name == "discovery"
