"""The four outcomes as small integers while the engine works, and their words in the results.

The order makes a conjunction the smallest of its parts: one `fail` fails it, else one `pending`
leaves it open, and `not_applicable` never stands in the way of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import narwhals as nw
import polars as pl

Frame = nw.LazyFrame[Any]
"""A lazy frame of whichever library runs the plan."""

FAIL, PENDING, PASS, NOT_APPLICABLE = range(4)
WORDS = ("fail", "pending", "pass", "not_applicable")


def code_of(word: str) -> int:
    """The integer of an outcome's word."""
    return WORDS.index(word)


def constant(code: int) -> nw.Expr:
    """The same outcome for every row."""
    return nw.lit(code, dtype=nw.Int8)


def all_of(codes: Sequence[nw.Expr]) -> nw.Expr:
    """The outcome of a conjunction; nothing to meet is met."""
    return least(*codes) if codes else constant(PASS)


def least(*values: nw.Expr) -> nw.Expr:
    """The smallest of the values of a row; a null is passed over. One alone is itself: SQL engines want two or more."""
    return values[0] if len(values) == 1 else nw.min_horizontal(*values)


def most(*values: nw.Expr) -> nw.Expr:
    """The largest of the values of a row; a null is passed over."""
    return values[0] if len(values) == 1 else nw.max_horizontal(*values)


def choose(cases: Sequence[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """The value of the first case whose condition is true; an unknown condition is not true."""
    return reduce(lambda rest, case: nw.when(case[0]).then(case[1]).otherwise(rest), reversed(cases), otherwise)


def in_words(frame: Frame, words: Mapping[str, Sequence[str]]) -> Frame:
    """The frame with the numbered columns in words: the number is the word's place in its list, null stays null."""
    if frame.implementation.is_polars():  # an enumeration is planned many times faster than a case for each word
        native: pl.LazyFrame = frame.to_native()
        return nw.from_native(native.with_columns(_enumerated(name, listed) for name, listed in words.items()))
    return frame.with_columns(**{name: _word(nw.col(name), listed) for name, listed in words.items()})


def _enumerated(name: str, words: Sequence[str]) -> pl.Expr:
    return pl.col(name).cast(pl.UInt8).cat.to(pl.Enum(words)).cast(pl.String)


def _word(number: nw.Expr, words: Sequence[str]) -> nw.Expr:
    cases = [(number == place, nw.lit(word)) for place, word in enumerate(words)]
    return choose(cases, nw.lit(None, dtype=nw.String))


def from_answer(column: str, wanted: bool) -> nw.Expr:
    """The outcome of one survey answer: met, contrary, or blank (pending)."""
    code = nw.col(column).cast(nw.Int8) * PASS
    return (code if wanted else PASS - code).fill_null(PENDING)


def as_truth(code: nw.Expr) -> nw.Expr:
    """An outcome as true, false or null (unknown), for use in a condition."""
    return choose([(code == PASS, nw.lit(True)), (code == FAIL, nw.lit(False))], nw.lit(None, dtype=nw.Boolean))


def n_of(least: int, codes: Sequence[nw.Expr]) -> nw.Expr:
    """The outcome of 'at least so many of these'.

    What is not applicable is left out of the count; where fewer than `least` apply, all of those must
    pass, and where none does, the whole is not applicable. `all_of` is the case of all parts, any-of that of one.
    """
    passed, open_, applicable = (_count(codes, test) for test in (_is_pass, _is_open, _applies))
    needed = nw.when(applicable < least).then(applicable).otherwise(nw.lit(least))
    cases = [(applicable == 0, constant(NOT_APPLICABLE)), (passed >= needed, constant(PASS)), (passed + open_ >= needed, constant(PENDING))]
    return choose(cases, constant(FAIL))


def _count(codes: Sequence[nw.Expr], test: Callable[[nw.Expr], nw.Expr]) -> nw.Expr:
    return nw.sum_horizontal(*(test(code).cast(nw.Int64) for code in codes))


def _is_pass(code: nw.Expr) -> nw.Expr:
    return code == PASS


def _is_open(code: nw.Expr) -> nw.Expr:
    return code == PENDING


def _applies(code: nw.Expr) -> nw.Expr:
    return code != NOT_APPLICABLE
