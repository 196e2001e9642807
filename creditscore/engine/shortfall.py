"""The exact distance of a figure from what it is held against: how many units, fen or hundredths of a point are missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from creditscore.engine.exact import bound_of
from creditscore.packs.model.pack import Comparison, Criterion, Measure

Limits = list[tuple[str, Fraction]]
"""Operator words, each with the number behind it."""
RISING = ("at_least", "above")
"""The operator words that ask for more."""


def shortfall(
    criterion: Criterion,
    measure: Measure,
    figure: tuple[int, int, int | None],
    as_of: date,
    others: Mapping[str, Fraction] | None = None,
) -> int | None:
    """The units or fen still missing at a figure's worse end; 0 where every bound is met, None where there is no figure.

    A `figure` is the numerators at both ends and the denominator. `others` are the measures of other units behind relative bounds,
    by operator word; where one of them has no figure, there is no distance. A share that must rise is short of units in its
    numerator, the denominator staying as it is. A share that must fall is to be mended by what leaves both numerator and
    denominator (a bad loan repaid). Ages and counts are short of whole units.
    """
    return short_of(criterion, figure, limits_of(criterion, bound_of(measure, Fraction(1)), as_of), others)


def short_of(
    criterion: Criterion, figure: tuple[int, int, int | None], limits: Limits, others: Mapping[str, Fraction] | None = None
) -> int | None:
    """The same where the criterion's limits in the figure's own unit are known."""
    known = others or {}
    if figure[2] == 0 or not criterion.relative_bounds.keys() <= known.keys():
        return None
    return distance(figure, limits + list(known.items()))


def limits_of(comparison: Comparison, scale: Fraction | int, as_of: date) -> Limits:
    """The bounds in force on a day, in a figure's own unit, of which `scale` make one of the file's."""
    held = [(operator, bound.at(as_of)) for operator, bound in comparison.bounds.items()]
    return [(operator, value.exact * scale) for operator, value in held if value is not None]


def distance(figure: tuple[int, int, int | None], limits: Limits) -> int:
    """What a figure is short of the furthest of its limits; 0 where it meets them all."""
    low, high, den = figure
    gaps = [
        _missing(limit, low, den, strict=operator == "above")
        if operator in RISING
        else _surplus(limit, high, den, strict=operator == "below")
        for operator, limit in limits
    ]
    return max([0, *gaps])


def _missing(limit: Fraction, have: int, den: int | None, *, strict: bool) -> int:
    """The least whole number to add so that the numerator reaches (or passes) the limit."""
    needed = limit.numerator * (1 if den is None else den)
    return _least(needed, limit.denominator, strict=strict) - have


def _surplus(limit: Fraction, have: int, den: int | None, *, strict: bool) -> int:
    """The least whole number to take away; from the denominator too where the measure is a share."""
    excess = have * limit.denominator - limit.numerator * (1 if den is None else den)
    left = limit.denominator - limit.numerator if den is not None and limit < 1 else limit.denominator
    return _least(excess, left, strict=strict)


def _least(num: int, den: int, *, strict: bool) -> int:
    """The least whole number that is no less than num / den, or above it."""
    return num // den + 1 if strict else -(-num // den)
