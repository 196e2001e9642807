"""Tables to files, batch after batch, in bounded memory.

In: batches of rows of one table, amounts in fen. Out: one CSV or Parquet file with the canonical columns,
amounts in yuan with two decimals. Row groups have a fixed size, so the bytes do not depend on the batches.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import polars as pl
from polars.io.plugins import register_io_source

from creditscore.core.columns import TABLES, ColumnType
from creditscore.core.money import FEN_PER_YUAN

FileFormat = Literal["csv", "parquet"]
ROW_GROUP = 1 << 17
YUAN = pl.Decimal(18, 2)
_KINDS: dict[ColumnType, pl.DataType] = {"bool": pl.Boolean(), "date": pl.Date(), "money": YUAN, "integer": pl.Int64()}


def file_schema(table: str) -> dict[str, pl.DataType]:
    """The canonical columns of a table with their types in a file."""
    return {column.name: _KINDS.get(column.type, pl.String()) for column in TABLES[table]}


def in_yuan(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The canonical columns in their order, fen as exact yuan."""
    money = [column.name for column in TABLES[table] if column.type == "money"]
    return rows.with_columns((pl.col(money).cast(YUAN) / FEN_PER_YUAN).cast(YUAN)).select(list(file_schema(table)))


def write_table(folder: Path, table: str, batches: Iterator[pl.DataFrame], file_format: FileFormat) -> Path:
    """Write one table; the file appears under its name only when it is whole."""
    path = folder / f"{table}.{file_format}"
    unfinished = path.with_name(f".{path.name}.part")
    rows = _scan(table, batches)
    if file_format == "csv":
        rows.sink_csv(unfinished, include_bom=True, check_extension=False)
    else:
        rows.sink_parquet(unfinished, row_group_size=ROW_GROUP)
    unfinished.replace(path)
    return path


def _scan(table: str, batches: Iterator[pl.DataFrame]) -> pl.LazyFrame:
    """The batches as a lazy frame that asks for the next batch only when the last one is written."""

    def source(
        with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        del with_columns, predicate, n_rows, batch_size  # the sink takes every row and column
        for rows in batches:
            yield in_yuan(table, rows)

    return register_io_source(source, schema=file_schema(table), validate_schema=True)
