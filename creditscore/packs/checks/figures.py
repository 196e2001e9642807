"""Measures that count no rows: the unit's own columns, an earlier run's figure, the increment of one fraction over another."""

from __future__ import annotations

from creditscore.core.terms import plural
from creditscore.core.text import Text
from creditscore.packs.checks.scope import MEASURE, Found, check_column
from creditscore.packs.mistakes import Mistake, Path, unknown
from creditscore.packs.model import Measure, Pack, RatioOf


def check_own_column(pack: Pack, path: Path, measure: Measure) -> Found:
    """A column of the unit itself: an amount or a whole number."""
    for level in (level for level in measure.level if level in pack.all_levels):
        yield from check_column(pack, (*path, "column"), plural(level), str(measure.column), ["money", "integer"])


def check_ratio_of(pack: Pack, path: Path, measure: Measure) -> Found:
    """Two columns of the unit itself, of one type."""
    ratio = measure.ratio_of
    assert isinstance(ratio, RatioOf)
    for level in (level for level in measure.level if level in pack.all_levels):
        for key, column in (("column", ratio.column), ("over", ratio.over)):
            yield from check_column(pack, (*path, "ratio_of", key), plural(level), column, ["money", "integer"])
        kinds = [pack.type_of(plural(level), column) for column in (ratio.column, ratio.over)]
        if set(kinds) == {"money", "integer"}:
            what = Text("两列的类型不同", "the two columns are of different types")
            yield Mistake("wrong-type", (*path, "ratio_of"), what, Text("应为同一类型", "expected columns of one type"))


def check_earlier(pack: Pack, path: Path, measure: Measure) -> Found:
    """A fraction of the same levels in an earlier run."""
    assert measure.earlier is not None
    yield from _fraction_of(pack, (*path, "earlier", "measure"), measure, measure.earlier.measure, ("ratio", "share_of", "ratio_of"))


def check_increment(pack: Pack, path: Path, measure: Measure) -> Found:
    """Two fractions of the same levels."""
    assert measure.increment is not None
    for key, name in (("of", measure.increment.of), ("over", measure.increment.over)):
        yield from _fraction_of(pack, (*path, "increment", key), measure, name, ("ratio", "share_of", "ratio_of", "earlier"))


def _fraction_of(pack: Pack, path: Path, measure: Measure, name: str, kinds: tuple[str, ...]) -> Found:
    """Another measure of the same levels, with a denominator."""
    known = [
        each
        for each, other in pack.measures.items()
        if len(other.kinds) == 1 and other.kind in kinds and set(measure.level) <= set(other.level)
    ]
    if name not in known:
        yield unknown("unknown-measure", path, MEASURE, name, known)
