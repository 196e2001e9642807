"""The charts by place: coverage against the plan (2), the heat map (4), recovery and bad-loan share (6)."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter

from creditscore.core.terms import OPERATORS
from creditscore.core.text import Lang, Text
from creditscore.report.measured import percent
from creditscore.report.progress.chart_data.chart import amount
from creditscore.report.progress.chart_data.places import Coverage, HeatMap, PlaceShare, share_line
from creditscore.report.progress.chart_data.rates import PlaceRate, Rates, Risk
from creditscore.report.progress.charts import fonts
from creditscore.report.progress.charts.page import (
    ACCENT,
    DARK,
    GREY,
    HATCH,
    INK,
    LABEL,
    LIGHT,
    LINE,
    MARGIN,
    SMALL,
    WIDTH,
    Page,
    quiet,
)

PLANNED = Text("计划 {n}", "plan {n}")
NO_LOANS = Text("没有这类贷款", "no such loans")
SHADES = LinearSegmentedColormap.from_list("share", ["#f4f8fc", "#a9c6e3", "#1f4e79", "#0b1f33"])
_NAMES = 1.7
_FEW, _ROOMY, _TIGHT = 15, 0.4, 0.2
_PANEL, _FIGURES = 2.3, 1.7
_NEWEST = 0.85


def row_height(rows: int) -> float:
    """How high a row is in inches: roomy where there are few, tight where there are many."""
    return _ROOMY if rows <= _FEW else max(_TIGHT, _ROOMY * _FEW / rows)


def _size(rows: int) -> float:
    return LABEL if rows <= 2 * _FEW else SMALL


def _column(names: Sequence[str]) -> float:
    """How wide the column of the row names is, in inches."""
    widest = max((fonts.width(fonts.drawable(name), _size(len(names))) for name in names), default=0.0)
    return min(_NAMES, widest + 0.12)


def _names(axes: Axes, names: Sequence[str]) -> None:
    """Row names on the left, first row on top."""
    size = _size(len(names))
    axes.set_yticks(range(len(names)), [fonts.fitted(fonts.drawable(name), size, _NAMES - 0.12) for name in names], fontsize=size)
    axes.set_ylim(len(names) - 0.5, -0.5)


def draw_coverage(data: Coverage, lang: Lang) -> Figure:
    """Chart 2: a bar a place with n/N, and a tick where the plan stands."""
    rows = len(data.places)
    high = row_height(rows)
    names, labels = [entry.name for entry in data.places], [_coverage_label(entry, lang) for entry in data.places]
    left = MARGIN + _column(names)
    widest = max(fonts.width(label, _size(rows)) for label in labels) + 0.15
    page = Page(data.heading, lang, rows * high + 0.35)
    axes = page.axes(left, 0.05, WIDTH - MARGIN - left - widest, rows * high)
    for place, (entry, label) in enumerate(zip(data.places, labels, strict=True)):
        _coverage_row(axes, place, entry)
        axes.text(1.015, place, label, va="center", fontsize=_size(rows), transform=axes.get_yaxis_transform())
    _names(axes, names)
    _percent_axis(axes, 0, 1)
    return page.figure


def _coverage_label(entry: PlaceShare, lang: Lang) -> str:
    planned = "" if entry.planned is None else "   " + PLANNED.fill(n=f"{entry.planned:,}").say(lang)
    return share_line(entry) + planned


def _coverage_row(axes: Axes, place: int, entry: PlaceShare) -> None:
    if not entry.den:
        return
    axes.barh(place, entry.num / entry.den, height=0.66, color=LIGHT, edgecolor=DARK, lw=0.7)
    if entry.planned is not None:
        at = min(1.0, entry.planned / entry.den)
        axes.plot([at, at], [place - 0.42, place + 0.42], color=ACCENT, lw=2.2, solid_capstyle="butt", clip_on=False)


def _percent_axis(axes: Axes, low: float, high: float) -> None:
    axes.set_xlim(low, high)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.grid(axis="x", color=LINE, lw=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", labelsize=SMALL)
    quiet(axes, "left", "bottom")


def draw_heat_map(data: HeatMap, lang: Lang) -> Figure:
    """Chart 4: a cell a place and period, darker where the share is higher; the number in it."""
    rows, columns = len(data.names), len(data.labels)
    high = min(row_height(rows), 0.34)
    left = MARGIN + _column(data.names)
    wide = min(0.95, (WIDTH - MARGIN - left - _NEWEST) / columns)
    page = Page(data.heading, lang, rows * high + 0.4)
    axes = page.axes(left, 0.3, wide * columns, rows * high)
    size = min(SMALL, wide * 26, high * 36)
    for row, cells in enumerate(data.cells):
        for column, cell in enumerate(cells):
            _cell(axes, row, column, cell, size)
        if cells and cells[-1] is not None:
            num, den = cells[-1]
            axes.text(1, row, f"  {num:,}/{den:,}", va="center", fontsize=min(SMALL, size + 1), transform=axes.get_yaxis_transform())
    axes.set_xlim(-0.5, columns - 0.5)
    _names(axes, data.names)
    step = max(1, -(-columns // 12))
    shown = [place for place in range(columns) if (columns - 1 - place) % step == 0]
    axes.set_xticks(shown, [data.labels[place] for place in shown], fontsize=SMALL)
    axes.xaxis.tick_top()
    quiet(axes, "left", "bottom", "top")
    return page.figure


def _cell(axes: Axes, row: int, column: int, cell: tuple[int, int] | None, size: float) -> None:
    corner = (column - 0.5, row - 0.5)
    if cell is None or not cell[1]:
        axes.add_patch(Rectangle(corner, 1, 1, facecolor="white", edgecolor=LINE, hatch=HATCH, lw=0))
        return
    num, den = cell
    axes.add_patch(Rectangle(corner, 1, 1, facecolor=SHADES(num / den), edgecolor="white", lw=0.6))
    colour = "white" if num * 2 >= den else INK
    axes.text(column, row, str(num * 100 // den), ha="center", va="center", fontsize=size, color=colour)


def draw_risk(data: Risk, lang: Lang) -> Figure:
    """Chart 6: a dot a place in each panel, the bound as a line; filled where it is met."""
    rows = len(data.panels[0].places)
    high = row_height(rows)
    page = Page(data.heading, lang, rows * high + 0.95)
    for number, panel in enumerate(data.panels):
        left = MARGIN + _column([rate.name for rate in panel.places]) + number * (_PANEL + _FIGURES)
        axes = page.axes(left, 0.57, _PANEL, rows * high)
        _rates(axes, panel, lang, named=number == 0)
    return page.figure


def _rates(axes: Axes, panel: Rates, lang: Lang, named: bool) -> None:
    bound = float(panel.exact)
    axes.axvline(bound, color=ACCENT, lw=1.4, linestyle=(0, (4, 2)), zorder=1)
    for place, rate in enumerate(panel.places):
        _rate(axes, place, rate, _size(len(panel.places)), lang)
    _names(axes, [rate.name for rate in panel.places])
    if not named:
        axes.set_yticklabels([])
    shares = [end / rate.den for rate in panel.places if rate.den for end in (rate.low, rate.high)]
    low, high = min(bound, *shares, 1.0), max(bound, *shares, 0.0)
    room = max(0.03, (high - low) * 0.12)
    _percent_axis(axes, max(0.0, low - room), min(1.02, high + room))
    axes.locator_params(axis="x", nbins=4)
    required = f"{OPERATORS[panel.operator].say(lang)}{'' if lang == 'zh' else ' '}{panel.bound}"
    title = "\n".join(fonts.wrapped(panel.title.say(lang), LABEL, _PANEL + _FIGURES - 0.25)[:2])
    for words, rise, size, colour in ((title, 17, LABEL, INK), (required, 5, SMALL, ACCENT)):
        axes.annotate(words, (0, 1), (0, rise), xycoords="axes fraction", textcoords="offset points", fontsize=size, color=colour)


def _rate(axes: Axes, place: int, rate: PlaceRate, size: float, lang: Lang) -> None:
    side = axes.get_yaxis_transform()
    if not rate.den:
        axes.text(1.03, place, NO_LOANS.say(lang), va="center", fontsize=size, color=GREY, transform=side)
        return
    low, high = rate.low / rate.den, rate.high / rate.den
    axes.plot([low, high], [place, place], color=DARK, lw=3, alpha=0.5, solid_capstyle="butt")
    axes.plot(low, place, marker="o", ms=6, color=DARK, markerfacecolor=DARK if rate.meets else "white", markeredgewidth=1.4, clip_on=False)
    label = f"{percent(rate.low, rate.den)}  {amount(rate.low).say(lang)}/{amount(rate.den).say(lang)}"
    axes.text(1.03, place, label, va="center", fontsize=size if size < LABEL else SMALL, transform=side)
