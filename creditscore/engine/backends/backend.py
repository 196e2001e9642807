"""Where rows lie and level tables go: the library that runs the plan on rows, and the files that its results are kept in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Protocol

import narwhals as nw
import polars as pl
from polars.io.plugins import register_io_source

from creditscore.core.terms import plural
from creditscore.engine.codes import Frame, in_words
from creditscore.engine.rows import RowWork
from creditscore.engine.sums import Sum
from creditscore.engine.units import Frames
from creditscore.engine.verdicts import result_words
from creditscore.tables.workspace import fresh_file

ROW_GROUP = 122_880
Words = Mapping[str, Sequence[str]]


class Backend(Protocol):
    """What the engine asks of whatever holds the rows and keeps the results. Small frames are Polars', here and there."""

    @property
    def rows(self) -> Frames:
        """The tables of rows."""

    def gathered(self, small: Frame) -> Frame:
        """A frame of the library that holds the rows, known to be small, as a frame of Polars."""

    def taken(self, small: Frame) -> Frame:
        """A frame of Polars as one of the library that holds the rows."""

    def rated_rows(self, work: RowWork) -> None:
        """Compute and keep the result of the level whose units are rows."""

    def sums(self, work: RowWork, asked: Sequence[Sum], *, often: bool = False) -> list[Frame]:
        """What rows, and the result that `rated_rows` kept, add up to: frames of Polars in the order asked, perhaps to be read often."""

    def stored(self, slices: Sequence[Frame], words: Words, table: str) -> Frame:
        """Compute the result of a level of units slice by slice, put its words in, keep it, and give it back for the next level."""


@dataclass
class _InPolars:
    """Rows as lazy frames of Polars, all in one plan."""

    rows: Frames
    _rated: Frame | None = field(default=None, init=False)

    def gathered(self, small: Frame) -> Frame:
        """The frame itself: rows are Polars' too."""
        return small

    taken = gathered

    def rated_rows(self, work: RowWork) -> None:
        """Keep the level's table; what the levels above need of it is read from there."""
        level = work.level
        assert level is not None
        self._rated = self._kept(work.rated(work.defined(self.rows)), result_words(work.pack, level), plural(level))

    def sums(self, work: RowWork, asked: Sequence[Sum], *, often: bool = False) -> list[Frame]:
        """Plans, to be run with the level that asks; or what they give, on disk, where it is read often."""
        rows = work.defined(self.rows)
        plans = [work.summed(one, rows, self._rated) for one in asked]
        return [_on_disk(plan) for plan in plans] if often else plans

    def _kept(self, frame: Frame, words: Words, table: str) -> Frame:
        """Keep a level's result, computed as a whole."""
        raise NotImplementedError


def _on_disk(plan: Frame) -> Frame:
    path = fresh_file(".sums.parquet")
    plan.to_native().sink_parquet(path, compression="lz4")
    return nw.from_native(pl.scan_parquet(path))


@dataclass
class PolarsBackend(_InPolars):
    """Polars' streaming engine; level tables as Parquet files in a folder."""

    folder: Path

    def _kept(self, frame: Frame, words: Words, table: str) -> Frame:
        """Write the table, sorted by its id, and read it again from there. Numbers sort faster than the words that they become."""
        return write_level(_by_id(frame), words, self.folder / f"{table}.parquet")

    def stored(self, slices: Sequence[Frame], words: Words, table: str) -> Frame:
        """Write the table slice by slice, and read it again from there."""
        results = streamed(self._computed(slices, words, table), slices[0].to_native().collect_schema())
        return write_level(results, words, self.folder / f"{table}.parquet")

    def _computed(self, slices: Sequence[Frame], words: Words, table: str) -> Iterator[pl.DataFrame]:
        """The units of a level in the order of their ids, words as numbers; a slice is asked for when the one before is written."""
        for one in slices:
            units = _by_id(one).collect(engine="streaming")
            self._note(table, units, words)
            yield units

    def _note(self, table: str, units: pl.DataFrame, words: Words) -> None:
        """Let whoever watches see the units of a level as they go by."""


def _by_id(frame: Frame) -> pl.LazyFrame:
    native: pl.LazyFrame = frame.to_native()
    return native.sort(native.collect_schema().names()[0])


def streamed(results: Iterator[pl.DataFrame], schema: pl.Schema) -> pl.LazyFrame:
    """Frames as a lazy frame that asks for the next one when the last is written."""

    def source(
        with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        del with_columns, predicate, n_rows, batch_size  # the sink takes every row and column
        yield from results

    return register_io_source(source, schema=schema, validate_schema=True)


def write_level(numbered: pl.LazyFrame, words: Words, path: Path) -> Frame:
    """Write a level's table with its words in; row groups of a fixed size, so that the same rows give the same bytes.

    Numbers become words through an enumeration, which Parquet holds as a dictionary: half the work of
    writing strings. The file's schema says text, so that every reader sees plain text.
    """
    worded = numbered.with_columns(pl.col(name).reinterpret(signed=False).cat.to(pl.Enum(listed)) for name, listed in words.items())
    schema = numbered.collect_schema() | dict.fromkeys(words, pl.String)
    worded.sink_parquet(path, compression="zstd", compression_level=1, row_group_size=ROW_GROUP, metadata=_schema_in_file(schema))
    return nw.from_native(pl.scan_parquet(path))


def _schema_in_file(schema: Mapping[str, pl.DataType | type[pl.DataType]]) -> dict[str, str]:
    """What a Parquet file says of its columns' types where they are as given."""
    empty = BytesIO()
    pl.DataFrame(schema=schema).write_parquet(empty)
    empty.seek(0)
    return pl.read_parquet_metadata(empty)


@dataclass
class MemoryBackend(_InPolars):
    """Small tables and their results in memory, for a pack's examples."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)

    def _kept(self, frame: Frame, words: Words, table: str) -> Frame:
        """Keep the table as a frame."""
        self.tables[table] = _by_id(in_words(frame, words)).collect()
        return nw.from_native(self.tables[table].lazy())

    def stored(self, slices: Sequence[Frame], words: Words, table: str) -> Frame:
        """Keep the table as a frame; there are few units."""
        return self._kept(nw.concat(slices), words, table)
