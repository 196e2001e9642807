"""The exact distance of a measure from its bound: how many units, or fen, are missing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil, floor

from creditscore.engine.exact import bound_of
from creditscore.packs.model import Criterion, Measure


def shortfall(criterion: Criterion, measure: Measure, num_low: int, num_high: int, den: int | None, as_of: date) -> int | None:
    """The units or fen still missing at the measure's worse end; 0 where every bound is met, None where there is no figure.

    There is none either where the bound is no number (another unit's measure), or for an increment.
    A share that must rise is short of units in its numerator, the denominator staying as it is. A
    share that must fall is to be mended by what leaves both numerator and denominator (a bad loan
    repaid). Ages and counts are short of whole units.
    """
    if den == 0 or criterion.relative_bounds or measure.increment is not None:
        return None
    gaps = [0]
    for operator, bound in criterion.bounds.items():
        value = bound.at(as_of)
        if value is None:
            continue
        limit = bound_of(measure, value.exact)
        if operator in ("at_least", "above"):
            gaps.append(_missing(limit * (den or 1), num_low, strict=operator == "above"))
        else:
            gaps.append(_surplus(limit, num_high, den, strict=operator == "below"))
    return max(gaps)


def _missing(needed: Fraction, have: int, strict: bool) -> int:
    """The least whole number to add so that the numerator reaches (or passes) what is needed."""
    return (floor(needed) + 1 if strict else ceil(needed)) - have


def _surplus(limit: Fraction, have: int, den: int | None, strict: bool) -> int:
    """The least whole number to take away; from the denominator too where the measure is a share."""
    excess = have - limit * (1 if den is None else den)
    if den is not None and limit < 1:
        excess = excess / (1 - limit)
    return floor(excess) + 1 if strict else ceil(excess)
