"""The result hash: one SHA-256 over the sorted logical rows of a run's level tables.

It depends on what the tables say, not on how a file holds it: Parquet encodings, row groups, batch
sizes and the engine make no difference. Rows are hashed in chunks of a fixed number, each chunk by itself, so
that chunks can be hashed side by side, as they are made or wherever they lie. docs/run-folder.md gives the steps.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import polars as pl
from msgspec import Struct

from creditscore.archive.hashed_column import Kind, column_digest, kind_of
from creditscore.core.errors import CreditscoreError, RunError, one
from creditscore.core.text import Text

CHUNK_ROWS = 131_072
_SCHEME = "creditscore-result-2"
_PENDING_CHUNKS = 4
Words = Mapping[str, Sequence[str]]


class TableDigest(Struct, frozen=True):
    """What the result hash knows of one level table: its columns with their logical types, its rows, the digest of each chunk."""

    table: str
    columns: Mapping[str, Kind]
    rows: int
    chunks: tuple[str, ...]


@dataclass
class TableHasher:
    """Hashes a level table as its rows come, sorted by the first column, in batches of any size.

    `words` are the columns that hold the numbers of their words. RunError where the ids do not strictly
    ascend, or a column has a type that level tables do not have.
    """

    table: str
    words: Words = field(default_factory=dict)
    _kinds: dict[str, Kind] = field(default_factory=dict, init=False)
    _rest: pl.DataFrame | None = field(default=None, init=False)
    _last: str | None = field(default=None, init=False)
    _rows: int = field(default=0, init=False)
    _chunks: list[Future[str]] = field(default_factory=list, init=False)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=os.cpu_count() or 1), init=False)

    def feed(self, rows: pl.DataFrame) -> None:
        """Take the next rows; whole chunks are hashed in the background."""
        if not self._kinds:
            self._kinds = {name: self._kind(name, dtype) for name, dtype in rows.schema.items()}
        self._last = _last_of_ascending(rows.to_series(0), self._last, self.table)
        self._rows += rows.height
        waiting = rows if self._rest is None else pl.concat([self._rest, rows])
        whole = waiting.height - waiting.height % CHUNK_ROWS
        for start in range(0, whole, CHUNK_ROWS):
            self._submit(waiting.slice(start, CHUNK_ROWS))
        self._rest = waiting.slice(whole)

    def ended(self) -> None:
        """Hash the last rows too, in the background: there are no more."""
        if self._rest is not None and self._rest.height:
            self._submit(self._rest)
        self._rest = None

    def finished(self) -> TableDigest:
        """The digest of all rows that were fed."""
        self.ended()
        chunks = tuple(chunk.result() for chunk in self._chunks)
        self._pool.shutdown()
        return TableDigest(self.table, self._kinds, self._rows, chunks)

    def _submit(self, chunk: pl.DataFrame) -> None:
        if len(self._chunks) >= _PENDING_CHUNKS:
            self._chunks[-_PENDING_CHUNKS].result()
        self._chunks.append(self._pool.submit(self._chunk_digest, chunk))

    def _chunk_digest(self, chunk: pl.DataFrame) -> str:
        unique = chunk.columns[0]
        digests = (
            column_digest(chunk[name], kind, self.words.get(name), distinct=name == unique) for name, kind in sorted(self._kinds.items())
        )
        return hashlib.sha256(b"".join(digests)).hexdigest()

    def _kind(self, name: str, dtype: pl.DataType) -> Kind:
        kind: Kind | None = "text" if name in self.words else kind_of(dtype)
        if kind is not None:
            return kind
        what = Text("列 {name} 的类型 {type} 不属于评定结果表", "column {name} has a type that level tables do not have: {type}")
        raise one(RunError, f"{self.table}.parquet", what.fill(name=name, type=str(dtype)))


def result_hash(folder: Path, tables: Sequence[str], batch_rows: int = CHUNK_ROWS) -> str:
    """The result hash of the named level tables (`households`, ...) of a run folder, as 64 hexadecimal digits.

    RunError where a table is not sorted by its id (its first column), names a unit twice, or
    holds a type that level tables do not have.
    """
    return combined([table_digest(folder, table, batch_rows) for table in tables])


def table_digest(folder: Path, table: str, batch_rows: int = CHUNK_ROWS) -> TableDigest:
    """The digest of a level table in a run folder, read batch by batch."""
    hasher = TableHasher(table)
    for batch in _batches(pl.scan_parquet(folder / f"{table}.parquet"), batch_rows):
        hasher.feed(batch)
    return hasher.finished()


def combined(digests: Sequence[TableDigest]) -> str:
    """The result hash from the digests of all level tables."""
    entries = [[one.table, one.rows, sorted(one.columns.items()), one.chunks] for one in sorted(digests, key=lambda one: one.table)]
    return hashlib.sha256(json.dumps([_SCHEME, entries], ensure_ascii=True).encode()).hexdigest()


def _batches(scan: pl.LazyFrame, batch_rows: int) -> Iterator[pl.DataFrame]:
    """The rows in their order; at least one batch, so that an empty table has its columns."""
    batches = scan.collect_batches(chunk_size=batch_rows, maintain_order=True)
    found = False
    for batch in batches:
        found = True
        yield batch
    if not found:
        yield scan.head(0).collect()


def _last_of_ascending(ids: pl.Series, before: str | None, table: str) -> str | None:
    """The last id of a batch; RunError where the ids do not strictly ascend, from the last one of the batch before."""
    if ids.is_empty():
        return before
    ascends = (ids.slice(1) > ids.slice(0, ids.len() - 1)).all(ignore_nulls=False)
    if not ascends or ids[0] is None or (before is not None and not before < ids[0]):
        raise _unsorted(table)
    return str(ids[-1])


def check_ascending(ends: Sequence[tuple[str, str]], table: str) -> None:
    """RunError where chunks, of each of which the first and the last id are given in their order, do not follow each other."""
    if any(before[1] >= after[0] for before, after in pairwise(ends)):
        raise _unsorted(table)


def _unsorted(table: str) -> CreditscoreError:
    what = Text("评定结果表未按编号排序，或编号重复", "the level table is not sorted by its id, or names a unit twice")
    return one(RunError, f"{table}.parquet", what, cure=Text("请重新评定", "rate again"))
