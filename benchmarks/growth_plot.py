"""The plot of growth: seconds and peak memory over millions of households, both axes logarithmic.

In: by size in millions, the run of each step. Out: docs/images/growth.en.png and growth.zh.png, which hold in black and white: lines
differ by marker and dash.
"""

from __future__ import annotations

from collections.abc import Mapping

from machine import PAGE, Run, say
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from creditscore.core.text import Lang, Text
from creditscore.report.progress.charts.page import DPI, GREY, INK, LINE, style

STEPS = {
    "prepare": (Text("整理（creditscore prepare）", "creditscore prepare"), "s", ":", GREY),
    "rate": (Text("评定（creditscore rate）", "creditscore rate"), "o", "-", INK),
    "query": (Text("手写 Polars 查询，按序分批", "hand-written sorted Polars query"), "^", "--", INK),
}
TITLE = Text("农户数增长时的用时与内存", "Time and memory as the number of households grows")
HOUSEHOLDS = Text("农户数（百万）", "households, millions")
SECONDS, MEMORY = Text("用时（秒）", "seconds"), Text("内存峰值（MB）", "peak memory, MB")
IN_PROPORTION = Text("与农户数成正比", "in proportion to households")
Sizes = Mapping[float, Mapping[str, Run]]


def plain(value: float, _position: object = None) -> str:
    """A number as a person writes it."""
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def panel(axes: Axes, found: Sizes, figure: str, lang: Lang) -> None:
    """One figure of all steps."""
    sizes = sorted(found)
    for name, (title, marker, dash, colour) in STEPS.items():
        points = [(size, getattr(found[size][name], figure)) for size in sizes if name in found[size]]
        if points:
            axes.plot(*zip(*points, strict=True), marker=marker, linestyle=dash, color=colour, label=title.say(lang), markersize=6)
    axes.set(xscale="log", yscale="log", xlabel=HOUSEHOLDS.say(lang))
    axes.set_xticks(sizes, [f"{size:g}" for size in sizes])
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_formatter(FuncFormatter(plain))
    axes.grid(visible=True, which="major", color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)


def guide(axes: Axes, found: Sizes, lang: Lang) -> None:
    """A thin line of growth in proportion, through the largest size."""
    sizes = sorted(found)
    largest = found[sizes[-1]]["rate"].seconds
    axes.plot(sizes, [largest * size / sizes[-1] for size in sizes], color=GREY, linewidth=0.7, label=IN_PROPORTION.say(lang))


def picture(found: Sizes, lang: Lang) -> Figure:
    """Both panels side by side."""
    drawn = Figure(figsize=(10, 4.6), dpi=DPI, facecolor="white", layout="constrained")
    drawn.suptitle(TITLE.say(lang), x=0.01, ha="left", fontsize=14)
    left, right = drawn.subplots(1, 2)
    panel(left, found, "seconds", lang)
    guide(left, found, lang)
    panel(right, found, "peak", lang)
    right.set_ylim(bottom=100, top=max(10_000, right.get_ylim()[1]))
    left.set_title(SECONDS.say(lang), loc="left", fontsize=10.5)
    right.set_title(MEMORY.say(lang), loc="left", fontsize=10.5)
    left.legend(frameon=False, loc="upper left", fontsize=9)
    return drawn


def draw(found: Sizes) -> str:
    """Both languages' pictures into the documentation; the line of Markdown that shows them."""
    if not found:
        return ""
    langs: tuple[Lang, ...] = ("en", "zh")
    for lang in langs:
        with style():
            path = PAGE.parent / "images" / f"growth.{lang}.png"
            picture(found, lang).savefig(path, metadata={"Software": ""})
        say(f"drawn: {path.name}")
    return "\n\n![Time and memory over the number of households](images/growth.en.png)"
