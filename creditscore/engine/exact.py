"""Exact comparison of measures with bounds: integers decide, never floats.

`num / den >= p / q` is decided as `num * q >= den * p`. An interval [low, high] passes or fails
only where both of its ends do; otherwise it is pending.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import narwhals as nw

from creditscore.core.money import FEN_PER_YUAN, LARGEST_FEN
from creditscore.engine.codes import FAIL, PASS, PENDING, all_of, choose, code_of, constant
from creditscore.packs.model import Comparison, EmptyCase, Measure

_INT64_LIMIT = 2**63 - 1


@dataclass(frozen=True)
class Interval:
    """The columns that hold a measure: numerators at both ends and, for a share, the denominator."""

    low: nw.Expr
    high: nw.Expr
    den: nw.Expr | None
    when_empty: EmptyCase | None = None


def bound_of(measure: Measure, exact: Fraction) -> Fraction:
    """A bound in the measure's own unit: rule files write money in yuan, the engine holds fen."""
    return exact * FEN_PER_YUAN if measure.sum is not None else exact


def compare(interval: Interval, comparison: Comparison, measure: Measure, as_of: date) -> nw.Expr:
    """The outcome of every bound of a comparison together, on the as-of date."""
    outcomes = []
    for operator, bound in comparison.bounds.items():
        value = bound.at(as_of)
        outcomes.append(constant(PASS) if value is None else _against(interval, operator, bound_of(measure, value.exact)))
    return _unless_empty(interval, all_of(outcomes))


def _unless_empty(interval: Interval, code: nw.Expr) -> nw.Expr:
    if interval.den is None or interval.when_empty is None:
        return code
    return choose([(interval.den == 0, constant(code_of(interval.when_empty)))], code)


def _against(interval: Interval, operator: str, bound: Fraction) -> nw.Expr:
    low, high, limit = _scaled(interval, bound)
    passes, fails = {
        "at_least": (low >= limit, high < limit),
        "above": (low > limit, high <= limit),
        "at_most": (high <= limit, low > limit),
        "below": (high < limit, low >= limit),
    }[operator]
    return choose([(passes, constant(PASS)), (fails, constant(FAIL))], constant(PENDING))


def _scaled(interval: Interval, bound: Fraction) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    """Both ends times the bound's denominator, and the measure's denominator times its numerator."""
    if interval.den is None and bound.denominator == 1:
        return interval.low, interval.high, nw.lit(bound.numerator, dtype=nw.Int64)
    ends = [_wide(end) * bound.denominator for end in (interval.low, interval.high)]
    whole = nw.lit(1) if interval.den is None else interval.den
    return ends[0], ends[1], _wide(whole) * bound.numerator


def _wide(value: nw.Expr) -> nw.Expr:
    """128 bits for what is about to be multiplied: 64 would wrap silently."""
    return value.cast(nw.Int128)


def fits_64_bits(rows: int, largest: int = LARGEST_FEN) -> bool:
    """Whether a sum of so many amounts, none above `largest`, can be held in 64 bits."""
    return rows * largest <= _INT64_LIMIT
