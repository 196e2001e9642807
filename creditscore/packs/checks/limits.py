"""Credit limits: grades that are there, and amounts made from the unit's own columns and measures."""

from __future__ import annotations

from creditscore.core.terms import plural
from creditscore.core.text import Text, same
from creditscore.packs.checks.scope import GRADE, Found, check_column, check_level, columns_of
from creditscore.packs.mistakes import Mistake, Path, unknown
from creditscore.packs.model.bounds import Bound
from creditscore.packs.model.pack import Amount, LimitPart, Pack


def check_limits(pack: Pack) -> Found:
    """Every limit: a rated level, its grades, and for those worked out the parts and the cap."""
    for level, limit in pack.limits.items():
        yield from check_level(pack, ("limits", level), level, rated=True)
        for name, amount in limit.amounts.items():
            path: Path = ("limits", level, "amounts", name)
            if name not in pack.grades.get(level, {}):
                yield unknown("unknown-grade", path, GRADE, name, pack.grades.get(level, {}))
            if isinstance(amount, Amount) and level in pack.all_levels:
                yield from _amount(pack, path, level, amount)


def _amount(pack: Pack, path: Path, level: str, amount: Amount) -> Found:
    yield from _yuan(pack, (*path, "base"), amount.base)
    yield from _yuan(pack, (*path, "at_most"), amount.at_most)
    for key in ("plus", "minus"):
        for place, part in enumerate(getattr(amount, key)):
            yield from _part(pack, (*path, key, place), level, part)


def _part(pack: Pack, path: Path, level: str, part: LimitPart) -> Found:
    if (part.percent is None) == (part.yuan_each is None):
        yield Mistake("one-way", path, Text("percent 和 yuan_each 应恰有其一", "expected either percent or yuan_each"))
        return
    money = part.percent is not None
    if pack.type_of(plural(level), part.of) is not None:
        yield from check_column(pack, (*path, "of"), plural(level), part.of, ["money"] if money else ["integer"])
    else:
        yield from _measure(pack, (*path, "of"), level, part.of, money)
    if part.percent is not None and not _all_percentages(pack, part.percent):
        expected = Text('应为 "10%" 这样的百分比', 'expected a percentage such as "10%"')
        yield Mistake("share-bound", (*path, "percent"), Text("不是百分比", "not a percentage"), expected)
    yield from _yuan(pack, (*path, "yuan_each"), part.yuan_each)
    yield from _yuan(pack, (*path, "at_most"), part.at_most)


def _measure(pack: Pack, path: Path, level: str, name: str, money: bool) -> Found:
    """A measure of the level without a denominator: an amount for a percentage, a number for so many yuan each."""
    plain = {each: other.in_money for each, other in pack.measures.items() if level in other.level and not other.has_den}
    kinds = {column: kind for column, kind in columns_of(pack, plural(level)).items() if kind == ("money" if money else "integer")}
    if name not in plain:
        known = [*kinds, *(each for each, in_money in plain.items() if in_money == money)]
        yield unknown("unknown-measure", path, Text("列或指标", "column or measure"), name, known)
    elif plain[name] != money:
        what = Text("{x} 是金额，应取其 percent", "{x} is an amount of money: take a percent of it")
        other = Text("{x} 是个数，应写 yuan_each", "{x} is a number: give yuan_each of it")
        yield Mistake("wrong-type", path, (other if money else what).fill(x=same(name)))


def _all_percentages(pack: Pack, bound: Bound) -> bool:
    return bound.other is None and all(value.is_percentage for value in bound.values) and bound.at(pack.pack.effective.from_) is not None


def _yuan(pack: Pack, path: Path, bound: Bound | None) -> Found:
    """An amount in yuan, or its history: whole fen, in force throughout, and no other unit's measure."""
    if bound is None:
        return
    values = bound.values
    if bound.other is not None or any(value.is_percentage or (value.exact * 100).denominator != 1 or value.exact < 0 for value in values):
        shown = same(values[0].written if values else "{ … }")
        what = Text("不能是 {x}", "cannot be {x}").fill(x=shown)
        yield Mistake(
            "quantity-bound", path, what, Text("应为以元计的数，最多两位小数", "expected an amount in yuan with at most two decimals")
        )
    elif bound.at(pack.pack.effective.from_) is None:
        what = Text("施行首日还没有金额", "there is no amount on the first day in force")
        yield Mistake("bound-missing", path, what)


def columns_in_limits(pack: Pack, level: str) -> list[str]:
    """The columns of a level's table that its credit limits rest on."""
    return list(dict.fromkeys(part.of for part in pack.limit_parts(level) if part.of not in pack.measures))
