"""Data of the charts by place: coverage against the plan (2) and the heat map (4)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import polars as pl
from msgspec import Struct

from creditscore.archive.periods import period_of
from creditscore.core.terms import level_name
from creditscore.core.text import Text
from creditscore.report.measured import percent
from creditscore.report.progress.chart_data.chart import (
    MISSING,
    MOST_PLACES,
    Heading,
    counted,
    heading,
    left_out,
    newest_places,
    period_labels,
    plural_of,
    time_notes,
)
from creditscore.report.progress.model import Progress

COVERAGE_TITLE = Text(
    "{best}信用户占比最高，为 {high}；{worst}最低，为 {low}",
    "Credit households: {best} has the highest share, {high}; {worst} the lowest, {low}",
)
ONE_PLACE_TITLE = Text("{best}信用户占比为 {high}", "Credit households: {best} has a share of {high}")
NOBODY = Text("没有列出的农户", "No households are listed")
BEHIND_TITLE = Text("{n}/{all} 个{level}未完成信用户计划，{worst}差 {gap}", "Behind plan: {n} of {all} {level}; {worst} is short by {gap}")
ON_PLAN_TITLE = Text("有计划的 {all} 个{level}全部完成信用户计划", "All {all} {level} with a plan have reached it")
COVERAGE_DENOMINATOR = Text("分母：各{level}列出的农户，合计 {den} 户", "denominator: households listed in each {level}, {den} in all")
PLAN_NOTE = Text(
    "竖线：该月（或以前最近一次）计划的信用户数。", "Tick: credit households planned for that month, or the latest month before."
)
HEAT_TITLE = Text("{n}/{all} 个{level}的信用户占比达到 {bar}", "A credit-household share of {bar} has been reached by {n} of {all} {level}")
HEAT_DENOMINATOR = Text(
    "格内为信用户占列出农户的百分比，截去小数", "cells: credit households in percent of the households listed, decimals cut off"
)
HEAT_BAR = 50
ABSENT = Text(
    "斜线：该期没有评定批次，或批次中没有该{level}的农户；不是零。", "Hatched: no run, or no households of that {level} in it; not zero."
)


class PlaceShare(Struct, frozen=True):
    """One place's credit households: `num` of `den` households, and the planned number where there is a plan."""

    id: str
    name: str
    num: int
    den: int
    planned: int | None


class Coverage(Struct, frozen=True):
    """Chart 2: places in order of their share, the highest first."""

    heading: Heading
    places: list[PlaceShare]


class HeatMap(Struct, frozen=True):
    """Chart 4: by place and period credit households and households (None: no run, or the place is not in it)."""

    heading: Heading
    labels: list[str]
    names: list[str]
    cells: list[list[tuple[int, int] | None]]


def _planned(progress: Progress) -> dict[str, int]:
    rows = progress.plan.filter((pl.col("as_of") == progress.as_of) & (pl.col("figure") == "credit_households"))
    return dict(rows.select("id", "planned").iter_rows()) if progress.plan.height and rows["level"].eq(progress.level).all() else {}


def coverage(progress: Progress) -> Coverage | None:
    """The data of chart 2; None where households are not rated."""
    rows = newest_places(progress)
    if "credit_households" not in rows.columns or rows.is_empty():
        return None
    planned = _planned(progress)
    shares = [_share(row, planned) for row in rows.iter_rows(named=True)]
    shares.sort(key=lambda place: (-Fraction(place.num, place.den or 1), place.id))
    word = level_name(progress.level)
    denominator = COVERAGE_DENOMINATOR.fill(level=word, den=f"{sum(place.den for place in shares):,}")
    notes = (*((PLAN_NOTE,) if planned else ()), *left_out(progress, len(shares)))
    title = _plan_title(progress, shares) if planned else _coverage_title(shares)
    return Coverage(heading(progress, "2-coverage", title, denominator, *notes, of_series=False), shares[-MOST_PLACES:])


def _share(row: Mapping[str, Any], planned: Mapping[str, int]) -> PlaceShare:
    return PlaceShare(row["id"], row["name"] or row["id"], row["credit_households"], row["households"], planned.get(row["id"]))


def _coverage_title(shares: list[PlaceShare]) -> Text:
    listed = [place for place in shares if place.den]
    if not listed:
        return NOBODY
    best, worst = listed[0], listed[-1]
    high, low = percent(best.num, best.den), percent(worst.num, worst.den)
    if best is worst:
        return ONE_PLACE_TITLE.fill(best=best.name, high=high)
    return COVERAGE_TITLE.fill(best=best.name, worst=worst.name, high=high, low=low)


def _plan_title(progress: Progress, shares: list[PlaceShare]) -> Text:
    held = [(place.num - place.planned, place) for place in shares if place.planned is not None]
    behind = [(gap, place) for gap, place in held if gap < 0]
    if not behind:
        return ON_PLAN_TITLE.fill(all=len(held), level=plural_of(progress))
    gap, worst = min(behind, key=lambda entry: (entry[0], entry[1].id))
    gap_words = Text(f"{-gap:,} 户", counted("household", -gap).en)
    return BEHIND_TITLE.fill(n=len(behind), all=len(held), level=plural_of(progress), worst=worst.name, gap=gap_words)


def heat_map(progress: Progress) -> HeatMap | None:
    """The data of chart 4; None where households are not rated."""
    newest = coverage(progress)
    if newest is None:
        return None
    cells: dict[tuple[str, str], tuple[int, int]] = {}
    for row in progress.places.iter_rows(named=True):
        cells[row["id"], period_of(row["as_of"], progress.period).label] = (row["credit_households"], row["households"])
    labels = period_labels(progress.series)
    everything = newest_places(progress).height
    reached = sum(_reached(num, den) for num, den in newest_places(progress).select("credit_households", "households").iter_rows())
    title = HEAT_TITLE.fill(n=reached, all=everything, level=plural_of(progress), bar=f"{HEAT_BAR}%")
    shown = sorted(newest.places, key=lambda place: place.id)
    grid = [[cells.get((place.id, label)) for label in labels] for place in shown]
    absent = any(cell is None or not cell[1] for row in grid for cell in row)
    notes = [note for note in time_notes(progress.series) if note != MISSING]
    notes = [*([ABSENT.fill(level=level_name(progress.level))] if absent else []), *notes, *left_out(progress, everything)]
    return HeatMap(heading(progress, "4-heat-map", title, HEAT_DENOMINATOR, *notes), labels, [place.name for place in shown], grid)


def _reached(num: int, den: int) -> bool:
    return den > 0 and num * 100 >= HEAT_BAR * den


def share_line(place: PlaceShare) -> str:
    """`1,549/3,000 51.63%`."""
    return f"{place.num:,}/{place.den:,}  {percent(place.num, place.den)}"
