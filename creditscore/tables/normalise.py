"""Raw cells to typed canonical columns: used as they are where Parquet is canonical already, else read once and kept aside.

Tables kept aside have the columns of `batches` too, so files are read once, whatever is asked of them afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl
from polars.exceptions import PolarsError

from creditscore.core.columns import TABLES, Column, ColumnType
from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text, same
from creditscore.tables.batches import BLANK, NOTE, STRANGE, BatchReader
from creditscore.tables.quick import quick_typed
from creditscore.tables.raw import ROW, SURPLUS, Raw
from creditscore.tables.raw_parquet import parts_of
from creditscore.tables.read_id_numbers import birth_date_inside
from creditscore.tables.reading import DTYPES
from creditscore.tables.workspace import fresh_file

LARGE_FILE = 1 << 26
"""Tables of larger files (bytes) are kept aside on disk, smaller ones in memory."""


@dataclass(frozen=True)
class Settled:
    """One table with typed canonical columns, not yet checked.

    `probe` is the frame with a `strange:` column for each column that the quick reading may fail; `kept` whether
    the rows are kept aside with ROW and the columns of `batches`; `left_out` counts lines that are no rows.
    """

    raw: Raw
    columns: tuple[Column, ...]
    frame: pl.LazyFrame
    probe: pl.LazyFrame
    kept: bool = False
    left_out: int = 0

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
        return self.frame if self.kept else self.frame.with_row_index(ROW, 1)

    def side_columns(self, mark: str) -> list[str]:
        """The columns beside the typed ones whose names start with a mark of `batches`."""
        return [name for name in self.probe.collect_schema().names() if name.startswith(mark)]


def columns_of(table: str, declared: Mapping[str, str]) -> tuple[Column, ...]:
    """The canonical columns of a table and those that a rule pack declares beside them."""
    known = {column.name for column in TABLES[table]}
    kinds: dict[str, ColumnType] = {name: kind for name, kind in declared.items() if name not in known}  # type: ignore[misc]
    return (*TABLES[table], *(Column(name, kind, same(name)) for name, kind in kinds.items()))


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
    return Settled(raw, columns, raw.cells.select(values), raw.cells.select(*values, *strange))


def kept_aside(raw: Raw, columns: tuple[Column, ...]) -> Settled:
    """The table read cell by cell, once, and kept in memory or on disk; blank lines are left out."""
    cells = raw.cells
    if raw.typed:
        cells = cells.with_row_index(ROW, 1).with_columns(pl.lit(None, pl.String).alias(SURPLUS))
    dtypes = {name: dtype for name, dtype in cells.collect_schema().items() if name in raw.names}
    reader = BatchReader(columns, dtypes)
    frame = _kept(_born(cells.map_batches(reader.read, schema=reader.schema, streamable=True), raw), raw)
    left_out = 0 if raw.typed else int(frame.select(pl.col(BLANK).sum()).collect().item())
    rows = (frame.filter(~pl.col(BLANK)) if left_out else frame).drop(BLANK)
    return Settled(raw, columns, rows, rows, kept=True, left_out=left_out)


def with_births(settled: Settled) -> Settled:
    """The same table with blank birth dates filled from the ID numbers."""
    return replace(settled, frame=settled.frame.with_columns(_birth()))


def notes_in(settled: Settled) -> list[str]:
    """The columns that count conversions."""
    return settled.side_columns(NOTE) if settled.kept else []


def _birth() -> pl.Expr:
    return pl.coalesce("birth_date", birth_date_inside(pl.col("id_number"))).alias("birth_date")


def _born(frame: pl.LazyFrame, raw: Raw) -> pl.LazyFrame:
    return frame.with_columns(_birth()) if raw.table == "households" and "id_number" in raw.names else frame


def _kept(frame: pl.LazyFrame, raw: Raw) -> pl.LazyFrame:
    size = sum(part.stat().st_size for part in parts_of(raw.path))
    try:
        if size <= LARGE_FILE:
            return frame.collect(engine="streaming").lazy()
        target = fresh_file(".parquet")
        frame.sink_parquet(target, compression="lz4", engine="streaming")
        return pl.scan_parquet(target)
    except PolarsError as error:
        what = Text("读取失败，文件可能已损坏", "reading failed; the file may be damaged")
        raise TableError([Problem(raw.file, what)]) from error
