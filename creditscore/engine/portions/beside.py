"""What the households of a portion find elsewhere, put beside them by place: what lies above their village, what rows add up to, ages.

In: a portion's rows, whose ids are numbers that count from 0. Out: columns in the order of the households. Numbers that count from 0 are
places already, so that nothing need be joined, grouped or sorted for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

import narwhals as nw
import numpy as np
import polars as pl
from msgspec import Struct

from creditscore.engine.codes import Frame
from creditscore.engine.loans import age_in_years
from creditscore.engine.measures import Components, first_names
from creditscore.engine.portions.keys import HOUSEHOLD, VILLAGE, Keys
from creditscore.engine.portions.near_units import NearUnits
from creditscore.engine.rows import RowWork
from creditscore.engine.units import Above, Frames

_EARLIEST = date(1850, 1, 1)
_EPOCH = (_EARLIEST - date(1970, 1, 1)).days
_BORN = "born"


class _Added(Struct, frozen=True):
    """Components of rows, each added up by the household that the row names; those that are one and the same only once."""

    parts: pl.LazyFrame
    names: Mapping[str, str]

    @classmethod
    def of(cls, components: Components, rows: Frame) -> _Added:
        """The components of some rows."""
        names = first_names(components)
        own = {name: components[name] for name in names.values()}
        parts = rows.filter(~nw.col(HOUSEHOLD).is_null()).select(nw.col(HOUSEHOLD), **own)
        return cls(parts.to_native(), names)

    def columns(self, households: int) -> Iterator[pl.Series]:
        """The sums of so many households; nought where no row names one."""
        parts = self.parts.collect(engine="in-memory")
        places = parts[HOUSEHOLD].to_numpy()
        sums = {name: _added_up(places, parts[name], households) for name in set(self.names.values())}
        yield from (sums[first].alias(name) for name, first in self.names.items())


def _added_up(places: np.ndarray[tuple[int], np.dtype[np.uint32]], amounts: pl.Series, households: int) -> pl.Series:
    """Whole numbers added up by place; a blank adds nothing."""
    sums = np.zeros(households, dtype=np.int64)
    np.add.at(sums, places, (amounts.fill_null(0) if amounts.null_count() else amounts).to_numpy())
    return pl.Series(sums)


class Beside(Struct, frozen=True):
    """What households of one plan find: the table of their villages, sums over rows, ages by birth date column."""

    near: NearUnits | None
    ids: list[str]
    added: list[_Added]
    ages: Mapping[str, str]
    as_of: date

    @classmethod
    def of(cls, work: RowWork, rows: Frames, near: NearUnits | None) -> Beside | None:
        """For work on some rows with their definitions, and what lies above villages; None where more lies above than `near` tells."""
        above = work.found_above()
        if above.met is not None and near is None:
            return None
        added = [_Added.of(one.components, rows[one.source]) for one in work.own_sums]
        measures = work.pack.measures
        born = {name: measures[name].age_of for name in work.measures}
        ages = {f"{name}.num": column for name, column in born.items() if column is not None}
        return cls(near, above.ids, added, ages, work.as_of)

    @property
    def above(self) -> Above:
        """What is still to be found above: the ids stand there."""
        return Above(None, self.ids)

    def columns(self, households: pl.DataFrame, keys: Keys) -> Iterator[pl.Series]:
        """The columns for a portion's households."""
        if self.near is not None:
            villages = households[VILLAGE]
            yield from (column.gather(villages) for column in keys.units(self.near.near(keys.villages)).drop(VILLAGE))
        for one in self.added:
            yield from one.columns(households.height)
        yield from (_ages(households[column], self.as_of).alias(name) for name, column in self.ages.items())


def _ages(born: pl.Series, as_of: date) -> pl.Series:
    """Completed years, looked up by day: there are fewer days than households."""
    if born.is_between(_EARLIEST, as_of).all():
        return _ages_by_day(as_of).gather(born.to_physical() - _EPOCH)
    return _ages_of(born, as_of)


@cache
def _ages_by_day(as_of: date) -> pl.Series:
    """The completed years of those born on each day from _EARLIEST to the as-of date."""
    return _ages_of(pl.date_range(_EARLIEST, as_of, eager=True), as_of)


def _ages_of(born: pl.Series, as_of: date) -> pl.Series:
    frame = nw.from_native(pl.DataFrame({_BORN: born}))
    return frame.select(age_in_years(_BORN, as_of).alias(_BORN)).to_native().to_series()
