"""Figures of earlier runs: taken from the level table of the right day, pending where there is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from creditscore.engine.earlier import earlier_days
from creditscore.engine.examples.tables import small_tables
from creditscore.engine.rate import rated_in_memory
from creditscore.packs.load import load_pack
from creditscore.packs.model.pack import Example, Pack

AS_OF = date(2012, 6, 30)
PATH = Path(__file__).parents[1] / "packs" / "sound" / "increments.toml"
LOAN = {"borrower_type": "village_enterprise", "due_date": AS_OF, "repaid_principal": 900}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(PATH).pack


def verdict(pack: Pack, then: dict[str, list[object]] | None, day: date) -> object:
    """V2 of a village that recovered 90% now, given an earlier run's village table of a day."""
    example = Example.model_validate({"name": "n", "level": "village", "tables": {"loans": [LOAN]}, "expect": {"V2": "pass"}})
    earlier = None if then is None else {day: {"village": pl.LazyFrame(then)}}
    return rated_in_memory(pack, small_tables(pack, {0: example}, AS_OF), AS_OF, earlier)["villages"]["V2"][0]


@pytest.mark.parametrize(("num", "expected"), [(899, "pass"), (900, "fail"), (901, "fail")])
def test_the_increment_over_the_run_of_a_year_ago(pack: Pack, num: int, expected: str) -> None:
    then: dict[str, list[object]] = {"village_id": ["0:v1"], "recovery.num": [num], "recovery.den": [1000]}
    assert verdict(pack, then, date(2011, 6, 30)) == expected


@pytest.mark.parametrize(
    ("then", "day"),
    [
        (None, AS_OF),
        ({"village_id": ["0:v1"], "recovery.num": [1], "recovery.den": [1000]}, date(2011, 6, 29)),
        ({"village_id": ["0:v9"], "recovery.num": [1], "recovery.den": [1000]}, date(2011, 6, 30)),
        ({"village_id": ["0:v1"], "other.num": [1]}, date(2011, 6, 30)),
        ({"village_id": ["0:v1"], "recovery.num": [0], "recovery.den": [0]}, date(2011, 6, 30)),
    ],
)
def test_without_a_figure_of_a_year_ago_it_is_pending(pack: Pack, then: dict[str, list[object]] | None, day: date) -> None:
    assert verdict(pack, then, day) == "pending"


def test_the_days_of_the_runs_that_are_needed(pack: Pack) -> None:
    assert earlier_days(pack, AS_OF) == [date(2011, 6, 30)]
