"""A series of runs and the pack of its newest one, worked out into a `Progress`."""

from __future__ import annotations

from creditscore.archive.series import Series
from creditscore.packs.model.pack import Pack
from creditscore.report.progress.figures.failures import criteria, failures
from creditscore.report.progress.figures.figures import month_figures
from creditscore.report.progress.figures.nearest import nearest
from creditscore.report.progress.figures.places import breakdown_level, place_names, places
from creditscore.report.progress.figures.sweep import sweep
from creditscore.report.progress.figures.targets import Targets, plan
from creditscore.report.progress.model import Progress


def build_progress(series: Series, pack: Pack, level: str | None = None, targets: Targets | None = None) -> Progress:
    """Everything the monthly pack says.

    `pack` is the rule pack of the newest run. `level` is what to break figures down by (`township`, `village`; None: the
    highest there is). UsageError where the runs do not know the level or a place of the plan.
    """
    shown = breakdown_level(series, level)
    names = place_names(series)
    broken_down = places(series, shown, names)
    planned = broken_down if targets is None or targets.level == shown else places(series, targets.level, names)
    return Progress(
        series=series,
        pack=pack,
        level=shown,
        figures=month_figures(series),
        places=broken_down,
        criteria=criteria(series, pack),
        failures=failures(series.newest, pack),
        nearest=nearest(series.newest, pack, names),
        sweep=sweep(series.newest, pack),
        plan=plan(targets, planned),
        names=names,
    )
