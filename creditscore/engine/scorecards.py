"""Scorecards: the points of each item at the lowest and the highest end, and their sum, in hundredths of a point.

Where evidence is missing an item has every number of points that the missing evidence may still give it,
so a card has a lowest and a highest sum; a cut is decided where both fall on the same side.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import narwhals as nw

from creditscore.engine.codes import FAIL, NOT_APPLICABLE, PASS, PENDING, Frame, all_of, choose, constant, from_answer
from creditscore.engine.conditions import measured
from creditscore.engine.exact import Interval, bound_of, compare, unless_empty
from creditscore.packs.model.pack import Band, Item, Measure, Pack, Scorecard

HUNDREDTHS = 100
MOST_STEPS = 10**6
"""More steps than any card has points, so that what is worked out from them stays in 64 bits."""
Ends = tuple[nw.Expr, nw.Expr]
Columns = dict[str, nw.Expr]


def card_columns(name: str) -> list[str]:
    """The columns of a scorecard in a level table: its lowest and highest sum, in hundredths of a point."""
    return [f"{name}.low", f"{name}.high"]


def with_points(units: Frame, pack: Pack, level: str, as_of: date) -> Frame:
    """Units plus the lowest and the highest sum of each card of a level.

    Each step has its own columns: an expression that names another one twice is planned twice, and the steps of an item name
    each other many times.
    """
    for name, card in pack.cards_of(level).items():
        parts, ends = _planned(pack, name, card, as_of)
        for columns in (parts, ends):
            units = units.with_columns(**columns) if columns else units
        units = units.with_columns(**dict(zip(card_columns(name), _sums(name, card), strict=True)))
    return units


def item_columns(card: str, place: int) -> list[str]:
    """The working columns of one item's points."""
    return [f"~{card}.{place}.low", f"~{card}.{place}.high"]


def _planned(pack: Pack, name: str, card: Scorecard, as_of: date) -> tuple[Columns, Columns]:
    """The working columns that a card's items need, and then those of their points."""
    parts: Columns = {}
    ends: Columns = {}
    for place, item in enumerate(card.items):
        own, points = _item(pack, item, f"~{name}.{place}", as_of)
        parts |= own
        ends |= dict(zip(item_columns(name, place), points, strict=True))
    return parts, ends


def _sums(name: str, card: Scorecard) -> Ends:
    """The lowest and the highest sum of a card's items."""
    low, high = (_sum([nw.col(column) for column in columns]) for columns in _columns_by_end(name, card, bonus=False))
    extra = [_sum([nw.col(column) for column in columns]) for columns in _columns_by_end(name, card, bonus=True)]
    if card.bonus_cap is not None:
        extra = [nw.min_horizontal(one, _points(card.bonus_cap)) for one in extra]
    return low + extra[0], high + extra[1]


def _columns_by_end(name: str, card: Scorecard, *, bonus: bool) -> list[list[str]]:
    places = [place for place, item in enumerate(card.items) if item.bonus is bonus]
    return [[item_columns(name, place)[end] for place in places] for end in (0, 1)]


def _item(pack: Pack, item: Item, column: str, as_of: date) -> tuple[Columns, Ends]:
    """The working columns of one item, named after `column`, and its lowest and highest points."""
    if item.column is not None:
        return {}, _of_values(item, nw.col(item.column))
    if item.measure is None:
        codes = [from_answer(name, wanted) for name, wanted in item.columns.items()]
        codes += [nw.col(f"~{item.criterion}")] * (item.criterion is not None)
        return {f"{column}.met": all_of(codes)}, _for_outcome(item, nw.col(f"{column}.met"))
    measure = pack.measures[item.measure]
    interval = measured(pack, item.measure)
    if item.bands:
        codes = [_band_code(interval, band, measure, as_of) for band in item.bands]
        named = {f"{column}.{place}": code for place, code in enumerate(codes)}
        return named, _of_bands(item, [nw.col(name) for name in named])
    counts = [_steps_taken(item, end, interval.den, measure, as_of) for end in (interval.low, interval.high)]
    own = dict(zip((f"{column}.least", f"{column}.most"), counts, strict=True))
    own[f"{column}.state"] = unless_empty(interval, constant(PASS))
    return own, _of_steps(item, [nw.col(name) for name in own])


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


def _of_values(item: Item, column: nw.Expr) -> Ends:
    """The points of the value that the unit has, none of any other; of a blank, the least and the most that it may be."""
    known = choose([(column == word, _points(points)) for word, points in item.values.items()], _points(0))
    ends = (min(0, *item.values.values()), max(0, *item.values.values()))
    least, most = (nw.when(column.is_null()).then(_points(end)).otherwise(known) for end in ends)
    return least, most


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
        out_of_reach = nw.lit(True) if band.otherwise else out_of_reach | (code == PASS)
    ends.append((~out_of_reach, _points(0)))  # below every band there is nothing
    none = nw.lit(None, dtype=nw.Int64)
    reached = [nw.when(reachable).then(points).otherwise(none) for reachable, points in ends]
    empty = codes[0] == NOT_APPLICABLE
    given = _points(item.when_not_applicable or 0)
    return (
        nw.when(empty).then(given).otherwise(nw.min_horizontal(*reached)),
        nw.when(empty).then(given).otherwise(nw.max_horizontal(*reached)),
    )


def _of_steps(item: Item, columns: Sequence[nw.Expr]) -> Ends:
    """The points at both ends from the steps taken there; all that the item can give where there is no figure."""
    *counts, state = columns
    ends = [_moved(item, count) for count in counts]
    blank = counts[0].is_null() | counts[1].is_null() | (state == PENDING)
    empty, given = state == NOT_APPLICABLE, _points(item.when_not_applicable or 0)
    low = nw.when(blank).then(_points(item.floor)).otherwise(nw.min_horizontal(*ends))
    high = nw.when(blank).then(_points(item.most)).otherwise(nw.max_horizontal(*ends))
    return nw.when(empty).then(given).otherwise(low), nw.when(empty).then(given).otherwise(high)


def _steps_taken(item: Item, num: nw.Expr, den: nw.Expr | None, measure: Measure, as_of: date) -> nw.Expr:
    """The steps between a measure's end and the item's value: whole numbers throughout, by division without remainder."""
    steps = item.steps
    assert steps is not None
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
    return nw.when(counted > MOST_STEPS).then(nw.lit(MOST_STEPS)).otherwise(counted).cast(nw.Int64)


def _moved(item: Item, count: nw.Expr) -> nw.Expr:
    """The points after so many steps, between the item's floor and cap."""
    steps = item.steps
    assert steps is not None
    moved = _points(item.start or 0) + count * _points(steps.points) * (-1 if item.deduct is not None else 1)
    floored = nw.when(moved < _points(item.floor)).then(_points(item.floor)).otherwise(moved)
    if item.cap is None:
        return floored
    return nw.when(floored > _points(item.cap)).then(_points(item.cap)).otherwise(floored)
