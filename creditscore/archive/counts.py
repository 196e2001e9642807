"""How many units of a level have which status, grade and verdicts, from one pass over its level table.

The pass counts how often each combination of status, grade and verdicts occurs; every other count is
read off that small table, so that a level of any size is read once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

import polars as pl

from creditscore.core.terms import STATUSES, VERDICTS

UNITS = "units"
_NUMBER = "~number"
_LARGEST_NUMBER = 1 << 63
_WORD_COLUMNS = ("status", "grade", "possible_grade", "priority", "precondition")


def level_counts(table: pl.LazyFrame, criteria: Sequence[str], grades: Sequence[str]) -> dict[str, Any]:
    """Counts of a level from its table, as `counts_of` describes them."""
    present = table.collect_schema().names()
    counted = table.group_by(_columns(present, criteria)).agg(_rows()).collect(engine="streaming")
    return counts_of([counted], criteria, grades)


def counts_of(parts: Sequence[pl.DataFrame], criteria: Sequence[str], grades: Sequence[str]) -> dict[str, Any]:
    """Counts of a level: `units`, by `status`, `grade`, `possible_grade`; per criterion the four verdicts and `only_failure`.

    `parts` say how often (UNITS) each combination of status, grade and verdicts occurs in parts of the level. `only_failure` counts
    the units that fail this criterion and no other. All units of the level count, those for which no rating was organised
    included. `precondition` (verdicts) and `priority` (units so flagged) stand where the level has them.
    """
    combinations = pl.concat(parts)
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


def numbered_combinations(rows: pl.DataFrame, criteria: Sequence[str], words: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """How often each combination occurs among rows whose words are still numbers; in words.

    The numbers of a row are put together into one, which counts faster; where they would not fit into one, they are left apart.
    """
    columns = _columns(rows.columns, criteria)
    listed = {name: words.get(name, (False, True)) for name in columns}
    if prod(len(one) + 1 for one in listed.values()) >= _LARGEST_NUMBER:
        counted = rows.group_by(columns).agg(_rows()).with_columns(pl.col(columns).cast(pl.UInt64))
    else:
        counted = rows.select(_together(listed)).group_by(_NUMBER).agg(_rows()).with_columns(_apart(listed)).drop(_NUMBER)
    kinds = {name: pl.String if name in words else pl.Boolean for name in columns}
    spelt = [
        pl.col(name).replace_strict(range(len(one)), list(one), default=None, return_dtype=kinds[name]) for name, one in listed.items()
    ]
    return counted.with_columns(spelt)


def _together(listed: Mapping[str, Sequence[object]]) -> pl.Expr:
    number, size = pl.lit(0, dtype=pl.UInt64), 1
    for name, one in listed.items():
        number = number + pl.col(name).cast(pl.UInt64).fill_null(len(one)) * size
        size *= len(one) + 1
    return number.alias(_NUMBER)


def _apart(listed: Mapping[str, Sequence[object]]) -> list[pl.Expr]:
    parts, size = [], 1
    for name, one in listed.items():
        parts.append((pl.col(_NUMBER) // size % (len(one) + 1)).alias(name))
        size *= len(one) + 1
    return parts


def _columns(present: Sequence[str], criteria: Sequence[str]) -> list[str]:
    return [name for name in (*_WORD_COLUMNS, *criteria) if name in present]


def _rows() -> pl.Expr:
    """A length is 32 bits wide and its sums would wrap."""
    return pl.len().cast(pl.Int64).alias(UNITS)


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
