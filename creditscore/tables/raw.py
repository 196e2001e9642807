"""Raw tables: one file or sheet opened, its headers and cells as they are, with the rows numbered as the user sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import polars as pl
from msgspec import Struct, field

from creditscore.core.columns import TABLES, Column
from creditscore.tables.aliases import Aliases, shipped
from creditscore.tables.shapes import KEYS, TableShape

ROW = "#row"
"""The column with the original row number: the header of a CSV file or sheet is row 1, Parquet counts its data rows."""
SURPLUS = "#surplus"
"""The column with the first cell of a row beyond the header, of CSV files and sheets."""
UNNAMED = "#cell:"
"""Starts the names of columns with cells that belong to no known header; they are looked at for lines that are no rows."""
EXTRA = "#extra:"
"""Starts the names of columns beyond the header."""


class Remark(Struct, frozen=True):
    """Something told about a file as a whole: the reason's code and what fills its sentence."""

    code: str
    column: str | None = None
    value: str | None = None
    other: object = ""


class Layout(Struct, frozen=True):
    """Where a table stands in its file or sheet.

    The number of its header row (the last one, where there are tiers) as the user counts, the position of each canonical
    column from 0, and the separator of a text file.
    """

    header_row: int
    positions: Mapping[str, int]
    separator: str | None = None


class Raw(Struct, frozen=True):
    """One opened table: lazy cells (text, or typed in Parquet) under the headers of `names`, canonical to written.

    `cells` has the canonical columns found plus ROW, and for text all other cells; `unused` are the headers that stand
    for nothing known; `units` the unit of each amount column that is not in yuan; `remarks` what opening has to tell;
    `again` gives the cells by a slower way where the usual one fails; `quickly` gives them by a quicker one, with the dtypes given from
    the start, which fails where a cell is not of its dtype or lies beyond the header; `nameless` are the columns of `cells` under a
    blank header.
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
    layout: Layout | None = None
    aliases: Aliases = field(default_factory=shipped)
    units: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    first_row: int = 2
    again: Callable[[], pl.LazyFrame] | None = None
    quickly: Callable[[Mapping[str, pl.DataType]], pl.LazyFrame] | None = None
    nameless: tuple[str, ...] = ()
    shape: TableShape | None = None

    @property
    def kind(self) -> str:
        """The standard table whose checks hold."""
        return self.shape.kind if self.shape is not None else self.table

    @property
    def columns(self) -> tuple[Column, ...]:
        """All the columns that the table may have."""
        return self.shape.columns if self.shape is not None else TABLES[self.table]

    def day(self, as_of: date | None) -> date | None:
        """The day at whose end the rows stand."""
        return self.shape.day(as_of) if self.shape is not None else as_of

    @property
    def key(self) -> str:
        """The column that names a row."""
        return self.shape.key if self.shape is not None else KEYS[self.table]


def column_letter(position: int) -> str:
    """What a spreadsheet calls the column at a position from 0: A, B, … Z, AA."""
    letters, number = "", position + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
