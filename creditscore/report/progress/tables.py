"""The figures of a progress pack as tidy tables: one Parquet and one CSV file each, for those who recompute them.

In: a `Progress` and a folder. Out: `tables/<name>.parquet` and `tables/<name>.csv` (UTF-8 with BOM; no cell can act as a formula).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from creditscore.core.text import Lang
from creditscore.report.progress.model import Progress

TABLES = ("figures", "places", "criteria", "failures", "nearest", "sweep", "plan")
FOLDER = "tables"
_FORMULA = r"^[=+\-@\t\r]"


def write_tables(progress: Progress, folder: Path, lang: Lang) -> list[Path]:  # noqa: ARG001 - the tables have no language
    """Write every table of the pack; the files in the order of `TABLES`. An empty plan is left out."""
    (folder / FOLDER).mkdir()
    frames = {name: getattr(progress, name) for name in TABLES}
    return [
        path for name, frame in frames.items() if frame.width and (name != "plan" or frame.height) for path in _write(frame, folder, name)
    ]


def _write(frame: pl.DataFrame, folder: Path, name: str) -> list[Path]:
    parquet, csv = folder / FOLDER / f"{name}.parquet", folder / FOLDER / f"{name}.csv"
    frame.write_parquet(parquet, statistics=False)
    lists = [pl.col(column).list.join("+") for column, dtype in frame.schema.items() if dtype == pl.List(pl.String)]
    flat = frame.with_columns(lists)
    words = pl.col([column for column, dtype in flat.schema.items() if dtype == pl.String])
    flat.with_columns(_without_formula(words)).write_csv(csv, include_bom=True, line_terminator="\r\n")
    return [parquet, csv]


def _without_formula(cell: pl.Expr) -> pl.Expr:
    return pl.when(cell.str.contains(_FORMULA)).then("'" + cell).otherwise(cell).name.keep()
