"""Scorecards: items that give points in one way each, from what is there, cut by a grade."""

from __future__ import annotations

from creditscore.core.terms import plural
from creditscore.core.text import Text, same
from creditscore.packs.checks.bounds import check_bounds, check_one_bound
from creditscore.packs.checks.conditions import choices_of
from creditscore.packs.checks.criteria import RESERVED
from creditscore.packs.checks.levels import NAME, NAME_WANTED
from creditscore.packs.checks.scope import CRITERION, MEASURE, Found, check_column, check_level, check_survey
from creditscore.packs.mistakes import Mistake, Path, unknown
from creditscore.packs.model.bounds import Bound
from creditscore.packs.model.pack import Item, Pack, Scorecard, Steps

_CARD = Text("评分表", "scorecard")
VALUE = Text("取值", "value")


def check_cards(pack: Pack) -> Found:
    """Every scorecard: its name, level and items; every cut of points: a card that is there, with a bound."""
    for name, card in pack.scorecards.items():
        path: Path = ("scorecards", name)
        yield from _name(pack, path, name)
        yield from check_level(pack, (*path, "level"), card.level, rated=True)
        if card.level in pack.all_levels:
            for place, item in enumerate(card.items):
                yield from _item(pack, (*path, "items", place), card, item)
    yield from _cuts(pack)


def _cuts(pack: Pack) -> Found:
    for level, grades in pack.grades.items():
        for name, grade in grades.items():
            for score in grade.scores:
                if score.card not in pack.cards_of(level):
                    yield unknown("unknown-card", ("grades", level, name, "score", "card"), _CARD, score.card, pack.cards_of(level))
                if not score.bounds:
                    yield Mistake("no-bound", ("grades", level, name, "score"), Text("没有分数线", "there is no bound of points"))


def check_unused_cards(pack: Pack) -> Found:
    """Scorecards that no grade of their level cuts."""
    for name, card in pack.scorecards.items():
        used = {score.card for grade in pack.grades.get(card.level, {}).values() for score in grade.scores}
        if name not in used:
            yield Mistake("unused-card", ("scorecards", name), Text("没有等级用到这张评分表", "no grade uses this scorecard"))


def _name(pack: Pack, path: Path, name: str) -> Found:
    if not NAME.fullmatch(name) or name in (*RESERVED, "limit"):
        yield Mistake("bad-name", path, Text("评分表名称写法不对", "not a name of a scorecard"), NAME_WANTED)
    if name in pack.measures:
        yield Mistake("name-taken", path, Text("已有指标叫这个名称", "a measure has this name"))


def _item(pack: Pack, path: Path, card: Scorecard, item: Item) -> Found:
    ways = {
        "bands": bool(item.measure and item.bands),
        "deduct": bool(item.measure and item.deduct and item.start is not None),
        "add": bool(item.measure and item.add and item.cap is not None),
        "points": bool((item.criterion or item.columns) and item.points is not None),
        "values": bool(item.column and item.values),
    }
    if sum(ways.values()) != 1 or (item.measure and item.points is not None) or (item.bands and item.steps):
        what = Text("计分方法不是恰好一种", "an item gives points in exactly one way")
        zh = "measure 加 bands，measure 加 start 和 deduct，measure 加 add 和 cap，criterion、columns 加 points，或 column 加 values"
        en = "measure with bands, with start and deduct, or with add and cap; criterion or columns with points; or column with values"
        yield Mistake("one-way", path, what, Text(f"应为：{zh}", f"expected {en}"))
        return
    yield from check_survey(pack, (*path, "columns"), card.level, item.columns)
    if item.column is not None:
        yield from check_column(pack, (*path, "column"), plural(card.level), item.column, ["choice", "text"])
        known = choices_of(pack, plural(card.level), item.column)
        strange = [word for word in item.values if known and word not in known]
        yield from (unknown("unknown-value", (*path, "values", word), VALUE, word, known) for word in strange)
    if item.criterion is not None and item.criterion not in pack.criteria.get(card.level, {}):
        yield unknown("unknown-criterion", (*path, "criterion"), CRITERION, item.criterion, pack.criteria.get(card.level, {}))
    if item.measure is not None:
        yield from _measured(pack, path, card, item, item.measure)


def _measured(pack: Pack, path: Path, card: Scorecard, item: Item, name: str) -> Found:
    known = [each for each, measure in pack.measures.items() if card.level in measure.level]
    if name not in known:
        yield unknown("unknown-measure", (*path, "measure"), MEASURE, name, known)
        return
    measure = pack.measures[name]
    if measure.when_empty == "not_applicable" and item.when_not_applicable is None:
        what = Text("缺少 {x}", "{x} is missing").fill(x=same("when_not_applicable"))
        expected = Text("该指标可能不适用，应写明这时得几分", "the measure may be not applicable: say how many points that gives")
        yield Mistake("missing-key", (*path, "when_not_applicable"), what, expected)
    for place, band in enumerate(item.bands):
        yield from check_bounds(pack, (*path, "bands", place), band, measure)
        if bool(band.bounds) == bool(band.otherwise) or (band.otherwise and place + 1 < len(item.bands)):
            what = Text("分档应有界限，otherwise 只能是最后一档", "a band has bounds; otherwise is the last band")
            yield Mistake("band", (*path, "bands", place), what)
    if item.steps is not None:
        yield from _steps(pack, (*path, "deduct" if item.deduct else "add"), item.steps, name)


def _steps(pack: Pack, path: Path, steps: Steps, name: str) -> Found:
    given: dict[str, Bound | None] = {"short_of": steps.short_of, "in_excess_of": steps.in_excess_of}
    if sum(bound is not None for bound in given.values()) != 1:
        yield Mistake("one-way", path, Text("short_of 和 in_excess_of 应恰有其一", "expected either short_of or in_excess_of"))
    for key, bound in {**given, "per": steps.per}.items():
        if bound is not None:
            yield from check_one_bound(pack, (*path, key), bound, pack.measures[name])
            if any((value.exact * 10_000).denominator != 1 for value in bound.values):
                what = Text("步长和起点最多写两位小数", "steps and what they start from have at most two decimals")
                yield Mistake("too-fine", (*path, key), what)
    if any(value.exact <= 0 for value in steps.per.values):
        yield Mistake("wrong-value", (*path, "per"), Text("一步应大于零", "a step is more than nothing"))
