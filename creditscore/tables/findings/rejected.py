"""Findings as tables: one line for each finding, one line for each row set aside, and their CSV files."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from creditscore.core.columns import TABLES
from creditscore.tables.findings.finding import Finding
from creditscore.tables.findings.problems import id_column
from creditscore.tables.findings.result import Tables
from creditscore.tables.findings.sentences import with_sentences
from creditscore.tables.raw import ROW, Raw
from creditscore.tables.reasons import ERRORS, REASONS

COLUMNS = ("table", "file", "sheet", "row", "id", "column", "value", "code", "sentence_zh", "sentence_en", "also")
"""The columns of the rejected rows; `also` lists further problems as `code:column`, parted by spaces."""
LINE_COLUMNS = ("severity", *COLUMNS[:-1])
"""The columns of the findings' lines."""
_FORMULA = r"^[=+\-@＝＋－＠\t\r\n]"


def _schema(columns: tuple[str, ...]) -> dict[str, type[pl.DataType]]:
    return {name: pl.UInt32 if name == "row" else pl.String for name in columns}


def finding_lines(problems: pl.DataFrame, raw: Raw) -> pl.LazyFrame:
    """One line for each problem of a row, in the order of the rows; the sentences are worked out when the lines are asked for."""
    if problems.is_empty():
        return pl.LazyFrame(schema=_schema(LINE_COLUMNS))
    return _told(problems.sort(ROW, "order"), raw).select(LINE_COLUMNS)


def rejected_lines(problems: pl.DataFrame, raw: Raw) -> pl.LazyFrame:
    """One line per row that has an error: its first one in words and the others by code."""
    errors = problems.filter(pl.col("code").is_in(ERRORS))
    if errors.is_empty():
        return pl.LazyFrame(schema=_schema(COLUMNS))
    ordered = errors.sort(ROW, "order")
    named = pl.when(pl.col("column") == "").then(pl.col("code")).otherwise(pl.format("{}:{}", "code", "column"))
    first = ordered.group_by(ROW, maintain_order=True).agg(pl.all().first(), named.slice(1).str.join(" ").alias("also"))
    return _told(first, raw).select(COLUMNS)


def write_rejected(tables: Tables, path: Path) -> None:
    """Write the rejected rows as CSV in UTF-8 with BOM, sorted by table, file, sheet and row; no cell can act as a formula."""
    _write(tables.rejected.sort("table", "file", "sheet", "row", nulls_last=False), path)


def write_findings(tables: Tables, path: Path) -> None:
    """Write every finding as CSV like the rejected rows: by table, what concerns a file as a whole first, then row by row."""
    together = pl.concat([other_lines(tables).lazy(), tables.lines])
    place = pl.col("table").replace_strict({table: at for at, table in enumerate(TABLES)}, default=len(TABLES), return_dtype=pl.UInt8)
    _write(together.sort(place, "file", "sheet", "row", nulls_last=False, maintain_order=True), path)


def other_lines(tables: Tables) -> pl.DataFrame:
    """A line for each finding that is not about one row of the table: about a file, a column, or a total line."""
    about_rows = set(tables.lines.select(pl.col("code").unique()).collect().get_column("code"))
    others = [_line(finding) for finding in tables.findings if finding.row is None or finding.code not in about_rows]
    return pl.DataFrame(others, schema=_schema(LINE_COLUMNS), orient="row")


def _line(finding: Finding) -> tuple[str | int | None, ...]:
    place = (finding.severity, finding.table, finding.file, finding.sheet, finding.row, None)
    return *place, finding.column, finding.value, finding.code, finding.text.zh, finding.text.en


def _told(problems: pl.DataFrame, raw: Raw) -> pl.LazyFrame:
    severities = {code: reason.severity for code, reason in REASONS.items()}
    occurring = set(problems.get_column("code").unique())
    place = {"table": pl.lit(raw.table), "file": pl.lit(raw.file), "sheet": pl.lit(raw.sheet, pl.String)}
    worded = with_sentences(problems.lazy(), raw.table, raw.names, [code for code in REASONS if code in occurring])
    told = worded.with_columns(**place, row=pl.col(ROW), id=pl.col(id_column(raw)))
    return told.with_columns(pl.col("code").replace_strict(severities, default="error", return_dtype=pl.String).alias("severity"))


def _write(rows: pl.LazyFrame, path: Path) -> None:
    words = [name for name, dtype in rows.collect_schema().items() if dtype == pl.String]
    safe = [_without_formula(pl.col(name)).alias(name) for name in words]
    rows.with_columns(safe).sink_csv(path, include_bom=True, line_terminator="\r\n", engine="streaming")


def _without_formula(cell: pl.Expr) -> pl.Expr:
    return pl.when(cell.str.contains(_FORMULA)).then("'" + cell).otherwise(cell)
