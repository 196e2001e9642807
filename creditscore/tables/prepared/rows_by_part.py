"""Rows in any order brought together by parts, on disk, so that parts can be checked one by one, and again.

In: the two tables as they stand, and either the villages with the numbers of their parts, or household ids that cut all of them into
ranges. Out: the parts as portions, their rows with the numbers that they have in the files. Of rows whose village is in no part the last
one takes care, of rows that belong to no household the first range: it finds out what is wrong with them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from itertools import count, pairwise
from pathlib import Path
from typing import TypeVar

import polars as pl
from msgspec import Struct

from creditscore.tables.portions.portion import VILLAGE, Portion
from creditscore.tables.prepared.parts import PART
from creditscore.tables.raw import ROW
from creditscore.tables.workspace import fresh_file

SORTED_ROWS = 1 << 20
"""So many rows are sorted by part at a time."""
SAMPLE = 1000
"""One household id in so many is looked at to find ids that cut all of them evenly."""
_BATCH_ROWS = 1 << 17
_ID = "household_id"
_Frame = TypeVar("_Frame", pl.DataFrame, pl.LazyFrame)
Placed = Callable[[pl.DataFrame], pl.DataFrame]
"""Puts the number of its part beside each row."""


class RowsByPart(Struct, frozen=True):
    """Both tables on disk, part by part."""

    tables: Mapping[str, _OnDisk]
    parts: int

    @classmethod
    def by_village(cls, tables: Mapping[str, pl.LazyFrame], villages: pl.DataFrame) -> RowsByPart:
        """The rows by the parts of their villages."""
        parts = int(villages[PART].max() or 1)  # type: ignore[arg-type]

        def placed(rows: pl.DataFrame) -> pl.DataFrame:
            return rows.join(villages, on=VILLAGE, how="left", maintain_order="left").with_columns(pl.col(PART).fill_null(parts))

        return cls({table: _OnDisk.of(rows, placed) for table, rows in tables.items()}, parts)

    @classmethod
    def by_household(cls, tables: Mapping[str, pl.LazyFrame], cuts: pl.Series) -> RowsByPart:
        """The rows by the ranges of their household ids; each of `cuts` begins one."""

        def placed(rows: pl.DataFrame) -> pl.DataFrame:
            places = cuts.search_sorted(rows[_ID].fill_null(""), side="right") if cuts.len() else pl.zeros(rows.height, eager=True)
            return rows.with_columns((places.cast(pl.UInt32) + 1).alias(PART))

        return cls({table: _OnDisk.of(rows, placed) for table, rows in tables.items()}, cuts.len() + 1)

    def portions(self) -> Iterator[Portion]:
        """The portions in the order of the parts."""
        for part in range(1, self.parts + 1):
            yield Portion(self.tables["households"].part(part), self.tables["loans"].part(part), 1, 1)

    def remove(self) -> None:
        """Take the rows off the disk."""
        for table in self.tables.values():
            shutil.rmtree(table.folder, ignore_errors=True)


def household_cuts(households: pl.LazyFrame, parts: int) -> pl.Series:
    """Household ids that cut all of them into about so many even ranges."""
    sample = households.select(_ID).gather_every(SAMPLE).collect(engine="streaming").to_series().drop_nulls().sort()
    places = [place * sample.len() // parts for place in range(1, parts)]
    return sample.gather(places).unique().sort() if places and sample.len() else sample.clear()


class _OnDisk(Struct, frozen=True):
    """One table: a folder of a few files for each part."""

    folder: Path
    schema: pl.Schema

    @classmethod
    def of(cls, rows: pl.LazyFrame, placed: Placed) -> _OnDisk:
        """Go through the rows and write them part by part."""
        kept = cls(fresh_file(".rows"), _numbered(rows, 1).collect_schema())
        numbers = count()
        for several in _several(rows):
            kept._write(placed(several).sort(PART, maintain_order=True), next(numbers))
        return kept

    def part(self, part: int) -> pl.DataFrame:
        """The rows of a part in the order of their numbers."""
        files = sorted((self.folder / str(part)).glob("*.arrow"))
        return pl.concat([pl.read_ipc(file) for file in files]).sort(ROW) if files else pl.DataFrame(schema=self.schema)

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
