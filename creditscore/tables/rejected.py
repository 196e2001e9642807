"""Rejected rows: one line for each row set aside, with its first problem in words and the others by code; and their CSV file."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from creditscore.tables.problems import KEYS
from creditscore.tables.raw import ROW, Raw
from creditscore.tables.result import Tables
from creditscore.tables.sentences import with_sentences

COLUMNS = ("table", "file", "sheet", "row", "id", "column", "value", "code", "sentence_zh", "sentence_en", "also")
"""The columns of the rejected rows; `also` lists further problems as `code:column`, parted by spaces."""
SCHEMA: dict[str, type[pl.DataType]] = {name: pl.UInt32 if name == "row" else pl.String for name in COLUMNS}
_FORMULA = r"^[=+\-@\t\r]"


def rejected_lines(problems: pl.DataFrame, raw: Raw) -> pl.LazyFrame:
    """One line per row that has a problem; the sentences are worked out when the lines are asked for."""
    if problems.is_empty():
        return pl.LazyFrame(schema=SCHEMA)
    ordered = problems.sort(ROW, "order")
    named = pl.when(pl.col("column") == "").then(pl.col("code")).otherwise(pl.format("{}:{}", "code", "column"))
    first = ordered.group_by(ROW, maintain_order=True).agg(pl.all().first(), named.slice(1).str.join(" ").alias("also"))
    told = with_sentences(first.lazy(), raw.table, raw.names)
    place = {"table": pl.lit(raw.table), "file": pl.lit(raw.file), "sheet": pl.lit(raw.sheet, pl.String)}
    return told.with_columns(**place, row=pl.col(ROW), id=pl.col(KEYS[raw.table])).select(COLUMNS)


def write_rejected(tables: Tables, path: Path) -> None:
    """Write the rejected rows as CSV in UTF-8 with BOM, sorted by table, file, sheet and row; no cell can act as a formula."""
    safe = [_without_formula(pl.col(name)).alias(name) for name, dtype in SCHEMA.items() if dtype == pl.String]
    rows = tables.rejected.sort("table", "file", "sheet", "row", nulls_last=False).with_columns(safe)
    rows.sink_csv(path, include_bom=True, line_terminator="\r\n", engine="streaming")


def _without_formula(cell: pl.Expr) -> pl.Expr:
    return pl.when(cell.str.contains(_FORMULA)).then("'" + cell).otherwise(cell)
