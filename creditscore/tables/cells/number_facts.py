"""What whole columns of ID numbers say of themselves: the birth date inside, and whether digits and check digit are right.

In: ID numbers as texts. Out: two columns, null where the number is. Numbers of 18 characters whose first 17 are digits, nearly all of
them, are worked out place by place for all rows at once; of others only the date is looked for.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import polars as pl

from creditscore.core.identity import WEIGHTS
from creditscore.tables.cells.read_id_numbers import NUMBER, birth_date_inside

BORN_INSIDE, DIGITS_WRONG = "#born_inside", "#digits_wrong"
"""Helper columns: the birth date inside the ID number, and whether its digits and check digit are wrong."""
_FACTS = "#facts"
_TYPE = pl.Struct({BORN_INSIDE: pl.Date, DIGITS_WRONG: pl.Boolean})
_LENGTH = 18
_ZERO, _LETTER_X = ord("0"), ord("X")
_LENGTHS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0], dtype=np.int32)
"""The days of each month of an ordinary year; the 0 at either end stands for all numbers that are no month."""
_NO_MONTH = 13
_FEBRUARY = 2
_YEARS = 10_000
_WEIGHTS = np.array(WEIGHTS, dtype=np.uint16)
_EPOCH = 719_528
"""Days from 0000-01-01 to 1970-01-01."""
Row = np.ndarray[tuple[int], np.dtype[np.uint8]]
Bytes = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
Whole = np.ndarray[tuple[int], np.dtype[np.int32]]
Places = np.ndarray[tuple[int], np.dtype[np.intp]]
Truth = np.ndarray[tuple[int], np.dtype[np.bool_]]


def with_number_facts(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame with BORN_INSIDE and DIGITS_WRONG worked out once from `id_number`; null where the number is null."""
    facts = pl.col(NUMBER).map_batches(lambda numbers: _facts(numbers).to_struct(_FACTS), return_dtype=_TYPE, is_elementwise=True)
    return frame.with_columns(facts.alias(_FACTS)).unnest(_FACTS)


def _facts(numbers: pl.Series) -> pl.DataFrame:
    """The two facts of each number."""
    texts = _of_full_length(numbers)
    digits, there = _digits(texts), texts.is_not_null().to_numpy()
    days, real = _days(digits[6:14])
    plain = (digits[:-1] <= 9).all(axis=0)
    born, found = pl.Series(_spread(days, there)).cast(pl.Date), pl.Series(_spread(real & plain, there))
    right, known = pl.Series(_spread(plain & _fits(digits), there)), numbers.is_not_null()
    facts = pl.select(pl.when(found).then(born).alias(BORN_INSIDE), pl.when(known).then(~right).alias(DIGITS_WRONG))
    odd = np.flatnonzero(known.to_numpy() & ~_spread(plain, there))
    return _mended(facts, numbers, odd) if odd.size else facts


def _of_full_length(numbers: pl.Series) -> pl.Series:
    """The numbers of 18 bytes, null for any other."""
    sized = numbers.str.len_bytes() == _LENGTH
    return numbers if sized.all() else numbers.zip_with(sized, pl.Series([None], dtype=pl.String))


def _spread(values: Any, there: Truth) -> Any:
    """Values of some rows at the places of these rows among all; nought for the others."""
    if there.all():
        return values
    spread = np.zeros(there.size, dtype=values.dtype)
    spread[there] = values
    return spread


def _mended(facts: pl.DataFrame, numbers: pl.Series, odd: Places) -> pl.DataFrame:
    """The facts with the dates inside numbers that are not plain, whose digits are wrong in any case."""
    born = numbers.gather(odd).to_frame().select(birth_date_inside(pl.col(NUMBER))).to_series()
    return facts.with_columns(facts[BORN_INSIDE].scatter(odd, born))


def _digits(texts: pl.Series) -> Bytes:
    """The digits of numbers of 18 bytes, nulls left out, a row a place; what is no digit is above 9."""
    joined: bytes = texts.str.join("").cast(pl.Binary).item() if texts.len() else b""
    return np.ascontiguousarray(np.frombuffer(joined, dtype=np.uint8).reshape(-1, _LENGTH).T) - np.uint8(_ZERO)


def _fits(digits: Bytes) -> Truth:
    """Whether the check digit is that of the 17 digits before it."""
    last = digits[-1]
    worth = np.where(last == _LETTER_X - _ZERO, np.uint8(10), last)
    total = worth + np.einsum("ij,i->j", digits[:-1], _WEIGHTS, dtype=np.uint16)
    known = (last <= 9) | (last == _LETTER_X - _ZERO)
    right: Truth = known & (total % 11 == 1)
    return right


def _days(digits: Bytes) -> tuple[Whole, Truth]:
    """The days from 1970-01-01 to the dates that eight digits write, and whether there are such dates."""
    starts, lengths = _months()
    year = (_two(digits[0:2]).astype(np.int32) * 100) + _two(digits[2:4])
    place = year * (_NO_MONTH + 1) + np.minimum(_two(digits[4:6]), _NO_MONTH)
    day = _two(digits[6:8])
    place = np.minimum(place, starts.size - 1)  # beyond are only numbers that are not plain
    return starts.take(place) + day, (day >= 1) & (day <= lengths.take(place))


def _two(digits: Bytes) -> Row:
    both: Row = digits[0] * np.uint8(10) + digits[1]
    return both


@cache
def _months() -> tuple[Whole, Whole]:
    """For each year of four digits and each number of a month: the day before it begins, from 1970-01-01, and its length."""
    year = np.arange(_YEARS, dtype=np.int32)
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    lengths = np.tile(_LENGTHS, (_YEARS, 1))
    lengths[:, _FEBRUARY] += leap
    ends = np.cumsum(lengths.ravel(), dtype=np.int32)
    return ends - lengths.ravel() - _EPOCH - 1, lengths.ravel().astype(np.int32)
