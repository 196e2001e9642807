"""The charts over time: credit households with additions (1) and micro-loans (5). Periods without a run are hatched."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from creditscore.core.text import Lang, Text
from creditscore.report.measured import percent
from creditscore.report.progress.chart_data.chart import amount
from creditscore.report.progress.chart_data.time import Growth, MicroLoans
from creditscore.report.progress.charts.page import ACCENT, DARK, GREY, HATCH, LABEL, LIGHT, LINE, SMALL, Page, quiet

TOTAL = Text("信用户（户）", "credit households")
MOVES = Text("与上一期相比（户）", "against the period before")
GAINED = Text("新增", "won")
LOST = Text("失去", "lost")
GRANTED = Text("累计发放", "granted in all")
OUTSTANDING = Text("贷款余额", "outstanding")
AMOUNT = Text("万元", "thousand yuan")
FEN_PER_UNIT = {"zh": 1_000_000, "en": 100_000}
"""Fen in a 万元, and in a thousand yuan."""
_ROOM_FOR_LABELS = 30
_LEFT, _WIDTH = 1.0, 7.5


def draw_growth(data: Growth, lang: Lang) -> Figure:
    """Chart 1: the total as a line, ratings won and lost as bars below."""
    page = Page(data.heading, lang, 5.0)
    upper = page.axes(_LEFT, 0.35, _WIDTH, 2.6)
    lower = page.axes(_LEFT, 3.4, _WIDTH, 1.25)
    _total(upper, data)
    _moves(lower, data, lang)
    for axes in (upper, lower):
        _hatch(axes, data.totals)
        _caption(axes, (TOTAL if axes is upper else MOVES).say(lang))
    _periods(upper, data.labels, named=False)
    _periods(lower, data.labels)
    return page.figure


def _total(axes: Axes, data: Growth) -> None:
    places, totals = _known(data.totals)
    axes.plot(range(len(data.totals)), _gapped(data.totals), color=DARK, lw=2, marker="o", ms=4)
    axes.set_ylim(0, max(totals) * 1.16 or 1)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(_thousands))
    last = places[-1]
    listed = data.listed[last] or 0
    label = f"{totals[-1]:,}/{listed:,}\n{percent(totals[-1], listed)}"
    axes.annotate(label, (last, totals[-1]), xytext=(8, 0), textcoords="offset points", va="center", fontsize=LABEL, annotation_clip=False)
    if len(places) > 1:
        axes.annotate(f"{totals[0]:,}", (places[0], totals[0]), xytext=(0, 7), textcoords="offset points", ha="center", fontsize=SMALL)


def _moves(axes: Axes, data: Growth, lang: Lang) -> None:
    gained = [number or 0 for number in data.gained]
    lost = [-(number or 0) for number in data.lost]
    axes.bar(range(len(gained)), gained, color=LIGHT, edgecolor=DARK, lw=0.7, width=0.72, label=GAINED.say(lang))
    axes.bar(range(len(lost)), lost, color=DARK, edgecolor=DARK, lw=0.7, width=0.72, label=LOST.say(lang))
    axes.axhline(0, color=GREY, lw=0.8)
    reach = max(1, *gained, *(-number for number in lost))
    axes.set_ylim(-reach * 0.42 if not any(lost) else min(-reach * 0.42, min(lost) * 1.5), reach * 1.32)
    if len(gained) <= _ROOM_FOR_LABELS:
        for place, (up, down) in enumerate(zip(data.gained, data.lost, strict=True)):
            if up:
                axes.text(place, up + reach * 0.05, f"{up:,}", ha="center", va="bottom", fontsize=SMALL - 1)
            if down:
                axes.text(place, -down - reach * 0.05, f"−{down:,}", ha="center", va="top", fontsize=SMALL - 1)
    axes.set_yticks([])
    quiet(axes, "left", "bottom")
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, fontsize=SMALL, handlelength=1.2)


def draw_micro_loans(data: MicroLoans, lang: Lang) -> Figure:
    """Chart 5: granted in all and outstanding, in 万元."""
    page = Page(data.heading, lang, 3.75)
    axes = page.axes(_LEFT, 0.35, _WIDTH - 0.35, 3.05)
    granted, left = (_in_units(amounts, lang) for amounts in (data.granted, data.outstanding))
    everything = [value for value in (*granted, *left) if not isnan(value)]
    axes.set_ylim(min(0, *everything), max(everything) * 1.14 or 1)
    ends: list[tuple[list[float], str, str]] = []
    solid: dict[str, Any] = {"color": DARK, "marker": "o"}
    dashed: dict[str, Any] = {"color": ACCENT, "marker": "s", "markerfacecolor": "white", "linestyle": (0, (4, 1.5))}
    for values, amounts, name, line in ((granted, data.granted, GRANTED, solid), (left, data.outstanding, OUTSTANDING, dashed)):
        axes.plot(range(len(values)), values, lw=1.8, ms=4, **line)
        ends.append((values, f"{name.say(lang)}\n{amount(_known(amounts)[1][-1]).say(lang)}", line["color"]))
    _ends(axes, ends)
    axes.yaxis.set_major_formatter(FuncFormatter(_thousands))
    axes.yaxis.set_major_locator(MaxNLocator(6))
    axes.grid(axis="y", color=LINE, lw=0.6)
    axes.set_axisbelow(True)
    _hatch(axes, data.granted)
    _caption(axes, AMOUNT.say(lang))
    _periods(axes, data.labels)
    return page.figure


def _in_units(amounts: Sequence[int | None], lang: Lang) -> list[float]:
    return _gapped([None if fen is None else fen / FEN_PER_UNIT[lang] for fen in amounts])


def _ends(axes: Axes, ends: list[tuple[list[float], str, str]]) -> None:
    """The name and the last amount at the end of each line, the first above the second, apart where the lines meet."""
    places = [max(place for place, value in enumerate(values) if not isnan(value)) for values, _, _ in ends]
    tops = [values[place] for place, (values, _, _) in zip(places, ends, strict=True)]
    low, high = axes.get_ylim()
    rise = 12 if abs(tops[0] - tops[1]) < (high - low) * 0.12 else 0
    for place, top, (_, label, colour), up in zip(places, tops, ends, (rise, -rise), strict=True):
        axes.annotate(label, (place, top), (8, up), textcoords="offset points", va="center", fontsize=LABEL, color=colour)


def _known(values: Sequence[int | None]) -> tuple[list[int], list[int]]:
    """The places that have a value, and the values."""
    found = [(place, value) for place, value in enumerate(values) if value is not None]
    return [place for place, _ in found], [value for _, value in found]


def _gapped(values: Sequence[float | None]) -> list[float]:
    """The values for a line that breaks where one is missing."""
    return [float("nan") if value is None else float(value) for value in values]


def _hatch(axes: Axes, values: Sequence[int | None]) -> None:
    for place, value in enumerate(values):
        if value is None:
            axes.axvspan(place - 0.5, place + 0.5, facecolor="white", edgecolor=LINE, hatch=HATCH, lw=0, zorder=0)
    axes.set_xlim(-0.7, len(values) - 0.3)


def _caption(axes: Axes, words: str) -> None:
    axes.text(0, 1.03, words, transform=axes.transAxes, fontsize=SMALL, color=GREY, ha="left", va="bottom")


def _periods(axes: Axes, labels: list[str], named: bool = True) -> None:
    """Period labels below, as many as fit; a year once, where it begins."""
    step = max(1, -(-len(labels) // 12))
    shown = [place for place in range(len(labels)) if (len(labels) - 1 - place) % step == 0]
    axes.set_xticks(shown, [labels[place] for place in shown] if named else [""] * len(shown))
    axes.tick_params(axis="x", labelsize=SMALL, length=3 if named else 0)


def _thousands(value: float, _position: int | None = None) -> str:
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")
