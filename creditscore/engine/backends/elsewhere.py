"""Rows in another library than Polars: what its backend has in common, whichever it is.

The lowest level and every sum over rows are computed where the rows lie, by the same expressions; small tables come and go.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import narwhals as nw
from msgspec.structs import replace

from creditscore.core.terms import plural
from creditscore.engine.backends.backend import PolarsBackend, Words
from creditscore.engine.codes import Frame, in_words
from creditscore.engine.earlier import EarlierRuns
from creditscore.engine.rows import RowWork
from creditscore.engine.sums import Sum
from creditscore.engine.units import Frames
from creditscore.engine.verdicts import result_words


@dataclass
class Elsewhere(ABC):
    """Rows as lazy frames of another library; level tables go into a folder."""

    rows: Frames
    folder: Path
    _rated: Frame | None = field(default=None, init=False)

    @abstractmethod
    def gathered(self, small: Frame) -> Frame:
        """A frame known to be small, as a frame of Polars."""

    @abstractmethod
    def taken(self, small: Frame) -> Frame:
        """A frame of Polars as one of this library."""

    @abstractmethod
    def kept(self, frame: Frame, table: str) -> Frame:
        """Compute and write the table of the level whose units are rows, and give it back."""

    def rated_rows(self, work: RowWork) -> None:
        """Compute and keep the result of the level whose units are rows."""
        level = work.level
        assert level is not None
        own = replace(work, earlier=self._taken_runs(work.earlier, level))
        rated = narrowed(own.rated(own.defined(self.rows)))
        self._rated = self.kept(in_words(rated, result_words(work.pack, level)), plural(level))

    def sums(self, work: RowWork, asked: Sequence[Sum], *, often: bool = False) -> list[Frame]:
        """What rows, and the result that `rated_rows` kept, add up to: gathered here, so that it may be read often."""
        del often
        rows = work.defined(self.rows)
        return [self.gathered(narrowed(work.summed(one, rows, self._rated))) for one in asked]

    def stored(self, slices: Sequence[Frame], words: Words, table: str) -> Frame:
        """Keep the result of a level of units."""
        return PolarsBackend({}, self.folder).stored(slices, words, table)

    def _taken_runs(self, runs: EarlierRuns, level: str) -> EarlierRuns:
        return {day: {level: self.taken(tables[level])} for day, tables in runs.items() if level in tables}


def narrowed(frame: Frame) -> Frame:
    """Sums come as 128 bits in some libraries; what they hold fits into 64 (see `exact.fits_64_bits`)."""
    wide = [name for name, dtype in frame.collect_schema().items() if dtype == nw.Int128 or isinstance(dtype, nw.Decimal)]
    return frame.with_columns(nw.col(*wide).cast(nw.Int64)) if wide else frame
