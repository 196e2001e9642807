"""What a measure rests on: the table whose rows it counts or adds up, which of their columns, and whether they are units."""

from __future__ import annotations

from collections.abc import Sequence

from creditscore.core.terms import plural
from creditscore.packs.model.pack import Condition, Measure, Pack

ADDED_UP = ("count", "sum", "ratio", "share_of")
"""The kinds of measure that count or add up rows or units."""


def columns_in(conditions: Sequence[Condition]) -> list[str]:
    """The columns that conditions ask about."""
    return [test.column for condition in conditions for test in condition.tests if test.column is not None]


def measures_in(conditions: Sequence[Condition]) -> list[str]:
    """The measures that conditions ask about."""
    return [test.measure for condition in conditions for test in condition.tests if test.measure is not None]


def conditions_of(measure: Measure) -> list[Condition]:
    """All the conditions of a measure."""
    members = measure.share_of.where if measure.share_of is not None else []
    return [*measure.where, *members, *measure.numerator_where, *measure.which_have]


def amount_parts(measure: Measure) -> list[tuple[str, str]]:
    """The amounts that a measure adds up, each as table and column (or measure of that table's units)."""
    ratio = measure.ratio
    named = [measure.sum] if measure.sum is not None else [ratio.sum, ratio.over, ratio.capped_by] if ratio is not None else []
    parts = [reference.partition(".") for reference in named if reference is not None]
    return [(table, part) for table, _, part in parts]


def inner_measure(pack: Pack, measure: Measure, table: str, part: str) -> Measure | None:
    """The measure of units further down that an amount means; None for a column, or for what the checks refuse."""
    order, level = pack.all_levels, pack.level_of(table)
    below = level is not None and all(own in order and order.index(level) < order.index(own) for own in measure.level)
    return pack.measures.get(part) if below and pack.type_of(table, part) is None else None


def source_table(measure: Measure) -> str:
    """The table whose rows a measure counts or adds up; nothing for one of the unit itself."""
    if measure.share_of is not None:
        return plural(measure.share_of.unit)
    if measure.count is not None:
        return measure.count
    return next((table for table, _ in amount_parts(measure)), "")


def source_level(pack: Pack, measure: Measure) -> str | None:
    """The level whose units a measure counts or adds up; None where it rests on rows or on the unit itself."""
    return pack.level_of(source_table(measure)) if measure.kind in ADDED_UP else None


def over_loans(measure: Measure) -> bool:
    """Whether a measure counts or adds up loans."""
    return measure.kind in ("count", "sum", "ratio") and source_table(measure) == "loans"


def asks_results(pack: Pack, measure: Measure) -> bool:
    """Whether a measure asks units for grades or measures, so that these must have been rated before."""
    tests = [test for condition in conditions_of(measure) for test in condition.tests]
    amounts = amount_parts(measure)
    return any(test.column is None for test in tests) or any(pack.type_of(table, part) is None for table, part in amounts)
