"""Data of chart 9: how many units would be rated at other bounds."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
from msgspec import Struct

from creditscore.core.terms import CREDIT_UNITS, OPERATORS, level_name
from creditscore.core.text import Text
from creditscore.report.progress.chart_data.chart import Heading, counted, heading, measure_word
from creditscore.report.progress.figures.sweep import as_percentage
from creditscore.report.progress.model import Progress

SWEEP_TITLE = Text(
    "{criterion} 的标准由 {bound} 改为 {other}，{units}将由 {n} {word}变为 {m} {word}",
    "With {other} instead of {bound} for {criterion}, there would be {m} {units} instead of {n}",
)
SWEEP_FLAT = Text("标准值上下改动 5 个百分点，{units}仍为 {n} {word}", "Moving any bound by 5 points either way leaves {n} {units}")
SWEEP_DENOMINATOR = Text("{units}；其他各项标准不变", "{units}; all other criteria as they are")
SWEEP_NOTE = Text(
    "虚线：现行标准值。由评定结果表的分子、分母逐个精确重算。", "Dashed: the bound in force. Recomputed exactly from the level table."
)
SWEEP_REACH = Fraction(5, 100)


class SweepPanel(Struct, frozen=True):
    """One criterion of chart 9: bounds as exact shares with the units that would be rated, and where the bound in force stands."""

    criterion: str
    words: Text
    points: list[tuple[Fraction, int]]
    current: int
    units: int


class Sweep(Struct, frozen=True):
    """Chart 9: a panel a criterion."""

    heading: Heading
    panels: list[SweepPanel]


def sweep_panels(progress: Progress) -> Sweep | None:
    """The data of chart 9: of villages where they are rated, else of the highest level with a bound to try; None where there is none."""
    levels = progress.sweep["level"].unique(maintain_order=True).to_list()
    if not levels:
        return None
    level = "village" if "village" in levels else levels[-1]
    own = progress.sweep.filter(pl.col("level") == level)
    panels = [_panel(progress, level, rows) for rows in own.partition_by("criterion", maintain_order=True)]
    denominator = SWEEP_DENOMINATOR.fill(units=counted(level, panels[0].units))
    head = heading(progress, "9-other-bounds", _sweep_title(level, panels), denominator, SWEEP_NOTE, of_series=False)
    return Sweep(head, panels)


def _panel(progress: Progress, level: str, rows: pl.DataFrame) -> SweepPanel:
    points = [(Fraction(row["bound_num"], row["bound_den"]), row["rated"]) for row in rows.iter_rows(named=True)]
    current = rows["is_current"].arg_true().item()
    name = rows["criterion"][0]
    title = progress.pack.measures[str(progress.pack.criteria[level][name].measure)].title
    operator = OPERATORS[rows["operator"][0]]
    words = Text(f"{name} {title.zh}{operator.zh}", f"{name} {title.en} {operator.en}")
    return SweepPanel(name, words, points, current, int(rows["units"][0]))


def _sweep_title(level: str, panels: list[SweepPanel]) -> Text:
    """The change of at most five points that moves the count most."""
    name = CREDIT_UNITS.get(level, level_name(level))
    moves = []
    for panel in panels:
        bound, rated = panel.points[panel.current]
        near = [(abs(count - rated), -abs(at - bound), panel, at, count) for at, count in panel.points if abs(at - bound) <= SWEEP_REACH]
        moves += near
    size, _, panel, at, count = max(moves, key=lambda move: move[:2])
    bound, rated = panel.points[panel.current]
    word, numbers = measure_word(level), {"n": f"{rated:,}", "m": f"{count:,}"}
    if not size:
        return SWEEP_FLAT.fill(units=Text(name.zh, f"{name.en}s"), word=word, **numbers)
    units = Text(name.zh, f"{name.en}{'' if count == 1 else 's'}")
    bounds = {"bound": as_percentage(bound), "other": as_percentage(at)}
    return SWEEP_TITLE.fill(criterion=panel.criterion, units=units, word=word, **bounds, **numbers)
