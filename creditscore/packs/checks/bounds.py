"""Bounds against the measure that they bound: percentages for shares, whole numbers for quantities, in force throughout."""

from __future__ import annotations

from datetime import date

from creditscore.core.text import Text, same
from creditscore.packs.bounds import Bound, Value
from creditscore.packs.checks.scope import Found
from creditscore.packs.mistakes import Mistake, Path
from creditscore.packs.model import Comparison, Measure, Pack

_LOWER = ("at_least", "above")
_UPPER = ("at_most", "below")


def check_bounds(pack: Pack, path: Path, comparison: Comparison, measure: Measure) -> Found:
    """Every bound of a comparison with a measure."""
    if len(measure.kinds) != 1:
        return
    for word, bound in comparison.bounds.items():
        for value in bound.values:
            yield from _value((*path, word), value, measure)
        if bound.at(pack.pack.effective.from_) is None:
            yield _starts_late((*path, word), bound, pack.pack.effective.from_)
    yield from _together(path, comparison)


def _value(path: Path, value: Value, measure: Measure) -> Found:
    wrong = Text("标准值不能是 {x}", "the bound cannot be {x}").fill(x=same(value.written))
    if measure.is_share and not value.is_percentage:
        yield Mistake("share-bound", path, wrong, Text('占比应写成 "80%" 这样的百分比', 'a share is bounded by a percentage such as "80%"'))
    elif measure.share_of is not None and value.exact > 1:
        yield Mistake("share-bound", path, wrong, Text("占比不会超过100%", "a share is never more than 100%"))
    elif not measure.is_share and (value.is_percentage or _too_fine(value, measure)):
        yield Mistake("quantity-bound", path, wrong, _quantity_wanted(measure))


def _too_fine(value: Value, measure: Measure) -> bool:
    smallest = 100 if measure.sum is not None else 1
    return (value.exact * smallest).denominator != 1


def _quantity_wanted(measure: Measure) -> Text:
    if measure.sum is not None:
        return Text("应为以元计的数，最多两位小数", "expected an amount in yuan with at most two decimals")
    return Text("应为整数", "expected a whole number")


def _starts_late(path: Path, bound: Bound, start: date) -> Mistake:
    first = min(since for since, _ in bound.history if since is not None)
    what = Text(
        f"{first}以前没有标准值，而本版从{start}起有效", f"there is no bound before {first}, but the edition is in force from {start}"
    )
    return Mistake("bound-missing", path, what, cure=Text(f"请给出从{start}起的标准值", f"give the bound that holds from {start}"))


def _together(path: Path, comparison: Comparison) -> Found:
    lower = [word for word in _LOWER if word in comparison.bounds]
    upper = [word for word in _UPPER if word in comparison.bounds]
    for words in (lower, upper):
        if len(words) > 1:
            what = Text(f"{words[0]} 与 {words[1]} 不能同时用", f"{words[0]} and {words[1]} cannot be used together")
            yield Mistake("bounds-conflict", (*path, words[1]), what)
    if len(lower) == len(upper) == 1:
        yield from _leave_room(path, comparison, lower[0], upper[0])


def _leave_room(path: Path, comparison: Comparison, lower: str, upper: str) -> Found:
    low, high = comparison.bounds[lower], comparison.bounds[upper]
    days = [since for bound in (low, high) for since, _ in bound.history if since is not None] or [date.max]
    for day in days:
        least, most = low.at(day), high.at(day)
        if least and most and (least.exact > most.exact or (least.exact == most.exact and (lower, upper) != ("at_least", "at_most"))):
            what = Text(f"没有数能同时满足 {lower} 和 {upper}", f"no number is {lower} and {upper} these bounds at once")
            yield Mistake("bounds-conflict", (*path, upper), what)
            return
