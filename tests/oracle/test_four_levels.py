"""The engine on a rulebook of four levels: against plain Python on complete tables, and against completions of tables with blanks."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from random import Random

import polars as pl
import pytest

from creditscore.core.terms import plural
from creditscore.engine.examples.tables import POLARS_TYPES
from creditscore.engine.rate import rated_in_memory
from creditscore.packs.levels import table_columns
from creditscore.packs.load import load_pack
from tests.oracle.four_levels import AS_OF, BAD, BLANKS, Row, Tables, made_up, ratings

PACK = load_pack(Path(__file__).parents[1] / "packs" / "sound" / "county.toml").pack
Results = dict[str, dict[object, Row]]


def by_engine(tables: Tables) -> Results:
    """What the engine makes of the tables: by level and unit id the row of the level table."""
    frames = {}
    for name, rows in tables.items():
        schema = {column: POLARS_TYPES.get(kind, pl.String) for column, kind in table_columns(PACK, name).items()}
        frames[name] = pl.LazyFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)
    results = rated_in_memory(PACK, frames, AS_OF)
    return {level: {row[f"{level}_id"]: row for row in results[plural(level)].to_dicts()} for level in PACK.unit_levels}


def blanked(tables: Tables, seed: int) -> Tables:
    """A copy with some cells blank; only an enterprise's loan may lack its product."""
    draw, copy = Random(seed), deepcopy(tables)
    for name, columns in BLANKS.items():
        for row in copy[name]:
            blank = [column for column in columns if draw.random() < 0.15]
            row.update(dict.fromkeys(blank))
    for loan in copy["loans"]:
        if loan["household_id"] is None and draw.random() < 0.3:
            loan["product"] = None
    return copy


def completed(tables: Tables, seed: int) -> Tables:
    """A copy with every blank filled by chance."""
    draw, copy = Random(seed), deepcopy(tables)
    amounts = {"income_per_head": [0, 300_000], "own_funds": [0, 9_000_000], "members": [1, 3], "overdue_interest": [0, 5]}
    words = {"loan_class": ["normal", *BAD], "product": ["micro", "other"]}
    for name in ("households", "villages", "loans"):
        for row in copy[name]:
            for column in {*BLANKS[name], *(["product"] if name == "loans" else [])}:
                if row[column] is None:
                    row[column] = draw.choice((amounts | words).get(column, [True, False]))
    return copy


@pytest.mark.parametrize("seed", range(12))
def test_complete_tables_are_rated_as_plain_python_rates_them(seed):
    tables = made_up(seed)
    expected, found = ratings(tables), by_engine(tables)
    for level, units in expected.items():
        assert set(found[level]) == set(units)
        for unit, row in units.items():
            assert {key: found[level][unit][key] for key in row} == row, (level, unit)


@pytest.mark.parametrize("seed", range(8))
def test_no_completion_contradicts_what_was_decided_with_blanks(seed):
    tables = blanked(made_up(seed), seed)
    decided = by_engine(tables)
    for further in range(2):
        final = by_engine(completed(tables, further))
        for level, units in decided.items():
            for unit, row in units.items():
                assert consistent(level, row, final[level][unit]), (level, unit, row, final[level][unit])


def consistent(level: str, before: Row, after: Row) -> bool:
    """Verdicts that were decided stand; a confirmed grade is kept or bettered; no grade beyond the possible one; points within the ends."""
    verdicts = all(before[name] in ("pending", after[name]) for name in PACK.criteria[level])
    places = [*PACK.grades[level], None]
    grades = places.index(after["grade"]) <= places.index(before["grade"])
    possible = places.index(after["possible_grade"]) >= places.index(before["possible_grade"])
    cards = PACK.cards_of(level)
    within = all(before[f"{c}.low"] <= after[f"{c}.low"] <= after[f"{c}.high"] <= before[f"{c}.high"] for c in cards)
    return verdicts and grades and possible and within
