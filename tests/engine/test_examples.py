"""The example runner: every shipped example is met, and one that is wrong is noticed."""

from __future__ import annotations

from datetime import date

import pytest

from creditscore.engine.examples.run import run_examples
from creditscore.packs.library import pack_in_force
from creditscore.packs.model.pack import Example, Pack


@pytest.fixture(scope="module")
def pack() -> Pack:
    return pack_in_force("ninghe", date(2003, 6, 30)).pack


def test_every_example_of_the_default_pack_is_met(pack: Pack) -> None:
    results = run_examples(pack)
    assert len(results) == len(pack.examples) > 100
    assert [result.example.name for result in results if not result.passed] == []


@pytest.mark.parametrize(
    "example",
    [
        {"name": "given", "level": "household", "given": {"age": 18}, "expect": {"H2": "pass"}},
        {"name": "tables", "level": "household", "tables": {"loans": [{"overdue_interest": 1}]}, "expect": {"H3": "pass"}},
        {"name": "a verdict that does not exist", "level": "village", "given": {}, "expect": {"V9": "pass"}},
    ],
)
def test_an_example_that_is_wrong_is_noticed(pack: Pack, example: dict[str, object]) -> None:
    wrong = pack.model_copy(update={"examples": [Example.model_validate(example)]})
    assert [result.passed for result in run_examples(wrong)] == [False]


def test_table_examples_do_not_meet(pack: Pack) -> None:
    overdue = {"name": "overdue", "level": "household", "tables": {"loans": [{"overdue_interest": 1}]}, "expect": {"H3": "fail"}}
    survey = {"good_repute": True, "economic_dispute": False}
    clean = {"name": "clean", "level": "household", "tables": {"households": [survey]}, "expect": {"H3": "pass"}}
    both = pack.model_copy(update={"examples": [Example.model_validate(overdue), Example.model_validate(clean)]})
    assert all(result.passed for result in run_examples(both))
