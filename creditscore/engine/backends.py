"""Where level tables go between two stages: written and read back by the library that runs the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Protocol

import narwhals as nw
import polars as pl

from creditscore.engine.codes import Frame, in_words

ROW_GROUP = 122_880
Words = Mapping[str, Sequence[str]]


class Backend(Protocol):
    """What the engine asks of a library that runs its plan."""

    def stored(self, frame: Frame, words: Words, table: str) -> Frame:
        """Compute a level's result, put its words in, keep it, and give it back for the next level."""


@dataclass(frozen=True)
class PolarsBackend:
    """Polars' streaming engine, level tables as Parquet files in a folder."""

    folder: Path

    def stored(self, frame: Frame, words: Words, table: str) -> Frame:
        """Write the table; row groups of a fixed size, so that the same rows give the same bytes.

        Numbers become words through an enumeration, which Parquet holds as a dictionary: half the work of
        writing strings. The file's schema says text, so that every reader sees plain text.
        """
        path = self.folder / f"{table}.parquet"
        native: pl.LazyFrame = frame.to_native()
        worded = native.with_columns(pl.col(name).cast(pl.UInt8).cat.to(pl.Enum(listed)) for name, listed in words.items())
        schema = native.collect_schema() | dict.fromkeys(words, pl.String)
        worded.sink_parquet(path, compression="zstd", compression_level=1, row_group_size=ROW_GROUP, metadata=_schema_in_file(schema))
        return nw.from_native(pl.scan_parquet(path))


def _schema_in_file(schema: Mapping[str, pl.DataType | type[pl.DataType]]) -> dict[str, str]:
    """What a Parquet file says of its columns' types where they are as given."""
    empty = BytesIO()
    pl.DataFrame(schema=schema).write_parquet(empty)
    empty.seek(0)
    return pl.read_parquet_metadata(empty)


@dataclass(frozen=True)
class MemoryBackend:
    """Level tables kept in memory, for a pack's examples."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)

    def stored(self, frame: Frame, words: Words, table: str) -> Frame:
        """Keep the table as a frame."""
        native: pl.LazyFrame = in_words(frame, words).to_native()
        self.tables[table] = native.collect()
        return nw.from_native(self.tables[table].lazy())
