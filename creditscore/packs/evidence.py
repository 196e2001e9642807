"""Where evidence can be missing: which columns may be blank, and which conditions and measures that leaves open."""

from __future__ import annotations

from creditscore.core.columns import DERIVED_LOAN_COLUMNS, column_named
from creditscore.core.terms import plural
from creditscore.packs.model import Condition, Measure, Pack

_DERIVED_ALWAYS_KNOWN = ("outstanding", "effective_due_date")


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


def measure_may_be_unknown(pack: Pack, measure: Measure) -> bool:
    """Whether blanks can leave a measure between two ends (an age has one value or none)."""
    if measure.kind == "age_of":
        return False
    if measure.share_of is not None:
        table = plural(measure.share_of.unit)
        return measure.share_of.registered is not None or any(condition_may_be_unknown(pack, part, table) for part in measure.which_have)
    tests = measure.numerator_where if measure.ratio is not None else measure.where
    return any(_row_condition_may_be_unknown(part) for part in tests)


def _row_condition_may_be_unknown(condition: Condition) -> bool:
    parts = condition.any_of or [condition]
    return any(part.column is None or column_may_be_blank("loans", part.column) for part in parts)
