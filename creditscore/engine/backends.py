"""Where rows lie and level tables go: the library that runs the plan on rows, and the files that its results are kept in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Protocol

import narwhals as nw
import polars as pl

from creditscore.core.terms import plural
from creditscore.engine.codes import Frame, in_words
from creditscore.engine.rows import RowWork
from creditscore.engine.sums import Sum
from creditscore.engine.units import Frames
from creditscore.engine.verdicts import result_words

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

    def sums(self, work: RowWork, asked: Sequence[Sum]) -> list[Frame]:
        """What rows, and the result that `rated_rows` kept, add up to: frames of Polars in the order asked."""

    def stored(self, frame: Frame, words: Words, table: str) -> Frame:
        """Compute the result of a level of small tables, put its words in, keep it, and give it back for the next level."""


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
        self._rated = self.stored(work.rated(work.defined(self.rows)), result_words(work.pack, level), plural(level))

    def sums(self, work: RowWork, asked: Sequence[Sum]) -> list[Frame]:
        """Plans, to be run with the level that asks."""
        rows = work.defined(self.rows)
        return [work.summed(one, rows, self._rated) for one in asked]

    def stored(self, frame: Frame, words: Words, table: str) -> Frame:
        """Keep a level's result."""
        raise NotImplementedError


@dataclass
class PolarsBackend(_InPolars):
    """Polars' streaming engine; level tables as Parquet files in a folder."""

    folder: Path

    def stored(self, frame: Frame, words: Words, table: str) -> Frame:
        """Write the table, sorted by its id, and read it again from there. Numbers sort faster than the words that they become."""
        native: pl.LazyFrame = frame.to_native()
        ordered = native.sort(native.collect_schema().names()[0])
        return write_level(ordered, words, self.folder / f"{table}.parquet")


def write_level(numbered: pl.LazyFrame, words: Words, path: Path) -> Frame:
    """Write a level's table with its words in; row groups of a fixed size, so that the same rows give the same bytes.

    Numbers become words through an enumeration, which Parquet holds as a dictionary: half the work of
    writing strings. The file's schema says text, so that every reader sees plain text.
    """
    worded = numbered.with_columns(pl.col(name).cast(pl.UInt8).cat.to(pl.Enum(listed)) for name, listed in words.items())
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

    def stored(self, frame: Frame, words: Words, table: str) -> Frame:
        """Keep the table as a frame."""
        native: pl.LazyFrame = in_words(frame, words).to_native()
        self.tables[table] = native.sort(native.collect_schema().names()[0]).collect()
        return nw.from_native(self.tables[table].lazy())
