"""What portions add up to, put aside until all are done: a nation's villages are too many to keep beside the rows.

In: the sums of one portion after the other. Out: the sums over all of them. A few villages stay in memory, many go onto disk.
"""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
from msgspec import Struct, field

from creditscore.engine.codes import Frame
from creditscore.engine.sums import Sum
from creditscore.tables.workspace import fresh_file

IN_MEMORY = 1 << 16
"""So many lines of sums are kept before they go onto disk."""


class SumsAside(Struct):
    """One sum, portion by portion."""

    one: Sum
    _waiting: list[pl.DataFrame] = field(default_factory=list)
    _files: list[Path] = field(default_factory=list)
    _last: str = ""
    _apart: bool = True

    def add(self, part: pl.DataFrame) -> None:
        """Put a portion's sums aside."""
        self._waiting.append(part)
        self._note_ends(part[self.one.key])
        if sum(part.height for part in self._waiting) > IN_MEMORY:
            self._files.append(fresh_file(".sums.parquet"))
            pl.concat(self._waiting).write_parquet(self._files[-1], compression="lz4")
            self._waiting = []

    def together(self) -> Frame:
        """What all portions add up to; where they share no unit there is nothing to add."""
        kept = [pl.concat(self._waiting).lazy()] if self._waiting else []
        aside = [pl.scan_parquet(self._files, hive_partitioning=False)] if self._files else []
        parts = nw.from_native(pl.concat([*aside, *kept]))
        return parts if self._apart else self.one.together(parts)

    def _note_ends(self, units: pl.Series) -> None:
        """Whether the units of each portion lie behind those of the one before."""
        if units.len():
            self._apart = self._apart and str(units.min()) > self._last
            self._last = max(self._last, str(units.max()))
