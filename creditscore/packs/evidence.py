"""Where evidence can be missing: which columns may be blank, and which conditions and measures that leaves open."""

from __future__ import annotations

from collections.abc import Sequence

from creditscore.core.columns import DERIVED_LOAN_COLUMNS, column_named
from creditscore.core.terms import plural
from creditscore.packs.model import Condition, Measure, Pack

_DERIVED_ALWAYS_KNOWN = ("outstanding", "effective_due_date")
OWN_KINDS = ("age_of", "column", "ratio_of", "increment")
"""Measures of the unit's own columns: one value, or none where a column is blank."""


def column_may_be_blank(table: str, column: str) -> bool:
    """Whether a usable row may lack the column. A household loan always has its product."""
    if table == "loans" and column in DERIVED_LOAN_COLUMNS:
        return column not in _DERIVED_ALWAYS_KNOWN
    canonical = column_named(table, column)
    return not (canonical is not None and canonical.required) and (table, column) != ("loans", "product")


def condition_may_be_unknown(pack: Pack, condition: Condition, table: str) -> bool:
    """Whether a blank can leave a condition on the rows of a table open; grades of units may always be pending."""
    if condition.any_of is not None:
        return any(condition_may_be_unknown(pack, part, table) for part in condition.any_of)
    if condition.column is not None:
        return column_may_be_blank(table, condition.column)
    measure = pack.measures.get(condition.measure) if condition.measure is not None else None
    if measure is None or measure.kinds not in (["count"], ["sum"]):
        return True
    return measure_may_be_unknown(pack, measure)


def columns_in(conditions: Sequence[Condition]) -> list[str]:
    """The columns that conditions ask about."""
    flat = [part for condition in conditions for part in condition.any_of or [condition]]
    return [part.column for part in flat if part.column is not None]


def measure_may_be_unknown(pack: Pack, measure: Measure) -> bool:
    """Whether blanks can leave a measure between two ends (a measure of the unit's own columns has one value or none)."""
    if measure.kind in OWN_KINDS:
        return False
    if measure.earlier is not None:
        then = pack.measures.get(measure.earlier.measure)
        return then is not None and then.earlier is None and measure_may_be_unknown(pack, then)
    return registered_unknown(measure) or members_may_be_unknown(pack, measure) or numerator_may_be_unknown(pack, measure)


def registered_unknown(measure: Measure) -> bool:
    """Whether units that are registered but not listed may belong to a share."""
    return measure.share_of is not None and measure.share_of.registered is not None


def members_may_be_unknown(pack: Pack, measure: Measure) -> bool:
    """Whether a blank can leave open which rows or units belong to a measure at all."""
    tests = measure.share_of.where if measure.share_of is not None else measure.where
    return _may_be_unknown(pack, measure, tests, tests)


def numerator_may_be_unknown(pack: Pack, measure: Measure) -> bool:
    """Whether a blank can leave open which of its rows or units count in a measure's numerator."""
    if measure.share_of is not None:
        return _may_be_unknown(pack, measure, measure.which_have, measure.share_of.where)
    return _may_be_unknown(pack, measure, measure.numerator_where, measure.where)


def _may_be_unknown(pack: Pack, measure: Measure, tests: Sequence[Condition], members: Sequence[Condition]) -> bool:
    table = source_table(measure)
    if table == "loans" and "product" in columns_in(tests) and not _of_households(measure, members):
        return True
    return any(condition_may_be_unknown(pack, test, table) for test in tests)


def _of_households(measure: Measure, members: Sequence[Condition]) -> bool:
    """Whether only household loans count: of these alone the product is always known."""
    only = any(condition.column == "borrower_type" and condition.is_ == "household" for condition in members)
    return only or measure.level == ["household"]


def over_loans(measure: Measure) -> bool:
    """Whether a measure counts or adds up loans."""
    return measure.kind in ("count", "sum", "ratio") and source_table(measure) == "loans"


def source_table(measure: Measure) -> str:
    """The table whose rows a measure counts or adds up."""
    if measure.share_of is not None:
        return plural(measure.share_of.unit)
    if measure.count is not None:
        return measure.count
    return measure.sum.partition(".")[0] if measure.sum is not None else "loans"


def source_level(pack: Pack, measure: Measure) -> str | None:
    """The level whose units a measure counts or adds up, or None where it rests on loans or on the unit's own columns."""
    if measure.kind in (*OWN_KINDS, "ratio", "earlier"):
        return None
    table = source_table(measure)
    return next((level for level in pack.all_levels if plural(level) == table), None)
