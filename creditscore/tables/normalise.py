"""Raw cells to typed canonical columns: used as they are where Parquet is canonical already, else read once and kept aside.

Tables kept aside have the columns of `batches` too, so files are read once, whatever is asked of them afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl
from polars.exceptions import PolarsError

from creditscore.core.columns import Column
from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.batches import CELL, CODE, STRANGE, BatchReader, Told
from creditscore.tables.left_out import Line, LineSorter
from creditscore.tables.quick import quick_typed
from creditscore.tables.raw import ROW, SURPLUS, Raw
from creditscore.tables.raw_parquet import parts_of
from creditscore.tables.read_id_numbers import birth_date_inside
from creditscore.tables.reading import DTYPES
from creditscore.tables.shapes import shape_of
from creditscore.tables.workspace import fresh_file

LARGE_FILE = 1 << 26
"""Tables of larger files (bytes) are kept aside on disk, smaller ones in memory."""


@dataclass(frozen=True)
class Settled:
    """One table with typed canonical columns, not yet checked.

    `probe` is the frame with a `strange:` column for each column that the quick reading may fail; `kept` whether the rows
    are kept aside with ROW, SURPLUS and, for columns with cells that could not be read, `cell:` and `code:` beside them; `first_row`
    the number of the first row where they are not, and `typing` what makes the probe's columns of the raw cells;
    `notes` counts conversions by code and column; `lines` are the lines that are no rows.
    """

    raw: Raw
    columns: tuple[Column, ...]
    frame: pl.LazyFrame
    probe: pl.LazyFrame
    kept: bool = False
    first_row: int = 1
    typing: tuple[pl.Expr, ...] = ()
    notes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    @property
    def table(self) -> str:
        """The table's name."""
        return self.raw.table

    @property
    def present(self) -> tuple[Column, ...]:
        """The columns that the file has."""
        return tuple(column for column in self.columns if column.name in self.raw.names)

    @property
    def numbered(self) -> pl.LazyFrame:
        """The rows with their original row numbers in ROW."""
        return self.frame if self.kept else self.frame.with_row_index(ROW, self.first_row)

    def side_columns(self, mark: str) -> list[str]:
        """The columns beside the typed ones whose names start with a mark of `batches`."""
        return [name for name in self.probe.collect_schema().names() if name.startswith(mark)]


def columns_of(table: str, declared: Mapping[str, str]) -> tuple[Column, ...]:
    """The canonical columns of a table and those that a rule pack declares beside them."""
    return shape_of(table, declared).columns


def settled(raw: Raw, columns: tuple[Column, ...]) -> Settled:
    """The table as it stands where every column allows it, else kept aside."""
    if not raw.typed:
        return kept_aside(raw, columns)
    schema = raw.cells.collect_schema()
    values: list[pl.Expr] = []
    strange: list[pl.Expr] = []
    for column in columns:
        if column.name not in raw.names:
            values.append(pl.lit(None, DTYPES[column.type]).alias(column.name))
            continue
        quick = quick_typed(column, schema[column.name])
        if quick is None:
            return kept_aside(raw, columns)
        values.append(quick.value.alias(column.name))
        if quick.strange is not None:
            strange.append(quick.strange.alias(STRANGE + column.name))
    typing = (*values, *strange)
    return Settled(raw, columns, raw.cells.select(values), raw.cells.select(typing), typing=typing)


def kept_aside(raw: Raw, columns: tuple[Column, ...]) -> Settled:
    """The table read cell by cell, once, and kept in memory or on disk; lines that are no rows are left out."""
    try:
        return _read_aside(raw, columns)
    except PolarsError as error:
        if raw.again is not None:
            return kept_aside(replace(raw, cells=raw.again(), again=None), columns)
        what = Text("读取失败，文件可能已损坏", "reading failed; the file may be damaged")
        raise TableError([Problem(raw.file, what)]) from error


def _read_aside(raw: Raw, columns: tuple[Column, ...]) -> Settled:
    cells = raw.cells
    if raw.typed:
        cells = cells.with_row_index(ROW, 1).with_columns(pl.lit(None, pl.String).alias(SURPLUS))
    dtypes = {name: dtype for name, dtype in cells.collect_schema().items() if name in raw.names}
    sorter = None if raw.typed else LineSorter(raw.aliases, raw.key, raw.names)
    reader = BatchReader(raw, columns, dtypes, sorter)
    kept = _kept(_born(cells.map_batches(reader.read, schema=reader.schema, streamable=True), raw), raw)
    rows = _with_unread(kept, reader.told)
    lines = tuple(sorted(reader.told.lines, key=lambda line: line.row))
    return Settled(raw, columns, rows, rows, kept=True, notes=dict(reader.told.notes), lines=lines)


def _with_unread(rows: pl.LazyFrame, told: Told) -> pl.LazyFrame:
    """The rows with the cells that could not be read beside them, as `cell:` and `code:` columns."""
    if not told.unread:
        return rows
    cells = pl.concat(told.unread)
    for name in cells.get_column("column").unique().sort():
        own = cells.filter(pl.col("column") == name).select(ROW, pl.col("cell").alias(CELL + name), pl.col("code").alias(CODE + name))
        rows = rows.join(own.lazy(), on=ROW, how="left", maintain_order="left")
    return rows


def with_births(settled: Settled) -> Settled:
    """The same table with blank birth dates filled from the ID numbers."""
    return replace(settled, frame=settled.frame.with_columns(_birth()))


def _birth() -> pl.Expr:
    return pl.coalesce("birth_date", birth_date_inside(pl.col("id_number"))).alias("birth_date")


def _born(frame: pl.LazyFrame, raw: Raw) -> pl.LazyFrame:
    return frame.with_columns(_birth()) if raw.table == "households" and "id_number" in raw.names else frame


def _kept(frame: pl.LazyFrame, raw: Raw) -> pl.LazyFrame:
    if sum(part.stat().st_size for part in parts_of(raw.path)) <= LARGE_FILE:
        return frame.collect(engine="streaming").lazy()
    target = fresh_file(".parquet")
    frame.sink_parquet(target, compression="lz4", engine="streaming")
    return pl.scan_parquet(target)
