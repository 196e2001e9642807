"""Workbook sheets whose columns each hold cells of one type, as programs export them: read column by column, not cell by cell."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import fastexcel
import polars as pl

from creditscore.tables.cells.quick import as_text

_NUMBERED = re.compile(r"^(.*)_\d+$")
_NAMELESS = "__UNNAMED__"
logging.getLogger("fastexcel").setLevel(logging.ERROR)  # it warns of empty columns


def uniform_columns(path: Path, sheet: str) -> pl.DataFrame | None:
    """The cells below the first row as text, by the headers of that row; None where a column mixes types or headers repeat.

    Every cell is shown as `raw_workbook.shown` shows it.
    """
    try:
        loaded = fastexcel.read_excel(path).load_sheet(sheet, schema_sample_rows=None, dtype_coercion="strict")
        cells: pl.DataFrame = loaded.to_polars()
    except (fastexcel.FastExcelError, ValueError):
        return None
    if any(name.startswith(_NAMELESS) or _made_up(name, cells.columns) for name in cells.columns):
        return None
    texts = {name: _texts(pl.col(name), dtype) for name, dtype in cells.schema.items()}
    known = [text.alias(name) for name, text in texts.items() if text is not None]
    return cells.select(known) if len(known) == cells.width else None


def _made_up(name: str, names: list[str]) -> bool:
    """Whether a header may be a repeated one that has been given a number."""
    numbered = _NUMBERED.match(name)
    return numbered is not None and numbered.group(1) in names


def _texts(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr | None:
    if dtype == pl.String:
        return pl.when(cell != "").then(cell)
    if dtype.is_numeric():
        return as_text(cell.cast(pl.Float64), pl.Float64())
    if dtype == pl.Boolean:
        return cell.cast(pl.String)
    if isinstance(dtype, pl.Datetime):
        day = cell.dt.date()
        return pl.when(cell == day).then(day.cast(pl.String)).otherwise(cell.dt.to_string("%Y-%m-%d %H:%M:%S"))
    return None
