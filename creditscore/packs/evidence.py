"""Where evidence can be missing: which columns may be blank, and which conditions and measures that leaves open."""

from __future__ import annotations

from collections.abc import Sequence

from creditscore.core.columns import MAY_BE_NEGATIVE
from creditscore.packs.model.pack import Condition, Measure, Pack
from creditscore.packs.sources import amount_parts, columns_in, inner_measure, source_table

_DERIVED_ALWAYS_KNOWN = ("outstanding", "effective_due_date")
OWN_KINDS = ("age_of", "column", "ratio_of", "increment")
"""Measures of the unit itself: of its own columns, or of other measures of it."""


def column_may_be_blank(pack: Pack, table: str, column: str) -> bool:
    """Whether a usable row may lack the column. A household loan always has its product."""
    if column in pack.derived_columns(table):
        return column not in _DERIVED_ALWAYS_KNOWN
    canonical = pack.canonical(table, column)
    if canonical is not None:
        return not canonical.required and (pack.kind_of(table), column) != ("loans", "product")
    declared = pack.tables[table].details.get(column) if table in pack.tables else None
    return declared is None or not (declared.never_blank or column == pack.tables[table].key)


def may_be_negative(pack: Pack, table: str, column: str) -> bool:
    """Whether a column of amounts or numbers may hold less than nought."""
    if pack.canonical(table, column) is not None:
        return column in MAY_BE_NEGATIVE
    declared = pack.tables[table].details.get(column) if table in pack.tables else None
    return declared is not None and declared.may_be_negative


def amount_may_be_negative(pack: Pack, measure: Measure, table: str, part: str) -> bool:
    """Whether an amount that a measure adds up may be less than nought."""
    inner = inner_measure(pack, measure, table, part)
    if inner is None:
        return may_be_negative(pack, table, part)
    parts = [(table, inner.column)] if inner.column is not None else amount_parts(inner)
    return any(amount_may_be_negative(pack, inner, *each) for each in parts)


def condition_may_be_unknown(pack: Pack, condition: Condition, table: str) -> bool:
    """Whether a blank can leave a condition on the rows of a table open; grades of units may always be pending."""
    if condition.tests != [condition]:
        return any(condition_may_be_unknown(pack, test, table) for test in condition.tests)
    if condition.column is not None:
        return column_may_be_blank(pack, table, condition.column)
    measure = pack.measures.get(condition.measure) if condition.measure is not None else None
    if measure is None or measure.kinds not in (["count"], ["sum"]):
        return True
    return measure_may_be_unknown(pack, measure) or measure_may_be_blank(pack, measure)


def measure_may_be_unknown(pack: Pack, measure: Measure) -> bool:
    """Whether blanks can leave a measure between two ends (a column of the unit has one value or none)."""
    if measure.ratio_of is not None:
        upper = pack.measures.get(measure.ratio_of.measure or "")
        return upper is not None and upper.kind in ("count", "sum") and measure_may_be_unknown(pack, upper)
    if measure.kind in OWN_KINDS:
        return False
    if measure.earlier is not None:
        then = pack.measures.get(measure.earlier.measure)
        return then is not None and then.earlier is None and measure_may_be_unknown(pack, then)
    return registered_unknown(measure) or members_may_be_unknown(pack, measure) or numerator_may_be_unknown(pack, measure)


def measure_may_be_blank(pack: Pack, measure: Measure) -> bool:
    """Whether a measure that adds up may have no figure, because an amount that it adds up may be blank."""
    return measure.kind in ("sum", "ratio") and any(_amount_may_be_blank(pack, measure, *part) for part in amount_parts(measure))


def _amount_may_be_blank(pack: Pack, measure: Measure, table: str, part: str) -> bool:
    inner = inner_measure(pack, measure, table, part)
    if inner is None:
        return column_may_be_blank(pack, table, part)
    return inner.kind in OWN_KINDS or measure_may_be_blank(pack, inner)


def registered_unknown(measure: Measure) -> bool:
    """Whether units that are registered but not listed may belong to a share."""
    return measure.share_of is not None and measure.share_of.registered is not None


def members_may_be_unknown(pack: Pack, measure: Measure) -> bool:
    """Whether a blank can leave open which rows or units belong to a measure at all."""
    tests = measure.share_of.where if measure.share_of is not None else measure.where
    return _may_be_unknown(pack, measure, tests, tests)


def numerator_may_be_unknown(pack: Pack, measure: Measure) -> bool:
    """Whether a blank can leave open which of its rows or units count in a measure's numerator, or how much each adds."""
    if measure.share_of is not None:
        return _may_be_unknown(pack, measure, measure.which_have, measure.share_of.where)
    return _may_be_unknown(pack, measure, measure.numerator_where, measure.where) or _amounts_may_be_unknown(pack, measure)


def _amounts_may_be_unknown(pack: Pack, measure: Measure) -> bool:
    """Whether an amount added up is itself a measure between two ends."""
    inner = [inner_measure(pack, measure, *part) for part in amount_parts(measure)]
    return any(each is not None and each.kind in ("count", "sum") and measure_may_be_unknown(pack, each) for each in inner)


def _may_be_unknown(pack: Pack, measure: Measure, tests: Sequence[Condition], members: Sequence[Condition]) -> bool:
    table = source_table(measure)
    if pack.kind_of(table) == "loans" and "product" in columns_in(tests) and not _of_households(measure, members):
        return True
    return any(condition_may_be_unknown(pack, test, table) for test in tests)


def _of_households(measure: Measure, members: Sequence[Condition]) -> bool:
    """Whether only household loans count: of these alone the product is always known."""
    only = any(condition.column == "borrower_type" and condition.is_ == "household" for condition in members)
    return only or measure.level == ["household"]
