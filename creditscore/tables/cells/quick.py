"""The quick reading of cells: cheap conversions of the usual spellings and dtypes, and where they will not do.

What is `strange` to the quick reading goes through the full one, so both give the same values.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_

import polars as pl
from msgspec import Struct

from creditscore.core.columns import Column
from creditscore.core.money import FEN_PER_YUAN
from creditscore.tables.aliases import Aliases
from creditscore.tables.cells.first_rows import FirstRows
from creditscore.tables.cells.read_dates import FIRST_YEAR, LAST_YEAR
from creditscore.tables.cells.reading import DTYPES, beyond_ascii
from creditscore.tables.cells.rules import shown_money

LARGEST_YUAN = 10**13
"""Amounts beyond are left to the full reading, which refuses them: times 100 they might not fit."""
MOST_WHOLE_YUAN = 10**11
"""The largest amount that the quick reading of text takes for itself."""
MOST_DIGITS = 15
"""Spreadsheets keep so many digits of a number; a longer whole number is shown as 1.1e17, its last digits being lost."""
_DIGITS_IN_64_BITS = 18
"""Every whole number of so many digits fits; with more, a decimal is looked at in the 128 bits that hold it, in twice the time.

A file may hold more digits than it declares: what does not fit is strange, never cut off.
"""
NEAR = 1e-4
"""A float of yuan times 100 must be this near to a whole number of fen."""
_PLAIN_AMOUNT = r"^-?[0-9]{1,11}(?:\.[0-9]{1,2})?$"
_PLAIN = {"id": r"^[0-9A-Za-z][!-*,-~]*$", "id_number": r"^[0-9]{17}[0-9X]$"}
"""Cells of these types that stand as they are: no blanks, nothing full-width, no dash, no number cut short by a spreadsheet."""
_UNTIDY = r"^[\s#\-–—―]|\s$|[\x00\x1a\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{2066}-\x{2069}\x{feff}]|^$"
_FEW_WORDS = 3
_TRUE, _FALSE = frozenset({"true", "是", "1"}), frozenset({"false", "否", "0"})
QUICK = "quick:"
"""Starts the names of the columns with the values of the quick reading."""


class Quick(Struct, frozen=True):
    """The values of a column by a cheap conversion, and where that will not do.

    `strange` may look at the values, under QUICK; where it is None, a cell that gets no value is strange. `second` are the values
    by another way, for batches in which the first one leaves a cell without a value.
    """

    value: pl.Expr
    strange: pl.Expr | None = None
    second: pl.Expr | None = None


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


def quick_text(column: Column, aliases: Aliases, first: FirstRows) -> Quick:
    """The quick reading of a column of text cells, by what its first rows have."""
    cell = pl.col(column.name)
    if column.type == "bool":
        return _bool(column.name, aliases, first.answers.get(column.name, frozenset()))
    if column.type == "date":
        return _date(column.name)
    if column.type == "choice" and column.choices:
        return _choice(cell, column, aliases, spelt=column.name in first.spelt)
    if column.type in _PLAIN:
        return Quick(cell, ~cell.str.contains(_PLAIN[column.type]))
    if column.type in {"text", "name", "choice"}:
        return Quick(cell, cell.str.contains(_UNTIDY))
    return Quick(_integer_text(cell)) if column.type == "integer" else _money(cell, whole=column.name in first.whole)


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
    plain = shown_money(fen.cast(pl.Int64, strict=False))
    kept = cell.abs() < 10**MOST_DIGITS
    shown = pl.when((cell == whole) & kept).then(whole.cast(pl.String)).when(near & kept).then(plain).otherwise(cell.cast(pl.String))
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
        return _money_decimal(cell, dtype)
    return None


def _money_decimal(cell: pl.Expr, dtype: pl.Decimal) -> Quick:
    """Decimals are held as whole numbers already, so no decimal is multiplied: that takes ten times as long."""
    held = cell.to_physical()
    held = held.cast(pl.Int64, strict=False) if dtype.precision <= _DIGITS_IN_64_BITS and dtype.scale == 2 else held
    scaled = held if dtype.scale == 2 else held * 10 ** (2 - dtype.scale)
    if dtype.precision - dtype.scale <= 14:  # no such number lies far beyond LARGEST_YUAN
        return Quick(scaled.cast(pl.Int64, strict=False))
    most = LARGEST_YUAN * 10**dtype.scale  # what does not fit into 64 bits is beyond, and so strange
    within = held.is_between(-most, most).fill_null(value=False)
    return Quick(scaled.cast(pl.Int64, wrap_numerical=True), cell.is_not_null() & ~within)


def _strange_as_it_is(cell: pl.Expr, column: Column) -> pl.Expr | None:
    if column.type == "choice" and column.choices:
        return _none_of(cell, column.choices)
    if column.type == "id_number":
        return (cell.str.len_bytes() != 18) | cell.str.ends_with("x")
    if column.type == "name":
        return None
    padded = (cell < "!") | cell.str.ends_with(" ") | (cell == "-")  # blanks stand before all that is printed, as does an empty text
    return padded if column.type == "text" else padded | beyond_ascii(cell)


def _none_of(cell: pl.Expr, words: Sequence[str]) -> pl.Expr:
    """Whether a cell has none of some words: of a few, each is looked for by itself, which takes less time than a set of them."""
    return ~(_any_of(cell, frozenset(words)) if len(words) <= _FEW_WORDS else cell.is_in(list(words)))


def _bool(column: str, aliases: Aliases, seen: frozenset[str]) -> Quick:
    """One comparison for a word that the column is `seen` to use costs less than trying all, or a look-up in a set."""
    cell = pl.col(column)
    yes, no = _TRUE & aliases.true, _FALSE & aliases.false
    yes, no = (yes & seen, no & seen) if seen & (yes | no) else (yes, no)
    if not yes | no:
        return Quick(pl.lit(None, pl.Boolean))
    value = pl.col(QUICK + column)
    if not yes:
        return Quick(~_any_of(cell, no), value)
    return Quick(_any_of(cell, yes), ~(value | _any_of(cell, no)) if no else ~value)


def _choice(cell: pl.Expr, column: Column, aliases: Aliases, *, spelt: bool) -> Quick:
    """Words that stand as they are cost less than words that are looked up."""
    if spelt:
        return Quick(cell, ~cell.is_in(list(column.choices)))
    return Quick(cell.replace_strict(aliases.choice_words(column), default=None, return_dtype=pl.String))


def _any_of(cell: pl.Expr, words: frozenset[str]) -> pl.Expr:
    return reduce(or_, [cell == word for word in sorted(words)])


def _date(column: str) -> Quick:
    cell, day = pl.col(column), pl.col(QUICK + column)
    beyond = (day < date(FIRST_YEAR, 1, 1)) | (day > date(LAST_YEAR, 12, 31))
    strange = beyond.fill_null(value=False) | (day.is_null() & cell.is_not_null())
    return Quick(cell.str.to_date("%Y-%m-%d", strict=False, cache=False), strange)


def _money(cell: pl.Expr, *, whole: bool) -> Quick:
    return Quick(_whole_yuan(cell), second=_money_text(cell)) if whole else Quick(_money_text(cell))


def _money_text(cell: pl.Expr) -> pl.Expr:
    fen = cell.cast(pl.Decimal(18, 2), strict=False).to_physical().cast(pl.Int64)
    return pl.when(cell.str.contains(_PLAIN_AMOUNT)).then(fen)


def _whole_yuan(cell: pl.Expr) -> pl.Expr:
    """Amounts such as 1200 and 1200.00, in less time than it takes to look for other decimals."""
    yuan = cell.str.strip_suffix(".00").cast(pl.Int64, strict=False)
    return pl.when(yuan.is_between(-MOST_WHOLE_YUAN, MOST_WHOLE_YUAN)).then(yuan * FEN_PER_YUAN)


def _integer_text(cell: pl.Expr) -> pl.Expr:
    return pl.when(cell.str.contains(r"^-?[0-9]{1,15}$")).then(cell.cast(pl.Int64, strict=False))
