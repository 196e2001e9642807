"""Where ratings are stuck: how many units fail each criterion, alone and together.

In: a series and the pack of its newest run. Out: the frames `criteria` and `failures` of `progress.model`.
"""

from __future__ import annotations

import polars as pl

from creditscore.archive.runs import Run
from creditscore.archive.series import Series
from creditscore.packs.model.pack import Pack

CRITERIA_SCHEMA = {
    "as_of": pl.Date,
    "level": pl.String,
    "criterion": pl.String,
    "units": pl.Int64,
    "pass": pl.Int64,
    "fail": pl.Int64,
    "pending": pl.Int64,
    "not_applicable": pl.Int64,
    "only_failure": pl.Int64,
}
FAILURES_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {"level": pl.String, "failed": pl.List(pl.String), "units": pl.Int64}


def criteria(series: Series, pack: Pack) -> pl.DataFrame:
    """The frame `criteria`: verdicts by criterion, from every run's summary; in the pack's order, criteria it does not know last."""
    rows = [
        {"as_of": run.as_of, "level": level, "criterion": name, "units": counted["units"]} | verdicts
        for run in series.runs
        for level, counted in run.summary()["levels"].items()
        for name, verdicts in _in_order(counted["criteria"], list(pack.criteria.get(level, {})))
    ]
    return pl.DataFrame(rows, schema=CRITERIA_SCHEMA)


def _in_order(found: dict[str, dict[str, int]], order: list[str]) -> list[tuple[str, dict[str, int]]]:
    known = {name: place for place, name in enumerate(order)}
    return sorted(found.items(), key=lambda entry: (known.get(entry[0], len(known)), entry[0]))


def failures(run: Run, pack: Pack) -> pl.DataFrame:
    """The frame `failures`: how often each set of criteria fails together in a run."""
    found = [_of_level(run, level, list(pack.criteria.get(level, {}))) for level in run.levels if pack.criteria.get(level)]
    return pl.concat(found) if found else pl.DataFrame(schema=FAILURES_SCHEMA)


def _of_level(run: Run, level: str, names: list[str]) -> pl.DataFrame:
    failed = pl.concat_list([pl.when(pl.col(name) == "fail").then(pl.lit(name)) for name in names]).list.drop_nulls()
    counted = run.table(level).group_by(names).agg(pl.len().cast(pl.Int64).alias("units"))
    sets = counted.select(failed.alias("failed"), "units").collect(engine="streaming")
    together = sets.group_by("failed").agg(pl.col("units").sum())
    ordered = together.sort(pl.col("units"), pl.col("failed").list.join("+"), descending=[True, False])
    return ordered.select(pl.lit(level).alias("level"), "failed", "units")


def only_this(failed: pl.DataFrame, level: str, criterion: str) -> int:
    """How many units of a level fail one criterion and no other, from the frame `failures`."""
    rows = failed.filter((pl.col("level") == level) & (pl.col("failed") == pl.lit([criterion], dtype=pl.List(pl.String))))
    return int(rows["units"].sum())
