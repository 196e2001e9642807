"""Opening: one table of the inputs in, its raw cells out, by the kind of its file."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future

from msgspec.structs import replace

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.files.inputs import TEXT_FILES, WORKBOOKS, Inputs, is_parquet
from creditscore.tables.files.whole_files import Told
from creditscore.tables.raw import Raw
from creditscore.tables.shapes import TableShape


def open_raw(shape: TableShape, inputs: Inputs, encoding: str | None, beside: Future[Told] | None = None) -> Raw:
    """Open one table of the inputs by the kind of its file; a TableError where it cannot be read or lacks a column.

    Where a pass over the whole file goes on `beside`, a text file whose start is UTF-8 is taken to be UTF-8.
    """
    return replace(_opened(shape.name, inputs, shape, encoding, beside), shape=shape)


def _opened(table: str, inputs: Inputs, declared: Mapping[str, str], encoding: str | None, beside: Future[Told] | None) -> Raw:
    path = inputs.paths[table]
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        from creditscore.tables.files.raw_workbook import open_workbook

        return open_workbook(table, inputs, declared)
    if suffix in TEXT_FILES:
        from creditscore.tables.files.raw_csv import open_csv

        return open_csv(table, inputs, declared, encoding, beside)
    if is_parquet(path):
        from creditscore.tables.files.raw_parquet import open_parquet

        return open_parquet(table, inputs, declared)
    expected = Text("应为 .csv、.xlsx 或 .parquet", "expected .csv, .xlsx or .parquet")
    raise TableError([Problem(path.name, Text("不认识的文件格式", "unknown kind of file"), expected)])
