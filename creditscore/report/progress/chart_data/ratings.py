"""Data of the charts on how far ratings have come: the funnel (3), criteria failed (7), nearest villages (8)."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
from msgspec import Struct

from creditscore.core.terms import level_name
from creditscore.core.text import Text
from creditscore.packs.words.show import requirement
from creditscore.report.progress.chart_data.chart import PLURAL, Heading, counted, heading, measure_word
from creditscore.report.progress.model import Progress

FUNNEL = ("organised_households", "credit_households", "certificates", "micro_loan_households")
FUNNEL_WORDS = {
    "households": Text("列出的农户", "households listed"),
    "organised_households": Text("在已组织评定的村", "in villages where rating is organised"),
    "credit_households": Text("评为信用户", "rated credit households"),
    "certificates": Text("领到贷款证", "with a loan certificate"),
    "micro_loan_households": Text("获得小额信用贷款", "lent a micro-loan"),
}
FUNNEL_TITLE = Text(
    "每 100 户农户中，{credit} 户评为信用户，{lent} 户获得小额信用贷款",
    "Of every 100 households {credit} are credit households and {lent} have had a micro-loan",
)
FUNNEL_DENOMINATOR = Text("分母：列出的农户 {den} 户", "denominator: {den} households listed")
FUNNEL_NOTE = Text(
    "各步分别统计，后一步的农户不一定都在前一步之中。",
    "Each step is counted on its own: those of one step need not all be among those of the step before.",
)
FAILED_TITLE = Text(
    "卡住最多的是 {worst}：{n}/{all} {unit}{level}不达标，其中 {only} {unit}仅此一项",
    "{n} of {all} {level} fail {worst}, more than any other criterion; {only} of them fail nothing else",
)
FAILED_NOTE = Text(
    "深色：除这一项外没有其他不达标项的单位。未组织评定的农户也计算在内。",
    "Dark: units that fail this criterion and no other. Households not organised for rating are counted too.",
)
FAILED_DENOMINATOR = Text("分母：{units}", "denominators: {units}")
NEAR_TITLE = Text(
    "{n} 个村只差一项可计数的标准；最近的是{name}：{distance}",
    "{n} villages lack one measured criterion only; nearest is {name}: {distance}",
)
NEAR_FAR = Text("最近的是{name}：{distance}", "Nearest is {name}: {distance}")
NEAR_MANY = Text("还差 {n} 项标准", "{n} criteria are open")
NEAR_NONE = Text("没有等待评定而差距可以计数的行政村", "No village is waiting for its rating with a distance in figures")
NEAR_SURVEY = Text("另有 {n} 个村只差考察项目，见 nearest.csv。", "{n} more villages lack survey criteria only, see nearest.csv.")
NEAR_DENOMINATOR = Text(
    "差距占各指标分母的百分比；等待评定的行政村共 {n} 个", "distance in percent of each measure's denominator; {n} villages are waiting"
)
NEAR_NOTE = Text(
    "先列未达标和待定项最少的村，再按差距从小到大；资料不全时按最不利的一端计算。",
    "Villages with the fewest open criteria first, then by distance; where evidence is missing, from the worse end.",
)
NEAREST_SHOWN = 12
NEAR_SAID = 2


class Funnel(Struct, frozen=True):
    """Chart 3: steps with their words and numbers of households, the first is the denominator of all."""

    heading: Heading
    steps: list[tuple[Text, int]]


class CriterionBar(Struct, frozen=True):
    """One criterion: its id and what it asks, how many units fail it, and how many fail nothing else."""

    criterion: str
    words: Text
    fail: int
    only: int


class Failed(Struct, frozen=True):
    """Chart 7: by level the number of units and a bar a criterion."""

    heading: Heading
    panels: list[tuple[str, int, list[CriterionBar]]]


class NearVillage(Struct, frozen=True):
    """One village: name, township, the largest gap among its open criteria as a share (None: no figure), and each distance in words."""

    name: str
    township: str
    gap: Fraction | None
    distances: list[Text]


class Nearest(Struct, frozen=True):
    """Chart 8: the villages nearest to their rating, nearest first."""

    heading: Heading
    villages: list[NearVillage]


def funnel(progress: Progress) -> Funnel | None:
    """The data of chart 3; None where the runs do not have the households' figures."""
    found = [(name, figure) for name in FUNNEL if (figure := progress.figure(name)) is not None]
    credit, lent = progress.figure("credit_households"), progress.figure("micro_loan_households")
    if credit is None or lent is None or not credit.den:
        return None
    title = FUNNEL_TITLE.fill(credit=credit.num * 100 // credit.den, lent=lent.num * 100 // credit.den)
    steps = [(FUNNEL_WORDS["households"], credit.den), *((FUNNEL_WORDS[name], figure.num) for name, figure in found)]
    denominator = FUNNEL_DENOMINATOR.fill(den=f"{credit.den:,}")
    return Funnel(heading(progress, "3-funnel", title, denominator, FUNNEL_NOTE, of_series=False), steps)


def failed(progress: Progress) -> Failed | None:
    """The data of chart 7; None where no criterion is known."""
    rows = progress.criteria.filter(pl.col("as_of") == progress.as_of)
    panels = []
    for level in progress.series.newest.levels:
        own = rows.filter(pl.col("level") == level)
        if own.height:
            bars = [_bar(progress, level, row) for row in own.iter_rows(named=True)]
            panels.append((level, int(own["units"][0]), bars))
    if not panels:
        return None
    units = [counted(level, number) for level, number, _ in panels]
    denominator = FAILED_DENOMINATOR.fill(units=Text("、".join(u.zh for u in units), ", ".join(u.en for u in units)))
    head = heading(progress, "7-criteria-failed", _failed_title(panels), denominator, FAILED_NOTE, of_series=False)
    return Failed(head, panels)


def _bar(progress: Progress, level: str, row: dict[str, object]) -> CriterionBar:
    name = str(row["criterion"])
    rule = progress.pack.criteria[level].get(name)
    words = Text("", "") if rule is None else requirement(progress.pack, level, rule, progress.as_of)
    if rule is not None and rule.measure is not None and not rule.columns:
        title = progress.pack.measures[rule.measure].title
        words = Text(f"{title.zh}{words.zh}", f"{title.en} {words.en}")
    words = Text(words.zh.replace("：是", ""), words.en.replace(": yes", ""))
    return CriterionBar(name, words, int(str(row["fail"])), int(str(row["only_failure"])))


def _failed_title(panels: list[tuple[str, int, list[CriterionBar]]]) -> Text:
    """The finding: on the highest level below the top that has failures, villages before households."""
    order = sorted(panels, key=lambda panel: panel[0] != "village")
    level, units, bars = order[0]
    worst = max(bars, key=lambda bar: (bar.fail, bar.only))
    named = Text(f"{worst.criterion}（{worst.words.zh}）", f"{worst.criterion} ({worst.words.en})")
    plural = Text(level_name(level).zh, PLURAL.get(level, f"{level}s"))
    return FAILED_TITLE.fill(
        worst=named, n=f"{worst.fail:,}", all=f"{units:,}", only=f"{worst.only:,}", level=plural, unit=measure_word(level)
    )


def nearest_villages(progress: Progress) -> Nearest | None:
    """The data of chart 8: villages with a distance in figures; None where villages are not rated."""
    if "village" not in progress.series.newest.levels:
        return None
    villages = [_near(group) for group in progress.nearest.partition_by("rank", maintain_order=True)]
    measured = [village for village in villages if village.gap is not None]
    surveyed = len(villages) - len(measured)
    notes = (NEAR_NOTE, *((NEAR_SURVEY.fill(n=surveyed),) if surveyed else ()))
    denominator = NEAR_DENOMINATOR.fill(n=len(villages))
    head = heading(progress, "8-nearest-villages", _near_title(measured), denominator, *notes, of_series=False)
    return Nearest(head, measured[:NEAREST_SHOWN])


def _near_title(villages: list[NearVillage]) -> Text:
    if not villages:
        return NEAR_NONE
    first = villages[0]
    distance = NEAR_MANY.fill(n=len(first.distances))
    if len(first.distances) <= NEAR_SAID:
        distance = Text("；".join(d.zh for d in first.distances), "; ".join(d.en for d in first.distances))
    single = sum(len(village.distances) == 1 for village in villages)
    return (NEAR_TITLE if single > 1 else NEAR_FAR).fill(n=single, name=first.name, distance=distance)


def _near(rows: pl.DataFrame) -> NearVillage:
    first = rows.row(0, named=True)
    gaps = [Fraction(row["gap_num"], row["gap_den"]) for row in rows.iter_rows(named=True) if row["gap_den"]]
    words = [Text(row["distance_zh"], row["distance_en"]) for row in rows.iter_rows(named=True)]
    return NearVillage(first["name"] or first["id"], first["township_name"] or first["township_id"] or "", max(gaps, default=None), words)
