"""What is done with rows: the lowest level's result where its units are rows themselves, and the sums that the upper levels need.

The same steps serve all rows at once, batches of them, and rows that lie in another library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from creditscore.engine.codes import Frame
from creditscore.engine.earlier import EarlierRuns
from creditscore.engine.levels import Stage, rated_level
from creditscore.engine.loans import with_definitions
from creditscore.engine.measures import measures_by_level
from creditscore.engine.others import Figures
from creditscore.engine.sums import Sum, own_sums
from creditscore.engine.units import Above, Frames, joined, unit_table, with_ancestors, with_whole_ids
from creditscore.packs.levels import row_key
from creditscore.packs.model.pack import Pack

UNITS_THAT_ARE_ROWS = "households"
"""The units of this table are as many as rows; those of all other tables of units are few."""


def is_row_table(pack: Pack, table: str) -> bool:
    """Whether a table may be as long as it likes: loans, households, and the pack's further tables."""
    return table == UNITS_THAT_ARE_ROWS or table in pack.row_tables


def as_it_is(frame: Frame) -> Frame:
    """Where two levels lie in the same library, nothing is handed over."""
    return frame


class RowWork(Struct, frozen=True):
    """The work on rows for one pack and day.

    `units` are the tables of the upper levels, `figures` what units are held against where the lowest level has relative bounds;
    `later` are the sums that the levels above will ask for; `above` what units find above them, where that is known already;
    `added` says that what rows add up to for the units stands beside them (see `beside`); `taken` hands one of these small frames
    to the library that holds the rows.
    """

    pack: Pack
    as_of: date
    units: Frames
    figures: Figures = field(default_factory=dict)
    earlier: EarlierRuns = field(default_factory=dict)
    later: Sequence[Sum] = ()
    above: Above | None = None
    added: bool = False
    taken: Callable[[Frame], Frame] = as_it_is

    @property
    def level(self) -> str | None:
        """The level whose units are rows: the lowest that is rated, where it has a table of rows."""
        lowest = self.pack.unit_levels[0]
        return lowest if unit_table(lowest) == UNITS_THAT_ARE_ROWS else None

    @property
    def own_sums(self) -> list[Sum]:
        """What the measures of these units need of rows."""
        assert self.level is not None
        return own_sums(self.pack, self.level, self.as_of)

    @property
    def measures(self) -> list[str]:
        """The measures of these units."""
        assert self.level is not None
        return measures_by_level(self.pack)[self.level]

    def found_above(self) -> Above:
        """What the lowest level's units find above them, in Polars."""
        assert self.level is not None
        return self.above or Above.of(self.pack, self.level, self.units)

    def defined(self, tables: Frames) -> dict[str, Frame]:
        """The tables of rows with what follows from the fixed definitions."""
        rows = with_whole_ids(self.pack, tables)
        for table in self.pack.row_tables:
            if self.pack.kind_of(table) == "loans":
                rows[table] = with_definitions(rows[table], self.pack.day_of(table, self.as_of))
        return rows

    def rated(self, rows: Frames) -> Frame:
        """The lowest level's result from rows with their definitions; words are still numbers."""
        level = self.level
        assert level is not None
        above = self.found_above()
        above = above if above.met is None else replace(above, met=self.taken(above.met))
        units, ancestors = joined(self.pack, level, rows[unit_table(level)], above)
        totals = [(one, None if self.added else one.of(rows[one.source])) for one in self.own_sums]
        return rated_level(Stage(self.pack, level, self.as_of, units, ancestors, totals, self.figures, self.earlier))

    def summed(self, one: Sum, rows: Frames, rated: Frame | None) -> Frame:
        """One sum over rows with their definitions, or over the lowest level's result."""
        if one.source == self.level:
            assert rated is not None
            return one.of(rated)
        found = rows[one.source]
        if one.key in found.collect_schema().names():
            return one.of(found)
        own = self._own_key(one.source)
        return one.of(found, self._above(own, one.key, rows), own)

    def _own_key(self, table: str) -> str:
        """The id column of a row by which the units above it are found."""
        if table == UNITS_THAT_ARE_ROWS:
            return "household_id"
        return "village_id" if self.pack.kind_of(table) == "loans" else row_key(self.pack, table)

    def _above(self, own: str, key: str, rows: Frames) -> Frame:
        """Each unit's id beside that of a unit above it, where the rows lie."""
        level = own.removesuffix("_id")
        table = unit_table(level)
        if table in rows:
            above = Above.of(self.pack, level, self.units)
            taken = above if above.met is None else replace(above, met=self.taken(above.met))
            return joined(self.pack, level, rows[table], taken)[0].select(own, key)
        return self.taken(with_ancestors(self.pack, level, self.units[table], self.units)[0].select(own, key))
