"""Problem rows: one line per broken check of a row, with its place and its cell, masked; they become findings and rejected rows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import polars as pl

from creditscore.core.columns import TABLES, ColumnType
from creditscore.tables.cells.rules import shown_money
from creditscore.tables.masks import masked
from creditscore.tables.raw import ROW, Raw

ROW_ID = "row_id"
"""Stands for the key of a pack's own table."""
IDS = ("loan_id", "household_id", "village_id", "township_id", ROW_ID)
"""The ids that a finding gives of the unit concerned."""
SHAPE: dict[str, type[pl.DataType]] = {
    ROW: pl.UInt32,
    **dict.fromkeys(IDS, pl.String),
    "column": pl.String,
    "value": pl.String,
    "other": pl.String,
    "code": pl.String,
    "order": pl.Int32,
}
"""The columns of a problem frame; `order` is the place of the check within its row."""


@cache
def no_problems() -> pl.DataFrame:
    """A problem frame without lines."""
    return pl.DataFrame(schema=SHAPE)


def problem_lines(rows: pl.DataFrame, code: pl.Expr, column: str, value: pl.Expr, other: pl.Expr | None, order: int) -> pl.DataFrame:
    """Problem lines of rows that all break the same check of one column; `value` is masked by the caller."""
    ids = {name: masked(pl.col(name), "id") if name in rows.columns else pl.lit(None, pl.String) for name in IDS}
    return rows.select(
        pl.col(ROW).cast(pl.UInt32),
        *(shown_id.alias(name) for name, shown_id in ids.items()),
        pl.lit(column).alias("column"),
        value.cast(pl.String).alias("value"),
        (other if other is not None else pl.lit(None, pl.String)).cast(pl.String).alias("other"),
        code.cast(pl.String).alias("code"),
        pl.lit(order, pl.Int32).alias("order"),
    )


def ids_of(raw: Raw, columns: Iterable[str]) -> list[pl.Expr]:
    """The ids that a finding gives of a row of a table: those of IDS that it has, and its key under ROW_ID where that is another."""
    ids = [pl.col(name) for name in columns if name in IDS]
    return ids if raw.key in IDS else [*ids, pl.col(raw.key).alias(ROW_ID)]


def id_column(raw: Raw) -> str:
    """The column of problem lines that holds the key of a table's row."""
    return raw.key if raw.key in IDS else ROW_ID


def shown(column: str, kind: ColumnType) -> pl.Expr:
    """A typed cell as text for messages, masked where it is personal."""
    cell = pl.col(column)
    if kind == "money":
        return shown_money(cell)
    return masked(cell.cast(pl.String), kind)


def column_order(table: str, column: str) -> int:
    """The place of a column in its table; columns of a pack come last."""
    names = [known.name for known in TABLES.get(table, ())]
    return names.index(column) if column in names else len(names)
