"""Where level tables go between two stages: written and read back by the library that runs the plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import narwhals as nw
import polars as pl

from creditscore.engine.codes import Frame

ROW_GROUP = 122_880


class Backend(Protocol):
    """What the engine asks of a library that runs its plan."""

    def stored(self, frame: Frame, table: str) -> Frame:
        """Compute a level's result, keep it, and give it back for the next level."""


@dataclass(frozen=True)
class PolarsBackend:
    """Polars' streaming engine, level tables as Parquet files in a folder."""

    folder: Path

    def stored(self, frame: Frame, table: str) -> Frame:
        """Write the table; row groups of a fixed size, so that the same rows give the same bytes."""
        path = self.folder / f"{table}.parquet"
        native: pl.LazyFrame = frame.to_native()
        native.sink_parquet(path, compression="zstd", compression_level=1, row_group_size=ROW_GROUP)
        return nw.from_native(pl.scan_parquet(path))


@dataclass(frozen=True)
class MemoryBackend:
    """Level tables kept in memory, for a pack's examples."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)

    def stored(self, frame: Frame, table: str) -> Frame:
        """Keep the table as a frame."""
        native: pl.LazyFrame = frame.to_native()
        self.tables[table] = native.collect()
        return nw.from_native(self.tables[table].lazy())
