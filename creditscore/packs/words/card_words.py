"""Scorecards and credit limits in words: one line an item, one line a grade."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from creditscore.core.terms import choice_name, grade_name, plural
from creditscore.core.text import Text, same
from creditscore.packs.model.bounds import Bound
from creditscore.packs.model.pack import Amount, Item, LimitPart, Pack, Scorecard, Steps
from creditscore.packs.words.measure_words import bound_words, column_title, figure_title, joined, survey_words


def card_lines(pack: Pack, card: Scorecard, as_of: date) -> Iterator[Text]:
    """Each item of a card and how it gives points, then the total."""
    for item, (what, how) in zip(card.items, item_words(pack, card, as_of), strict=True):
        bonus = Text("（加分项）", " (bonus)") if item.bonus else Text("", "")
        yield Text("{what}{bonus}：{how}", "{what}{bonus}: {how}").fill(what=what, bonus=bonus, how=how)
    yield Text("满分{n}分", "{n} points in all").fill(n=card.total)
    if card.bonus_cap is not None:
        yield Text("加分合计不超过{n}分", "bonus items together no more than {n}").fill(n=card.bonus_cap)


def item_words(pack: Pack, card: Scorecard, as_of: date) -> list[tuple[Text, Text]]:
    """What each item of a card asks, and how it gives points."""
    return [(_subject(pack, card, item), _how(item, as_of)) for item in card.items]


def _subject(pack: Pack, card: Scorecard, item: Item) -> Text:
    if item.title is not None:
        return Text(item.title.zh, item.title.en)
    if item.measure is not None:
        title = pack.measures[item.measure].title
        return Text(title.zh, title.en)
    if item.column is not None:
        return column_title(plural(card.level), item.column, pack)
    parts = [*survey_words(plural(card.level), item.columns, pack), *([same(item.criterion)] if item.criterion is not None else [])]
    return joined(parts, "；", "; ")


def _how(item: Item, as_of: date) -> Text:
    parts = []
    for band in item.bands:
        bounds = Text("其他", "otherwise") if band.otherwise else bound_words(band, as_of)
        parts.append(Text("{bounds}得{n}分", "{bounds}: {n} points").fill(bounds=bounds, n=band.points))
    for word, points in item.values.items():
        parts.append(Text("{word}得{n}分", "{word}: {n} points").fill(word=choice_name(word), n=points))
    if item.points is not None:
        parts.append(Text("{n}分", "{n} points").fill(n=item.points))
    if item.steps is not None:
        parts.append(_steps(item, item.steps, as_of))
    if item.when_not_applicable is not None:
        parts.append(Text("不适用时{n}分", "{n} where not applicable").fill(n=item.when_not_applicable))
    return joined(parts, "；", "; ")


def _steps(item: Item, steps: Steps, as_of: date) -> Text:
    over = steps.short_of is None
    values = [bound.at(as_of) if bound is not None else None for bound in (steps.in_excess_of if over else steps.short_of, steps.per)]
    target, per = (value.written if value is not None else "" for value in values)
    base = Text("基础{start}分，", "{start} to begin with, ").fill(start=item.start) if item.start is not None else Text("", "")
    side = Text("超过{target}的", "over {target}") if over else Text("不足{target}的", "short of {target}")
    sense = Text("扣", "minus") if item.deduct is not None else Text("加", "plus")
    full = Text("（不足一步不计）", ", full steps only")
    begun = Text("（不足一步按一步计）", ", a step begun counting") if steps.count == "begun_steps" else full
    line = Text("{base}{side}每{per}{sense}{n}分{begun}{ends}", "{base}{sense} {n} for each {per} {side}{begun}{ends}")
    return line.fill(base=base, side=side.fill(target=target), per=per, sense=sense, n=steps.points, begun=begun, ends=_ends(item))


def _ends(item: Item) -> Text:
    if item.cap is not None:
        return Text("，最多{n}分", ", no more than {n}").fill(n=item.cap)
    return Text("，最低{n}分", ", no less than {n}").fill(n=item.floor)


def limit_lines(pack: Pack, level: str, as_of: date) -> Iterator[Text]:
    """Each grade and its credit limit."""
    for name, how in limit_words(pack, level, as_of).items():
        title = pack.grades[level][name].title
        grade = Text(title.zh, title.en) if title is not None else grade_name(name)
        yield Text("{grade}：{how}", "{grade}: {how}").fill(grade=grade, how=how)


def limit_words(pack: Pack, level: str, as_of: date) -> dict[str, Text]:
    """How each grade's credit limit is worked out."""
    amounts = pack.limits[level].amounts.items()
    return {
        name: _amount(pack, level, amount, as_of) if isinstance(amount, Amount) else Text("{n}元", "{n} yuan").fill(n=_yuan(amount))
        for name, amount in amounts
    }


def _yuan(amount: object) -> str:
    return f"{amount:,}"


def _amount(pack: Pack, level: str, amount: Amount, as_of: date) -> Text:
    base = _written(amount.base, as_of)
    words = Text("{n}元", "{n} yuan").fill(n=base) if base not in ("", "0") else None
    for sign, parts in (("+", amount.plus), ("−", amount.minus)):
        for part in parts:
            said = _part(pack, level, part, as_of)
            first = said if sign == "+" else Text("−{x}", "−{x}").fill(x=said)
            words = first if words is None else Text("{a} {s} {b}", "{a} {s} {b}").fill(a=words, s=sign, b=said)
    words = words or Text("0元", "0 yuan")
    if amount.at_most is not None:
        words = Text("{words}，不超过{n}元", "{words}, no more than {n} yuan").fill(words=words, n=_written(amount.at_most, as_of))
    if amount.rounded_down_to is not None:
        whole = Text("{words}，按{n}元取整（去尾）", "{words}, rounded down to whole steps of {n} yuan")
        words = whole.fill(words=words, n=_yuan(amount.rounded_down_to))
    return words


def _part(pack: Pack, level: str, part: LimitPart, as_of: date) -> Text:
    """A percentage of an amount, or so many yuan for each of a number; with its own cap."""
    of = figure_title(pack, plural(level), part.of)
    if part.percent is not None:
        words = Text("{of}的{x}", "{x} of {of}").fill(of=of, x=_written(part.percent, as_of))
    else:
        words = Text("{of}每1计{x}元", "{x} yuan for each of {of}").fill(of=of, x=_written(part.yuan_each, as_of))
    if part.at_most is None:
        return words
    return Text("{w}（不超过{n}元）", "{w} (no more than {n} yuan)").fill(w=words, n=_written(part.at_most, as_of))


def _written(bound: Bound | None, as_of: date) -> str:
    """A percentage as the file has it, an amount in yuan with its thousands parted."""
    value = bound.at(as_of) if bound is not None else None
    if value is None or value.is_percentage:
        return "" if value is None else value.written
    return _yuan(Decimal(value.written))
