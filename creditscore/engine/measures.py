"""Measures as columns: additive components of rows, summed by unit and rolled up from level to level.

A measure `m` stands in a level's frame as `m.num` (and `m.den` for shares and ratios); where blanks
can leave it open also as `m.low` and `m.high`, the numerators at its lowest and highest end. All of
these add up, so that a township's figures are the sums of its villages'.
"""

from __future__ import annotations

from datetime import date

import narwhals as nw

from creditscore.core.columns import column_named
from creditscore.core.errors import PackError, one
from creditscore.core.text import Text
from creditscore.engine.codes import Frame
from creditscore.engine.conditions import all_true, truth
from creditscore.engine.loans import age_in_years
from creditscore.packs.evidence import OWN_KINDS, columns_in, measure_may_be_unknown, source_level
from creditscore.packs.model import Condition, Measure, Pack

Components = dict[str, nw.Expr]


def columns_of(pack: Pack, name: str) -> list[str]:
    """The columns of a measure in a level table, in their order."""
    measure = pack.measures[name]
    if measure.increment is not None:
        return []  # its two ratios stand in the table
    parts = ["num"] + ["den"] * measure.is_share + ["low", "high"] * measure_may_be_unknown(pack, measure)
    return [f"{name}.{part}" for part in parts]


def is_direct(pack: Pack, measure: Measure, level: str) -> bool:
    """Whether a level computes a measure from rows of its own, rather than rolling up its children's."""
    if measure.kind in (*OWN_KINDS, "earlier"):
        return True
    source, rated = source_level(pack, measure), pack.unit_levels
    if source is not None:
        return source in rated and rated.index(level) == rated.index(source) + 1
    return column_named("loans", f"{level}_id") is not None or level == _lowest_over_villages(pack)


def _lowest_over_villages(pack: Pack) -> str | None:
    """The lowest rated level above the villages where these are not rated: it counts the loans itself."""
    if "village" in pack.unit_levels or "village" not in pack.all_levels:
        return None
    above = pack.all_levels[pack.all_levels.index("village") :]
    return next((level for level in above if level in pack.unit_levels), None)


def measures_by_level(pack: Pack) -> dict[str, list[str]]:
    """The measures that each level's table holds: those listed there, and those a parent rolls up from there."""
    held: dict[str, list[str]] = {}
    needed: set[str] = set()
    for level in reversed(pack.unit_levels):
        needed |= {name for name, measure in pack.measures.items() if level in measure.level}
        held[level] = [name for name in pack.measures if name in needed]
        needed = {name for name in needed if not is_direct(pack, pack.measures[name], level)}
    if needed:
        raise one(PackError, f"measures.{min(needed)}", Text("没有任何层级能够计算该指标", "no level can compute this measure"))
    return held


def own_components(pack: Pack, name: str, as_of: date) -> Components:
    """The columns of a measure of the unit's own columns; a blank leaves them null."""
    measure = pack.measures[name]
    if measure.age_of is not None:
        return {f"{name}.num": age_in_years(measure.age_of, as_of)}
    if measure.column is not None:
        return {f"{name}.num": nw.col(measure.column)}
    assert measure.ratio_of is not None
    return {f"{name}.num": nw.col(measure.ratio_of.column), f"{name}.den": nw.col(measure.ratio_of.over)}


def row_components(pack: Pack, name: str, as_of: date) -> Components:
    """What each row of its source (a loan, or a unit of a lower level) adds to a measure."""
    measure = pack.measures[name]
    source = source_level(pack, measure)

    def together(tests: list[Condition]) -> nw.Expr:
        return all_true([truth(test, pack, source, as_of) for test in tests])

    one_row = nw.lit(1, dtype=nw.Int64)
    if measure.share_of is not None:
        return _fraction(pack, name, (together(measure.share_of.where), together(measure.which_have)), (one_row, one_row))
    member = together(measure.where)
    if measure.ratio is not None:
        return _fraction(pack, name, (member, together(measure.numerator_where)), _ratio_amounts(measure))
    return _interval_components(pack, name, member, one_row if measure.sum is None else _column(measure.sum))


def _ratio_amounts(measure: Measure) -> tuple[nw.Expr, nw.Expr]:
    assert measure.ratio is not None
    amount = _column(measure.ratio.sum)
    if measure.ratio.capped_by is not None:
        amount = nw.min_horizontal(amount, _column(measure.ratio.capped_by))
    return amount, _column(measure.ratio.over)


def _fraction(pack: Pack, name: str, tests: tuple[nw.Expr, nw.Expr], amounts: tuple[nw.Expr, nw.Expr]) -> Components:
    """Numerator and denominator of a share or ratio.

    A row that may or may not belong stands in the denominator, with nothing in the numerator at the
    low end and its whole denominator at the high end. No choice of such rows leads outside these
    ends, as no row's numerator is larger than its denominator: the interval is safe, if wide.
    """
    (member, counted), (amount, over) = tests, amounts
    parts = _interval_components(pack, name, member & counted, amount)
    if f"{name}.high" in parts:
        parts[f"{name}.high"] = nw.when(member.is_null()).then(over).otherwise(parts[f"{name}.high"]).cast(nw.Int64)
    return {f"{name}.den": _where(member.fill_null(True), over)} | parts


def _interval_components(pack: Pack, name: str, counted: nw.Expr, amount: nw.Expr) -> Components:
    known = _where(counted.fill_null(False), amount)
    if not measure_may_be_unknown(pack, pack.measures[name]):
        return {f"{name}.num": known}
    return {f"{name}.num": known, f"{name}.low": known, f"{name}.high": _where(counted.fill_null(True), amount)}


def _where(condition: nw.Expr, amount: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(amount).otherwise(nw.lit(0, dtype=nw.Int64)).cast(nw.Int64)


def _column(reference: str) -> nw.Expr:
    """A column written table.column."""
    return nw.col(reference.partition(".")[2])


def summed(rows: Frame, key: str, components: Components) -> Frame:
    """The components of all rows of each unit, added up."""
    parts = rows.select(nw.col(key), **components)
    return parts.group_by(key).agg(*(nw.col(name).sum() for name in components))


def rolled_up(pack: Pack, names: list[str]) -> Components:
    """The columns of measures that a parent adds up from its children's table."""
    return {column: nw.col(column) for name in names for column in columns_of(pack, name)}


def with_registered_units(units: Frame, pack: Pack, name: str) -> Frame:
    """A share's denominator raised to the registered number of units, the unlisted ones unknown.

    A registered number that is blank or below the number listed leaves the number listed.
    """
    share = pack.measures[name].share_of
    if share is None or share.registered is None:
        return units
    registered = nw.col(share.registered).fill_null(0)
    den, high = nw.col(f"{name}.den"), nw.col(f"{name}.high")
    whole = nw.when(registered > den).then(registered).otherwise(den)
    return units.with_columns((high + whole - den).alias(f"{name}.high"), whole.alias(f"{name}.den"))


def counted_columns(pack: Pack, level: str) -> list[str]:
    """The columns of a level's own table that measures of the levels above count: kept beside the verdicts as evidence."""
    measures = [measure for measure in pack.measures.values() if len(measure.kinds) == 1 and source_level(pack, measure) == level]
    columns = [column for measure in measures for column in _asked_of_units(measure)]
    return list(dict.fromkeys(columns))


def _asked_of_units(measure: Measure) -> list[str]:
    if measure.share_of is not None:
        return columns_in([*measure.share_of.where, *measure.which_have])
    return columns_in(measure.where) + ([measure.sum.partition(".")[2]] if measure.sum is not None else [])
