"""The default ratings as one analyst would write them by hand in Polars: no rule file, no checks, no report.

It reads the canonical Parquet tables and writes the same level tables, column for column, as
`creditscore rate` does, and is what the tool's speed is held against. Usage:

    python benchmarks/peers/polars_query.py DATA 2003-06-30 OUT
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
from polars_levels import rate_townships, rate_villages
from polars_rules import READY, asked, coded, household_columns, of_household, survey, with_balance, with_places

Finished = Callable[[pl.LazyFrame], pl.LazyFrame]
"""Makes the household level of coded households, sorted by id."""


def sorted_codes(coded_households: pl.LazyFrame) -> pl.LazyFrame:
    """Sorted while outcomes are small integers, for words are slow to sort."""
    return coded_households.sort("household_id").select(household_columns())


def rate_households(placed: pl.LazyFrame, households: pl.LazyFrame, loans: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """The households with their outcomes as small integers."""
    by_household = loans.filter(pl.col("household_id").is_not_null()).group_by("household_id").agg(of_household())
    joined = (
        asked(households, as_of)
        .join(placed.select("village_id", "township_id", "county_id", ready=survey(READY, [])), on="village_id", how="left")
        .join(by_household, on="household_id", how="left")
    )
    return coded(joined)


def main(data: Path, as_of: date, out: Path, finished: Finished = sorted_codes) -> None:
    """Write the three level tables."""
    out.mkdir(parents=True, exist_ok=True)
    tables = {name: table(data, name) for name in ("households", "loans", "villages", "townships")}
    loans, placed = with_balance(tables["loans"], as_of), with_places(tables["villages"], tables["townships"])
    rated = finished(rate_households(placed, tables["households"], loans, as_of))
    rated.sink_parquet(out / "households.parquet", compression="zstd", compression_level=1)
    villages = rate_villages(placed, pl.scan_parquet(out / "households.parquet"), loans, as_of)
    villages.sink_parquet(out / "villages.parquet", compression="zstd", compression_level=1)
    rate_townships(tables["townships"], pl.scan_parquet(out / "villages.parquet")).sink_parquet(out / "townships.parquet")


def table(data: Path, name: str) -> pl.LazyFrame:
    """A table, one file or a folder of parts."""
    file = data / f"{name}.parquet"
    return pl.scan_parquet(file if file.is_file() else data / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), Path(sys.argv[3]))
