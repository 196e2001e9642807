"""Resident identity numbers: as written in, 18 characters out; their check digit and birth date as expressions.

The check digit is worked out for eight characters at a time: their bytes as one 64-bit number, the even
and the odd ones as four 16-bit lanes each, multiplied by their weights so that the top lane holds the sum.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from creditscore.core.identity import CHECK_DIGITS, WEIGHTS
from creditscore.tables.reading import Reading, half_width, unread

_LOST = r"(?i)^\d(?:\.\d+)?e\+?\d{2}$"
_INSIDE = r"([1-9]\d{5}(?:18|19|20)\d{9}[\dXx])"
_LANES = 0x000F000F000F000F
_HIGH = 0xF0F0F0F0F0F0F0F0
_DIGIT = 0x3030303030303030
_SIX = 0x0606060606060606
_LETTER_X = ord("X")
NUMBER = "id_number"
BORN_INSIDE, DIGITS_WRONG = "#born_inside", "#digits_wrong"
"""Helper columns: the birth date inside the ID number, and whether its digits and check digit are wrong."""


def id_numbers_from_text(cell: pl.Expr) -> Reading:
    """18-character numbers as they are, 15-digit ones upgraded; numbers that Excel has shortened are refused."""
    text = half_width(cell).str.replace_all(" ", "", literal=True).str.to_uppercase()
    old = text.str.contains(r"^\d{15}$")
    value = pl.when(text.str.contains(r"^\d{17}[\dX]$")).then(text).when(old).then(_upgraded(text))
    code = pl.when(text.str.contains(_LOST)).then(pl.lit("id_number_lost_digits")).otherwise(pl.lit("id_number_malformed"))
    return Reading(value, unread(text, value, code), {"id_number_upgraded": old})


def birth_date_inside(number: pl.Expr) -> pl.Expr:
    """The birth date inside an 18-character number, null where it is no real date."""
    return number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False, cache=False)


def holds_id_number(text: pl.Expr) -> pl.Expr:
    """Whether a valid 18-character number stands in a text; slower than the check of a whole column of numbers."""
    long_enough = pl.when(text.str.len_bytes() >= 18).then(text)  # most ids are short, and a blank costs nothing
    number = long_enough.str.extract(_INSIDE, 1).str.to_uppercase()
    digits = (number.str.slice(place, 1).cast(pl.Int64, strict=False) * weight for place, weight in enumerate(WEIGHTS))
    fitting = (pl.sum_horizontal(*digits) % 11).replace_strict(dict(enumerate(CHECK_DIGITS)), default=None, return_dtype=pl.String)
    return (number.str.slice(17) == fitting) & birth_date_inside(number).is_not_null()


def with_number_facts(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame with BORN_INSIDE and DIGITS_WRONG worked out once from `id_number`; null where the number is null."""
    parts, wrong = _number_facts()
    return frame.with_columns(parts).with_columns(wrong).drop("#first", "#second", "#last")


@cache
def _number_facts() -> tuple[tuple[pl.Expr, ...], pl.Expr]:
    """The expressions, which take longer to build than to work out on a few rows."""
    number = pl.col(NUMBER)
    eights = _eight(number, 0).alias("#first"), _eight(number, 8).alias("#second"), _last_two(number).alias("#last")
    return (birth_date_inside(number).alias(BORN_INSIDE), *eights), _digits_wrong(number).alias(DIGITS_WRONG)


def _digits_wrong(number: pl.Expr) -> pl.Expr:
    first, second, last = pl.col("#first"), pl.col("#second"), pl.col("#last")
    seventeenth, check = last % 256, last // 256
    digits = _all_digits(first) & _all_digits(second) & seventeenth.is_between(48, 57)
    known = check.is_between(48, 57) | (check == _LETTER_X)
    worth = pl.when(check == _LETTER_X).then(10).otherwise(check - 48)
    total = _weighted(first, 0) + _weighted(second, 8) + (seventeenth - 48) * WEIGHTS[16] + worth
    right = (number.str.len_bytes() == 18) & digits & known & (total % 11 == 1)
    return pl.when(number.is_not_null()).then(~right.fill_null(value=False))


def _upgraded(number: pl.Expr) -> pl.Expr:
    first17 = number.str.slice(0, 6) + "19" + number.str.slice(6)
    padded = first17 + "0"
    total = _weighted(_eight(padded, 0), 0) + _weighted(_eight(padded, 8), 8) + (_last_two(padded) % 256 - 48) * WEIGHTS[16]
    return first17 + (total % 11).replace_strict(dict(enumerate(CHECK_DIGITS)), default=None, return_dtype=pl.String)


def _bytes(number: pl.Expr, start: int, length: int, dtype: type[pl.DataType]) -> pl.Expr:
    return number.cast(pl.Binary).bin.slice(start, length).bin.reinterpret(dtype=dtype, endianness="little")


def _eight(number: pl.Expr, start: int) -> pl.Expr:
    return _bytes(number, start, 8, pl.UInt64)


def _last_two(number: pl.Expr) -> pl.Expr:
    return _bytes(number, 16, 2, pl.UInt16).cast(pl.Int64)


def _u64(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)


def _all_digits(eight: pl.Expr) -> pl.Expr:
    return ((eight & _u64(_HIGH)) == _u64(_DIGIT)) & (((eight + _u64(_SIX)) & _u64(_HIGH)) == _u64(_DIGIT))


def _weighted(eight: pl.Expr, start: int) -> pl.Expr:
    weights = WEIGHTS[start : start + 8]
    even, odd = _multiplier(weights[0::2]), _multiplier(weights[1::2])
    lanes = (eight & _u64(_LANES), (eight // _u64(1 << 8)) & _u64(_LANES))
    sums = [(lane * _u64(factor)) // _u64(1 << 48) for lane, factor in zip(lanes, (even, odd), strict=True)]
    return (sums[0] + sums[1]).cast(pl.Int64)


def _multiplier(weights: tuple[int, ...]) -> int:
    return sum(weight << (16 * (3 - place)) for place, weight in enumerate(weights))
