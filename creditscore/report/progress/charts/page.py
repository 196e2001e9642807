"""The page of a chart: sizes, colours, and the words around the drawing; and how it is saved.

Colours are few and differ in lightness, so that they hold on a black-and-white printer and for colour-blind readers; what
matters is told by shape, hatching or words as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text as Words

from creditscore.core.text import Lang
from creditscore.report.progress.chart_data.chart import Heading
from creditscore.report.progress.charts import fonts

WIDTH = 10.0
MARGIN = 0.35
DPI = 200
TITLE, SUBTITLE, LABEL, SMALL = 15.0, 10.5, 9.0, 8.0
INK, GREY, LINE = "#1a1a1a", "#595959", "#d0d0d0"
DARK, LIGHT, ACCENT = "#1f4e79", "#a9c6e3", "#b5410f"
HATCH = "////"
STYLE: dict[Any, Any] = {
    "font.size": LABEL,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "hatch.color": "#9a9a9a",
    "hatch.linewidth": 0.6,
    "svg.fonttype": "none",
    "svg.hashsalt": "creditscore",
    "text.color": INK,
    "xtick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.color": GREY,
    "ytick.labelcolor": INK,
}
_LEADING = 1.38


@contextmanager
def style() -> Iterator[None]:
    """The look of all charts, whatever the machine's own matplotlib settings are."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({**STYLE, "font.family": fonts.register()})
        yield


class Page:
    """A figure with title, subtitle and notes in place, and axes put where one says, in inches from the top of the drawing."""

    def __init__(self, heading: Heading, lang: Lang, height: float) -> None:
        self.lang = lang
        inner = WIDTH - 2 * MARGIN
        title = fonts.wrapped(fonts.drawable(heading.title.say(lang)), TITLE, inner)
        subtitle = fonts.wrapped(fonts.drawable(heading.subtitle.say(lang)), SUBTITLE, inner)
        notes = [line for note in (*heading.notes, heading.source) for line in fonts.wrapped(fonts.drawable(note.say(lang)), SMALL, inner)]
        self._top = MARGIN + _block(title, TITLE) + _block(subtitle, SUBTITLE) + 0.15
        self.drawing = height
        self.height = self._top + height + _block(notes, SMALL) + 0.15 + MARGIN * 0.7
        self.figure = Figure(figsize=(WIDTH, self.height), dpi=DPI, facecolor="white")
        self._write(title, TITLE, MARGIN, INK)
        self._write(subtitle, SUBTITLE, MARGIN + _block(title, TITLE), GREY)
        self._write(notes, SMALL, self._top + height + 0.15, GREY)

    def _write(self, lines: list[str], size: float, top: float, colour: str) -> None:
        for place, line in enumerate(lines):
            y = 1 - (top + place * size * _LEADING / 72) / self.height
            self.figure.text(MARGIN / WIDTH, y, line, fontsize=size, color=colour, va="top", ha="left")

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes of that size in inches; `left` from the page's edge, `top` from the top of the drawing."""
        bottom = self.height - self._top - top - height
        return self.figure.add_axes((left / WIDTH, bottom / self.height, width / WIDTH, height / self.height))


def _block(lines: list[str], size: float) -> float:
    """The height of lines in inches."""
    return len(lines) * size * _LEADING / 72


def quiet(axes: Axes, *sides: str) -> None:
    """Take away spines and tick marks of the sides named."""
    for side in sides:
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)


def save(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Write `<name>.png` and `<name>.svg`; the same figure gives the same bytes. Characters without a glyph are named first."""
    for words in figure.findobj(Words):
        assert isinstance(words, Words)
        text = fonts.drawable(words.get_text())
        if text != words.get_text():
            words.set_text(text)
    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    figure.savefig(png, dpi=DPI, metadata={"Software": None})
    figure.savefig(svg, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    asked = ", ".join(f"'{family}'" if " " in family else family for family in fonts.SVG_FAMILIES)
    svg.write_text(re.sub(rf"'{fonts.FAMILY}'", asked, svg.read_text("utf-8")), "utf-8", newline="\n")
    return [png, svg]
