"""How often somebody may do something, and how long a session lasts, by a clock of the test."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from tocsin.web.limits import Limiter


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_and_then_one_a_pause() -> None:
    clock = Clock()
    limiter = Limiter(3, 10.0, clock=clock)
    assert [limiter.take("a") for _ in range(4)] == [0, 0, 0, 10]
    assert limiter.take("b") == 0
    clock.now += 9.5
    assert limiter.take("a") == 1
    clock.now += 0.5
    assert [limiter.take("a"), limiter.take("a")] == [0, 10]
    clock.now += 1000
    assert [limiter.take("a") for _ in range(4)] == [0, 0, 0, 10]


@given(st.lists(st.floats(0, 30), max_size=40))
def test_never_more_than_the_burst_and_one_a_pause(pauses: list[float]) -> None:
    clock = Clock()
    limiter = Limiter(3, 10.0, clock=clock)
    taken: list[float] = []
    for pause in pauses:
        clock.now += pause
        wait = limiter.wait("a")
        assert limiter.take("a") == wait
        if wait == 0:
            taken.append(clock.now)
    for first, begin in enumerate(taken):
        for last in range(first, len(taken)):
            within = taken[last] - begin
            assert last - first + 1 <= 3 + math.floor(within / 10.0 + 1e-9)


def test_what_is_known_is_bounded() -> None:
    limiter = Limiter(1, 1e9, known=100, clock=Clock())
    for number in range(1000):
        assert limiter.take(str(number)) == 0
    assert len(limiter._free) == 100
    assert limiter.take("999") > 0
    assert limiter.take("0") == 0, "forgotten, as it did nothing for longest"
