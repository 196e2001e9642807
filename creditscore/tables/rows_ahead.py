"""Rows as they come from a Parquet table, batch by batch; of a folder's canonical tables before anybody asks for them.

In: a table's cells. Out: its batches. Loading the program keeps one processor busy for a while, in which another can read already.
It imports next to nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread

import polars as pl
from polars.exceptions import PolarsError

from creditscore.core.columns import TABLES

ROW_TABLES = ("households", "loans")
"""The tables that come in portions; those of units are read whole."""
BATCH_ROWS = 1 << 17
BATCHES_AHEAD = 8
"""So many batches wait beside those that Polars itself reads ahead: a million rows, as many as are read while the program is loading."""
_begun: dict[Path, Rows] = {}


@dataclass(frozen=True)
class Rows:
    """The rows of one table in their order, and its columns. Polars reads some batches ahead of the one that is asked for."""

    schema: pl.Schema
    batches: Iterator[pl.DataFrame]

    @classmethod
    def of(cls, cells: pl.LazyFrame) -> Rows:
        """Begin to read."""
        return cls(cells.collect_schema(), cells.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True))

    def pulled(self) -> Rows:
        """The same, read further ahead: a thread takes batches as they come, as many as BATCHES_AHEAD."""
        waiting: Queue[pl.DataFrame | Exception | None] = Queue(BATCHES_AHEAD)
        Thread(target=_pull, args=(self.batches, waiting), daemon=True).start()
        return Rows(self.schema, _taken(waiting))

    def select(self, names: list[str]) -> Rows:
        """The same with columns in another order."""
        return Rows(pl.Schema({name: self.schema[name] for name in names}), (batch.select(names) for batch in self.batches))


def _pull(batches: Iterator[pl.DataFrame], waiting: Queue[pl.DataFrame | Exception | None]) -> None:
    try:
        for batch in batches:
            waiting.put(batch)
        waiting.put(None)
    except Exception as error:  # noqa: BLE001  # whoever asks for the batch is told
        waiting.put(error)


def _taken(waiting: Queue[pl.DataFrame | Exception | None]) -> Iterator[pl.DataFrame]:
    while (batch := waiting.get()) is not None:
        if isinstance(batch, Exception):
            raise batch
        yield batch


def read_ahead(folder: Path) -> None:
    """Begin to read the tables of rows in a folder that have canonical columns and no others; whatever is wrong is told later."""
    for table in ROW_TABLES:
        path = folder / f"{table}.parquet"
        if path.is_file():
            _begin(path, {column.name for column in TABLES[table]})


def _begin(path: Path, known: set[str]) -> None:
    cells = pl.scan_parquet(path, hive_partitioning=False, glob=False)
    try:
        if cells.collect_schema().keys() <= known:
            _begun[path] = Rows.of(cells).pulled()
    except (PolarsError, OSError):
        return


def rows_of(cells: pl.LazyFrame, names: Mapping[str, str], path: Path) -> Rows:
    """The rows of a table whose columns are `names` (canonical to written) of a file: as begun, the first time, or from now on."""
    begun = _begun.pop(path, None)
    if begun is not None and all(name == written for name, written in names.items()) and begun.schema.keys() == names.keys():
        return begun.select(cells.collect_schema().names())
    return Rows.of(cells)
