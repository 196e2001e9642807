"""What every chart says around its drawing: the finding, the as-of date, denominator and source; and small helpers of the chart data.

In: a `Progress`. Out: `Heading`s. The data of the nine charts stand in the `chart_data_*` modules, free of any drawing.
"""

from __future__ import annotations

from datetime import date

import polars as pl
from msgspec import Struct

from creditscore.archive.series import Series
from creditscore.core.terms import level_name
from creditscore.core.text import Text
from creditscore.report.progress.model import Progress

SUBTITLE = Text("截止 {as_of}；{denominator}", "As of {as_of}; {denominator}")
SOURCE = Text(
    "来源：{runs} 个评定批次（{first} 至 {last}），规则包 {pack} {edition}。百分比截去两位小数以后的部分，不进位。",
    "Source: {runs} runs ({first} to {last}), rule pack {pack}, edition {edition}. Percentages are cut off, never rounded up.",
)
ONE_RUN = Text(
    "来源：截止 {last} 的评定批次，规则包 {pack} {edition}。百分比截去两位小数以后的部分，不进位。",
    "Source: the run as of {last}, rule pack {pack}, edition {edition}. Percentages are cut off, never rounded up.",
)
MISSING = Text("斜线：该期没有评定批次，不是零。", "Hatched: no run in that period; not zero.")
RULES_CHANGED = Text("规则或口径自 {days} 起有变，前后不能直接比较。", "Rules or definitions changed on {days}: compare with care.")
THIS_PERIOD = {
    "month": Text("本月", "this month"),
    "quarter": Text("本季度", "this quarter"),
    "half-year": Text("本半年", "this half-year"),
}
PLURAL = {"household": "households", "village": "villages", "township": "townships", "county": "counties"}
MOST_PLACES = 60
"""Places that one chart shows; where there are more, those furthest behind."""


LEFT_OUT = Text(
    "共 {all} 个{level}，图中只列占比最低的 {shown} 个，全部见 places.csv。",
    "{all} {level} in all; only the {shown} furthest behind are shown, all of them in places.csv.",
)


class Heading(Struct, frozen=True):
    """The words around a chart: `name` is its file name without ending, `title` states the finding."""

    name: str
    title: Text
    denominator: Text
    as_of: date
    source: Text
    notes: tuple[Text, ...] = ()

    @property
    def subtitle(self) -> Text:
        """The as-of date and the denominator."""
        return SUBTITLE.fill(as_of=self.as_of, denominator=self.denominator)


def heading(progress: Progress, name: str, title: Text, denominator: Text, *notes: Text, of_series: bool = True) -> Heading:
    """A heading with the source of the series (or of its newest run)."""
    words = SOURCE if of_series and len(progress.series.runs) > 1 else ONE_RUN
    runs = progress.series.runs
    pack = runs[-1].manifest.pack
    source = words.fill(runs=len(runs), first=runs[0].as_of, last=runs[-1].as_of, pack=pack.id, edition=pack.edition)
    return Heading(name, title, denominator, progress.as_of, source, notes)


def time_notes(series: Series) -> tuple[Text, ...]:
    """What a chart over time must say: hatched periods, changed rules."""
    days = sorted({change.as_of.isoformat() for change in series.changes})
    changed = RULES_CHANGED.fill(days=Text("、".join(days), ", ".join(days)))
    return (*((MISSING,) if series.missing else ()), *((changed,) if days else ()))


def period_labels(series: Series) -> list[str]:
    """The labels of all periods of the series, those without a run included."""
    return [slot.period.label for slot in series.slots]


def measure_word(level: str) -> str:
    """The Chinese word that counts units: 户 for households, 个 for places."""
    return "户" if level == "household" else "个"


def counted(level: str, number: int) -> Text:
    """A number of units in words: 9 个行政村, 1,549 户; 9 villages, 1 household."""
    zh = f"{number:,} {measure_word(level)}{level_name(level).zh}"
    en = level_name(level).en if number == 1 else PLURAL.get(level, f"{level}s")
    return Text(zh, f"{number:,} {en}")


def wan(fen: int) -> str:
    """Fen as 万元 with two decimals, cut off: 406210000 -> '406.21'."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen) // 10_000, 100)
    return f"{sign}{whole:,}.{rest:02d}"


def amount(fen: int) -> Text:
    """An amount as charts write it: in 万元, in English in thousands of yuan; cut off: 406.21, 4,062.1."""
    thousands, rest = divmod(abs(fen) // 10_000, 10)
    return Text(wan(fen), f"{'-' if fen < 0 else ''}{thousands:,}.{rest}")


def amount_in_words(fen: int) -> Text:
    """An amount with its unit: 406.21 万元, 4,062.1 thousand yuan."""
    return Text("{n} 万元", "{n} thousand yuan").fill(n=amount(fen))


def plural_of(progress: Progress) -> Text:
    """The places of the breakdown level in words: 乡镇, townships."""
    word = level_name(progress.level)
    return Text(word.zh, "townships" if progress.level == "township" else "villages")


def newest_places(progress: Progress) -> pl.DataFrame:
    """The places as the newest run has them."""
    return progress.places.filter(pl.col("as_of") == progress.as_of)


def left_out(progress: Progress, everything: int) -> tuple[Text, ...]:
    """That there are more places than a chart shows, where there are."""
    if everything <= MOST_PLACES:
        return ()
    return (LEFT_OUT.fill(all=everything, shown=MOST_PLACES, level=plural_of(progress)),)
