"""Parquet: a file or a folder of parts in, lazy typed cells out; nothing is read yet but the schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from creditscore.core.columns import Column
from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.aliases import Aliases
from creditscore.tables.files.column_units import units_of
from creditscore.tables.files.headers import HeaderPlace, Headers, matched
from creditscore.tables.files.inputs import Inputs
from creditscore.tables.raw import Raw, Remark
from creditscore.tables.shapes import shape_of


def parts_of(path: Path) -> list[Path]:
    """The Parquet files of a folder in name order, or the file itself."""
    return sorted(part for part in path.rglob("*.parquet") if part.is_file()) if path.is_dir() else [path]


def open_parquet(table: str, inputs: Inputs, declared: Mapping[str, str]) -> Raw:
    """One Parquet table, its columns named canonically and not yet converted."""
    path, file = inputs.paths[table], inputs.file_name(table)
    scan = pl.scan_parquet(parts_of(path), hive_partitioning=False, glob=False)
    try:
        written = scan.collect_schema().names()
    except (PolarsError, OSError) as error:
        raise TableError([Problem(file, Text("不是能读的 Parquet 文件", "not a readable Parquet file"))]) from error
    headers = matched(table, file, written, declared)
    cells = scan.select(pl.col(header).alias(name) for name, header in headers.names.items())
    units, remarks = stated_units(file, headers, shape_of(table, declared).columns, inputs.aliases)
    return Raw(table, path, file, None, None, cells, headers.names, headers.unused, typed=True, units=units, remarks=remarks)


def stated_units(file: str, headers: Headers, columns: Iterable[Column], aliases: Aliases) -> tuple[dict[str, str], tuple[Remark, ...]]:
    """The units that the names of columns state, as 贷款本金（万元）, and what there is to tell of them."""
    telling = units_of(file, aliases, [headers.written], HeaderPlace(0, 1, headers.written), headers, {})
    units = telling.found([column.name for column in columns if column.type == "money"])
    return units, tuple(telling.remarks(units))
