"""Runs of the small county month after month, with level tables of one's own; and the progress made of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
from msgspec.structs import replace

from creditscore.archive.folder import new_run
from creditscore.archive.manifest import Facts, PackRecord, write_manifest
from creditscore.archive.periods import PeriodName
from creditscore.archive.result_hash import result_hash
from creditscore.archive.runs import Run, open_run
from creditscore.archive.series import read_series
from creditscore.archive.summary import summarise, write_summary
from creditscore.jobs.demo import sample_folder
from creditscore.jobs.rate import RateRequest, rate
from creditscore.report.progress.figures.build import build_progress
from creditscore.report.progress.figures.targets import Targets
from creditscore.report.progress.model import Progress
from creditscore.tables.findings.finding import Findings
from tests.archive import made_runs

APRIL, MAY, JUNE = date(2003, 4, 30), date(2003, 5, 31), date(2003, 6, 30)


def made_month(
    out: Path,
    as_of: date,
    households: pl.DataFrame | None = None,
    villages: pl.DataFrame | None = None,
    sha256: str | None = None,
) -> Run:
    """A finished run with these household and village tables (None: those of `made_runs`) and that digest of its rule file."""
    loaded = made_runs.pack()
    frames = (households, villages, None)
    made = (made_runs.households(), made_runs.villages(), made_runs.townships())
    with new_run(out, as_of) as folder:
        for name, frame, default in zip(made_runs.TABLES, frames, made, strict=True):
            table = default if frame is None else frame
            ids = [column for column in table.columns if column.endswith("_id")]
            table.select(*ids, pl.exclude(ids)).write_parquet(folder / f"{name}.parquet")
        write_summary(folder, summarise(folder, loaded.pack, replace(made_runs.tables(folder), findings=Findings(), sources=()), as_of))
        record = PackRecord(id="ninghe", edition="2001", sha256=sha256 or loaded.sha256, file=loaded.path.name)
        digest = result_hash(folder, made_runs.TABLES)
        facts = Facts(as_of, "zh", "polars", record, str(out / "data"), (), made_runs.LEVELS, digest, made_runs.clock())
        write_manifest(folder, facts, made_runs.clock)
    return open_run(out / as_of.isoformat())


def rated(*numbers: int) -> pl.DataFrame:
    """Seven households in three villages; those numbered are rated, the others fail H4."""
    rows = [made_runs.household(n, (n + 2) // 3, H4="pass" if n in numbers else "fail") for n in range(1, 8)]
    return pl.DataFrame(rows, infer_schema_length=None)


def made_progress(
    out: Path, days: Sequence[date] = (APRIL, JUNE), period: PeriodName = "month", targets: Targets | None = None
) -> Progress:
    """The progress of runs of those days."""
    for day in days:
        made_month(out, day)
    return build_progress(read_series(out, period=period), made_runs.pack().pack, targets=targets)


def sample_progress(out: Path, months: Sequence[str], targets: Targets | None = None) -> Progress:
    """The progress of some months of the bundled sample county, rated for the purpose."""
    for month in months:
        rate(RateRequest(data=sample_folder() / month, as_of=date.fromisoformat(month), out=out, lang="zh"))
    return build_progress(read_series(out), made_runs.pack().pack, targets=targets)
