"""How many units of a level have which status, grade and verdicts, from one pass over its level table.

The pass counts how often each combination of status, grade and verdicts occurs; every other count is
read off that small table, so that a level of any size is read once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from creditscore.core.terms import STATUSES, VERDICTS

UNITS = "units"
_WORD_COLUMNS = ("status", "grade", "possible_grade", "priority", "precondition")


def level_counts(table: pl.LazyFrame, criteria: Sequence[str], grades: Sequence[str]) -> dict[str, Any]:
    """Counts of a level: `units`, by `status`, `grade`, `possible_grade`; per criterion the four verdicts and `only_failure`.

    `only_failure` counts the units that fail this criterion and no other. All units of the level
    count, those for which no rating was organised included. `precondition` (verdicts) and
    `priority` (units so flagged) stand where the level has them.
    """
    combinations = _combinations(table, criteria)
    counts: dict[str, Any] = {
        "units": _units(combinations),
        "status": _by_word(combinations, "status", list(STATUSES)),
        "grade": _by_word(combinations, "grade", grades),
        "possible_grade": _by_word(combinations, "possible_grade", grades),
        "criteria": _by_criterion(combinations, criteria),
    }
    if "precondition" in combinations.columns:
        counts["precondition"] = _by_word(combinations, "precondition", list(VERDICTS))
    if "priority" in combinations.columns:
        counts["priority"] = _units(combinations.filter("priority"))
    return counts


def _combinations(table: pl.LazyFrame, criteria: Sequence[str]) -> pl.DataFrame:
    present = table.collect_schema().names()
    columns = [name for name in (*_WORD_COLUMNS, *criteria) if name in present]
    counted = pl.len().cast(pl.Int64).alias(UNITS)  # a length is 32 bits wide and its sums would wrap
    return table.group_by(columns).agg(counted).collect(engine="streaming")


def _units(combinations: pl.DataFrame) -> int:
    return int(combinations[UNITS].sum())


def _by_word(combinations: pl.DataFrame, column: str, words: Sequence[str]) -> dict[str, int]:
    return {word: _units(combinations.filter(pl.col(column) == word)) for word in words}


def _by_criterion(combinations: pl.DataFrame, criteria: Sequence[str]) -> dict[str, dict[str, int]]:
    failures = [(pl.col(name) == "fail").cast(pl.Int64) for name in criteria]
    counted = combinations.with_columns(pl.sum_horizontal(failures).alias("~failures")) if criteria else combinations
    return {
        name: _by_word(counted, name, list(VERDICTS))
        | {"only_failure": _units(counted.filter((pl.col(name) == "fail") & (pl.col("~failures") == 1)))}
        for name in criteria
    }
