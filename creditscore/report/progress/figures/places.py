"""Counts and measures by place: one row a run and township (or village).

In: a series and the level to break it down by. Out: the frame `places` of `progress.model`.
"""

from __future__ import annotations

import polars as pl

from creditscore.archive.periods import period_of
from creditscore.archive.runs import Run
from creditscore.archive.series import Series
from creditscore.core.errors import UsageError, one
from creditscore.core.text import Text

LEVELS = ("township", "village")
"""The levels that a pack may be broken down by."""
MEASURE_ENDS = (".num", ".den", ".low", ".high")


def breakdown_level(series: Series, wanted: str | None) -> str:
    """The level to break down by: the wanted one, else the highest one that the newest run knows.

    UsageError where the runs know no such level.
    """
    known = [level for level in LEVELS if _knows(series.newest, level)]
    if wanted is None and known:
        return known[0]
    if wanted in known:
        return str(wanted)
    what = Text("评定批次中没有这一级：{level}", "the runs do not have this level: {level}").fill(level=wanted or "township")
    raise one(UsageError, str(series.reports), what, Text("、".join(known) or "—", ", ".join(known) or "—"))


def _knows(run: Run, level: str) -> bool:
    lowest = run.table(run.levels[0]).collect_schema().names()
    return level in run.levels or f"{level}_id" in lowest


def place_names(series: Series) -> dict[str, dict[str, str]]:
    """The names of places by level and id; of several runs the newest speaks."""
    names: dict[str, dict[str, str]] = {}
    for run in series.runs:
        for level, found in run.summary().get("names", {}).items():
            names.setdefault(level, {}).update(found)
    return names


def places(series: Series, level: str, names: dict[str, dict[str, str]]) -> pl.DataFrame:
    """The frame `places`, as `progress.model` describes it."""
    frames = [_of_run(run, level, period_of(run.as_of, series.period).label) for run in series.runs]
    table = pl.concat(frames, how="diagonal").sort("as_of", "id")
    named = pl.col("id").replace_strict(names.get(level, {}), default=None, return_dtype=pl.String)
    lead = ["as_of", "period", "id", "name"]
    return table.with_columns(named.alias("name")).select(*lead, pl.exclude(lead))


def _of_run(run: Run, level: str, label: str) -> pl.DataFrame:
    table = _own_rows(run, level)
    for counted in (_households(run, level), _villages(run, level)):
        if counted is not None:
            table = table.join(counted, on="id", how="left" if level in run.levels else "full", coalesce=True)
    counts = [name for name in ("households", "organised", "credit_households", "villages", "credit_villages") if name in table.columns]
    table = table.with_columns(pl.col(counts).fill_null(0), pl.lit(run.as_of).alias("as_of"), pl.lit(label).alias("period"))
    lead = [name for name in ("as_of", "period", "id", "township_id", "status") if name in table.columns]
    return table.select(*lead, *counts, pl.exclude(*lead, *counts))


def _own_rows(run: Run, level: str) -> pl.DataFrame:
    """The places' own row of their level table: township, status and measures; ids alone where they are not rated."""
    if level not in run.levels:
        return pl.DataFrame(schema={"id": pl.String})
    table = run.table(level)
    kept = [name for name in table.collect_schema().names() if name == "status" or name.endswith(MEASURE_ENDS)]
    parent = ["township_id"] if level == "village" else []
    return table.select(pl.col(f"{level}_id").alias("id"), *parent, *kept).collect()


def _households(run: Run, level: str) -> pl.DataFrame | None:
    if "household" not in run.levels:
        return None
    status = pl.col("status")
    counts = {"households": pl.len(), "organised": (status != "not_organised").sum(), "credit_households": (status == "rated").sum()}
    return _counted(run.table("household"), level, counts)


def _villages(run: Run, level: str) -> pl.DataFrame | None:
    if level == "village" or "village" not in run.levels:
        return None
    return _counted(run.table("village"), level, {"villages": pl.len(), "credit_villages": (pl.col("status") == "rated").sum()})


def _counted(table: pl.LazyFrame, level: str, counts: dict[str, pl.Expr]) -> pl.DataFrame:
    key = pl.col(f"{level}_id").alias("id")
    whole = [count.cast(pl.Int64).alias(name) for name, count in counts.items()]
    return table.filter(pl.col(f"{level}_id").is_not_null()).group_by(key).agg(whole).collect(engine="streaming")
