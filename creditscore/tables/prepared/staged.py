"""Tables that portions cannot take as they stand, such as text files: every cell read once, batch by batch, onto disk.

In: tables in files of any kind. Out: a reader of portions over typed rows with the numbers that they have in their files. Cells that
could not be read, and lines that are no rows, are kept beside: they are few.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from creditscore.core.columns import Column
from creditscore.tables.cells.first_rows import FirstRows
from creditscore.tables.checks.judgement import Judgement
from creditscore.tables.checks.normalise import Settled, batch_reader, read_some_way, told_of, with_unread
from creditscore.tables.files.inputs import Inputs
from creditscore.tables.files.whole_files import Digests
from creditscore.tables.portions.reader import PortionReader
from creditscore.tables.portions.rows_ahead import ROW_TABLES
from creditscore.tables.prepared.write_parts import ROW_GROUP
from creditscore.tables.raw import ROW, SURPLUS, Raw
from creditscore.tables.read import Declared, counted_tables, read_proved
from creditscore.tables.shapes import shapes_of
from creditscore.tables.workspace import fresh_file


def staged_reader(inputs: Inputs, declared: Declared, as_of: date | None, encoding: str | None, digests: Digests) -> PortionReader:
    """A reader of portions of tables of any kind. A TableError where a table cannot be read at all."""

    def read(raws: Mapping[str, Raw]) -> PortionReader:
        judgement = Judgement()
        units = counted_tables({table: raw for table, raw in raws.items() if table not in ROW_TABLES}, as_of)
        for found in units.values():
            judgement.judge(found)
        rows = {table: staged(raws[table], raws[table].columns) for table in ROW_TABLES}
        return PortionReader(rows, judgement, as_of)

    return read_proved(inputs, shapes_of(declared), encoding, digests, read)


def staged(raw: Raw, columns: tuple[Column, ...]) -> Settled:
    """A table's rows, typed, on disk."""
    return read_some_way(raw, columns, lambda one, first: _staged(one, columns, first))


def _staged(raw: Raw, columns: tuple[Column, ...], first: FirstRows) -> Settled:
    reader, read = batch_reader(raw, columns, first)
    file = fresh_file(".parquet")
    wanted = read.select(ROW, SURPLUS, *(column.name for column in columns))
    wanted.sink_parquet(file, compression="lz4", row_group_size=ROW_GROUP, engine="streaming")
    rows = pl.scan_parquet(file)
    return told_of(Settled(raw, columns, rows, with_unread(rows, reader.told), kept=True, unread=reader.told), reader)
