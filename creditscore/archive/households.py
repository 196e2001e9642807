"""The households of each place, counted: by status, and by criterion those that fail it or are pending.

In: the table of the households, or portions of its rows while their words are still numbers. Out: the counts of each place of a level.
Households are never listed one by one here: a place's counts are all that the page needs, however large the county.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from msgspec import Struct, field

from creditscore.core.terms import STATUSES

BASE = "household"
MOST_PLACES = 3_000
"""Villages, or units of a higher level, that the workbook and the page list: more than any county has."""
_LISTED = "listed"
_STUCK = ("fail", "pending")
_Marks = np.ndarray[tuple[int], np.dtype[np.bool_]]


class HouseholdCounts(Struct, frozen=True):
    """The households of one place: all that are listed, by status, and by criterion those that fail and those pending."""

    listed: int
    status: Mapping[str, int]
    fail: Mapping[str, int]
    pending: Mapping[str, int]


def household_counts(households: pl.LazyFrame, level: str, criteria: Sequence[str]) -> dict[str, HouseholdCounts]:
    """By unit of a level above the households, its households counted; `households` is a run's household table."""
    counted = {name: pl.col(column) == word for name, (column, word) in _counted(criteria).items()}
    counts = [test.cast(pl.Int64).sum().alias(name) for name, test in counted.items()]
    grouped = households.group_by(f"{level}_id").agg(pl.len().cast(pl.Int64).alias(_LISTED), *counts)
    return _by_place(grouped.collect(engine="streaming"), level, criteria)


class PlacesInPortions(Struct):
    """The same counts, added up over portions of the households; a level of more than MOST_PLACES places is given up."""

    levels: Sequence[str]
    criteria: Sequence[str]
    _added: dict[str, pl.DataFrame] = field(default_factory=dict)
    _given_up: set[str] = field(default_factory=set)

    def look(self, rows: pl.DataFrame, words: Mapping[str, Sequence[str]]) -> dict[str, pl.DataFrame]:
        """The counts of a portion's rows, by level; several portions may be looked at at once."""
        columns = _counted(self.criteria).items()
        marks = {name: rows[column].to_numpy() == words[column].index(word) for name, (column, word) in columns}
        return {level: _grouped([_of_runs(rows[f"{level}_id"], marks)]) for level in self.levels if level not in self._given_up}

    def take(self, portion: Mapping[str, pl.DataFrame]) -> None:
        """Add the counts of a portion."""
        for level, counts in portion.items():
            together = _grouped([self._added[level], counts]) if level in self._added else counts
            if together.height > MOST_PLACES:
                self._given_up.add(level)
            self._added[level] = together

    def together(self) -> dict[str, dict[str, HouseholdCounts]]:
        """By level, and by unit of the level, its households counted."""
        whole = {level: added for level, added in self._added.items() if level not in self._given_up}
        return {level: _by_place(added, level, self.criteria) for level, added in whole.items()}


def _of_runs(places: pl.Series, marks: Mapping[str, _Marks]) -> pl.DataFrame:
    """The counts of each run of rows of one place: equal places mostly stand together, and a run is added up in no time."""
    runs = places.rle().struct.unnest()
    lengths = runs["len"].cast(pl.Int64)
    starts = (lengths.cum_sum() - lengths).to_numpy()
    sums = {name: np.add.reduceat(marked.view(np.int8), starts, dtype=np.int32) for name, marked in marks.items()}
    return pl.DataFrame({places.name: runs["value"], _LISTED: lengths, **sums}, schema_overrides=dict.fromkeys(sums, pl.Int64))


def _grouped(counts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Counts by place, the first column, with one row a place."""
    together = pl.concat(counts)
    return together.group_by(together.columns[0]).sum()


def _counted(criteria: Sequence[str]) -> dict[str, tuple[str, str]]:
    """What is counted beside all households: a name, and the column and the word that stand for it."""
    status = {f"status.{name}": ("status", name) for name in STATUSES}
    return status | {f"{verdict}.{name}": (name, verdict) for verdict in _STUCK for name in criteria}


def _by_place(counts: pl.DataFrame, level: str, criteria: Sequence[str]) -> dict[str, HouseholdCounts]:
    """Records from a table of counts, whose columns stand in the order of `_counted` behind the place and all its households."""
    first, second = len(STATUSES), len(STATUSES) + len(criteria)
    return {
        place: HouseholdCounts(
            listed=listed,
            status=dict(zip(STATUSES, counted[:first], strict=True)),
            fail=dict(zip(criteria, counted[first:second], strict=True)),
            pending=dict(zip(criteria, counted[second:], strict=True)),
        )
        for place, listed, *counted in counts.select(f"{level}_id", _LISTED, *_counted(criteria)).iter_rows()
    }
