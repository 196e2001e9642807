"""Raw tables: one file or sheet opened, its headers and cells as they are, with the rows numbered as the user sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

ROW = "#row"
"""The column with the original row number: the header of a CSV file or sheet is row 1, Parquet counts its data rows."""
SURPLUS = "#surplus"
"""The column with the first cell of a row beyond the header, of CSV files and sheets."""


@dataclass(frozen=True)
class Raw:
    """One opened table: lazy cells (text, or typed in Parquet) under the headers of `names`, canonical to written.

    `cells` has the canonical columns found plus ROW; `unused` are the headers that stand for nothing known.
    """

    table: str
    path: Path
    file: str
    sheet: str | None
    encoding: str | None
    cells: pl.LazyFrame
    names: Mapping[str, str]
    unused: tuple[str, ...]
    typed: bool
