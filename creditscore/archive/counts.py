"""How many units of a level have which status, grade and verdicts.

In: a level table, or portions of its rows while their words are still numbers. Out: counts that add up from portion to portion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from creditscore.archive.hashed_column import occurrences
from creditscore.core.terms import STATUSES, VERDICTS

UNITS = "units"
_WORD_COLUMNS = ("status", "grade", "possible_grade", "priority", "precondition")
_FAIL = "fail"


def level_counts(table: pl.LazyFrame, criteria: Sequence[str], grades: Sequence[str]) -> dict[str, Any]:
    """Counts of a level: `units`, by `status`, `grade`, `possible_grade`; per criterion the four verdicts and `only_failure`.

    `only_failure` counts the units that fail this criterion and no other. All units of the level count, those for which
    no rating was organised included. `precondition` (verdicts) and `priority` (units so flagged) stand where the level has
    them. The table is read once: how often each combination occurs is counted, and everything else is read off that.
    """
    return combined_counts(_combinations(table, criteria), criteria, grades)


def combined_counts(combinations: pl.DataFrame, criteria: Sequence[str], grades: Sequence[str]) -> dict[str, Any]:
    """The counts of a level from how often (`units`) each combination of the columns of `counted_columns` occurs."""
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


def numbered_counts(rows: pl.DataFrame, criteria: Sequence[str], words: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The same counts of rows that hold the numbers of their words."""
    codes = {name: rows[name].to_numpy() for name in criteria}
    fails = {name: code == words[name].index(_FAIL) for name, code in codes.items()}
    failures = sum((one.view(np.int8) for one in fails.values()), np.zeros(rows.height, dtype=np.int8))
    counts: dict[str, Any] = {"units": rows.height}
    counts |= {name: _spelt(rows[name], words[name], words[name]) for name in ("status", "grade", "possible_grade")}
    counts["status"] = {word: counts["status"].get(word, 0) for word in STATUSES}
    counts["criteria"] = {
        name: _spelt(rows[name], words[name], list(VERDICTS)) | {"only_failure": int(np.count_nonzero(fails[name] & (failures == 1)))}
        for name in criteria
    }
    if "precondition" in words:
        counts["precondition"] = _spelt(rows["precondition"], words["precondition"], list(VERDICTS))
    if "priority" in rows.columns:
        counts["priority"] = int(rows["priority"].sum())
    return counts


def added(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Counts of several portions of a level together."""
    return {key: _sum([part[key] for part in parts]) for key in parts[0]}


def _sum(counts: Sequence[Any]) -> Any:
    return added(counts) if isinstance(counts[0], Mapping) else sum(counts)


def _spelt(codes: pl.Series, words: Sequence[str], listed: Sequence[str]) -> dict[str, int]:
    """How often each word occurs whose numbers stand in a column; nulls count for none."""
    found = dict(zip(words, occurrences(codes, len(words)), strict=True))
    return {word: found[word] for word in listed}


def counted_columns(present: Sequence[str], criteria: Sequence[str]) -> list[str]:
    """The columns of a level table whose combinations are counted."""
    return [name for name in (*_WORD_COLUMNS, *criteria) if name in present]


def _combinations(table: pl.LazyFrame, criteria: Sequence[str]) -> pl.DataFrame:
    columns = counted_columns(table.collect_schema().names(), criteria)
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
