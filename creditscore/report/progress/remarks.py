"""What a reader must know before comparing the periods of a series, in sentences.

In: a series. Out: one sentence each on missing periods, runs set aside, altered files, and changed rules or definitions.
"""

from __future__ import annotations

from collections.abc import Iterator

from creditscore.archive.series import Series
from creditscore.core.text import Text, same

MISSING = Text("缺少评定批次的{period}：{list}。", "No run for these {period}: {list}.")
PERIODS = {
    "month": Text("月份", "months"),
    "quarter": Text("季度", "quarters"),
    "half-year": Text("半年", "half-years"),
}
SHORT = Text(
    "{period}尚未结束，数字截至 {as_of}。",
    "{period} had not ended: its figures stand at {as_of}.",
)
SET_ASIDE = Text("批次 {run} 未采用：{why}。", "Run {run} is not used: {why}.")
ALTERED = Text("批次 {run} 的 {file} 与清单不符（{how}）。", "{file} of run {run} does not match its manifest ({how}).")
GONE = Text("文件缺失", "the file is gone")
CHANGED = Text("内容已改动", "its content was changed")
RULES = Text(
    "自 {as_of} 起规则由 {before} 改为 {after}，前后数字不能直接比较。",
    "From {as_of} on the rules are {after} instead of {before}: figures before and after cannot be compared directly.",
)
DEFINITIONS = Text(
    "自 {as_of} 起数字的口径有变（{before} → {after}），前后数字不能直接比较。",
    "From {as_of} on the figures are defined differently ({before} → {after}): before and after cannot be compared directly.",
)


def remarks_of(series: Series) -> list[Text]:
    """The sentences, gravest first; none where there is nothing to say."""
    return [*_set_aside(series), *_missing(series), *_changes(series), *_short(series), *_altered(series)]


def _set_aside(series: Series) -> Iterator[Text]:
    """A run that another one of its month overtook is named; in a quarter that is how it should be."""
    for entry in series.set_aside:
        if entry.is_mistake or series.period == "month":
            yield SET_ASIDE.fill(run=entry.folder.name, why=entry.why)


def _missing(series: Series) -> Iterator[Text]:
    labels = [period.label for period in series.missing]
    if labels:
        yield MISSING.fill(period=PERIODS[series.period], list=Text("、".join(labels), ", ".join(labels)))


def _changes(series: Series) -> Iterator[Text]:
    for change in series.changes:
        words = RULES if change.kind == "rules" else DEFINITIONS
        yield words.fill(as_of=change.as_of, before=change.before, after=change.after)


def _short(series: Series) -> Iterator[Text]:
    if series.period == "month":
        return
    for run in series.short:
        label = next(slot.period.label for slot in series.slots if slot.run is run)
        yield SHORT.fill(period=same(label), as_of=run.as_of)


def _altered(series: Series) -> Iterator[Text]:
    for entry in series.altered:
        if not entry.is_evidence:
            yield ALTERED.fill(run=entry.folder.name, file=entry.file, how=GONE if entry.is_gone else CHANGED)
