"""The default ratings in Polars as one writes them at first: outcomes are words at once, and rows are sorted with their words.

It writes the same level tables as polars_query.py, which is the same query made as fast as we could. Usage:

    python benchmarks/peers/polars_plain.py DATA 2003-06-30 OUT
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl
from polars_query import main
from polars_rules import SURVEYS, household_columns

WORDS = ["status", "grade", "possible_grade", "precondition", *SURVEYS]


def sorted_words(coded_households: pl.LazyFrame) -> pl.LazyFrame:
    """The household level, its words as text before it is sorted."""
    return coded_households.select(household_columns()).with_columns(pl.col(WORDS).cast(pl.String)).sort("household_id")


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), Path(sys.argv[3]), sorted_words)
