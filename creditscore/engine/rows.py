"""What is done with rows: the lowest level's result where its units are rows themselves, and the sums that the upper levels need.

The same steps serve all rows at once, batches of them, and rows that lie in another library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from creditscore.engine.codes import Frame
from creditscore.engine.earlier import EarlierRuns
from creditscore.engine.levels import Stage, rated_level
from creditscore.engine.loans import with_definitions
from creditscore.engine.others import Figures
from creditscore.engine.sums import Sum, own_sums
from creditscore.engine.units import Above, Frames, above_villages, joined, unit_table, with_whole_ids
from creditscore.packs.model import Pack

ROW_TABLES = ("households", "loans")
"""The tables of rows; those of all other units are small."""


def as_it_is(frame: Frame) -> Frame:
    """Where two levels lie in the same library, nothing is handed over."""
    return frame


@dataclass(frozen=True)
class RowWork:
    """The work on rows for one pack and day.

    `units` are the tables of the upper levels, `figures` what units are held against where the lowest level has relative bounds;
    `later` are the sums that the levels above will ask for; `above` what units find above them, where that is known already;
    `taken` hands one of these small frames to the library that holds the rows.
    """

    pack: Pack
    as_of: date
    units: Frames
    figures: Figures = field(default_factory=dict)
    earlier: EarlierRuns = field(default_factory=dict)
    later: Sequence[Sum] = ()
    above: Above | None = None
    taken: Callable[[Frame], Frame] = as_it_is

    @property
    def level(self) -> str | None:
        """The level whose units are rows: the lowest that is rated, where it has a table of rows."""
        lowest = self.pack.unit_levels[0]
        return lowest if unit_table(lowest) in ROW_TABLES else None

    def found_above(self) -> Above:
        """What the lowest level's units find above them, in Polars."""
        assert self.level is not None
        return self.above or Above.of(self.pack, self.level, self.units)

    def defined(self, tables: Frames) -> dict[str, Frame]:
        """The tables of rows with what follows from the fixed definitions."""
        rows = with_whole_ids(self.pack, tables)
        rows["loans"] = with_definitions(rows["loans"], self.as_of)
        return rows

    def rated(self, rows: Frames) -> Frame:
        """The lowest level's result from rows with their definitions; words are still numbers."""
        level = self.level
        assert level is not None
        above = self.found_above()
        above = above if above.met is None else replace(above, met=self.taken(above.met))
        units, ancestors = joined(self.pack, level, rows[unit_table(level)], above)
        totals = [(one, one.of(rows[one.source])) for one in own_sums(self.pack, level, self.as_of)]
        return rated_level(Stage(self.pack, level, self.as_of, units, ancestors, totals, self.figures, self.earlier))

    def summed(self, one: Sum, rows: Frames, rated: Frame | None) -> Frame:
        """One sum over rows with their definitions, or over the lowest level's result."""
        if one.source == self.level:
            assert rated is not None
            return one.of(rated)
        found = rows[one.source]
        if one.key in found.collect_schema().names():
            return one.of(found)
        return one.of(found, self.taken(above_villages(self.pack, self.units, one.key)))
