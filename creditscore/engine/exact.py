"""Exact comparison of measures with bounds: integers decide, never floats.

`num / den >= p / q` is decided as `num * q >= den * p`. An interval [low, high] passes or fails
only where both of its ends do; otherwise it is pending.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import narwhals as nw
from msgspec import Struct

from creditscore.core.money import FEN_PER_YUAN
from creditscore.engine.codes import FAIL, PASS, PENDING, all_of, choose, code_of, constant
from creditscore.packs.model.pack import Comparison, EmptyCase, Measure

_INT64_LIMIT = 2**63 - 1


class Interval(Struct, frozen=True):
    """The columns that hold a measure: numerators at both ends and, for a share, the denominator."""

    low: nw.Expr
    high: nw.Expr
    den: nw.Expr | None
    when_empty: EmptyCase | None = None


def bound_of(measure: Measure, exact: Fraction) -> Fraction:
    """A bound in the measure's own unit: rule files write money in yuan, the engine holds fen."""
    return exact * FEN_PER_YUAN if measure.in_money else exact


def compare(interval: Interval, comparison: Comparison, measure: Measure, as_of: date) -> nw.Expr:
    """The outcome of every bound of a comparison together, on the as-of date."""
    return compare_scaled(interval, comparison, bound_of(measure, Fraction(1)), as_of)


def compare_scaled(interval: Interval, comparison: Comparison, scale: Fraction | int, as_of: date) -> nw.Expr:
    """The outcome of every bound of a comparison, written in units of which the interval's own is one `scale`th."""
    outcomes = []
    for operator, bound in comparison.bounds.items():
        value = bound.at(as_of)
        outcomes.append(constant(PASS) if value is None else _against(interval, operator, value.exact * scale))
    return unless_empty(interval, all_of(outcomes))


def compare_with(interval: Interval, operator: str, other: Interval, times: Fraction = Fraction(1)) -> nw.Expr:
    """The outcome of one measure against another so many `times`; both may be intervals, each may have nothing to divide by."""
    own, theirs = (_wide(nw.lit(1) if part.den is None else part.den) for part in (interval, other))
    if times != 1:
        own, theirs = own * times.numerator, theirs * times.denominator
    low, high = _wide(interval.low) * theirs, _wide(interval.high) * theirs
    least, most = _wide(other.low) * own, _wide(other.high) * own
    return unless_empty(interval, unless_empty(other, _outcome(operator, (low, high), (least, most))))


def _outcome(operator: str, ends: tuple[nw.Expr, nw.Expr], limits: tuple[nw.Expr, nw.Expr]) -> nw.Expr:
    """Pass where both ends do against either limit, fail where neither does against any; a null is pending."""
    (low, high), (least, most) = ends, limits
    passes, fails = {
        "at_least": (low >= most, high < least),
        "above": (low > most, high <= least),
        "at_most": (high <= least, low > most),
        "below": (high < least, low >= most),
    }[operator]
    return choose([(passes, constant(PASS)), (fails, constant(FAIL))], constant(PENDING))


def unless_empty(interval: Interval, code: nw.Expr) -> nw.Expr:
    """The outcome, or what the pack says of an empty denominator where that is nought."""
    if interval.den is None or interval.when_empty is None:
        return code
    return choose([(interval.den == 0, constant(code_of(interval.when_empty)))], code)


def _against(interval: Interval, operator: str, bound: Fraction) -> nw.Expr:
    low, high, limit = _scaled(interval, bound)
    return _outcome(operator, (low, high), (limit, limit))


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


def fits_64_bits(rows: int, largest: int) -> bool:
    """Whether a sum of so many amounts in fen, none above `largest`, can be held in 64 bits."""
    return rows * largest <= _INT64_LIMIT
