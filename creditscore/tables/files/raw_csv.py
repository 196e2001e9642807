"""CSV: a text file in, lazy text cells out, with the original row numbers; cells are never typed by guessing."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.aliases import Aliases
from creditscore.tables.files.encodings import UTF8, UTF8_BOM, in_utf8, not_decoded, start_of
from creditscore.tables.files.headers import SEARCHED_ROWS, header_place
from creditscore.tables.files.inputs import Inputs
from creditscore.tables.files.laid_out import LaidOut, laid_out
from creditscore.tables.files.whole_files import Told
from creditscore.tables.raw import EXTRA, ROW, Layout, Raw
from creditscore.tables.workspace import fresh_file

SEPARATORS = (",", "\t", ";", "|")
csv.field_size_limit(1 << 30)  # a cell may be long: that is no reason to fail
SURPLUS_CELLS = 8
"""So many cells beyond the header are looked at; any that is filled shows that a separator was not quoted."""
Rows = list[list[str]]


def open_csv(table: str, inputs: Inputs, declared: Mapping[str, str], encoding: str | None, beside: Future[Told] | None = None) -> Raw:
    """One CSV table: encoding by the strict ladder, header row and separator by the headers recognised.

    UTF-8 may be proved by a pass that goes on `beside`.
    """
    path, file, aliases = inputs.paths[table], inputs.file_name(table), inputs.aliases
    used, text_file = in_utf8(path, file, encoding, proved_beside=beside is not None)
    separator, rows = _head(table, text_file, declared, aliases)
    if not any(cell.strip() for row in rows for cell in row):
        raise TableError([Problem(file, Text("文件是空的", "the file is empty"))])
    found = laid_out(table, file, rows, declared, aliases)
    empty = len(rows) < found.first_row
    return Raw(
        table,
        path,
        file,
        None,
        used,
        _scan(text_file, separator, found, empty=empty),
        found.headers.names,
        found.headers.unused,
        typed=False,
        layout=Layout(found.first_row - 1, found.headers.positions, separator),
        aliases=aliases,
        units=found.units,
        remarks=found.remarks,
        first_row=found.first_row,
        nameless=found.nameless,
        again=lambda: _scan(_rewritten(text_file, file, separator, beside), ",", found, empty=empty),
        quickly=lambda dtypes: _strictly(text_file, separator, found, dtypes),
    )


def _rewritten(path: Path, file: str, separator: str, beside: Future[Told] | None = None) -> Path:
    """A copy with every cell quoted, for quotes that stand inside cells; a TableError names the line where quotes do not pair."""
    if beside is not None and not beside.result().utf8:
        raise TableError([not_decoded(path, file, [UTF8])])
    target = fresh_file(".csv")
    with path.open(encoding=UTF8_BOM, newline="") as stream, target.open("w", encoding=UTF8, newline="") as out:
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(_rows_of(stream, file, separator))
    return target


def _rows_of(stream: TextIO, file: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(stream, delimiter=separator, strict=True)
    while True:
        begun = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            what = Text("第 {line} 行的引号不配对", "the quotes in line {line} do not pair").fill(line=begun)
            cure = Text("请删去单元格中的英文引号，或重新导出", "remove the straight quotes from the cell, or export the file again")
            raise TableError([Problem(file, what, cure=cure)]) from error
        if row is None:
            return
        yield row or [""]


def _head(table: str, path: Path, declared: Mapping[str, str], aliases: Aliases) -> tuple[str, Rows]:
    """The separator with which most headers are recognised, and the first rows parted by it."""
    text = start_of(path)
    ways = {separator: _first_rows(text, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: _fit(table, ways[separator], declared, aliases))
    return best, ways[best]


def _fit(table: str, rows: Rows, declared: Mapping[str, str], aliases: Aliases) -> tuple[int, int]:
    if not rows:
        return 0, 0
    written = header_place(table, rows, declared, aliases).written
    known = sum(header.strip() in declared or aliases.header(table, header) is not None for header in written)
    return known, len(written)


def _first_rows(text: str, separator: str) -> Rows:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    return [row for row, _ in zip(reader, range(SEARCHED_ROWS), strict=False)]


def _scan(path: Path, separator: str, found: LaidOut, *, empty: bool) -> pl.LazyFrame:
    """The cells as text, those beyond the header too."""
    schema = dict.fromkeys(_names(found), pl.String())
    if empty:
        return pl.LazyFrame(schema={ROW: pl.UInt32, **schema})
    return _scanned(path, separator, found, schema, extra_columns="ignore", truncate_ragged_lines=True)


def _names(found: LaidOut) -> list[str]:
    return [*found.columns, *(f"{EXTRA}{extra}" for extra in range(SURPLUS_CELLS))]


def _strictly(path: Path, separator: str, found: LaidOut, dtypes: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    """The cells as text or of the dtypes given; a cell that is not of its dtype, or that lies beyond the header, makes the reading fail."""
    return _scanned(path, separator, found, dict.fromkeys(found.columns, pl.String()) | dict(dtypes), extra_columns="raise")


def _scanned(path: Path, separator: str, found: LaidOut, schema: Mapping[str, pl.DataType], **options: Any) -> pl.LazyFrame:
    return pl.scan_csv(
        path,
        has_header=False,
        separator=separator,
        skip_rows=found.first_row - 1,
        schema=schema,
        missing_columns="insert",
        row_index_name=ROW,
        row_index_offset=found.first_row,
        glob=False,
        **options,
    )
