"""Rows as they come from a Parquet table, batch by batch; of a folder's canonical tables before anybody asks for them.

In: a table's cells. Out: its batches. Loading the program keeps one processor busy for a while, in which another can read already.
It imports next to nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread

import polars as pl
from msgspec import Struct
from polars.exceptions import PolarsError

from creditscore.core.columns import TABLES

ROW_TABLES = ("households", "loans")
"""The tables that come in portions; those of units are read whole."""
BATCH_ROWS = 1 << 17
BATCHES_AHEAD = 4
"""So many batches wait beside those that Polars itself reads ahead: about a million rows in all, what is read while the program loads."""
Waiting = Queue[pl.DataFrame | Exception | None]
"""Batches; after the last one that the thread takes None, or what went wrong."""
_begun: dict[Path, Rows] = {}


class Rows(Struct, frozen=True):
    """The rows of one table in their order, and its columns. Polars reads some batches ahead of the one that is asked for."""

    schema: pl.Schema
    batches: Iterator[pl.DataFrame]

    @classmethod
    def of(cls, cells: pl.LazyFrame) -> Rows:
        """Begin to read."""
        return cls(cells.collect_schema(), cells.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True))

    def pulled(self) -> Rows:
        """The same, read further ahead: a thread takes batches, as many as BATCHES_AHEAD, until somebody asks for them."""
        return Rows(self.schema, _Pulled(self.batches))

    def select(self, names: list[str]) -> Rows:
        """The same with columns in another order."""
        return Rows(pl.Schema({name: self.schema[name] for name in names}), (batch.select(names) for batch in self.batches))


class _Pulled:
    """Batches that a thread takes until somebody asks for the first one, or can ask no more; the others come as they are asked for."""

    def __init__(self, batches: Iterator[pl.DataFrame]) -> None:
        self._batches = batches
        self._waiting: Waiting = Queue(BATCHES_AHEAD)
        self._asked = Event()
        self._alone = False
        Thread(target=_pull, args=(batches, self._waiting, self._asked), daemon=True).start()

    def __iter__(self) -> _Pulled:
        return self

    def __next__(self) -> pl.DataFrame:
        self._asked.set()
        batch = None if self._alone else self._waiting.get()
        if isinstance(batch, pl.DataFrame):
            return batch
        self._alone = True
        if isinstance(batch, Exception):
            raise batch
        return next(self._batches)

    def __del__(self) -> None:
        self._asked.set()
        with suppress(Empty):
            while True:
                self._waiting.get_nowait()


def _pull(batches: Iterator[pl.DataFrame], waiting: Waiting, asked: Event) -> None:
    try:
        for batch in batches:
            waiting.put(batch)
            if asked.is_set():
                break
        waiting.put(None)
    except Exception as error:  # noqa: BLE001  # whoever asks for the batch is told
        waiting.put(error)


def let_go() -> None:
    """Keep nothing of what was begun and will not be asked for."""
    _begun.clear()


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
