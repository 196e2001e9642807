"""How a county of so many households is cut into townships and villages, and how its units are numbered.

In: the number of households and, if wished, of townships. Out: frames of villages and townships for
any stretch of the county, without looking at the rest of it: a start is a formula of its number.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from msgspec import Struct

from creditscore.core.errors import UsageError, one
from creditscore.core.text import Text

HOUSEHOLDS_PER_VILLAGE = 100
VILLAGES_PER_TOWNSHIP = 15
_UNEVEN = 3
_BEND, _STEP, _OFFSET = 11, 7919, 4


class Cut(Struct, frozen=True):
    """A whole number of things cut into parts of uneven size; part `i` begins at `start(i)`."""

    whole: int
    parts: int

    @property
    def _swing(self) -> int:
        return self.whole // self.parts * _UNEVEN // 10

    @property
    def largest(self) -> int:
        """No part is larger."""
        return self.whole // self.parts + 1 + 2 * self._swing

    def start(self, part: pl.Expr) -> pl.Expr:
        """Where a part begins: at its even share, moved a little to and fro; the ends stay."""
        moved = (part * part * _BEND + part * _STEP + _OFFSET) % (2 * self._swing + 1) - self._swing
        inner = (part > 0) & (part < self.parts)
        return part * self.whole // self.parts + pl.when(inner).then(moved).otherwise(0)

    def part_of(self, thing: pl.Expr) -> pl.Expr:
        """Which part a thing belongs to: its even share's part or a neighbour."""
        guess = thing * self.parts // self.whole
        after = (thing >= self.start(guess + 1)).cast(pl.Int64)
        before = (thing < self.start(guess)).cast(pl.Int64)
        return guess + after - before


class Layout(Struct, frozen=True):
    """The county's counts, and from them every unit's number, parent and id."""

    households: int
    villages: int
    townships: int

    @property
    def _in_villages(self) -> Cut:
        return Cut(self.households, self.villages)

    @property
    def _in_townships(self) -> Cut:
        return Cut(self.villages, self.townships)

    def batches(self, households: int) -> Iterator[tuple[int, int]]:
        """Stretches of villages (first, end) that hold about so many households each."""
        step = max(1, households * self.villages // self.households)
        for first in range(0, self.villages, step):
            yield first, min(first + step, self.villages)

    def township_rows(self, first: int, end: int) -> pl.DataFrame:
        """Townships `first` to `end` - 1: `t` (number) and `township_id`."""
        return pl.select(t=pl.int_range(first, end, dtype=pl.Int64)).with_columns(township_id=self._township_id())

    def village_rows(self, first: int, end: int) -> pl.DataFrame:
        """Villages `first` to `end` - 1: `v`, `t`, `place` in the township, `start`, `size`, `village_id`, `township_id`."""
        v, t = pl.col("v"), pl.col("t")
        cut = self._in_villages
        numbered = pl.select(v=pl.int_range(first, end, dtype=pl.Int64)).with_columns(t=self._in_townships.part_of(v))
        placed = numbered.with_columns(place=v - self._in_townships.start(t), start=cut.start(v), size=cut.start(v + 1) - cut.start(v))
        width = max(3, len(str(self._in_townships.largest)))
        number = (pl.col("place") + 1).cast(pl.String).str.zfill(width)
        return placed.with_columns(township_id=self._township_id()).with_columns(
            village_id=pl.concat_str("township_id", pl.lit("V"), number)
        )

    def household_rows(self, villages: pl.DataFrame) -> pl.DataFrame:
        """The households of these villages, one a row, with the village's columns, `n` (number) and `household_id`."""
        width = max(4, len(str(self._in_villages.largest)))
        number = (pl.col("n") - pl.col("start") + 1).cast(pl.String).str.zfill(width)
        ranges = villages.filter(pl.col("size") > 0).with_columns(n=pl.int_ranges("start", pl.col("start") + pl.col("size")))
        return ranges.explode("n").with_columns(household_id=pl.concat_str("village_id", pl.lit("H"), number))

    def _township_id(self) -> pl.Expr:
        width = max(2, len(str(self.townships)))
        return pl.concat_str(pl.lit("T"), (pl.col("t") + 1).cast(pl.String).str.zfill(width))


def layout(households: int, townships: int | None = None) -> Layout:
    """The layout of a county; UsageError for no households, or more townships than households."""
    wanted = 1 if townships is None else townships
    if households < 1 or not 1 <= wanted <= households:
        what = Text("农户数或乡镇数不可用", "these numbers of households and townships make no county")
        expected = Text("至少一户、一个乡镇，乡镇不多于农户", "at least one of each, and no more townships than households")
        raise one(UsageError, "sample", what, expected)
    villages = max(1, wanted, households // HOUSEHOLDS_PER_VILLAGE)
    return Layout(households, villages, townships or max(1, villages // VILLAGES_PER_TOWNSHIP))
