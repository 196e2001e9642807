"""The result hash: one SHA-256 over the sorted logical rows of a run's level tables.

It depends on what the tables say, not on how a file holds it: Parquet encodings, row groups, batch
sizes and the engine make no difference. Each column is fed to SHA-256 in up to three streams: the
values (whole numbers and dates as little-endian 64-bit integers, true and false as one byte each,
text as UTF-8), the byte lengths of text as little-endian 32-bit integers, and the row numbers of
the nulls, which count as 0, false or no text in the other streams. The digests of all columns,
each with its table, name and logical type, are hashed together.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from creditscore.core.errors import RunError, one
from creditscore.core.text import Text

if TYPE_CHECKING:
    from hashlib import _Hash

BATCH_ROWS = 131_072
_SCHEME = "creditscore-result-1"


@dataclass
class _Column:
    """One column on its way through: its logical type, and the digests of its three streams."""

    name: str
    type: str
    values: _Hash = field(default_factory=hashlib.sha256)
    lengths: _Hash = field(default_factory=hashlib.sha256)
    nulls: _Hash = field(default_factory=hashlib.sha256)

    def feed(self, batch: _Batch) -> None:
        """Take the column's cells of the next batch."""
        cells = batch.rows[self.name]
        if cells.null_count():
            self.nulls.update(_bytes(cells.is_null().arg_true().cast(pl.Int64) + batch.first_row, "<i8"))
        if self.type == "text":
            self.values.update(batch.texts[self.name].item())
        kind, stream = _STREAMS.get(self.type, "<i8"), self.lengths if self.type == "text" else self.values
        stream.update(_bytes(batch.numbers[self.name], kind))

    def digest(self) -> str:
        """The digest of all that was fed."""
        parts = (self.values, self.lengths, self.nulls)
        return hashlib.sha256(b"".join(part.digest() for part in parts)).hexdigest()


_STREAMS = {"text": "<u4", "bool": "|u1"}


@dataclass(frozen=True)
class _Batch:
    """Some rows of a table, the number of the first, and what is to be hashed: all text in one piece, everything else as numbers."""

    rows: pl.DataFrame
    first_row: int
    texts: pl.DataFrame
    numbers: pl.DataFrame


def _prepared(rows: pl.DataFrame, first_row: int) -> _Batch:
    text, truth = pl.selectors.string(), pl.selectors.boolean()
    whole = pl.selectors.all() - text - truth
    lengths = text.str.len_bytes().fill_null(0)
    numbers = rows.select(lengths, truth.fill_null(False).cast(pl.UInt8), whole.cast(pl.Int64).fill_null(0))
    return _Batch(rows, first_row, rows.select(text.str.join("").cast(pl.Binary)), numbers)


def result_hash(folder: Path, tables: Sequence[str], batch_rows: int = BATCH_ROWS) -> str:
    """The result hash of the named level tables (`households`, ...) of a run folder, as 64 hexadecimal digits.

    RunError where a table is not sorted by its id (its first column), names a unit twice, or
    holds a type that level tables do not have.
    """
    entries = [[table, *entry] for table in sorted(tables) for entry in _table_digests(folder, table, batch_rows)]
    return hashlib.sha256(json.dumps([_SCHEME, entries], ensure_ascii=True).encode()).hexdigest()


def _table_digests(folder: Path, table: str, batch_rows: int) -> list[tuple[str, str, int, str]]:
    """Name, logical type, rows and digest of every column, in name order."""
    scan = pl.scan_parquet(folder / f"{table}.parquet")
    columns = [_Column(name, _logical_type(table, name, dtype)) for name, dtype in scan.collect_schema().items()]
    scan = scan.with_columns(pl.col(column.name).cast(pl.String) for column in columns if column.type == "text")
    rows = _fed(columns, scan.collect_batches(chunk_size=batch_rows, maintain_order=True), table)
    return sorted((column.name, column.type, rows, column.digest()) for column in columns)


def _fed(columns: list[_Column], batches: Iterable[pl.DataFrame], table: str) -> int:
    """Feed every batch to its columns, several columns at once, while the next one is prepared; how many rows there were."""
    rows = 0
    last: str | None = None
    tasks: list[Future[None]] = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for batch in batches:
            last = _last_of_ascending(batch[columns[0].name], last, table)
            prepared = _prepared(batch, rows)
            rows += batch.height
            _finish(tasks)
            tasks = [pool.submit(column.feed, prepared) for column in columns]
        _finish(tasks)
    return rows


def _finish(tasks: Iterable[Future[None]]) -> None:
    for task in tasks:
        task.result()


def _last_of_ascending(ids: pl.Series, before: str | None, table: str) -> str | None:
    """The last id of a batch; RunError where the ids do not strictly ascend, from the last one of the batch before."""
    if ids.is_empty():
        return before
    ascends = (ids.slice(1) > ids.slice(0, ids.len() - 1)).all(ignore_nulls=False)
    if not ascends or ids[0] is None or (before is not None and not before < ids[0]):
        what = Text("评定结果表未按编号排序，或编号重复", "the level table is not sorted by its id, or names a unit twice")
        raise one(RunError, f"{table}.parquet", what, cure=Text("请重新评定", "rate again"))
    return str(ids[-1])


def _logical_type(table: str, name: str, dtype: pl.DataType) -> str:
    if dtype == pl.String or isinstance(dtype, (pl.Categorical, pl.Enum)):
        return "text"
    if dtype == pl.Boolean:
        return "bool"
    if dtype == pl.Date:
        return "date"
    if dtype.is_integer() and dtype != pl.Int128:
        return "integer"
    what = Text("列 {name} 的类型 {type} 不属于评定结果表", "column {name} has a type that level tables do not have: {type}")
    raise one(RunError, f"{table}.parquet", what.fill(name=name, type=str(dtype)))


def _bytes(cells: pl.Series, kind: str) -> memoryview:
    """The cells as packed numbers of a fixed width and byte order."""
    return cells.to_numpy().astype(kind, copy=False).data.cast("B")
