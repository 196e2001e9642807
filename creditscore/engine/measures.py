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
from creditscore.engine.conditions import all_true, any_true, measured, truth
from creditscore.engine.exact import Interval
from creditscore.engine.loans import age_in_years
from creditscore.packs.evidence import OWN_KINDS, measure_may_be_blank, measure_may_be_unknown
from creditscore.packs.model.pack import Condition, Measure, Pack, Ratio
from creditscore.packs.sources import amount_parts, columns_in, conditions_of, inner_measure, source_level, source_table

BLANK = "blank"
"""The component that counts rows without an amount; it stands in no table."""
Components = dict[str, nw.Expr]


def columns_of(pack: Pack, name: str) -> list[str]:
    """The columns of a measure in a level table, in their order."""
    measure = pack.measures[name]
    if measure.increment is not None:
        return []  # its two ratios stand in the table
    parts = ["num"] + ["den"] * measure.has_den + ["low", "high"] * measure_may_be_unknown(pack, measure)
    return [f"{name}.{part}" for part in parts]


def is_direct(pack: Pack, measure: Measure, level: str) -> bool:
    """Whether a level computes a measure from rows of its own, rather than rolling up its children's."""
    if measure.kind in (*OWN_KINDS, "earlier"):
        return True
    table, rated = source_table(measure), pack.unit_levels
    if pack.kind_of(table) == "loans":
        return column_named("loans", f"{level}_id") is not None or level == _lowest_rated(pack, "village")
    source = pack.level_of(table)
    if source is None:
        return level == _lowest_rated(pack, pack.tables[table].level)
    above = pack.all_levels[pack.all_levels.index(source) + 1 :]
    return bool(above) and level == _lowest_rated(pack, above[0]) and level in rated


def _lowest_rated(pack: Pack, level: str) -> str | None:
    """The lowest rated level from one on: where rows that belong to units of that one are first added up."""
    if level not in pack.all_levels:
        return None
    above = pack.all_levels[pack.all_levels.index(level) :]
    return next((each for each in above if each in pack.unit_levels), None)


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
    return {f"{name}.num": nw.col(str(measure.column))}


def quotient(pack: Pack, name: str) -> Components:
    """The columns of one amount of the unit over another, each a column or a measure that stands there already.

    What is divided by must be one figure: where it is between two ends, there is none.
    """
    ratio, level = pack.measures[name].ratio_of, plural(pack.measures[name].level[0])
    assert ratio is not None
    over = _figure(pack, level, ratio.over)
    den = nw.when(over.low == over.high).then(over.low).otherwise(nw.lit(None, dtype=nw.Int64))
    upper = _figure(pack, level, ratio.upper)
    parts = {f"{name}.num": upper.low, f"{name}.den": den, f"{name}.low": upper.low, f"{name}.high": upper.high}
    return {column: parts[column] for column in columns_of(pack, name)}


def figure_parts(pack: Pack, name: str) -> list[str]:
    """The measures from which a figure is made: itself, or for one amount over another those of the two that are measures."""
    ratio = pack.measures[name].ratio_of
    return [name] if ratio is None else [part for part in (ratio.upper, ratio.over) if part in pack.measures]


def _figure(pack: Pack, table: str, part: str) -> Interval:
    """An amount of the units that a table lists: a column, or a measure without a denominator."""
    if pack.type_of(table, part) is not None or part not in pack.measures:
        return Interval(nw.col(part), nw.col(part), None)
    return measured(pack, part)


def row_components(pack: Pack, name: str, as_of: date) -> Components:
    """What each row of its source (a loan, another row, or a unit of a lower level) adds to a measure."""
    measure = pack.measures[name]
    table = source_table(measure)
    day = pack.day_of(table, as_of)

    def together(tests: list[Condition]) -> nw.Expr:
        return all_true([truth(test, pack, table, day) for test in tests])

    one_row = nw.lit(1, dtype=nw.Int64)
    one = Interval(one_row, one_row, None)
    if measure.share_of is not None:
        return _fraction(pack, name, (together(measure.share_of.where), together(measure.which_have)), (one, one))
    member = together(measure.where)
    if measure.ratio is not None:
        return _fraction(pack, name, (member, together(measure.numerator_where)), _ratio_amounts(pack, measure.ratio))
    return _interval_components(pack, name, member, one if measure.sum is None else _amount(pack, measure.sum)) | _blank(
        pack, name, member, [] if measure.sum is None else [_amount(pack, measure.sum)]
    )


def _ratio_amounts(pack: Pack, ratio: Ratio) -> tuple[Interval, Interval]:
    amount = _amount(pack, ratio.sum)
    if ratio.capped_by is not None:
        cap = _amount(pack, ratio.capped_by)
        amount = Interval(_smaller(amount.low, cap.low), _smaller(amount.high, cap.high), None)
    return amount, _amount(pack, ratio.over)


def _smaller(one: nw.Expr, other: nw.Expr) -> nw.Expr:
    """The smaller of two amounts; none where either is blank."""
    return nw.when(one <= other).then(one).otherwise(nw.when(one > other).then(other).otherwise(nw.lit(None, dtype=nw.Int64)))


def _amount(pack: Pack, reference: str) -> Interval:
    """An amount written table.part: a column of the table, or a measure of the units that it lists."""
    table, _, part = reference.partition(".")
    return _figure(pack, table, part)


def _fraction(pack: Pack, name: str, tests: tuple[nw.Expr, nw.Expr], amounts: tuple[Interval, Interval]) -> Components:
    """Numerator and denominator of a share or ratio.

    A row that may or may not belong stands in the denominator, with nothing in the numerator at the
    low end and its whole denominator at the high end. No choice of such rows leads outside these
    ends, as no row's numerator is larger than its denominator: the interval is safe, if wide.
    """
    (member, counted), (amount, over) = tests, amounts
    parts = _interval_components(pack, name, member & counted, amount)
    if f"{name}.high" in parts:
        parts[f"{name}.high"] = nw.when(member.is_null()).then(over.high).otherwise(parts[f"{name}.high"]).cast(nw.Int64)
    den = nw.when(over.low == over.high).then(over.low).otherwise(nw.lit(None, dtype=nw.Int64))
    return {f"{name}.den": _where(member.fill_null(True), den)} | parts | _blank(pack, name, member, [amount, Interval(den, den, None)])


def _interval_components(pack: Pack, name: str, counted: nw.Expr, amount: Interval) -> Components:
    known = _where(counted.fill_null(False), amount.low)
    if not measure_may_be_unknown(pack, pack.measures[name]):
        return {f"{name}.num": known}
    return {f"{name}.num": known, f"{name}.low": known, f"{name}.high": _where(counted.fill_null(True), amount.high)}


def _blank(pack: Pack, name: str, member: nw.Expr, amounts: list[Interval]) -> Components:
    """How many rows that belong, or may belong, lack an amount; only of measures for which that can be."""
    if not may_lack_figure(pack, pack.measures[name]):
        return {}
    lacking = any_true([end.is_null() for amount in amounts for end in (amount.low, amount.high)])
    return {f"{name}.{BLANK}": _where(member.fill_null(True) & lacking, nw.lit(1, dtype=nw.Int64))}


def may_lack_figure(pack: Pack, measure: Measure) -> bool:
    """Whether a measure that adds up may have no figure: an amount may be blank, or what is divided by between two ends."""
    if measure_may_be_blank(pack, measure):
        return True
    over = measure.ratio.over if measure.ratio is not None else ""
    inner = inner_measure(pack, measure, over.partition(".")[0], over.partition(".")[2]) if over else None
    return inner is not None and measure_may_be_unknown(pack, inner)


def settled(units: Frame, pack: Pack, components: Components) -> Frame:
    """Units with what was added up: no row to count is nought; a measure that lacks an amount has no figure."""
    units = units.with_columns(nw.col(*components).fill_null(0))
    for name in [column.removesuffix(f".{BLANK}") for column in components if column.endswith(f".{BLANK}")]:
        lacks, none = nw.col(f"{name}.{BLANK}") > 0, nw.lit(None, dtype=nw.Int64)
        units = units.with_columns(**{column: nw.when(lacks).then(none).otherwise(nw.col(column)) for column in columns_of(pack, name)})
    return units


def _where(condition: nw.Expr, amount: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(amount).otherwise(nw.lit(0, dtype=nw.Int64)).cast(nw.Int64)


def first_names(components: Components) -> dict[str, str]:
    """For each component the name of the first that is one and the same."""
    first: dict[int, str] = {}
    return {name: first.setdefault(id(component), name) for name, component in components.items()}


def summed(rows: Frame, key: str, components: Components) -> Frame:
    """The components of all rows of each unit, added up; those that are one and the same only once."""
    names = first_names(components)
    parts = rows.select(nw.col(key), **{name: components[name] for name in names.values()})
    sums = parts.group_by(key).agg(*(nw.col(name).sum() for name in dict.fromkeys(names.values())))
    return sums.select(nw.col(key), *(nw.col(one).alias(name) for name, one in names.items()))


def rolled_up(pack: Pack, names: list[str]) -> Components:
    """The columns of measures that a parent adds up from its children's table."""
    parts: Components = {}
    for name in names:
        parts |= {column: nw.col(column) for column in columns_of(pack, name)}
        if may_lack_figure(pack, pack.measures[name]):
            parts[f"{name}.{BLANK}"] = nw.col(f"{name}.num").is_null().cast(nw.Int64)
    return parts


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
    columns = [column for measure in measures for column in _asked_of_units(pack, measure)]
    return list(dict.fromkeys(columns))


def _asked_of_units(pack: Pack, measure: Measure) -> list[str]:
    amounts = [part for table, part in amount_parts(measure) if pack.type_of(table, part) is not None]
    return [*columns_in(conditions_of(measure)), *amounts]
