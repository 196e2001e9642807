"""Measures that count no rows: the unit's own columns, an earlier run's figure, the increment of one fraction over another."""

from __future__ import annotations

from creditscore.core.terms import plural
from creditscore.core.text import Text, same
from creditscore.packs.checks.scope import MEASURE, Found, check_column
from creditscore.packs.mistakes import Mistake, Path, one_of, unknown
from creditscore.packs.model.pack import Measure, Pack, RatioOf


def check_own_column(pack: Pack, path: Path, measure: Measure) -> Found:
    """A column of the unit itself: an amount or a whole number."""
    for level in (level for level in measure.level if level in pack.all_levels):
        yield from check_column(pack, (*path, "column"), plural(level), str(measure.column), ["money", "integer"])


def check_ratio_of(pack: Pack, path: Path, measure: Measure) -> Found:
    """Two amounts of the unit itself: columns of its table, or other measures of its level."""
    ratio = measure.ratio_of
    assert isinstance(ratio, RatioOf)
    if (ratio.column is None) == (ratio.measure is None):
        what = Text("column 和 measure 应恰有其一", "expected either column or measure")
        yield Mistake("one-way", (*path, "ratio_of"), what)
    for level in (level for level in measure.level if level in pack.all_levels):
        if ratio.column is not None:
            yield from check_column(pack, (*path, "ratio_of", "column"), plural(level), ratio.column, ["money", "integer"])
        if ratio.measure is not None:
            yield from _amount_of(pack, (*path, "ratio_of", "measure"), level, ratio.measure)
        if pack.type_of(plural(level), ratio.over) is None:
            yield from _amount_of(pack, (*path, "ratio_of", "over"), level, ratio.over)
        else:
            yield from check_column(pack, (*path, "ratio_of", "over"), plural(level), ratio.over, ["money", "integer"])
    yield from check_nature((*path, "ratio_of"), measure)


def check_nature(path: Path, measure: Measure) -> Found:
    """A fraction is of amounts, of numbers, or of an amount for each of a number: never of a number for each yuan."""
    if measure.nature.den_fen and not measure.nature.num_fen:
        what = Text("个数除以金额没有意义", "a number over an amount of money means nothing")
        yield Mistake("wrong-type", path, what, Text("分子也应为金额", "expected an amount above it too"))


def _amount_of(pack: Pack, path: Path, level: str, name: str) -> Found:
    """Another measure of the same level without a denominator."""
    plain = ("count", "sum", "column", "age_of", "earlier")
    named = [(each, other) for each, other in pack.measures.items() if level in other.level and not other.has_den]
    known = [each for each, other in named if other.kinds in [[kind] for kind in plain]]
    if name in pack.measures and name not in known:
        what = Text("指标 {x} 有分母，或不属于级别 {level}", "measure {x} has a denominator, or is not of level {level}")
        yield Mistake("unknown-measure", path, what.fill(x=same(name), level=same(level)), one_of(known) if known else None)
    elif name not in known:
        yield unknown("unknown-measure", path, MEASURE, name, known)


def check_earlier(pack: Pack, path: Path, measure: Measure) -> Found:
    """A measure of the same levels in an earlier run."""
    assert measure.earlier is not None
    kinds = ("ratio", "share_of", "ratio_of", "count", "sum", "column")
    yield from _other(pack, (*path, "earlier", "measure"), measure, measure.earlier.measure, kinds)


def check_increment(pack: Pack, path: Path, measure: Measure) -> Found:
    """Two fractions of the same levels."""
    assert measure.increment is not None
    for key, name in (("of", measure.increment.of), ("over", measure.increment.over)):
        yield from _other(pack, (*path, "increment", key), measure, name, ("ratio", "share_of", "ratio_of", "earlier"), shares=True)


def _other(pack: Pack, path: Path, measure: Measure, name: str, kinds: tuple[str, ...], shares: bool = False) -> Found:
    """Another measure of the same levels, of certain kinds, perhaps with a denominator."""
    known = [
        each
        for each, other in pack.measures.items()
        if len(other.kinds) == 1 and other.kind in kinds and set(measure.level) <= set(other.level) and (other.is_share or not shares)
    ]
    if name not in known:
        yield unknown("unknown-measure", path, MEASURE, name, known)
