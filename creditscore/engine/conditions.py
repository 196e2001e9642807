"""Conditions of a rule file as three-valued expressions: true, false, or null where the evidence is missing."""

from __future__ import annotations

from datetime import date
from functools import reduce

import narwhals as nw

from creditscore.core.errors import PackError, one
from creditscore.core.text import Text
from creditscore.engine.codes import as_truth
from creditscore.engine.exact import Interval, compare
from creditscore.packs.evidence import measure_may_be_unknown
from creditscore.packs.model import Condition, Measure, Pack


def interval_of(name: str, measure: Measure, known: bool) -> Interval:
    """The columns of a measure in a level's frame; a measure that is always known has one numerator."""
    low, high = (f"{name}.num", f"{name}.num") if known else (f"{name}.low", f"{name}.high")
    den = nw.col(f"{name}.den") if measure.is_share else None
    return Interval(nw.col(low), nw.col(high), den, measure.when_empty)


def truth(condition: Condition, pack: Pack, level: str | None, as_of: date) -> nw.Expr:
    """One condition on the rows of a table (`level` None) or on the units of a level, as true, false or null."""
    if condition.any_of is not None:
        return any_true([truth(part, pack, level, as_of) for part in condition.any_of])
    if condition.grade_at_least is not None and level is not None:
        return _grade_at_least(condition.grade_at_least, list(pack.grades[level]))
    if condition.measure is not None:
        measure = pack.measures[condition.measure]
        interval = interval_of(condition.measure, measure, not measure_may_be_unknown(pack, measure))
        return as_truth(compare(interval, condition, measure, as_of))
    return _column_truth(condition, as_of)


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


def _column_truth(condition: Condition, as_of: date) -> nw.Expr:
    column = nw.col(str(condition.column))
    if condition.is_ is not None:
        return column if condition.is_ is True else ~column if condition.is_ is False else column == condition.is_
    if condition.is_in is not None:
        return _is_in(column, condition.is_in)
    if condition.on_or_before is not None:
        return column <= nw.lit(as_of if condition.on_or_before == "as_of" else condition.on_or_before)
    raise one(PackError, str(condition.column), Text("缺少比较条件", "the condition compares with nothing"))


def _is_in(column: nw.Expr, values: list[str]) -> nw.Expr:
    """Membership as equalities: what `IN` makes of a null differs between engines."""
    return any_true([column == value for value in values])
