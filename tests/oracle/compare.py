"""A finished run's level tables against the oracle: every disagreement as a line naming unit, column, expected and got."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.oracle.counties import County
from tests.oracle.oracle import CRITERIA, Unit, rate

TABLES = {"household": "households", "village": "villages", "township": "townships"}
PARENTS = {
    "household": ("village_id", "township_id", "county_id"),
    "village": ("township_id", "county_id"),
    "township": ("county_id",),
}
FLAGS = {"household": ("priority", "precondition", "has_deposit_account")}
QUANTITIES = {"household": ("age", "outstanding")}
INTERVALS = {"household": ("arrears_record", "arrears_now")}
RATIOS = {"village": ("micro_recovery",), "township": ("micro_recovery",)}
SHARES = {
    "village": ("arrears_free_share", "depositor_share", "bad_loan_share"),
    "township": ("arrears_free_share", "bad_loan_share", "credit_village_share"),
}


def expected_columns(level: str, unit: Unit) -> dict[str, Any]:
    """One unit of the oracle as the columns of a level table."""
    plain = (*PARENTS[level], "status", "grade", "possible_grade", *FLAGS.get(level, ()), *CRITERIA[level])
    columns: dict[str, Any] = {name: unit[name] for name in plain}
    columns |= {f"{name}.num": unit[name] for name in QUANTITIES.get(level, ())}
    for name in INTERVALS.get(level, ()):
        columns |= zip((f"{name}.num", f"{name}.low", f"{name}.high"), (unit[name][0], *unit[name]), strict=True)
    for name in RATIOS.get(level, ()):
        columns |= {f"{name}.num": unit[name][0], f"{name}.den": unit[name][2]}
    for name in SHARES.get(level, ()):
        low, high, den = unit[name]
        columns |= {f"{name}.num": low, f"{name}.den": den, f"{name}.low": low, f"{name}.high": high}
    return columns


def read_level(path: Path) -> list[dict[str, Any]]:
    """The rows of one level table."""
    import polars as pl

    return pl.read_parquet(path).to_dicts()


def compare_level(level: str, got: list[dict[str, Any]], wanted: dict[str, Unit]) -> list[str]:
    """The disagreements of one level."""
    key = f"{level}_id"
    ids = [row[key] for row in got]
    wrong = [] if ids == sorted(wanted) else [f"{level}: ids expected {sorted(wanted)!r}, got {ids!r}"]
    for row in got:
        for column, expected in expected_columns(level, wanted[row[key]]).items() if row[key] in wanted else ():
            if column not in row:
                wrong.append(f"{level} {row[key]} {column}: expected {expected!r}, got no such column")
            elif row[column] != expected or type(row[column]) is not type(expected):
                wrong.append(f"{level} {row[key]} {column}: expected {expected!r}, got {row[column]!r}")
    return wrong


def compare(run_folder: Path, county: County, as_of: date) -> list[str]:
    """Every disagreement between a run folder's level tables and the oracle's ratings of the county."""
    ratings = rate(**county.tables(), as_of=as_of)
    levels = ((level, read_level(run_folder / f"{table}.parquet")) for level, table in TABLES.items())
    return [line for level, rows in levels for line in compare_level(level, rows, ratings[level])]
