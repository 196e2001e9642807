"""The charts on how far ratings have come: the funnel (3), criteria failed (7), nearest villages (8), other bounds (9)."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter, StrMethodFormatter

from creditscore.core.terms import level_name
from creditscore.core.text import Lang, Text
from creditscore.report.measured import percent
from creditscore.report.progress.chart_data.bounds import Sweep, SweepPanel
from creditscore.report.progress.chart_data.chart import PLURAL
from creditscore.report.progress.chart_data.ratings import CriterionBar, Failed, Funnel, Nearest, NearVillage
from creditscore.report.progress.charts import fonts
from creditscore.report.progress.charts.page import (
    ACCENT,
    DARK,
    GREY,
    LABEL,
    LIGHT,
    LINE,
    MARGIN,
    SMALL,
    WIDTH,
    Page,
    quiet,
)

ONLY = Text("仅此一项", "only this")
UNITS = Text("{level}（共 {n}）", "{plural} ({n})")
GAP = Text("最大差距", "largest gap")
DISTANCES = Text("还差什么", "what is missing")
_STEP_NAMES, _STEP_ROW = 2.6, 0.55
_CRITERION, _CRITERION_ROW = 4.1, 0.27
_VILLAGE, _DOTS, _WORDS = 1.75, 2.2, 4.9
_LINE_HEIGHT = 0.165


def draw_funnel(data: Funnel, lang: Lang) -> Figure:
    """Chart 3: a bar a step, each with n/N of the listed households."""
    page = Page(data.heading, lang, len(data.steps) * _STEP_ROW)
    axes = page.axes(MARGIN + _STEP_NAMES, 0, 4.7, len(data.steps) * _STEP_ROW)
    whole = data.steps[0][1]
    for place, (words, number) in enumerate(data.steps):
        axes.barh(place, whole, height=0.62, color="#f2f2f2", lw=0)
        axes.barh(place, number, height=0.62, color=DARK if place else GREY, lw=0)
        label = f"{number:,}" if place == 0 else f"{number:,}/{whole:,}  {percent(number, whole)}"
        axes.text(1.02, place, label, va="center", fontsize=LABEL + 1, transform=axes.get_yaxis_transform())
        name = fonts.fitted(words.say(lang), LABEL + 1, _STEP_NAMES - 0.1)
        axes.text(-0.02, place, name, va="center", ha="right", fontsize=LABEL + 1, transform=axes.get_yaxis_transform())
    axes.set_xlim(0, whole or 1)
    axes.set_ylim(len(data.steps) - 0.5, -0.5)
    axes.set_axis_off()
    return page.figure


def draw_failed(data: Failed, lang: Lang) -> Figure:
    """Chart 7: a bar a criterion and level: all that fail it, and in dark those that fail nothing else."""
    rows = sum(len(bars) for _, _, bars in data.panels)
    page = Page(data.heading, lang, rows * _CRITERION_ROW + len(data.panels) * 0.55)
    top = 0.0
    for level, units, bars in data.panels:
        high = len(bars) * _CRITERION_ROW
        axes = page.axes(MARGIN + _CRITERION, top + 0.35, 3.4, high)
        _criteria(axes, bars, units, lang)
        title = UNITS.fill(level=level_name(level), plural=PLURAL.get(level, f"{level}s").capitalize(), n=f"{units:,}").say(lang)
        left = -_CRITERION / 3.4
        axes.annotate(title, (left, 1), xytext=(0, 5), xycoords="axes fraction", textcoords="offset points", fontsize=LABEL + 1)
        top += high + 0.55
    return page.figure


def _criteria(axes: Axes, bars: list[CriterionBar], units: int, lang: Lang) -> None:
    most = max((bar.fail for bar in bars), default=0) or 1
    side = axes.get_yaxis_transform()
    for place, bar in enumerate(bars):
        for number, colour in ((bar.fail, LIGHT), (bar.only, DARK)):
            axes.barh(place, number, height=0.7, color=colour, edgecolor=DARK, lw=0.7 if number else 0)
        label = f"{bar.fail:,}/{units:,}   {ONLY.say(lang)} {bar.only:,}"
        axes.text(1.02, place, label, va="center", fontsize=SMALL, transform=side)
        words = fonts.fitted(fonts.drawable(bar.words.say(lang)), SMALL, _CRITERION - 0.65)
        axes.text(-_CRITERION / 3.4, place, bar.criterion, va="center", fontsize=LABEL, transform=side)
        axes.text(-(_CRITERION - 0.5) / 3.4, place, words, va="center", fontsize=SMALL, color=GREY, transform=side)
    axes.set_xlim(0, most)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    quiet(axes, "left", "bottom")


def draw_nearest(data: Nearest, lang: Lang) -> Figure:
    """Chart 8: a dot a village at its largest gap, and every distance in words beside it."""
    lines = [_distances(village, lang) for village in data.villages]
    heights = [max(2, len(words) + 1) * _LINE_HEIGHT for words in lines]
    whole = sum(heights) or 0.4
    page = Page(data.heading, lang, whole + 0.65)
    axes = page.axes(MARGIN + _VILLAGE, 0.3, _DOTS, whole)
    top = 0.0
    for village, words, high in zip(data.villages, lines, heights, strict=True):
        _village(axes, village, words, top + high / 2, lang)
        axes.axhline(top, color=LINE, lw=0.5, xmin=-_VILLAGE / _DOTS, xmax=1 + _WORDS / _DOTS, clip_on=False)
        top += high
    axes.set_ylim(whole, 0)
    gaps = [float(village.gap) for village in data.villages if village.gap is not None]
    axes.set_xlim(0, max([*gaps, 0.01]) * 1.15)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0 if max([*gaps, 0.01]) > 0.04 else 1))
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.set_yticks([])
    quiet(axes, "left", "bottom")
    axes.grid(axis="x", color=LINE, lw=0.6)
    for place, title in ((0.0, GAP), (1 + 0.15 / _DOTS, DISTANCES)):
        _heading(axes, title.say(lang), place)
    return page.figure


def _heading(axes: Axes, words: str, place: float) -> None:
    """The words above a column, in the quiet colour."""
    axes.annotate(words, (place, 1), (0, 5), xycoords="axes fraction", textcoords="offset points", fontsize=SMALL, color=GREY)


def _distances(village: NearVillage, lang: Lang) -> list[str]:
    joined = ("；" if lang == "zh" else "; ").join(words.say(lang) for words in village.distances)
    return fonts.wrapped(fonts.drawable(joined), SMALL, _WORDS - 0.3)


def _village(axes: Axes, village: NearVillage, words: list[str], middle: float, lang: Lang) -> None:
    side = axes.get_yaxis_transform()
    brackets = "（{}）" if lang == "zh" else " ({})"
    name = fonts.drawable(village.name + (brackets.format(village.township) if village.township else ""))
    axes.text(-_VILLAGE / _DOTS, middle, fonts.fitted(name, LABEL, _VILLAGE - 0.1), va="center", fontsize=LABEL, transform=side)
    axes.text(1 + 0.15 / _DOTS, middle, "\n".join(words), va="center", fontsize=SMALL, transform=side, linespacing=1.3)
    if village.gap is not None:
        gap = float(village.gap)
        axes.plot([0, gap], [middle, middle], color=LIGHT, lw=2.5, solid_capstyle="butt")
        axes.plot(gap, middle, marker="o", ms=6.5, color=DARK, clip_on=False)


def draw_sweep(data: Sweep, lang: Lang) -> Figure:
    """Chart 9: a panel a criterion: units that would be rated by bound, the one in force marked."""
    rows = -(-len(data.panels) // 2)
    page = Page(data.heading, lang, rows * 2.45)
    wide = (WIDTH - 2 * MARGIN - 1.2) / 2
    most = max(1, *(count for panel in data.panels for _, count in panel.points))
    for place, panel in enumerate(data.panels):
        row, column = divmod(place, 2)
        axes = page.axes(MARGIN + 0.45 + column * (wide + 0.6), row * 2.45 + 0.45, wide, 1.55)
        _sweep(axes, panel, most, lang)
    return page.figure


def _sweep(axes: Axes, panel: SweepPanel, most: int, lang: Lang) -> None:
    at = [float(bound) for bound, _ in panel.points]
    counts = [count for _, count in panel.points]
    axes.step(at, counts, where="mid", color=DARK, lw=1.8)
    bound, rated = panel.points[panel.current]
    axes.axvline(float(bound), color=ACCENT, lw=1.3, linestyle=(0, (4, 2)))
    axes.plot(float(bound), rated, marker="o", ms=6, color=ACCENT)
    label = f"{percent(bound.numerator, bound.denominator).replace('.00%', '%')}: {rated:,}/{panel.units:,}"
    axes.annotate(label, (float(bound), most * 1.3), (5, -1), textcoords="offset points", va="top", fontsize=LABEL, color=ACCENT)
    for place, side, aside in ((0, "left", 4), (-1, "right", -2)):
        axes.annotate(
            f"{counts[place]:,}", (at[place], counts[place]), xytext=(aside, 6), textcoords="offset points", ha=side, fontsize=SMALL
        )
    axes.set_xlim(at[0], at[-1])
    axes.set_ylim(0, most * 1.3)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xticks([tenth / 10 for tenth in range(11) if at[0] <= tenth / 10 <= at[-1]])
    axes.grid(axis="y", color=LINE, lw=0.6)
    axes.tick_params(labelsize=SMALL)
    title = fonts.fitted(panel.words.say(lang), LABEL, 4.4)
    axes.annotate(title, (0, 1), xytext=(-16, 7), xycoords="axes fraction", textcoords="offset points", fontsize=LABEL)
