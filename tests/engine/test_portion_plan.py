"""What portions in the making share out: plans, and turns."""

from __future__ import annotations

from threading import Event
from time import sleep
from typing import Any

import pytest

from creditscore.core.in_turn import two_at_a_time
from creditscore.engine.portions import plan as portion_plan
from creditscore.engine.portions.plan import Plans


def test_there_are_as_many_plans_as_serve_at_once(monkeypatch):
    made: list[Any] = []
    work: Any = "work"
    above: Any = "above"

    def plan(*asked):
        made.append(asked)
        return len(made)

    monkeypatch.setattr(portion_plan, "PortionPlan", plan)
    plans = Plans(work, {}, above)

    with plans.one() as first, plans.one() as second:
        assert first != second
    with plans.one() as again:
        assert again in (first, second)

    assert made == [(work, {}, above)] * 2


def test_two_things_are_begun_before_anybody_waits_and_a_third_when_the_first_is_taken():
    begun, asked = [Event() for _ in range(4)], []

    def things():
        for number in range(4):
            asked.append(number)
            yield number

    def made(number):
        begun[number].set()
        return -number

    results = two_at_a_time(made, things())
    assert begun[0].wait(5)
    assert begun[1].wait(5)
    assert asked == [0, 1]
    assert next(results) == 0
    assert asked == [0, 1]
    assert list(results) == [-1, -2, -3]
    assert asked == [0, 1, 2, 3]


def test_where_a_thing_cannot_be_had_what_was_begun_is_done_first():
    done = []

    def things():
        yield 1
        raise KeyError

    def slowly(number):
        sleep(0.05)
        done.append(number)

    with pytest.raises(KeyError):
        two_at_a_time(slowly, things())
    assert done == [1]
