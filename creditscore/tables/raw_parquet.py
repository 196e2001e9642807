"""Parquet: a file or a folder of parts in, lazy typed cells out; nothing is read yet but the schema."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.headers import matched
from creditscore.tables.inputs import Inputs
from creditscore.tables.raw import Raw


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
    return Raw(table, path, file, None, None, cells, headers.names, headers.unused, typed=True)
