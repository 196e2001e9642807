"""All charts of a progress pack: worked out, drawn and saved as PNG and SVG.

In: a `Progress`, a folder and a language. Out: the files. Charts for which the runs have no figures are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from matplotlib.figure import Figure

from creditscore.core.text import Lang
from creditscore.report.progress.chart_data import bounds, places, rates, ratings, time
from creditscore.report.progress.charts import by_place, over_time
from creditscore.report.progress.charts import ratings as drawn_ratings
from creditscore.report.progress.charts.page import save, style
from creditscore.report.progress.model import Progress

Data = TypeVar("Data")


def draw_all(progress: Progress, folder: Path, lang: Lang) -> list[Path]:
    """Draw every chart that the figures allow into a folder; the files, in the order of the charts."""
    with style():
        return [path for name, figure in figures(progress, lang) for path in save(figure, folder, name)]


def figures(progress: Progress, lang: Lang) -> Iterator[tuple[str, Figure]]:
    """The charts one by one with their file names; to be drawn inside `page.style()`."""
    drawn = (
        _drawn(time.growth(progress), over_time.draw_growth, lang),
        _drawn(places.coverage(progress), by_place.draw_coverage, lang),
        _drawn(ratings.funnel(progress), drawn_ratings.draw_funnel, lang),
        _drawn(places.heat_map(progress), by_place.draw_heat_map, lang),
        _drawn(time.micro_loans(progress), over_time.draw_micro_loans, lang),
        _drawn(rates.risk(progress), by_place.draw_risk, lang),
        _drawn(ratings.failed(progress), drawn_ratings.draw_failed, lang),
        _drawn(ratings.nearest_villages(progress), drawn_ratings.draw_nearest, lang),
        _drawn(bounds.sweep_panels(progress), drawn_ratings.draw_sweep, lang),
    )
    return (entry for entry in drawn if entry is not None)


def _drawn(data: Data | None, draw: Callable[[Data, Lang], Figure], lang: Lang) -> tuple[str, Figure] | None:
    return None if data is None else (data.heading.name, draw(data, lang))  # type: ignore[attr-defined]
