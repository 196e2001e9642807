"""Problem rows: one line per broken check of a row, with its place and its cell, masked; they become findings and rejected rows."""

from __future__ import annotations

import polars as pl

from creditscore.core.columns import TABLES, ColumnType
from creditscore.tables.raw import ROW
from creditscore.tables.rules import shown_money

KEYS = {"townships": "township_id", "villages": "village_id", "households": "household_id", "loans": "loan_id"}
"""The column that names a row of each table."""
IDS = ("loan_id", "household_id", "village_id", "township_id")
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
LONGEST_VALUE = 40
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_NUMBER_18 = rf"\b([1-9]\d{{5}})(?:18|19|20)\d\d{_DAY}(\d{{3}}[\dXx])\b"
_NUMBER_15 = rf"\b([1-9]\d{{5}})\d\d{_DAY}(\d{{3}})\b"
_STARS = "${1}********${2}"


def no_problems() -> pl.DataFrame:
    """A problem frame without lines."""
    return pl.DataFrame(schema=SHAPE)


def problem_lines(rows: pl.DataFrame, code: pl.Expr, column: str, value: pl.Expr, other: pl.Expr | None, order: int) -> pl.DataFrame:
    """Problem lines of rows that all break the same check of one column; `value` is masked by the caller."""
    return rows.select(
        pl.col(ROW).cast(pl.UInt32),
        *((masked(pl.col(name), "id") if name in rows.columns else pl.lit(None, pl.String)).alias(name) for name in IDS),
        pl.lit(column).alias("column"),
        value.cast(pl.String).alias("value"),
        (other if other is not None else pl.lit(None, pl.String)).cast(pl.String).alias("other"),
        code.cast(pl.String).alias("code"),
        pl.lit(order, pl.Int32).alias("order"),
    )


def shown(column: str, kind: ColumnType) -> pl.Expr:
    """A typed cell as text for messages, masked where it is personal."""
    cell = pl.col(column)
    if kind == "money":
        return shown_money(cell)
    return masked(cell.cast(pl.String), kind)


def masked(text: pl.Expr, kind: ColumnType) -> pl.Expr:
    """Text for messages: names and ID numbers masked, whatever looks like an ID number too, long text cut.

    Ids of 15 digits are often a village code and a count, so in ids only 18 characters look like an ID number.
    """
    if kind == "name":
        return pl.when(text.str.len_chars() > 0).then(text.str.slice(0, 1) + "*")
    if kind == "id_number":
        long = text.str.len_chars() > 10
        ends = text.str.slice(0, 6) + "********" + text.str.slice(-4)
        return pl.when(text.is_not_null()).then(pl.when(long).then(ends).otherwise(pl.lit("****")))
    cut = pl.when(text.str.len_chars() > LONGEST_VALUE).then(text.str.slice(0, LONGEST_VALUE) + "…").otherwise(text)
    whole = cut.str.replace_all(_NUMBER_18, _STARS)
    return whole if kind == "id" else whole.str.replace_all(_NUMBER_15, _STARS)


def column_order(table: str, column: str) -> int:
    """The place of a column in its table; columns of a pack come last."""
    names = [known.name for known in TABLES[table]]
    return names.index(column) if column in names else len(names)
