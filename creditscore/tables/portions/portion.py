"""Rows in portions: households with all their loans, whole villages at a time, from tables in the order of their villages.

In: the rows of the two tables, both ascending by village. Out: portions of bounded size, in that order; UnsortedError where the
order does not hold, for then a village's rows may stand anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl
from msgspec import Struct, field

from creditscore.tables.portions.rows_ahead import Rows

VILLAGE = "village_id"
OWNER = "#owner"
"""The column of a portion's usable loans with the place of their household among its usable households, counted from 0."""
PORTION_ROWS = 1 << 18
"""So many households make a portion of a large table."""
_LEAST_ROWS = 1 << 15
_PORTIONS = 8
"""A table has so many portions where they are not too small: the first is begun sooner, and the last is done sooner."""


class OutOfOrderError(Exception):
    """The rows cannot be taken in portions: they must be looked at all together."""


class UnsortedError(OutOfOrderError):
    """The rows cannot be taken in portions as they stand: they must be brought into order, or looked at all together."""


class OddCellsError(OutOfOrderError):
    """Some cells need the full reading: the tables are to be read onto disk cell by cell."""


class HeldAcrossError(OutOfOrderError):
    """Rows of several portions have the same id or number: these are to be looked into, and the rows gone through once more."""


class Portion(Struct, frozen=True):
    """Some households and all loans of their villages; the row numbers of the first of each in their files.

    `owners` are the places of the loans' households among the households, null for loans of others, where that is known.
    """

    households: pl.DataFrame
    loans: pl.DataFrame
    first_household: int
    first_loan: int
    owners: pl.Series | None = None


def portion_rows(households: int) -> int:
    """How many of so many households make a portion."""
    return min(PORTION_ROWS, max(households // _PORTIONS, _LEAST_ROWS))


def portions_of(households: Rows, loans: Rows, rows: int, ends: Sequence[str] | None = None) -> Iterator[Portion]:
    """Portions of at least so many households, the last one excepted; a village's loans come with its households.

    `ends` names the last village of each portion instead; the last portion takes what is left.
    """
    people, credit = _Feed.over(households), _Feed.over(loans)
    villages = iter([*ends[:-1], None]) if ends else None
    while True:
        first_household, first_loan = people.first_row, credit.first_row
        village = next(villages) if villages is not None else people.village_at(rows)
        yield Portion(people.through(village), credit.through(village), first_household, first_loan)
        if village is None:
            return


class _Feed(Struct):
    """The rows of one table as they come, and those not yet given out."""

    batches: Iterator[pl.DataFrame]
    held: pl.DataFrame
    first_row: int = 1
    last: str | None = field(default=None)

    @classmethod
    def over(cls, rows: Rows) -> _Feed:
        """The rows of a table."""
        return cls(rows.batches, pl.DataFrame(schema=rows.schema))

    def village_at(self, rows: int) -> str | None:
        """The village of the row that makes so many; None where no more than these are left."""
        while self.held.height <= rows:
            if not self._more():
                return None
        return str(self.held[VILLAGE][rows - 1])

    def through(self, village: str | None) -> pl.DataFrame:
        """The rows of all villages up to this one; all that are left for None."""
        while (village is None or self.last is None or self.last <= village) and self._more():
            pass
        count = self.held.height if village is None else int((self.held[VILLAGE] <= village).sum())
        given, self.held = self.held.slice(0, count), self.held.slice(count)
        self.first_row += count
        return given

    def _more(self) -> bool:
        """Hold the next batch; whether there was one."""
        batch = next(self.batches, None)
        if batch is None:
            return False
        if batch.height:
            self._check(batch[VILLAGE])
            self.held = self.held.vstack(batch)
        return True

    def _check(self, villages: pl.Series) -> None:
        if villages.null_count() or not villages.is_sorted() or (self.last is not None and villages[0] < self.last):
            raise UnsortedError
        self.last = str(villages[-1])
