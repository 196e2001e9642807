"""What each chart finds, by its file's name: the words that stand for a picture where it cannot be seen."""

from __future__ import annotations

from creditscore.core.text import Text
from creditscore.report.progress.chart_data import bounds, places, rates, ratings, time
from creditscore.report.progress.model import Progress

_CHARTS = (
    time.growth,
    places.coverage,
    ratings.funnel,
    places.heat_map,
    time.micro_loans,
    rates.risk,
    ratings.failed,
    ratings.nearest_villages,
    bounds.sweep_panels,
)


def chart_titles(progress: Progress) -> dict[str, Text]:
    """The titles of the charts that the figures allow, by file name without ending."""
    found = [build(progress) for build in _CHARTS]
    return {data.heading.name: data.heading.title for data in found if data is not None}
