"""The units above rows, put aside on disk in the order of their ids: a nation's villages are too many to keep beside the rows.

In: a plan that gives one row a unit, its id first. Out: for one portion of rows after the other the units near its own.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from creditscore.engine.codes import Frame
from creditscore.engine.slices import cuts_of, sliced
from creditscore.tables.workspace import fresh_file


@dataclass
class NearUnits:
    """Units in slices: the file of each, and the ids with which the second and every further one begins."""

    files: list[Path]
    cuts: list[str]
    _held: tuple[int, pl.DataFrame] | None = field(default=None, init=False)

    @classmethod
    def of(cls, units: Frame) -> NearUnits:
        """Work the plan out, slice by slice."""
        key = units.collect_schema().names()[0]
        cuts, files = cuts_of(units, key), []
        for one in sliced(units, key, cuts):
            files.append(fresh_file(".units.parquet"))
            one.to_native().sort(key).collect(engine="streaming").write_parquet(files[-1], compression="lz4")
        return cls(files, cuts)

    def near(self, ids: pl.Series) -> pl.DataFrame:
        """The units of the slices in which some sorted ids lie, sorted by id."""
        first, last = (bisect_right(self.cuts, one) for one in (ids[0], ids[-1])) if ids.len() else (0, 0)
        return self._slice(first) if first == last else pl.concat([self._slice(number) for number in range(first, last + 1)])

    def _slice(self, number: int) -> pl.DataFrame:
        """A slice; the last one that was read is still there, for portions go up through the ids."""
        held = self._held
        if held is None or held[0] != number:
            units = pl.read_parquet(self.files[number])
            held = self._held = (number, units.set_sorted(units.columns[0]))
        return held[1]
