"""Scorecards: the points of each item at the lowest and the highest end, and their sum, in hundredths of a point.

Where evidence is missing an item has every number of points that the missing evidence may still give it,
so a card has a lowest and a highest sum; a cut is decided where both fall on the same side.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import narwhals as nw

from creditscore.engine.codes import FAIL, NOT_APPLICABLE, PASS, PENDING, all_of, choose, constant, from_answer
from creditscore.engine.conditions import interval_of
from creditscore.engine.exact import Interval, bound_of, compare, unless_empty
from creditscore.packs.evidence import measure_may_be_unknown
from creditscore.packs.model import Band, Item, Measure, Pack, Scorecard, Steps

HUNDREDTHS = 100
Ends = tuple[nw.Expr, nw.Expr]


def card_columns(name: str) -> list[str]:
    """The columns of a scorecard in a level table: its lowest and highest sum, in hundredths of a point."""
    return [f"{name}.low", f"{name}.high"]


def card_points(pack: Pack, card: Scorecard, as_of: date) -> Ends:
    """The lowest and the highest sum of a card's items."""
    plain = [item_points(pack, item, as_of) for item in card.items if not item.bonus]
    bonus = [item_points(pack, item, as_of) for item in card.items if item.bonus]
    low, high = (_sum([item[end] for item in plain]) for end in (0, 1))
    if not bonus:
        return low, high
    extra = [_sum([item[end] for item in bonus]) for end in (0, 1)]
    if card.bonus_cap is not None:
        extra = [nw.min_horizontal(one, _points(card.bonus_cap)) for one in extra]
    return low + extra[0], high + extra[1]


def item_points(pack: Pack, item: Item, as_of: date) -> Ends:
    """The lowest and the highest points of one item."""
    if item.measure is None:
        codes = [from_answer(column, wanted) for column, wanted in item.columns.items()]
        codes += [nw.col(f"~{item.criterion}")] * (item.criterion is not None)
        return _for_outcome(item, all_of(codes))
    measure = pack.measures[item.measure]
    interval = interval_of(item.measure, measure, known=not measure_may_be_unknown(pack, measure))
    if item.bands:
        return _of_bands(item, [_band_code(interval, band, measure, as_of) for band in item.bands])
    return _of_steps(item, interval, measure, as_of)


def _points(points: object) -> nw.Expr:
    return nw.lit(int(Fraction(str(points)) * HUNDREDTHS), dtype=nw.Int64)


def _sum(parts: Sequence[nw.Expr]) -> nw.Expr:
    total = _points(0)
    for part in parts:
        total = total + part
    return total


def _for_outcome(item: Item, code: nw.Expr) -> Ends:
    """All the points where it holds, none where it fails; either where it is pending."""
    assert item.points is not None
    full, empty = _points(item.points), _points(item.when_not_applicable or 0)
    cases = [(code == PASS, full), (code == NOT_APPLICABLE, empty), (code == FAIL, _points(0))]
    return choose(cases, _points(min(item.points, 0))), choose(cases, _points(max(item.points, 0)))


def _band_code(interval: Interval, band: Band, measure: Measure, as_of: date) -> nw.Expr:
    if band.otherwise:
        return unless_empty(interval, constant(PASS))
    return compare(interval, band, measure, as_of)


def _of_bands(item: Item, codes: Sequence[nw.Expr]) -> Ends:
    """The least and the most points of the bands that the measure may be in: those not failed before the first that is sure."""
    out_of_reach = nw.lit(False)
    ends: list[tuple[nw.Expr, nw.Expr]] = []
    for band, code in zip(item.bands, codes, strict=True):
        ends.append(((~out_of_reach) & (code >= PENDING), _points(band.points)))
        out_of_reach = out_of_reach | (code == PASS)
    ends.append((~out_of_reach, _points(0)))  # below every band there is nothing
    none = nw.lit(None, dtype=nw.Int64)
    reached = [nw.when(reachable).then(points).otherwise(none) for reachable, points in ends]
    empty = codes[0] == NOT_APPLICABLE
    given = _points(item.when_not_applicable or 0)
    return (
        nw.when(empty).then(given).otherwise(nw.min_horizontal(*reached)),
        nw.when(empty).then(given).otherwise(nw.max_horizontal(*reached)),
    )


def _of_steps(item: Item, interval: Interval, measure: Measure, as_of: date) -> Ends:
    steps = item.steps
    assert steps is not None
    least, most = _points(item.floor), _points(item.most)
    ends = [_stepped(item, steps, end, interval.den, measure, as_of) for end in (interval.low, interval.high)]
    unknown = ends[0].is_null() | ends[1].is_null()
    state = unless_empty(interval, constant(PASS))
    blank = unknown | (state == PENDING)
    given = _points(item.when_not_applicable or 0)
    low = nw.when(blank).then(least).otherwise(nw.min_horizontal(*ends))
    high = nw.when(blank).then(most).otherwise(nw.max_horizontal(*ends))
    empty = state == NOT_APPLICABLE
    return nw.when(empty).then(given).otherwise(low), nw.when(empty).then(given).otherwise(high)


def _stepped(item: Item, steps: Steps, num: nw.Expr, den: nw.Expr | None, measure: Measure, as_of: date) -> nw.Expr:
    """The points at one end of a measure: whole numbers throughout, the step count by division without remainder."""
    against = steps.short_of if steps.short_of is not None else steps.in_excess_of
    target, step = (None if bound is None else bound.at(as_of) for bound in (against, steps.per))
    assert target is not None
    assert step is not None
    goal, size = bound_of(measure, target.exact), bound_of(measure, step.exact)
    whole = nw.lit(1) if den is None else nw.when(den > 0).then(den).otherwise(nw.lit(1))
    gap = whole.cast(nw.Int128) * goal.numerator - num.cast(nw.Int128) * goal.denominator
    gap = (gap if steps.short_of is not None else gap * -1) * size.denominator
    span = whole.cast(nw.Int128) * (goal.denominator * size.numerator)
    apart = nw.when(gap > 0).then(gap).otherwise(gap * 0)
    counted = (apart + span - 1) // span if steps.count == "begun_steps" else apart // span
    most = 10**6  # more steps than any card has points, so that what follows stays in 64 bits
    counted = nw.when(counted > most).then(nw.lit(most)).otherwise(counted).cast(nw.Int64)
    moved = _points(item.start or 0) + counted * _points(steps.points) * (-1 if item.deduct is not None else 1)
    floored = nw.when(moved < _points(item.floor)).then(_points(item.floor)).otherwise(moved)
    if item.cap is None:
        return floored
    return nw.when(floored > _points(item.cap)).then(_points(item.cap)).otherwise(floored)
