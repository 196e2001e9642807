"""The exact distance of a figure from what it is held against: how many units, fen or hundredths of a point are missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor

from creditscore.engine.exact import bound_of
from creditscore.packs.model import Comparison, Criterion, Measure

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
    known = others or {}
    if figure[2] == 0 or not criterion.relative_bounds.keys() <= known.keys():
        return None
    return distance(figure, limits_of(criterion, bound_of(measure, Fraction(1)), as_of) + list(known.items()))


def limits_of(comparison: Comparison, scale: Fraction | int, as_of: date) -> Limits:
    """The bounds in force on a day, in a figure's own unit, of which `scale` make one of the file's."""
    held = [(operator, bound.at(as_of)) for operator, bound in comparison.bounds.items()]
    return [(operator, value.exact * scale) for operator, value in held if value is not None]


def distance(figure: tuple[int, int, int | None], limits: Limits) -> int:
    """What a figure is short of the furthest of its limits; 0 where it meets them all."""
    low, high, den = figure
    gaps = [
        _missing(limit * (den or 1), low, strict=operator == "above")
        if operator in RISING
        else _surplus(limit, high, den, strict=operator == "below")
        for operator, limit in limits
    ]
    return max([0, *gaps])


def _missing(needed: Fraction, have: int, strict: bool) -> int:
    """The least whole number to add so that the numerator reaches (or passes) what is needed."""
    return (floor(needed) + 1 if strict else ceil(needed)) - have


def _surplus(limit: Fraction, have: int, den: int | None, strict: bool) -> int:
    """The least whole number to take away; from the denominator too where the measure is a share."""
    excess = have - limit * (1 if den is None else den)
    if den is not None and limit < 1:
        excess = excess / (1 - limit)
    return floor(excess) + 1 if strict else ceil(excess)
