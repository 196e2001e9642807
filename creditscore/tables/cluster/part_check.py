"""A part of a large table, read and checked where it lies: rows of Parquet in, typed rows with what is wrong with each out.

The very readings and value checks of the ordinary reader run on each batch of rows; only what holds between rows is left to
whoever brings the parts together.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
from msgspec import Struct, field

from creditscore.core.columns import Column
from creditscore.tables.cells.reading import DTYPES
from creditscore.tables.checks.counting import value_problems
from creditscore.tables.checks.normalise import columns_of, with_births
from creditscore.tables.findings.problems import IDS
from creditscore.tables.findings.sentences import with_sentences
from creditscore.tables.masks import masked
from creditscore.tables.raw import ROW, Raw
from creditscore.tables.read import counted_tables
from creditscore.tables.reasons import ERRORS, REASONS
from creditscore.tables.shapes import shape_of

FILE, PLACE = "#file", "#place"
"""The file of a row, and its place in there from 0."""
LINES = "#lines"
"""What is wrong with a row, as a list of records."""
FAULTY = "#faulty"
"""Whether a row cannot be used for a fault of its own."""
LINE = {"column": pl.String, "value": pl.String, "other": pl.String, "code": pl.String, "order": pl.Int32}
TOLD = ("table", "file", "row", "id", "column", "value", "code", "severity", "sentence_zh", "sentence_en")
"""The columns of a finding in words; `row` counts the rows of a file from 1."""


class PartCheck(Struct, frozen=True):
    """How the parts of one table are read: its columns in the files by canonical name, the columns that a rule pack declares, the day.

    `units` are those of amounts that are not in yuan.
    """

    table: str
    names: Mapping[str, str]
    declared: Mapping[str, str]
    as_of: date | None
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the rows that come out."""
        return columns_of(self.table, self.declared)

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns that come out of `checked`."""
        typed = {column.name: DTYPES[column.type]() for column in self.columns}
        place = {FILE: pl.String(), PLACE: pl.Int64(), FAULTY: pl.Boolean()}
        return {**typed, **place, LINES: pl.List(pl.Struct(LINE))}

    def checked(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows under their canonical names, with FILE and PLACE, read and checked."""
        cells = rows.select(list(self.names)).lazy()
        shape = shape_of(self.table, self.declared)
        raw = Raw(self.table, Path(os.devnull), self.table, None, None, cells, self.names, (), typed=True, units=self.units, shape=shape)
        found = counted_tables({self.table: raw}, self.as_of)[self.table]
        table = with_births(found.settled) if found.births_to_fill else found.settled
        typed = table.numbered.select(pl.col(ROW).cast(pl.UInt32), *(column.name for column in self.columns)).collect()
        placed = typed.hstack(rows.select(pl.col(FILE).cast(pl.String), pl.col(PLACE).cast(pl.Int64)))
        told_of = placed.join(_by_row(value_problems(found)), on=ROW, how="left", maintain_order="left")
        done = told_of.with_columns(pl.col(FAULTY).fill_null(value=False))
        return done.select(pl.col(name).cast(dtype) for name, dtype in self.schema.items())


def _by_row(lines: pl.DataFrame) -> pl.DataFrame:
    faulty = pl.col("code").is_in(ERRORS).any().alias(FAULTY)
    return lines.sort(ROW, "order").group_by(ROW, maintain_order=True).agg(pl.struct(*LINE).alias(LINES), faulty)


def told(table: str, names: Mapping[str, str], lines: pl.DataFrame) -> pl.DataFrame:
    """Findings in words: lines with FILE, PLACE, the row's id and the columns of LINE in, the columns of TOLD out; ids are masked."""
    severities = {code: reason.severity for code, reason in REASONS.items()}
    own_id = masked(pl.col("id"), "id")
    value = pl.when(pl.col("column").is_in(IDS)).then(masked(pl.col("value"), "id")).otherwise(pl.col("value"))
    shown = lines.lazy().with_columns(own_id.alias("id"), value.alias("value"), pl.lit(table).alias("table"))
    worded = with_sentences(shown, table, names).with_columns(
        pl.col(FILE).alias("file"),
        (pl.col(PLACE) + 1).alias("row"),
        pl.col("code").replace_strict(severities, default="error", return_dtype=pl.String).alias("severity"),
    )
    return worded.select(TOLD).collect()
