"""Rate every level of a pack: each level is computed and kept before the next one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl
from msgspec.structs import replace

from creditscore.core.engines import EngineChoice
from creditscore.core.terms import plural
from creditscore.engine.backends.backend import Backend, MemoryBackend
from creditscore.engine.backends.choice import backend_of
from creditscore.engine.codes import Frame
from creditscore.engine.levels import Stage, rated_level
from creditscore.engine.others import Figures, figure_of
from creditscore.engine.overflow import refuse_overflow
from creditscore.engine.rows import RowWork, is_row_table
from creditscore.engine.slices import cuts_of, sliced
from creditscore.engine.sums import Sum, other_sums, own_sums
from creditscore.engine.units import Frames, unit_table, with_ancestors, with_unit_tables
from creditscore.engine.verdicts import result_words
from creditscore.packs.model.pack import Pack

EarlierTables = Mapping[date, Mapping[str, pl.LazyFrame]]
Progress = Callable[[str], None]
IN_POLARS = EngineChoice()


def rate_levels(
    pack: Pack,
    frames: Mapping[str, pl.LazyFrame],
    as_of: date,
    folder: Path,
    progress: Progress | None = None,
    *,
    earlier: EarlierTables | None = None,
    choice: EngineChoice = IN_POLARS,
) -> list[str]:
    """Write the level tables of a run into a folder, children first, and return their names.

    `frames` are the usable rows of the canonical tables; `as_of` is the day at whose end every
    figure stands. The columns of a level table are described in docs/run-folder.md. `earlier` are the level tables
    of earlier runs by as-of date and level: those of `earlier.earlier_days`, where there are any.
    A level of rows is a file, or a folder of Parquet parts from Spark.
    A TableError where the loans' amounts could add up beyond 64 bits, which would wrap without a word.
    """
    refuse_overflow(pack, frames)
    with backend_of(choice, row_frames(pack, frames), folder) as backend:
        return level_tables(pack, unit_frames(pack, frames), as_of, backend, progress, earlier)


def rated_in_memory(
    pack: Pack, frames: Mapping[str, pl.LazyFrame], as_of: date, earlier: EarlierTables | None = None
) -> dict[str, pl.DataFrame]:
    """The level tables of small tables by name (`households`, ...), kept in memory: for a pack's examples."""
    backend = MemoryBackend(row_frames(pack, frames))
    level_tables(pack, unit_frames(pack, frames), as_of, backend, earlier=earlier)
    return backend.tables


def row_frames(pack: Pack, frames: Mapping[str, pl.LazyFrame]) -> dict[str, Frame]:
    """The tables of rows among some tables."""
    return {name: nw.from_native(frame) for name, frame in frames.items() if is_row_table(pack, name)}


def unit_frames(pack: Pack, frames: Mapping[str, pl.LazyFrame]) -> dict[str, Frame]:
    """The tables of units above them."""
    return {name: nw.from_native(frame) for name, frame in frames.items() if not is_row_table(pack, name)}


def level_tables(
    pack: Pack,
    units: Frames,
    as_of: date,
    backend: Backend,
    progress: Progress | None = None,
    earlier: EarlierTables | None = None,
) -> list[str]:
    """Compute every level of a pack, children first, through a backend that holds the rows; the names of the level tables.

    `units` are the tables of villages and what lies above, in Polars.
    """
    runs = {day: {level: nw.from_native(table) for level, table in levels.items()} for day, levels in (earlier or {}).items()}
    tables = with_unit_tables(pack, units, backend.rows, backend.gathered)
    rating = _Rating(RowWork(pack, as_of, tables, earlier=runs, taken=backend.taken), backend)
    for level in pack.unit_levels:
        if progress is not None:
            progress(level)
        if level == rating.work.level:
            rating.rate_rows(level)
        else:
            rating.rate_units(level)
    return [plural(level) for level in pack.unit_levels]


@dataclass
class _Rating:
    """One rating under way: the results of the small levels so far, and all the sums that levels ask for."""

    work: RowWork
    backend: Backend
    results: dict[str, Frame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pack, as_of = self.work.pack, self.work.as_of
        self.own = {level: own_sums(pack, level, as_of) for level in pack.unit_levels}
        self.others = {level: {other: other_sums(pack, other, as_of) for other in pack.others_of(level)} for level in pack.unit_levels}

    def rate_rows(self, level: str) -> None:
        """The level whose units are rows: computed where they lie, together with what the levels above need of them."""
        figures = {other: self.backend.taken(frame) for other, frame in self._figures(level).items()}
        self.backend.rated_rows(replace(self.work, figures=figures, later=self._later(level)))

    def rate_units(self, level: str) -> None:
        """A level of small tables."""
        work, own, listed = self.work, self.own[level], self.work.units[unit_table(level)]
        cuts = cuts_of(listed, f"{level}_id")
        units, ancestors = with_ancestors(work.pack, level, listed, work.units)
        totals = list(zip(own, self._sums(own, often=bool(cuts)), strict=True))
        stage = Stage(work.pack, level, work.as_of, units, ancestors, totals, self._figures(level, often=bool(cuts)), work.earlier)
        slices = sliced(rated_level(stage), stage.key, cuts)
        self.results[level] = self.backend.stored(slices, result_words(work.pack, level), plural(level))

    def _later(self, lowest: str) -> list[Sum]:
        """The sums over rows and over the lowest level's result that the levels above will ask for."""
        above = [level for level in self.own if level != lowest]
        others = [one for level in above for needed in self.others[level].values() for one in needed]
        small = (*above, *self.work.units)
        return [one for one in [*(one for level in above for one in self.own[level]), *others] if one.source not in small]

    def _figures(self, level: str, *, often: bool = False) -> Figures:
        """The measures of units above that a level is held against."""
        asked = self.others[level]
        sums = [one for needed in asked.values() for one in needed]
        totals = dict(zip(sums, self._sums(sums, often=often), strict=True))
        work = self.work
        return {
            other: figure_of(work.pack, other, work.as_of, work.units, [(one, totals[one]) for one in needed])
            for other, needed in asked.items()
        }

    def _sums(self, asked: Sequence[Sum], *, often: bool) -> list[Frame]:
        """What rows, or the units of a small level below, add up to."""
        of_rows = [one for one in asked if one.source not in self.results and one.source not in self.work.units]
        totals = dict(zip(of_rows, self.backend.sums(self.work, of_rows, often=often) if of_rows else [], strict=True))
        return [totals[one] if one in totals else self._small_sum(one) for one in asked]

    def _small_sum(self, one: Sum) -> Frame:
        """What the units of a small level add up to: their results, or their table as it is."""
        if one.source in self.results:
            return one.of(self.results[one.source])
        level, units = str(self.work.pack.level_of(one.source)), self.work.units
        return one.of(with_ancestors(self.work.pack, level, units[one.source], units)[0])
