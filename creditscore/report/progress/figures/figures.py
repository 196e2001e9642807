"""The figures of a series, period by period: numerator, denominator, the change, and ratings won and lost.

In: a series of runs. Out: the tidy frame `figures` of `progress.model`. Counts are stocks at each as-of date, net of ratings
that were lost; what was won and what was lost since the period before is counted unit by unit.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from creditscore.archive.periods import period_of
from creditscore.archive.runs import Run
from creditscore.archive.series import Series
from creditscore.core.terms import plural
from creditscore.report.progress.model import FIGURES

SCHEMA = {
    "as_of": pl.Date,
    "period": pl.String,
    "figure": pl.String,
    "unit": pl.String,
    "num": pl.Int64,
    "den": pl.Int64,
    "value": pl.Float64,
    "previous_num": pl.Int64,
    "previous_den": pl.Int64,
    "change": pl.Int64,
    "gained": pl.Int64,
    "lost": pl.Int64,
}


def month_figures(series: Series) -> pl.DataFrame:
    """Every figure of every run of the series, as `progress.model` describes `figures`."""
    by_day = {run.as_of: run_figures(run) for run in series.runs}
    rows = []
    for run in series.runs:
        before = series.before(run)
        earlier = by_day[before.as_of] if before is not None else {}
        moves = _moves(before, run)
        label = period_of(run.as_of, series.period).label
        for name, found in by_day[run.as_of].items():
            rows.append({"as_of": run.as_of, "period": label, "figure": name} | _row(found, earlier.get(name)) | moves.get(name, {}))
    return pl.DataFrame(rows, schema=SCHEMA)


def run_figures(run: Run) -> dict[str, dict[str, Any]]:
    """The figures of one run by name, in the order of `FIGURES`: `num`, `den`, `unit`."""
    summary = run.summary()
    found = dict(summary["figures"])
    counted = summary["levels"].get("household")
    if counted is not None:
        organised = counted["units"] - counted["status"].get("not_organised", 0)
        found["organised_households"] = {"num": organised, "den": counted["units"], "unit": "household"}
    return {name: found[name] for name in FIGURES if name in found}


def _row(found: dict[str, Any], earlier: dict[str, Any] | None) -> dict[str, Any]:
    num, den = found["num"], found["den"]
    row = {"unit": found["unit"], "num": num, "den": den, "value": num / den if den else None}
    if earlier is not None:
        row |= {"previous_num": earlier["num"], "previous_den": earlier["den"], "change": num - earlier["num"]}
    return row


def _moves(before: Run | None, run: Run) -> dict[str, dict[str, int]]:
    """Ratings won and lost since the run before, by figure; nothing where there is none."""
    if before is None:
        return {}
    levels = [level for level in run.levels if level in before.levels]
    return {f"credit_{plural(level)}": _moves_of_level(before, run, level) for level in levels}


def _moves_of_level(before: Run, run: Run, level: str) -> dict[str, int]:
    old, new = rated_ids(before, level), rated_ids(run, level)
    key = f"{level}_id"
    return {"gained": new.join(old, on=key, how="anti").height, "lost": old.join(new, on=key, how="anti").height}


def rated_ids(run: Run, level: str) -> pl.DataFrame:
    """The ids of the rated units of a level."""
    return run.table(level).filter(pl.col("status") == "rated").select(f"{level}_id").collect(engine="streaming")
