"""Bounds against the measure that they bound: percentages for shares, whole numbers for quantities, in force throughout."""

from __future__ import annotations

from datetime import date

from creditscore.core.text import Text, same
from creditscore.packs.checks.scope import LEVEL, MEASURE, Found
from creditscore.packs.mistakes import Mistake, Path, unknown
from creditscore.packs.model.bounds import Bound, OtherMeasure, Value
from creditscore.packs.model.pack import Comparison, Measure, Pack
from creditscore.packs.sources import asks_results, source_level

_LOWER = ("at_least", "above")
_UPPER = ("at_most", "below")


def check_bounds(pack: Pack, path: Path, comparison: Comparison, measure: Measure) -> Found:
    """Every bound of a comparison with a measure."""
    if len(measure.kinds) != 1:
        return
    for word, bound in comparison.bounds.items():
        yield from check_one_bound(pack, (*path, word), bound, measure)
    yield from _together(path, comparison)


def check_one_bound(pack: Pack, path: Path, bound: Bound, measure: Measure) -> Found:
    """One bound of a measure: values that fit it, one of them in force throughout."""
    for value in bound.values:
        yield from _value(path, value, measure)
    if bound.other is not None:
        what = Text("这里不能与另一单位的指标相比", "another unit's measure cannot stand here")
        yield Mistake("misplaced-key", path, what, Text("只有评定标准可以", "only a criterion may have one"))
    elif bound.at(pack.pack.effective.from_) is None:
        yield _starts_late(path, bound, pack.pack.effective.from_)


def check_relative(pack: Pack, path: Path, comparison: Comparison, name: str, level: str) -> Found:
    """Every bound that is a measure of the unit or of one above: a measure there that is known beforehand, of the same nature."""
    above = pack.all_levels[pack.all_levels.index(level) :]
    for word, bound in comparison.relative_bounds.items():
        other = bound.other
        if other is None or other.at not in above:
            yield unknown("unknown-level", (*path, word, "at"), LEVEL, other.at if other else "", above)
            continue
        known = [each for each, measure in pack.measures.items() if other.at in measure.level]
        if other.measure not in known:
            yield unknown("unknown-measure", (*path, word, "measure"), MEASURE, other.measure, known)
            continue
        yield from _comparable(pack, (*path, word), pack.measures[name], other, level)
        if not other.times.is_percentage or other.times.exact <= 0 or (other.times.exact * 10_000).denominator != 1:
            expected = Text('应为 "120%" 这样的百分比，最多两位小数', 'expected a percentage such as "120%", with at most two decimals')
            yield Mistake("share-bound", (*path, word, "times"), Text("倍数不对", "not a multiple"), expected)


def _comparable(pack: Pack, path: Path, own: Measure, other: OtherMeasure, level: str) -> Found:
    theirs = pack.measures[other.measure]
    if own.increment is not None or (own.is_share, own.in_money) != (theirs.is_share, theirs.in_money):
        yield Mistake("not-comparable", path, Text("两个指标不是同一种数", "the two measures are not of the same nature"))
    if other.at == level:
        return
    source, order = source_level(pack, theirs), pack.all_levels
    late = source is not None and asks_results(pack, theirs) and order.index(source) >= order.index(level)
    if late or theirs.kind in ("earlier", "increment"):
        what = Text(f"评定 {level} 时，这个指标还没有算出", f"this measure is not known yet when the {level} level is rated")
        yield Mistake(
            "not-known-yet",
            path,
            what,
            Text("应以表中的行、列或更低级别的单位计算", "expected one over rows, columns, or units further down"),
        )
    if theirs.share_of is not None and theirs.share_of.registered is not None:
        yield Mistake("not-comparable", path, Text("带 registered 的指标不能用作比较", "a share with registered cannot be compared with"))


def check_column_bounds(pack: Pack, path: Path, comparison: Comparison, in_money: bool) -> Found:
    """Every bound of a comparison with a column of amounts or whole numbers."""
    for word, bound in comparison.bounds.items():
        for value in bound.values:
            if value.is_percentage or _too_fine(value, in_money):
                wrong = Text("标准值不能是 {x}", "the bound cannot be {x}").fill(x=same(value.written))
                yield Mistake("quantity-bound", (*path, word), wrong, _quantity_wanted(in_money))
        if bound.at(pack.pack.effective.from_) is None:
            yield _starts_late((*path, word), bound, pack.pack.effective.from_)
    yield from _together(path, comparison)


def _value(path: Path, value: Value, measure: Measure) -> Found:
    wrong = Text("标准值不能是 {x}", "the bound cannot be {x}").fill(x=same(value.written))
    if measure.is_share and not value.is_percentage:
        yield Mistake("share-bound", path, wrong, Text('占比应写成 "80%" 这样的百分比', 'a share is bounded by a percentage such as "80%"'))
    elif measure.increment is not None and (value.exact * 10_000).denominator != 1:
        yield Mistake("too-fine", path, wrong, Text("增量最多写两位小数的百分数", "an increment has at most two decimals of a percent"))
    elif measure.share_of is not None and value.exact > 1:
        yield Mistake("share-bound", path, wrong, Text("占比不会超过100%", "a share is never more than 100%"))
    elif not measure.is_share and (value.is_percentage or _too_fine(value, measure.in_money)):
        yield Mistake("quantity-bound", path, wrong, _quantity_wanted(measure.in_money))


def _too_fine(value: Value, in_money: bool) -> bool:
    smallest = 100 if in_money else 1
    return (value.exact * smallest).denominator != 1


def _quantity_wanted(in_money: bool) -> Text:
    if in_money:
        return Text("应为以元计的数，最多两位小数", "expected an amount in yuan with at most two decimals")
    return Text("应为整数", "expected a whole number")


def _starts_late(path: Path, bound: Bound, start: date) -> Mistake:
    first = min(since for since, _ in bound.history if since is not None)
    what = Text(
        f"{first}以前没有标准值，而本版从{start}起有效", f"there is no bound before {first}, but the edition is in force from {start}"
    )
    return Mistake("bound-missing", path, what, cure=Text(f"请给出从{start}起的标准值", f"give the bound that holds from {start}"))


def _together(path: Path, comparison: Comparison) -> Found:
    lower = [word for word in _LOWER if word in comparison.given_bounds]
    upper = [word for word in _UPPER if word in comparison.given_bounds]
    for words in (lower, upper):
        if len(words) > 1:
            what = Text(f"{words[0]} 与 {words[1]} 不能同时用", f"{words[0]} and {words[1]} cannot be used together")
            yield Mistake("bounds-conflict", (*path, words[1]), what)
    if len(lower) == len(upper) == 1:
        yield from _leave_room(path, comparison, lower[0], upper[0])


def _leave_room(path: Path, comparison: Comparison, lower: str, upper: str) -> Found:
    low, high = comparison.given_bounds[lower], comparison.given_bounds[upper]
    days = [since for bound in (low, high) for since, _ in bound.history if since is not None] or [date.max]
    for day in days:
        least, most = low.at(day), high.at(day)
        if least and most and (least.exact > most.exact or (least.exact == most.exact and (lower, upper) != ("at_least", "at_most"))):
            what = Text(f"没有数能同时满足 {lower} 和 {upper}", f"no number is {lower} and {upper} these bounds at once")
            yield Mistake("bounds-conflict", (*path, upper), what)
            return
