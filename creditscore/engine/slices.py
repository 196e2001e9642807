"""Levels of many units are rated a slice at a time, with memory that does not grow with their number.

In: the plan of a whole level, and the table of its units. Out: the same plan for one range of ids after the other, for which Polars
reads no more than what concerns these units.
"""

from __future__ import annotations

from itertools import pairwise

import narwhals as nw
import polars as pl

from creditscore.engine.codes import Frame

SLICE_UNITS = 1 << 17
"""A slice has about so many units."""
_LOOKED_AT = 1 << 9
"""So many ids of a slice are looked at to find where it ends."""


def cuts_of(units: Frame, key: str) -> list[str]:
    """The ids with which the second and every further slice of a table of units begins; none where one slice holds them all."""
    native: pl.LazyFrame = units.to_native()
    count = native.select(pl.len()).collect(engine="streaming").item()
    if count <= SLICE_UNITS:
        return []
    step = max(SLICE_UNITS // _LOOKED_AT, 1)
    ids = native.select(key).collect(engine="streaming").to_series().gather_every(step).sort()
    cuts: list[str] = ids.gather_every(SLICE_UNITS // step).slice(1).unique().sort().to_list()
    return cuts


def sliced(level: Frame, key: str, cuts: list[str]) -> list[Frame]:
    """A level's plan, slice by slice; ids go up from slice to slice."""
    return [level.filter(*_between(key, first, after)) for first, after in pairwise([None, *cuts, None])] if cuts else [level]


def _between(key: str, first: str | None, after: str | None) -> list[nw.Expr]:
    ends = [] if first is None else [nw.col(key) >= first]
    return ends if after is None else [*ends, nw.col(key) < after]
