"""The quick reading of cells: cheap conversions of the usual spellings and dtypes, and where they will not do.

What is `strange` to the quick reading goes through the full one, so both give the same values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from creditscore.core.columns import Column
from creditscore.core.money import FEN_PER_YUAN
from creditscore.tables.aliases import shipped
from creditscore.tables.read_dates import FIRST_YEAR, LAST_YEAR
from creditscore.tables.reading import DASHES, DTYPES, INVISIBLE

LARGEST_YUAN = 10**13
"""Amounts beyond are left to the full reading, which refuses them: times 100 they might not fit."""
NEAR = 1e-4
"""A float of yuan times 100 must be this near to a whole number of fen."""
_PLAIN_AMOUNT = r"^-?\d{1,11}(?:\.\d{1,2})?$"


@dataclass(frozen=True)
class Quick:
    """The values of a column by a cheap conversion, and where that will not do (`strange`; None: nowhere)."""

    value: pl.Expr
    strange: pl.Expr | None = None


def quick_typed(column: Column, dtype: pl.DataType) -> Quick | None:
    """The quick reading of a typed column as it stands in Parquet, or None where its cells must be turned into text first."""
    cell = pl.col(column.name)
    if dtype == pl.Null:
        return Quick(cell.cast(DTYPES[column.type]))
    if column.type == "money":
        return _money_typed(cell, dtype)
    if column.type == "integer" and dtype.is_integer():
        value = cell.cast(pl.Int64, strict=False)
        return Quick(value, value.is_null() & cell.is_not_null())
    if dtype != DTYPES[column.type]:
        return None
    return Quick(cell, _strange_as_it_is(cell, column) if dtype == pl.String else None)


def quick_text(column: Column) -> Quick:
    """The quick reading of a column of text cells."""
    cell = pl.col(column.name)
    if column.type in {"id", "choice", "id_number", "text", "name"}:
        return _words(cell, column)
    values = {"bool": _bool, "date": _date, "money": _money_text, "integer": _integer_text}
    value = values[column.type](cell)
    return Quick(value, value.is_null() & cell.is_not_null())


def as_text(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A typed cell as the text that a spreadsheet would show; NaN is missing, amounts near a whole fen have two decimals."""
    if dtype.is_float():
        return _float_text(cell)
    if isinstance(dtype, pl.Datetime):
        return cell.cast(pl.Date).cast(pl.String)
    if isinstance(dtype, pl.Binary | pl.List | pl.Struct | pl.Array | pl.Object):
        return pl.when(cell.is_not_null()).then(pl.lit("?"))
    return cell.cast(pl.String)


def _float_text(cell: pl.Expr) -> pl.Expr:
    fen = (cell * FEN_PER_YUAN).round()
    near = (cell * FEN_PER_YUAN - fen).abs() <= NEAR
    whole = cell.cast(pl.Int64, strict=False)
    plain = (fen.cast(pl.Int64, strict=False).cast(pl.Decimal(38, 0)) / FEN_PER_YUAN).cast(pl.Decimal(38, 2))
    shown = pl.when(cell == whole).then(whole.cast(pl.String)).when(near).then(plain.cast(pl.String)).otherwise(cell.cast(pl.String))
    return pl.when(cell.is_not_nan()).then(shown)


def _money_typed(cell: pl.Expr, dtype: pl.DataType) -> Quick | None:
    if dtype.is_float():
        fen = (cell * FEN_PER_YUAN).round()
        odd = ((cell * FEN_PER_YUAN - fen).abs() > NEAR) | cell.is_nan() | (cell.abs() > LARGEST_YUAN)
        return Quick(fen.cast(pl.Int64, strict=False), odd)
    if dtype.is_integer():
        wide = cell.cast(pl.Int64, strict=False)
        within = wide.is_between(-LARGEST_YUAN, LARGEST_YUAN)
        return Quick(pl.when(within).then(wide * FEN_PER_YUAN), cell.is_not_null() & ~within.fill_null(value=False))
    if isinstance(dtype, pl.Decimal) and dtype.scale <= 2:
        wide_type = dtype.precision - dtype.scale > 14
        beyond = (cell > LARGEST_YUAN) | (cell < -LARGEST_YUAN)
        return Quick((cell * FEN_PER_YUAN).cast(pl.Int64, strict=False), beyond if wide_type else None)
    return None


def _strange_as_it_is(cell: pl.Expr, column: Column) -> pl.Expr | None:
    if column.type == "choice" and column.choices:
        return ~cell.is_in(list(column.choices))
    if column.type == "id_number":
        return (cell.str.len_bytes() != 18) | cell.str.ends_with("x")
    if column.type == "name":
        return None
    padded = cell.str.starts_with(" ") | cell.str.ends_with(" ") | (cell == "") | (cell == "-")
    return padded if column.type == "text" else padded | _wide(cell)


def _wide(cell: pl.Expr) -> pl.Expr:
    return cell.str.len_bytes() != cell.str.len_chars()


def _words(cell: pl.Expr, column: Column) -> Quick:
    if column.type == "choice" and column.choices:
        value = cell.replace_strict(shipped().choices[column.name], default=None, return_dtype=pl.String)
        return Quick(value, value.is_null() & cell.is_not_null())
    text = cell.str.strip_chars()
    if column.type == "id_number":
        return Quick(text, (text.str.len_bytes() != 18) | ~text.str.contains(r"^\d{17}[\dX]$"))
    unclean = text.str.contains(INVISIBLE) if column.type in {"text", "name"} else _wide(text)
    return Quick(text, unclean | text.is_in(DASHES))


def _bool(cell: pl.Expr) -> pl.Expr:
    spelt = {"true": True, "false": False, "是": True, "否": False, "1": True, "0": False}
    return cell.replace_strict(spelt, default=None, return_dtype=pl.Boolean)


def _date(cell: pl.Expr) -> pl.Expr:
    day = cell.str.to_date("%Y-%m-%d", strict=False)
    return pl.when(day.is_between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))).then(day)


def _money_text(cell: pl.Expr) -> pl.Expr:
    amount = cell.cast(pl.Decimal(18, 4), strict=False)
    return pl.when(cell.str.contains(_PLAIN_AMOUNT)).then((amount * FEN_PER_YUAN).cast(pl.Int64, strict=False))


def _integer_text(cell: pl.Expr) -> pl.Expr:
    return pl.when(cell.str.contains(r"^-?\d{1,15}$")).then(cell.cast(pl.Int64, strict=False))
