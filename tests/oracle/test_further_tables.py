"""The engine on a rulebook with tables of its own, sums, averages, increments and an earlier run: against plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random

import polars as pl
import pytest

from creditscore.core.terms import plural
from creditscore.engine.examples.tables import POLARS_TYPES
from creditscore.engine.rate import rated_in_memory
from creditscore.packs.levels import table_columns
from creditscore.packs.load import load_pack
from tests.oracle.four_levels import AS_OF, Row, Tables
from tests.oracle.further_tables import YEAR_END, made_up, ratings

PACK = load_pack(Path(__file__).parents[1] / "packs" / "sound" / "cooperative.toml").pack
Results = dict[str, dict[object, Row]]
BLANKS = {
    "households": ("good_repute", "income_per_head", "land_mu", "members", "debts_elsewhere"),
    "villages": ("officer_assigned", "collective_income"),
    "deposits": ("kind", "opened_on"),
    "counties": ("stable", "lending_plan"),
}


def by_engine(tables: Tables, then: Mapping[date, Mapping[str, pl.LazyFrame]]) -> Results:
    """What the engine makes of the tables: by level and unit id the row of the level table."""
    frames = {}
    for name, rows in tables.items():
        schema = {column: POLARS_TYPES.get(kind, pl.String) for column, kind in table_columns(PACK, name).items()}
        frames[name] = pl.LazyFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)
    results = rated_in_memory(PACK, frames, AS_OF, then)
    return {level: {row[f"{level}_id"]: row for row in results[plural(level)].to_dicts()} for level in PACK.unit_levels}


def run_of(deposits: int | None) -> dict[date, dict[str, pl.LazyFrame]]:
    """An earlier run with the county's deposits; none where there is no figure."""
    figures = {"county_id": ["c1"], "deposits.num": [deposits]}
    return {} if deposits is None else {YEAR_END: {"county": pl.LazyFrame(figures)}}


@pytest.mark.parametrize("seed", range(16))
def test_complete_tables_are_rated_as_plain_python_rates_them(seed):
    tables, then = made_up(seed), Random(seed).choice([None, 1, 1_000_000, 20_000_000])
    expected, found = ratings(tables, then), by_engine(tables, run_of(then))
    for level, units in expected.items():
        assert set(found[level]) == set(units)
        for unit, row in units.items():
            assert {key: found[level][unit][key] for key in row} == row, (level, unit)


def blanked(tables: Tables, seed: int) -> Tables:
    """A copy with some cells blank."""
    draw, copy = Random(seed), deepcopy(tables)
    for name, columns in BLANKS.items():
        for row in copy[name]:
            row.update(dict.fromkeys(column for column in columns if draw.random() < 0.15))
    return copy


@pytest.mark.parametrize("seed", range(8))
def test_blanks_leave_open_what_the_whole_tables_decide_otherwise(seed):
    whole = made_up(seed)
    decided, final = by_engine(blanked(whole, seed), {}), by_engine(whole, {})
    for level, units in decided.items():
        places = [*PACK.grades[level], None]
        for unit, row in units.items():
            after = final[level][unit]
            assert all(row[name] in ("pending", after[name]) for name in PACK.criteria[level]), (level, unit)
            assert places.index(row["possible_grade"]) <= places.index(after["grade"]) <= places.index(row["grade"]), (level, unit)
            for card in PACK.cards_of(level):
                assert row[f"{card}.low"] <= after[f"{card}.low"] <= after[f"{card}.high"] <= row[f"{card}.high"], (level, unit)
