"""Puts a generated county down as users would have it: amounts in yuan with two places, ISO dates, true/false, blanks empty.

A cell that holds a string in a money, date or yes/no column is written as it stands, so that tests can plant bad cells.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

Row = dict[str, Any]
MONEY = ("principal", "repaid_principal", "overdue_interest")
DATES = ("birth_date", "certificate_date", "issue_date", "due_date", "extended_due_date")
INTEGERS = ("members", "registered_households")
KEYS = {"households": "household_id", "loans": "loan_id", "villages": "village_id", "townships": "township_id"}
TEXTS = (
    *("household_id", "village_id", "township_id", "county_id", "loan_id", "head_name", "id_number", "certificate_no"),
    *("village_name", "township_name", "borrower_type", "product", "loan_class", "classification_scheme"),
)


class HasTables(Protocol):
    """Anything with four tables."""

    def tables(self) -> dict[str, list[Row]]:
        """The tables by name."""


EMPTY_COLUMNS = {
    "loans": (
        *("loan_id", "borrower_type", "household_id", "village_id", "product", "issue_date", "due_date", "extended_due_date"),
        *("principal", "repaid_principal", "overdue_interest", "ever_overdue", "loan_class", "classification_scheme"),
    )
}


def columns_of(table: str, rows: list[Row]) -> list[str]:
    """The columns of a table, also where it has no row."""
    return list(rows[0]) if rows else list(EMPTY_COLUMNS[table])


def yuan(fen: int) -> str:
    """Fen as yuan with two places, no separators."""
    return f"{fen // 100}.{fen % 100:02d}"


def cell(column: str, value: Any) -> str:
    """One value as the text of a CSV cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return yuan(value) if column in MONEY and isinstance(value, int) else str(value)


def write_csv(county: HasTables, folder: Path) -> Path:
    """Write the four tables as UTF-8 CSV files; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in county.tables().items():
        columns = columns_of(table, rows)
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([cell(column, row[column]) for column in columns] for row in rows)
    return folder


def write_parquet(county: HasTables, folder: Path, parts: int = 1) -> Path:
    """Write the four tables as typed Parquet (amounts as decimals of yuan); several parts make a folder a table."""
    import polars as pl

    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in county.tables().items():
        columns = columns_of(table, rows)
        data = {column: [as_decimal(column, row[column]) for row in rows] for column in columns}
        frame = pl.DataFrame(data, schema={column: polars_type(column) for column in columns})
        size = -(-max(frame.height, 1) // parts)
        if parts == 1:
            frame.write_parquet(folder / f"{table}.parquet")
            continue
        (folder / table).mkdir()
        for number in range(parts):
            frame.slice(number * size, size).write_parquet(folder / table / f"part-{number}.parquet")
    return folder


def as_decimal(column: str, value: Any) -> Any:
    """Fen as an exact decimal of yuan; other values unchanged."""
    return Decimal(value) / 100 if column in MONEY and value is not None else value


def polars_type(column: str) -> Any:
    """The Parquet type of a column."""
    import polars as pl

    kinds: tuple[tuple[tuple[str, ...], Any], ...] = (
        (MONEY, pl.Decimal(18, 2)),
        (DATES, pl.Date()),
        (INTEGERS, pl.Int64()),
        (TEXTS, pl.String()),
    )
    return next((kind for names, kind in kinds if column in names), pl.Boolean())
