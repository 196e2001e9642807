"""Conditions of a rule file as three-valued expressions: true, false, or null where the evidence is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce

import narwhals as nw

from creditscore.core.dates import shifted
from creditscore.core.errors import PackError, one
from creditscore.core.money import FEN_PER_YUAN
from creditscore.core.text import Text
from creditscore.engine.codes import as_truth
from creditscore.engine.exact import Interval, compare
from creditscore.packs.evidence import measure_may_be_unknown
from creditscore.packs.model.pack import Condition, Measure, Pack


def interval_of(name: str, measure: Measure, known: bool) -> Interval:
    """The columns of a measure in a level's frame; a measure that is always known has one numerator."""
    low, high = (f"{name}.num", f"{name}.num") if known else (f"{name}.low", f"{name}.high")
    den = nw.col(f"{name}.den") if measure.has_den else None
    return Interval(nw.col(low), nw.col(high), den, measure.when_empty)


def measured(pack: Pack, name: str, prefix: str = "") -> Interval:
    """A measure in a level's frame by its name; an increment is made from the two fractions that stand there."""
    measure = pack.measures[name]
    if measure.increment is None:
        return interval_of(prefix + name, measure, known=not measure_may_be_unknown(pack, measure))
    now, before = (_wide(measured(pack, part, prefix)) for part in (measure.increment.of, measure.increment.over))
    assert now.den is not None
    assert before.den is not None
    low = now.low * before.den - before.high * now.den
    high = now.high * before.den - before.low * now.den
    return Interval(low, high, now.den * before.den, measure.when_empty)


def _wide(interval: Interval) -> Interval:
    """The same in 128 bits, for what is about to be multiplied."""
    low, high = interval.low.cast(nw.Int128), interval.high.cast(nw.Int128)
    return Interval(low, high, None if interval.den is None else interval.den.cast(nw.Int128))


def truth(condition: Condition, pack: Pack, table: str, as_of: date) -> nw.Expr:
    """One condition on the rows of a table, or on the units that it lists, as true, false or null."""
    if condition.any_of is not None:
        return any_true([truth(part, pack, table, as_of) for part in condition.any_of])
    if condition.all_of is not None:
        return all_true([truth(part, pack, table, as_of) for part in condition.all_of])
    if condition.grade_at_least is not None:
        return _grade_at_least(condition.grade_at_least, list(pack.grades[str(pack.level_of(table))]))
    if condition.measure is not None:
        return as_truth(compare(measured(pack, condition.measure), condition, pack.measures[condition.measure], as_of))
    in_money = pack.type_of(table, str(condition.column)) == "money"
    return _column_truth(condition, as_of, in_money)


def all_true(conditions: list[nw.Expr]) -> nw.Expr:
    """Kleene conjunction: one false decides, otherwise one unknown leaves it unknown."""
    return reduce(lambda left, right: left & right, conditions) if conditions else nw.lit(True)


def any_true(conditions: list[nw.Expr]) -> nw.Expr:
    """Kleene disjunction: one true decides, otherwise one unknown leaves it unknown."""
    return reduce(lambda left, right: left | right, conditions)


def _grade_at_least(grade: str, best_first: list[str]) -> nw.Expr:
    enough = best_first[: best_first.index(grade) + 1]
    confirmed = nw.col("grade").is_in(enough).fill_null(False)
    possible = nw.col("possible_grade").is_in(enough).fill_null(False)
    return nw.when(confirmed).then(nw.lit(True)).otherwise(nw.when(possible).then(nw.lit(None, dtype=nw.Boolean)).otherwise(nw.lit(False)))


def _column_truth(condition: Condition, as_of: date, in_money: bool) -> nw.Expr:
    column = nw.col(str(condition.column))
    if condition.is_ is not None:
        return column if condition.is_ is True else ~column if condition.is_ is False else column == condition.is_
    if condition.is_in is not None:
        return _is_in(column, condition.is_in)
    tests = [*_date_tests(condition, column, as_of), *_amount_tests(condition, column, as_of, in_money)]
    if not tests:
        raise one(PackError, str(condition.column), Text("缺少比较条件", "the condition compares with nothing"))
    return all_true(tests)


def _is_in(column: nw.Expr, values: list[str]) -> nw.Expr:
    """Membership as equalities: what `IN` makes of a null differs between engines."""
    return any_true([column == value for value in values])


def _date_tests(condition: Condition, column: nw.Expr, as_of: date) -> Iterator[nw.Expr]:
    if condition.on_or_before is not None:
        yield column <= _day(condition.on_or_before, as_of)
    if condition.on_or_after is not None:
        yield column >= _day(condition.on_or_after, as_of)
    if condition.before is not None:
        yield column < _day(condition.before, as_of)
    if condition.after is not None:
        yield column > _day(condition.after, as_of)
    for first, last in _windows(condition, as_of):
        yield (column > nw.lit(first)) & (column <= nw.lit(last))


def _day(day: str | date, as_of: date) -> nw.Expr:
    return nw.lit(day if isinstance(day, date) else as_of)


def _windows(condition: Condition, as_of: date) -> Iterator[tuple[date, date]]:
    """The windows of a condition, the first day excluded and the last included."""
    if condition.within_last is not None:
        yield shifted(as_of, condition.within_last, -1), as_of
    if condition.within_next is not None:
        yield as_of, shifted(as_of, condition.within_next, 1)
    if condition.in_year_of is not None:
        year = as_of.year - (condition.in_year_of == "last_year")
        yield date(year - 1, 12, 31), date(year, 12, 31)


def _amount_tests(condition: Condition, column: nw.Expr, as_of: date, in_money: bool) -> Iterator[nw.Expr]:
    """A column against the bounds in force; before a bound's first day it asks nothing."""
    for operator, bound in condition.bounds.items():
        value = bound.at(as_of)
        if value is None:
            continue
        exact = value.exact * (FEN_PER_YUAN if in_money else 1)
        limit = nw.lit(exact.numerator, dtype=nw.Int64)
        against = column if exact.denominator == 1 else column.cast(nw.Int128) * exact.denominator
        tests = {"at_least": against >= limit, "at_most": against <= limit, "above": against > limit, "below": against < limit}
        yield tests[operator]
