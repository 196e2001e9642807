"""Scorecards and credit limits in words: one line an item, one line a grade."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from creditscore.core.terms import grade_name, plural
from creditscore.core.text import Text, same
from creditscore.packs.measure_words import bound_words, column_title, joined, survey_words
from creditscore.packs.model import Amount, Item, Pack, Scorecard, Steps


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
    parts = [*survey_words(plural(card.level), item.columns), *([same(item.criterion)] if item.criterion is not None else [])]
    return joined(parts, "；", "; ")


def _how(item: Item, as_of: date) -> Text:
    parts = []
    for band in item.bands:
        bounds = Text("其他", "otherwise") if band.otherwise else bound_words(band, as_of)
        parts.append(Text("{bounds}得{n}分", "{bounds}: {n} points").fill(bounds=bounds, n=band.points))
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
        name: _amount(plural(level), amount, as_of) if isinstance(amount, Amount) else Text("{n}元", "{n} yuan").fill(n=_yuan(amount))
        for name, amount in amounts
    }


def _yuan(amount: object) -> str:
    return f"{amount:,}"


def _amount(table: str, amount: Amount, as_of: date) -> Text:
    parts = [Text("{n}元", "{n} yuan").fill(n=_yuan(amount.base))] if amount.base else []
    for part in amount.plus:
        percent = part.percent.at(as_of)
        line = Text("{column}的{percent}", "{percent} of {column}")
        parts.append(line.fill(column=column_title(table, part.of), percent=percent.written if percent is not None else ""))
    words = joined(parts, " + ", " + ")
    if amount.at_most is not None:
        words = Text("{words}，不超过{n}元", "{words}, no more than {n} yuan").fill(words=words, n=_yuan(amount.at_most))
    if amount.rounded_down_to is not None:
        whole = Text("{words}，按{n}元取整（去尾）", "{words}, rounded down to whole steps of {n} yuan")
        words = whole.fill(words=words, n=_yuan(amount.rounded_down_to))
    return words
