"""Rows in DuckDB: Parquet files in, the plan run by DuckDB within its own limits of memory, sums out to Polars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import narwhals as nw
import polars as pl

from creditscore.core.engines import require
from creditscore.engine.backends.backend import ROW_GROUP
from creditscore.engine.backends.elsewhere import Elsewhere
from creditscore.engine.codes import Frame

_numbers = count()


@dataclass
class DuckDBRows(Elsewhere):
    """Rows as relations of a DuckDB connection; `work` is a folder for what passes between the libraries."""

    connection: Any
    work: Path

    def gathered(self, small: Frame) -> Frame:
        """Through a Parquet file, so that nothing but DuckDB itself is needed."""
        path = self._fresh()
        small.to_native().write_parquet(str(path))
        return nw.from_native(pl.scan_parquet(path))

    def taken(self, small: Frame) -> Frame:
        """Through a Parquet file too."""
        return relation(self.connection, small.to_native(), self._fresh())

    def kept(self, frame: Frame, table: str) -> Frame:
        """One Parquet file, its rows by id."""
        path = self.folder / f"{table}.parquet"
        ordered = frame.to_native().order(f'"{frame.collect_schema().names()[0]}"')
        ordered.write_parquet(str(path), compression="zstd", row_group_size=ROW_GROUP)
        return _read(self.connection, path)

    def _fresh(self) -> Path:
        return self.work / f"small-{next(_numbers)}.parquet"


def relation(connection: Any, frame: pl.LazyFrame, path: Path) -> Frame:
    """A frame of Polars, handed over as a Parquet file."""
    frame.sink_parquet(path, compression="lz4", engine="streaming")
    return _read(connection, path)


def _read(connection: Any, path: Path) -> Frame:
    found: Frame = nw.from_native(connection.read_parquet(str(path)))
    return found


@contextmanager
def duckdb_rows(tables: Mapping[str, pl.LazyFrame], folder: Path) -> Iterator[DuckDBRows]:
    """The backend for some tables of rows; a UsageError where DuckDB is not installed."""
    require("duckdb")
    import duckdb

    with TemporaryDirectory(prefix="creditscore-") as name, duckdb.connect() as connection:
        work = Path(name)
        connection.execute("SET temp_directory = ?", [str(work / "spill")])
        rows = {table: relation(connection, frame, work / f"{table}.parquet") for table, frame in tables.items()}
        yield DuckDBRows(rows, folder, connection, work)
