"""Rows in any order brought together by the parts of their villages, on disk, so that parts can be checked one by one.

In: the two tables as they stand, and the villages with the numbers of their parts. Out: the parts as portions, their rows with the numbers
that they have in the files. Of rows whose village is in no part the last one takes care: it finds out what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import TypeVar

import polars as pl

from creditscore.tables.parts import PART
from creditscore.tables.portions import VILLAGE, Portion
from creditscore.tables.raw import ROW
from creditscore.tables.workspace import fresh_file

SORTED_ROWS = 1 << 20
"""So many rows are sorted by part at a time."""
_BATCH_ROWS = 1 << 17
_Frame = TypeVar("_Frame", pl.DataFrame, pl.LazyFrame)


def portions_by_part(tables: Mapping[str, pl.LazyFrame], villages: pl.DataFrame) -> Iterator[Portion]:
    """The portions in the order of the parts; each takes its files off the disk."""
    parts = int(villages[PART].max() or 1)  # type: ignore[arg-type]
    kept = {table: _OnDisk.of(rows, villages, parts) for table, rows in tables.items()}
    for part in range(1, parts + 1):
        yield Portion(kept["households"].taken(part), kept["loans"].taken(part), 1, 1)


@dataclass(frozen=True)
class _OnDisk:
    """One table: a folder of a few files for each part."""

    folder: Path
    schema: pl.Schema

    @classmethod
    def of(cls, rows: pl.LazyFrame, villages: pl.DataFrame, parts: int) -> _OnDisk:
        """Go through the rows and write them part by part."""
        kept = cls(fresh_file(".rows"), _numbered(rows, 1).collect_schema())
        numbers = count()
        for several in _several(rows):
            own = several.join(villages, on=VILLAGE, how="left", maintain_order="left").with_columns(pl.col(PART).fill_null(parts))
            kept._write(own.sort(PART, maintain_order=True), next(numbers))
        return kept

    def taken(self, part: int) -> pl.DataFrame:
        """The rows of a part in the order of their numbers; they are on disk no more."""
        files = sorted((self.folder / str(part)).glob("*.arrow"))
        if not files:
            return pl.DataFrame(schema=self.schema)
        rows = pl.concat([pl.read_ipc(file) for file in files]).sort(ROW)
        for file in files:
            file.unlink()
        return rows

    def _write(self, ordered: pl.DataFrame, number: int) -> None:
        starts = ordered.with_row_index("#at").group_by(PART, maintain_order=True).agg(pl.col("#at").first())
        rows, places = ordered.drop(PART), [*starts.iter_rows(), (0, ordered.height)]
        for (part, first), (_, after) in pairwise(places):
            folder = self.folder / str(part)
            folder.mkdir(parents=True, exist_ok=True)
            rows.slice(first, after - first).write_ipc(folder / f"{number:06}.arrow", compression="lz4")


def _several(rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The rows with their numbers, many at a time."""
    waiting: list[pl.DataFrame] = []
    first = 1
    for batch in rows.collect_batches(chunk_size=_BATCH_ROWS, maintain_order=True):
        waiting.append(_numbered(batch, first))
        first += batch.height
        if sum(one.height for one in waiting) >= SORTED_ROWS:
            yield pl.concat(waiting)
            waiting = []
    if waiting:
        yield pl.concat(waiting)


def _numbered(rows: _Frame, first: int) -> _Frame:
    """The rows with the numbers that they have, or else with those from `first` on."""
    return rows if ROW in rows.lazy().collect_schema() else rows.with_row_index(ROW, first)
