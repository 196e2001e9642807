"""What changed since the period before: figures up or down, and the villages and townships that won or lost their rating."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from creditscore.core.money import yuan
from creditscore.core.terms import CREDIT_UNITS
from creditscore.core.text import Text, same
from creditscore.report.progress.chart_data.chart import wan
from creditscore.report.progress.model import Figure, Progress

_NO_RUN = Text("上一期没有评定批次，本期不作比较。", "There is no run of the period before, so nothing is compared.")
_SINCE = Text("与上一期（{day}）相比：", "Since the period before ({day}): ")
_UNCHANGED = Text("{name}没有变化", "{name} unchanged")
_CHANGED = Text("{name}{direction_zh}{n}{unit}", "{name} {sign}{n}")
_BY_UNIT = Text("（新评定{gained}，取消{lost}）", " ({gained} gained, {lost} lost)")
_LENT = Text("累计发放小额信用贷款增加{n}万元", "{n_en} yuan more lent in micro-loans")
_BALANCE = Text("小额信用贷款余额{direction_zh}{n}万元", "micro-loans outstanding {sign}{n_en} yuan")
_WON = Text("新评定的{level}：{names}。", "New {level}s: {names}.")
_LOST = Text("失去称号的{level}：{names}。", "{level}s that lost their rating: {names}.")
_MORE = Text("等{n}个", " and others, {n} in all")
_UNITS = {"credit_households": "户", "certificates": "本", "micro_loan_households": "户", "credit_villages": "个", "credit_townships": "个"}
_SHORT = {
    "credit_households": Text("信用户", "credit households"),
    "certificates": Text("贷款证", "loan certificates"),
    "micro_loan_households": Text("获贷农户", "households lent to"),
    "credit_villages": Text("信用村", "credit villages"),
    "credit_townships": Text("信用乡镇", "credit townships"),
}
_MOST_NAMES = 10


def changes(progress: Progress) -> list[Text]:
    """The paragraphs on what changed; one sentence where there is nothing to compare with."""
    before = progress.series.before(progress.series.newest)
    if before is None:
        return [_NO_RUN]
    found = [_change(name, figure) for name in _SHORT if (figure := progress.figure(name)) is not None and figure.change is not None]
    found += _money(progress)
    since = _SINCE.fill(day=before.as_of)
    told = Text(since.zh + "，".join(part.zh for part in found) + "。", since.en + "; ".join(part.en for part in found) + ".")
    return [told, *_places(progress)]


def _change(name: str, figure: Figure) -> Text:
    assert figure.change is not None
    words = _SHORT[name]
    moved = _UNCHANGED if figure.change == 0 else _CHANGED
    told = moved.fill(name=words, unit=_UNITS[name], **_direction(figure.change), n=f"{abs(figure.change):,}")
    if figure.gained is None or (not figure.gained and not figure.lost):
        return told
    parts = _BY_UNIT.fill(gained=f"{figure.gained:,}", lost=f"{figure.lost:,}")
    return Text(told.zh + parts.zh, told.en + parts.en)


def _direction(change: int) -> dict[str, str]:
    return {"direction_zh": "增加", "sign": "+"} if change > 0 else {"direction_zh": "减少", "sign": "−"}


def _money(progress: Progress) -> Iterator[Text]:
    for name, words in (("micro_loan_amount", _LENT), ("micro_loan_outstanding", _BALANCE)):
        figure = progress.figure(name)
        if figure is not None and figure.change:
            size = abs(figure.change)
            yield words.fill(n=wan(size), n_en=yuan(size), **_direction(figure.change))


def _places(progress: Progress) -> Iterator[Text]:
    """The villages and townships whose rating came or went, by name."""
    for level in ("village", "township"):
        now, before = _rated(progress, level)
        for words, units in ((_WON, now - before), (_LOST, before - now)):
            if units:
                yield words.fill(level=CREDIT_UNITS[level], names=_names(progress, level, sorted(units)))


def _rated(progress: Progress, level: str) -> tuple[set[str], set[str]]:
    runs = (progress.series.newest, progress.series.before(progress.series.newest))
    found = []
    for run in runs:
        if run is None or level not in run.levels:
            return set(), set()
        rated = run.table(level).filter(pl.col("status") == "rated").select(f"{level}_id").collect()
        found.append(set(rated[f"{level}_id"].to_list()))
    return found[0], found[1]


def _names(progress: Progress, level: str, units: list[str]) -> Text:
    names = [progress.name_of(level, unit) for unit in units[:_MOST_NAMES]]
    told = Text("、".join(names), ", ".join(names))
    if len(units) <= _MOST_NAMES:
        return told
    more = _MORE.fill(n=same(f"{len(units):,}"))
    return Text(told.zh + more.zh, told.en + more.en)
