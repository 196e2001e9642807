"""Finished runs, opened for reading: the manifest checked, level tables lazily, the summary."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from msgspec import Struct

from creditscore.archive.folder import MANIFEST
from creditscore.archive.manifest import Manifest, read_manifest
from creditscore.core.errors import RunError, one
from creditscore.core.terms import plural
from creditscore.core.text import Text

SUMMARY = "summary.json"
REJECTED = "rejected.csv"


class Run(Struct, frozen=True):
    """A finished run: its folder and its manifest."""

    folder: Path
    manifest: Manifest

    @property
    def as_of(self) -> date:
        """The day at whose end every figure of the run stands."""
        return self.manifest.as_of

    @property
    def levels(self) -> list[str]:
        """The rated levels, children before parents."""
        return self.manifest.levels

    def table(self, level: str) -> pl.LazyFrame:
        """The level table of a level, sorted by its id; RunError where the run has none."""
        path = self.folder / f"{plural(level)}.parquet"
        if not path.exists():  # a file, or a folder of parts
            raise _incomplete(path)
        return pl.scan_parquet(path)

    def summary(self) -> dict[str, Any]:
        """The content of `summary.json`; RunError where it is missing or damaged."""
        path = self.folder / SUMMARY
        try:
            content: dict[str, Any] = json.loads(path.read_bytes())
        except (OSError, ValueError):
            raise _incomplete(path) from None
        return content

    def rejected(self) -> pl.DataFrame:
        """The rows that were set aside, every column as text; no row and no column where none were."""
        return rejected_rows(self.folder)


def rejected_rows(folder: Path) -> pl.DataFrame:
    """The rows of a folder's `rejected.csv`, every column as text; no row and no column where there is no such file."""
    path = folder / REJECTED
    if not path.is_file() or not path.stat().st_size:
        return pl.DataFrame()
    return pl.read_csv(path, infer_schema=False)


def open_run(folder: Path) -> Run:
    """The finished run in a folder; RunError where there is none."""
    return Run(folder, read_manifest(folder))


def list_runs(reports: Path) -> list[Run]:
    """The finished runs of a reports folder, oldest first; RunError where a run's manifest is damaged."""
    if not reports.is_dir():
        return []
    runs = [open_run(folder) for folder in reports.iterdir() if _is_named_by_date(folder) and (folder / MANIFEST).is_file()]
    return sorted(runs, key=lambda run: run.as_of)


def find_run(place: Path) -> Run:
    """The run in a folder, or the newest run of a reports folder; RunError where there is neither."""
    if (place / MANIFEST).is_file():
        return open_run(place)
    runs = list_runs(place)
    if not runs:
        what = Text("这里没有已完成的评定批次", "there is no finished run here")
        raise one(RunError, str(place), what, cure=Text("请先运行 creditscore rate", "run creditscore rate first"))
    return runs[-1]


def _is_named_by_date(folder: Path) -> bool:
    try:
        date.fromisoformat(folder.name)
    except ValueError:
        return False
    return True


def _incomplete(path: Path) -> Exception:
    what = Text("评定批次不完整：缺少此文件或文件已损坏", "the run is incomplete: this file is missing or damaged")
    return one(RunError, str(path), what, cure=Text("请重新评定", "rate again"))
