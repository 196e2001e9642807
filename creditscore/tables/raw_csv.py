"""CSV: a text file in, lazy text cells out, with the original row numbers; cells are never typed by guessing."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import polars as pl
from polars.exceptions import NoDataError, PolarsError

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.encodings import UTF8, UTF8_BOM, encoding_of, recoded
from creditscore.tables.headers import SEARCHED_ROWS, header_row, matched
from creditscore.tables.inputs import Inputs
from creditscore.tables.raw import ROW, SURPLUS, Raw
from creditscore.tables.reading import tidied
from creditscore.tables.workspace import fresh_file

SEPARATORS = (",", "\t", ";")
SURPLUS_CELLS = 8
"""So many cells beyond the header are looked at; any that is filled shows that a separator was not quoted."""
_HEAD_CHARACTERS = 1 << 18


def open_csv(table: str, inputs: Inputs, declared: Mapping[str, str], encoding: str | None) -> Raw:
    """One CSV table: encoding by the strict ladder, header row and separator by the headers recognised."""
    path, file = inputs.paths[table], inputs.file_name(table)
    used = encoding_of(path, file, encoding)
    text_file = path if used in {UTF8, UTF8_BOM} else recoded(path, used, fresh_file(".csv"))
    separator, rows = _head(table, text_file, declared)
    if not any(cell.strip() for row in rows for cell in row):
        raise TableError([Problem(file, Text("文件是空的", "the file is empty"))])
    at = header_row(table, rows, declared)
    headers = matched(table, file, rows[at], declared)
    cells = _scan(text_file, file, separator, at, len(rows[at]))
    chosen = [pl.col(f"c{position}").alias(name) for name, position in headers.positions.items()]
    beyond = pl.coalesce(tidied(pl.col(f"c{len(rows[at]) + extra}")) for extra in range(SURPLUS_CELLS)).alias(SURPLUS)
    return Raw(table, path, file, None, used, cells.select(ROW, beyond, *chosen), headers.names, headers.unused, typed=False)


def _head(table: str, path: Path, declared: Mapping[str, str]) -> tuple[str, list[list[str]]]:
    with path.open(encoding=UTF8_BOM, newline="") as stream:
        text = stream.read(_HEAD_CHARACTERS)
    best: tuple[int, str, list[list[str]]] = (-1, ",", [])
    for separator in SEPARATORS:
        rows = _first_rows(text, separator)
        width = len(rows[header_row(table, rows, declared)]) if rows else 0
        best = max(best, (width, separator, rows), key=lambda one: one[0])
    return best[1], best[2]


def _first_rows(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    return [row for row, _ in zip(reader, range(SEARCHED_ROWS), strict=False)]


def _scan(path: Path, file: str, separator: str, header_at: int, width: int) -> pl.LazyFrame:
    names = [f"c{position}" for position in range(width + SURPLUS_CELLS)]
    scan = pl.scan_csv(
        path,
        has_header=False,
        separator=separator,
        skip_rows=header_at + 1,
        schema=dict.fromkeys(names, pl.String),
        missing_columns="insert",
        extra_columns="ignore",
        truncate_ragged_lines=True,
        row_index_name=ROW,
        row_index_offset=header_at + 2,
        glob=False,
    )
    try:
        scan.head(1).collect()
    except NoDataError:
        return pl.LazyFrame(schema={ROW: pl.UInt32, **dict.fromkeys(names, pl.String)})
    except PolarsError as error:
        raise TableError([Problem(file, Text("不是能读的 CSV 文件", "not a readable CSV file"))]) from error
    return scan
