"""Raw cells to typed canonical columns: used as they are where Parquet is canonical already, else read once and kept aside.

Tables kept aside have the columns of `batches` too, so files are read once, whatever is asked of them afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

import polars as pl
from msgspec import Struct, field
from msgspec.structs import replace
from polars.exceptions import PolarsError

from creditscore.core.columns import Column
from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.cells.batches import CELL, CODE, STRANGE, BatchReader, Told
from creditscore.tables.cells.first_rows import FirstRows, first_rows
from creditscore.tables.cells.left_out import Line, LineSorter
from creditscore.tables.cells.number_facts import BORN_INSIDE
from creditscore.tables.cells.quick import quick_typed
from creditscore.tables.cells.read_id_numbers import NUMBER, birth_date_inside
from creditscore.tables.cells.reading import DTYPES
from creditscore.tables.cells.rules import with_helpers
from creditscore.tables.cells.tally import Tally
from creditscore.tables.cells.units import units_below
from creditscore.tables.files.raw_parquet import parts_of
from creditscore.tables.raw import ROW, SURPLUS, Raw
from creditscore.tables.shapes import shape_of
from creditscore.tables.workspace import fresh_file

LARGE_FILE = 1 << 29
"""Tables of larger files (bytes) are kept aside on disk, smaller ones in memory."""

BIRTH = pl.coalesce("birth_date", BORN_INSIDE)
"""A birth date, from the ID number where it is blank; of rows with the helpers of `rules`."""


class Settled(Struct, frozen=True):
    """One table with typed canonical columns, not yet checked.

    `probe` is the frame with a `strange:` column for each column that the quick reading may fail; `kept` whether the rows
    are kept aside with ROW, SURPLUS and, for columns with cells that could not be read, `cell:` and `code:` beside them; `first_row`
    the number of the first row where they are not, and `typing` what makes the probe's columns of the raw cells; `later` are tests for
    strange cells that the probe leaves out, by column;
    `notes` counts conversions by code and column; `lines` are the lines that are no rows; `counts` what the checks found while
    the rows were read, where that is known already; `nameless` counts the cells filled under blank headers, by column letter; `unread`
    has the cells that could not be read where the frame has them not beside it.
    """

    raw: Raw
    columns: tuple[Column, ...]
    frame: pl.LazyFrame
    probe: pl.LazyFrame
    kept: bool = False
    first_row: int = 1
    typing: tuple[pl.Expr, ...] = ()
    later: Mapping[str, pl.Expr] = field(default_factory=dict)
    notes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    counts: Mapping[str, int] | None = None
    nameless: Mapping[str, int] = field(default_factory=dict)
    unread: Told | None = None

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
        numbered = self.kept or ROW in self.frame.collect_schema().names()
        return self.frame if numbered else self.frame.with_row_index(ROW, self.first_row)

    def testing_later(self, columns: Collection[str]) -> Settled:
        """The same, without the tests for strange cells of some columns: whoever asks makes them on fewer cells."""
        tests = {one.meta.output_name(): one for one in self.typing}
        later = {column: tests.pop(STRANGE + column) for column in columns if STRANGE + column in tests}
        typing = tuple(tests.values())
        return replace(self, typing=typing, probe=self.raw.cells.select(typing), later=later)

    @property
    def rows(self) -> pl.LazyFrame:
        """The rows as portions take them: cells as they are in the file, or the rows kept aside."""
        return self.frame if self.kept else self.raw.cells

    @property
    def numbered_rows(self) -> pl.LazyFrame:
        """These rows with their numbers in ROW."""
        return self.rows if self.kept else self.rows.with_row_index(ROW, 1)

    def typed(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Some of these rows as the probe has them, and their numbers where they have them."""
        if self.kept:
            return rows if self.unread is None else with_unread(rows, self.unread)
        return rows.select(*self.typing, *([ROW] if ROW in rows.collect_schema() else []))

    def gathered(self, wanted: pl.Expr) -> pl.DataFrame:
        """Just the rows that are wanted, typed, with their numbers and in the order of these."""
        return self.typed(self.numbered_rows.filter(wanted)).collect(engine="streaming").sort(ROW)

    def side_columns(self, mark: str) -> list[str]:
        """The columns beside the typed ones whose names start with a mark of `batches`."""
        return [name for name in self.probe.collect_schema().names() if name.startswith(mark)]


def columns_of(table: str, declared: Mapping[str, str]) -> tuple[Column, ...]:
    """The canonical columns of a table and those that a rule pack declares beside them."""
    return shape_of(table, declared).columns


def part_of(whole: Settled, rows: pl.DataFrame, first_row: int) -> Settled:
    """Some typed rows of a table as one of their own; `first_row` is the number of the first where they have none."""
    return replace(whole, frame=rows.lazy(), probe=rows.lazy(), first_row=first_row)


def settled(raw: Raw, columns: tuple[Column, ...], as_of: date | None = None) -> Settled:
    """The table as it stands where every column allows it, else kept aside."""
    if not raw.typed or raw.units:
        return kept_aside(raw, columns, as_of)
    schema = raw.cells.collect_schema()
    values: list[pl.Expr] = []
    strange: list[pl.Expr] = []
    for column in columns:
        if column.name not in raw.names:
            values.append(pl.lit(None, DTYPES[column.type]).alias(column.name))
            continue
        quick = quick_typed(column, schema[column.name])
        if quick is None:
            return kept_aside(raw, columns, as_of)
        values.append(quick.value.alias(column.name))
        if quick.strange is not None:
            strange.append(quick.strange.alias(STRANGE + column.name))
    typing = (*values, *strange)
    return Settled(raw, columns, raw.cells.select(values), raw.cells.select(typing), typing=typing)


def kept_aside(raw: Raw, columns: tuple[Column, ...], as_of: date | None = None) -> Settled:
    """The table read cell by cell, once, and kept in memory or on disk; lines that are no rows are left out."""
    return read_some_way(raw, columns, lambda one, first: _read_aside(one, columns, as_of, first))


def read_some_way(raw: Raw, columns: tuple[Column, ...], read: Callable[[Raw, FirstRows], Settled]) -> Settled:
    """The table as `read` makes it of the quickest cells that it can be made of. A TableError where there are none."""
    try:
        first = first_rows(raw, columns)
        return _read_quickly(raw, first, read) or read(raw, first)
    except PolarsError as error:
        if raw.again is not None:
            return read_some_way(replace(raw, cells=raw.again(), again=None, quickly=None), columns, read)
        what = Text("读取失败，文件可能已损坏", "reading failed; the file may be damaged")
        raise TableError([Problem(raw.file, what)]) from error


def _read_quickly(raw: Raw, first: FirstRows, read: Callable[[Raw, FirstRows], Settled]) -> Settled | None:
    """The table where all its cells are as the first rows let expect; None where they are not."""
    if raw.quickly is None:
        return None
    try:
        return read(replace(raw, cells=raw.quickly(first.dtypes)), first)
    except PolarsError:
        return None


def batch_reader(raw: Raw, columns: tuple[Column, ...], first: FirstRows) -> tuple[BatchReader, pl.LazyFrame]:
    """What reads the table batch by batch, and its rows as they will be read, with what their checks look at and births filled."""
    cells = raw.cells
    if raw.typed:
        cells = cells.with_row_index(ROW, 1).with_columns(pl.lit(None, pl.String).alias(SURPLUS))
    dtypes = {name: dtype for name, dtype in cells.collect_schema().items() if name in raw.names}
    sorter = None if raw.typed else LineSorter(raw.aliases, raw.key, raw.names)
    reader = BatchReader(raw, columns, dtypes, sorter, first)
    return reader, _with_facts(reader.read(cells), raw)


def _read_aside(raw: Raw, columns: tuple[Column, ...], as_of: date | None, first: FirstRows) -> Settled:
    reader, read = batch_reader(raw, columns, first)
    tally = Tally(raw.kind, reader.present, raw.day(as_of), raw.key)
    kept = _kept(tally.tapped(read).select(ROW, *(column.name for column in columns)), raw)
    rows = with_unread(_with_surplus(kept, tally), reader.told)
    counts = None if reader.told.unread else tally.counts()  # no check is held against a cell that could not be read
    return told_of(Settled(raw, columns, rows, rows, kept=True, counts=counts), reader)


def told_of(settled: Settled, reader: BatchReader) -> Settled:
    """The table with what its reading told of it. A TableError where a unit that is stated below contradicts the headers."""
    lines = tuple(sorted(reader.told.lines, key=lambda line: line.row))
    _refuse_unit_below(settled.raw, reader.present, lines)
    notes = reader.told.notes([column.name for column in settled.columns])
    return replace(settled, notes=notes, lines=lines, nameless=reader.told.cells_without_header())


def _refuse_unit_below(raw: Raw, columns: Sequence[Column], lines: Sequence[Line]) -> None:
    headers = {column.name: raw.names[column.name] for column in columns if column.type == "money"}
    footers = {line.row: line.texts for line in lines if line.kind == "footer"}
    file = f"{raw.file} [{raw.sheet}]" if raw.sheet else raw.file
    if headers:
        units_below(raw.aliases, file, footers, headers, raw.units)


def _with_surplus(rows: pl.LazyFrame, tally: Tally) -> pl.LazyFrame:
    """The rows with their cells beyond the header beside them: there are hardly any, so the column is not kept with the others."""
    if not tally.surplus:
        return rows.with_columns(pl.lit(None, pl.String).alias(SURPLUS))
    return rows.join(pl.concat(tally.surplus).lazy(), on=ROW, how="left", maintain_order="left")


def with_unread(rows: pl.LazyFrame, told: Told) -> pl.LazyFrame:
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


def _with_facts(frame: pl.LazyFrame, raw: Raw) -> pl.LazyFrame:
    """The rows with what their checks look at, and blank birth dates filled."""
    names = frame.collect_schema().names()
    frame = frame if BORN_INSIDE in names else with_helpers(raw.table, frame)
    if raw.table != "households" or NUMBER not in raw.names:
        return frame
    return frame.with_columns(birth_date=BIRTH)


def _kept(frame: pl.LazyFrame, raw: Raw) -> pl.LazyFrame:
    if sum(part.stat().st_size for part in parts_of(raw.path)) <= LARGE_FILE:
        return frame.collect(engine="streaming").lazy()
    target = fresh_file(".arrow")
    frame.sink_ipc(target, compression="uncompressed", compat_level=pl.CompatLevel.newest(), engine="streaming")
    return pl.scan_ipc(target)
