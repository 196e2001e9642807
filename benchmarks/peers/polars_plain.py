"""The default ratings in Polars as one writes them at first: outcomes are words at once, and rows are sorted with their words.

It writes the same level tables as polars_query.py, which is the same query made as fast as we could. Usage:

    python benchmarks/peers/polars_plain.py DATA 2003-06-30 OUT
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl
import polars.selectors as cs
from polars_levels import rate_townships, rate_villages
from polars_query import table
from polars_rules import READY, SURVEYS, asked, coded, household_columns, of_household, survey, with_balance, with_places

WORDS = ["status", "grade", "possible_grade", "precondition", *SURVEYS]


def spelt(level: pl.LazyFrame) -> pl.LazyFrame:
    """A level with its words as text."""
    return level.with_columns(cs.by_name(WORDS, require_all=False).cast(pl.String))


def rate_households(placed: pl.LazyFrame, households: pl.LazyFrame, loans: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """The household level."""
    by_household = loans.filter(pl.col("household_id").is_not_null()).group_by("household_id").agg(of_household())
    joined = (
        asked(households, as_of)
        .join(placed.select("village_id", "township_id", "county_id", ready=survey(READY, [])), on="village_id", how="left")
        .join(by_household, on="household_id", how="left")
    )
    return spelt(coded(joined).select(household_columns())).sort("household_id")


def main(data: Path, as_of: date, out: Path) -> None:
    """Write the three level tables."""
    out.mkdir(parents=True, exist_ok=True)
    tables = {name: table(data, name) for name in ("households", "loans", "villages", "townships")}
    loans, placed = with_balance(tables["loans"], as_of), with_places(tables["villages"], tables["townships"])
    rated = rate_households(placed, tables["households"], loans, as_of)
    rated.sink_parquet(out / "households.parquet", compression="zstd", compression_level=1)
    villages = rate_villages(placed, pl.scan_parquet(out / "households.parquet"), loans, as_of)
    villages.sink_parquet(out / "villages.parquet", compression="zstd", compression_level=1)
    rate_townships(tables["townships"], pl.scan_parquet(out / "villages.parquet")).sink_parquet(out / "townships.parquet")


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), Path(sys.argv[3]))
