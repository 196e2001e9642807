"""Rate every level of a pack: each level is computed and kept before the next one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl

from creditscore.core.columns import TABLES
from creditscore.core.errors import TableError, one
from creditscore.core.money import yuan
from creditscore.core.terms import plural
from creditscore.core.text import Text
from creditscore.engine.backends import Backend, MemoryBackend, PolarsBackend
from creditscore.engine.codes import Frame
from creditscore.engine.earlier import EarlierRuns
from creditscore.engine.exact import fits_64_bits
from creditscore.engine.levels import Stage, rated_level
from creditscore.engine.others import Figures, figure_of
from creditscore.engine.rows import ROW_TABLES, RowWork
from creditscore.engine.sums import Sum, other_sum, own_sums
from creditscore.engine.units import Frames, unit_table, with_ancestors, with_unit_tables
from creditscore.engine.verdicts import result_words
from creditscore.packs.model import Pack

EarlierTables = Mapping[date, Mapping[str, pl.LazyFrame]]
Progress = Callable[[str], None]


def rate_levels(
    pack: Pack,
    frames: Mapping[str, pl.LazyFrame],
    as_of: date,
    folder: Path,
    progress: Progress | None = None,
    earlier: EarlierTables | None = None,
) -> list[str]:
    """Write the level tables of a run into a folder, children first, and return their names.

    `frames` are the usable rows of the canonical tables; `as_of` is the day at whose end every
    figure stands. The columns of a level table are described in docs/run-folder.md. `earlier` are the level tables
    of earlier runs by as-of date and level: those of `earlier.earlier_days`, where there are any.
    A TableError where the loans' amounts could add up beyond 64 bits, which would wrap without a word.
    """
    _refuse_overflow(frames["loans"])
    rows, units = _parted(frames)
    return level_tables(pack, units, as_of, PolarsBackend(rows, folder), progress, earlier)


def rated_in_memory(
    pack: Pack, frames: Mapping[str, pl.LazyFrame], as_of: date, earlier: EarlierTables | None = None
) -> dict[str, pl.DataFrame]:
    """The level tables of small tables by name (`households`, ...), kept in memory: for a pack's examples."""
    rows, units = _parted(frames)
    backend = MemoryBackend(rows)
    level_tables(pack, units, as_of, backend, earlier=earlier)
    return backend.tables


def _parted(frames: Mapping[str, pl.LazyFrame]) -> tuple[dict[str, Frame], dict[str, Frame]]:
    """The tables of rows, and those of units."""
    lazy: dict[str, Frame] = {name: nw.from_native(frame) for name, frame in frames.items()}
    rows = {name: frame for name, frame in lazy.items() if name in ROW_TABLES}
    return rows, {name: frame for name, frame in lazy.items() if name not in rows}


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
    rating = _Rating(pack, as_of, tables, backend, runs, RowWork(pack, as_of, tables, earlier=runs, taken=backend.taken))
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
    """One rating under way: the results of the small levels so far, and the sums of rows that were asked for."""

    pack: Pack
    as_of: date
    tables: Frames
    backend: Backend
    earlier: EarlierRuns
    work: RowWork
    results: dict[str, Frame] = field(default_factory=dict)

    def rate_rows(self, level: str) -> None:
        """The level whose units are rows: computed where they lie."""
        figures = {other: self.backend.taken(frame) for other, frame in self._figures(level).items()}
        self.backend.rated_rows(RowWork(self.pack, self.as_of, self.tables, figures, self.earlier, self.backend.taken))

    def rate_units(self, level: str) -> None:
        """A level of small tables."""
        units, ancestors = with_ancestors(self.pack, level, self.tables[unit_table(level)], self.tables)
        own = own_sums(self.pack, level, self.as_of)
        totals = list(zip(own, self._sums(own), strict=True))
        stage = Stage(self.pack, level, self.as_of, units, ancestors, totals, self._figures(level), self.earlier)
        self.results[level] = self.backend.stored(rated_level(stage), result_words(self.pack, level), plural(level))

    def _figures(self, level: str) -> Figures:
        """The measures of units above that a level is held against."""
        asked = {other: other_sum(self.pack, other, self.as_of) for other in self.pack.others_of(level)}
        sums = [one for one in asked.values() if one is not None]
        totals = dict(zip(sums, self._sums(sums), strict=True))
        return {
            other: figure_of(self.pack, other, self.as_of, self.tables, one, totals.get(one) if one is not None else None)
            for other, one in asked.items()
        }

    def _sums(self, asked: Sequence[Sum]) -> list[Frame]:
        """What rows, or the units of a small level below, add up to."""
        of_rows = [one for one in asked if one.source not in self.results]
        totals = dict(zip(of_rows, self.backend.sums(self.work, of_rows) if of_rows else [], strict=True))
        return [totals[one] if one in totals else one.of(self.results[one.source]) for one in asked]


def _refuse_overflow(loans: pl.LazyFrame) -> None:
    amounts = [column.name for column in TABLES["loans"] if column.type == "money"]
    rows, largest = loans.select(pl.len(), pl.max_horizontal(pl.col(amounts).max())).collect(engine="streaming").row(0)
    if not fits_64_bits(rows, largest or 0):
        what = Text("贷款金额之和可能超出可准确计算的范围", "the loans' amounts could add up to more than can be counted exactly")
        expected = Text(f"{rows} 笔贷款，最大金额 {yuan(largest)} 元", f"{rows} loans, the largest amount {yuan(largest)} yuan")
        raise one(TableError, "loans", what, expected, Text("请核对最大的金额", "check the largest amounts"))
