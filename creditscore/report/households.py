"""The households of each place, counted: by status, and by criterion those that fail it or are pending.

Households are never listed one by one here: a place's counts are all that the page needs, however large the county.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from msgspec import Struct

from creditscore.core.terms import STATUSES

BASE = "household"


class HouseholdCounts(Struct, frozen=True):
    """The households of one place: all that are listed, by status, and by criterion those that fail and those pending."""

    listed: int
    status: Mapping[str, int]
    fail: Mapping[str, int]
    pending: Mapping[str, int]


def household_counts(households: pl.LazyFrame, level: str, criteria: Sequence[str]) -> dict[str, HouseholdCounts]:
    """By unit of a level above the households, its households counted; `households` is a run's household table."""
    tests = {f"status.{name}": pl.col("status") == name for name in STATUSES}
    tests |= {f"{verdict}.{name}": pl.col(name) == verdict for name in criteria for verdict in ("fail", "pending")}
    counts = [test.cast(pl.Int64).sum().alias(name) for name, test in tests.items()]
    grouped = households.group_by(f"{level}_id").agg(pl.len().cast(pl.Int64).alias("listed"), *counts)
    rows = grouped.collect(engine="streaming").iter_rows(named=True)
    return {row[f"{level}_id"]: _counts(row, criteria) for row in rows}


def _counts(row: Mapping[str, Any], criteria: Sequence[str]) -> HouseholdCounts:
    return HouseholdCounts(
        listed=row["listed"],
        status={name: row[f"status.{name}"] for name in STATUSES},
        fail={name: row[f"fail.{name}"] for name in criteria},
        pending={name: row[f"pending.{name}"] for name in criteria},
    )
