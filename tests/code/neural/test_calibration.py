from __future__ import annotations

import json
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.code.neural.calibration import Asked, Calibration, Curve, packaged, rising

SCORED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80)


@given(SCORED, st.floats(-0.5, 1.5), st.floats(-0.5, 1.5))
def test_a_higher_score_is_never_less_certain(scored: list[tuple[float, bool]], a: float, b: float) -> None:
    curve = rising([score for score, _ in scored], [right for _, right in scored])
    low, high = sorted((a, b))
    assert 0 <= curve(low) <= curve(high) + 1e-9 <= 1 + 1e-9


def test_certainty_is_how_often_such_scores_were_right() -> None:
    scores = [0.2] * 100 + [0.8] * 100
    curve = rising(scores, [i % 4 == 0 for i in range(100)] + [i % 10 != 0 for i in range(100)])
    assert curve(0.2) == pytest.approx(0.25, abs=0.02)
    assert curve(0.8) == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize("told", ["TTTTTFT", "FTFFFFF", "TFTFTFTFTFTFTFTFTFTF"])
def test_small_pools_do_not_let_the_curve_fall(told: str) -> None:
    scores = [(i + 1) / 100 for i in range(len(told))]
    curve = rising(scores, [letter == "T" for letter in told])
    assert list(curve.probabilities) == sorted(curve.probabilities)


def test_without_cases_a_score_stands_for_itself() -> None:
    assert rising([], [])(0.4) == pytest.approx(0.4)


def test_few_cases_do_not_look_certain() -> None:
    assert rising([0.9], [True])(0.9) < 0.9


def test_a_calibration_survives_its_file() -> None:
    kept = Calibration(
        "3", Asked(0.4), Asked(0.5), {"actor": 0.4}, {"hedged": 0.3}, {"event": Curve((0.1, 0.9), (0.2, 0.95))}
    )
    assert Calibration.from_json(json.loads(json.dumps(kept.to_json()))) == kept


def test_the_packaged_one_asks_something_of_every_role() -> None:
    kept = packaged()
    assert kept.least is not None
    assert all(0 < asked < 1 for asked in kept.least.values())
    assert all(0 < asked < 1 for length in (1, 10) for asked in astuple(kept.asks_events(length)))
