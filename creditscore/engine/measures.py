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
from creditscore.core.terms import plural
from creditscore.core.text import Text
from creditscore.engine.codes import Frame
from creditscore.engine.conditions import all_true, truth
from creditscore.packs.evidence import measure_may_be_unknown
from creditscore.packs.model import Measure, Pack

Components = dict[str, nw.Expr]


def columns_of(pack: Pack, name: str) -> list[str]:
    """The columns of a measure in a level table, in their order."""
    measure = pack.measures[name]
    parts = ["num"] + ["den"] * measure.is_share + ["low", "high"] * measure_may_be_unknown(pack, measure)
    return [f"{name}.{part}" for part in parts]


def is_direct(pack: Pack, measure: Measure, level: str) -> bool:
    """Whether a level computes a measure from rows of its own, rather than rolling up its children's."""
    if measure.share_of is not None:
        return pack.levels.get(measure.share_of.unit) == level
    return measure.age_of is not None or column_named("loans", f"{level}_id") is not None


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


def loan_components(pack: Pack, name: str, as_of: date) -> Components:
    """What each loan adds to a measure over loans."""
    measure = pack.measures[name]
    member = all_true([truth(part, pack, None, as_of) for part in measure.where])
    if measure.ratio is not None:
        return _ratio_components(pack, name, member, as_of)
    amount = nw.lit(1, dtype=nw.Int64) if measure.sum is None else _loan_column(measure.sum)
    return _interval_components(pack, name, member, amount)


def _ratio_components(pack: Pack, name: str, member: nw.Expr, as_of: date) -> Components:
    measure = pack.measures[name]
    assert measure.ratio is not None
    amount = _loan_column(measure.ratio.sum)
    if measure.ratio.capped_by is not None:
        amount = nw.min_horizontal(amount, _loan_column(measure.ratio.capped_by))
    counted = member & all_true([truth(part, pack, None, as_of) for part in measure.numerator_where])
    whole = {f"{name}.den": _where(member.fill_null(False), _loan_column(measure.ratio.over))}
    return whole | _interval_components(pack, name, counted, amount)


def share_components(pack: Pack, name: str, as_of: date) -> Components:
    """What each child unit adds to a share of units."""
    measure = pack.measures[name]
    share = measure.share_of
    assert share is not None
    member = all_true([truth(part, pack, share.unit, as_of) for part in share.where])
    counted = member & all_true([truth(part, pack, share.unit, as_of) for part in measure.which_have])
    one_unit = nw.lit(1, dtype=nw.Int64)
    return {f"{name}.den": _where(member, one_unit)} | _interval_components(pack, name, counted, one_unit)


def _interval_components(pack: Pack, name: str, counted: nw.Expr, amount: nw.Expr) -> Components:
    known = _where(counted.fill_null(False), amount)
    if not measure_may_be_unknown(pack, pack.measures[name]):
        return {f"{name}.num": known}
    return {f"{name}.num": known, f"{name}.low": known, f"{name}.high": _where(counted.fill_null(True), amount)}


def _where(condition: nw.Expr, amount: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(amount).otherwise(nw.lit(0, dtype=nw.Int64)).cast(nw.Int64)


def _loan_column(reference: str) -> nw.Expr:
    return nw.col(reference.removeprefix("loans."))


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
    """The columns of a level's own table that shares of the parent count: kept beside the verdicts as evidence."""
    shares = [measure for measure in pack.measures.values() if measure.share_of and measure.share_of.unit == level]
    tests = [part for measure in shares if measure.share_of for part in [*measure.share_of.where, *measure.which_have]]
    flat = [inner for part in tests for inner in (part.any_of or [part])]
    return list(dict.fromkeys(part.column for part in flat if part.column is not None))


def unit_table(level: str) -> str:
    """The table that lists the units of a level."""
    return plural(level)
