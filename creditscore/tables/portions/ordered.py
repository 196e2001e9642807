"""Portions of rows that stand in any order: each takes a range of household ids, and all loans of these households.

In: the tables as they stand, in memory. Out: portions as from tables in order, each row with its number in its file; what
concerns no household of the table is spread over the portions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import polars as pl
from msgspec import Struct

from creditscore.tables.portions.portion import Portion, portion_rows
from creditscore.tables.portions.reader import PortionReader
from creditscore.tables.portions.rows_ahead import ROW_TABLES

MOST_ROWS = 1 << 24
"""So many households are brought into order in memory; more of them are read all together, which takes longer."""
_RANK = pl.UInt32()


class OrderedReader(PortionReader):
    """One reading of tables that stand in no order."""

    def portions(self, ends: Sequence[str] | None = None) -> Iterator[Portion]:
        """Portions in the order of household ids; rows of the same id stand in one."""
        del ends  # the portions follow from the ids
        households, loans = (self.rows[table].numbered_rows.collect(engine="streaming").rechunk() for table in ROW_TABLES)
        order = _Order.of(households["household_id"])
        owners = order.places(households["household_id"], loans)
        places = owners.fill_null(_spread(loans.height, households.height)) if owners.null_count() else owners
        by_owner = places.arg_sort()
        starts = order.starts(households["household_id"], portion_rows(households.height))
        ends_of_loans = places.gather(by_owner).search_sorted(pl.Series(starts[1:-1], dtype=_RANK)).to_list()
        for (start, stop), (first, last) in zip(pairwise(starts), pairwise([0, *ends_of_loans, loans.height]), strict=True):
            own = by_owner.slice(first, last - first)
            yield Portion(order.rows(households, start, stop), loans[own], 1, 1, owners.gather(own) - start)


class _Order(Struct, frozen=True):
    """The rows of a table in the order of their ids; None where they stand in it."""

    rows_by_id: pl.Series | None

    @classmethod
    def of(cls, ids: pl.Series) -> _Order:
        """The order of some ids, blank ones last."""
        return cls(None if not ids.null_count() and ids.is_sorted() else ids.arg_sort(nulls_last=True))

    def rows(self, table: pl.DataFrame, start: int, stop: int) -> pl.DataFrame:
        """The rows from one place in the order to before another."""
        return table.slice(start, stop - start) if self.rows_by_id is None else table[self.rows_by_id.slice(start, stop - start)]

    def places(self, ids: pl.Series, loans: pl.DataFrame) -> pl.Series:
        """For each loan of a household the place of the household in the order; null where it is not in the table."""
        listed = self._listed(ids)
        places = pl.DataFrame([listed, pl.int_range(listed.len(), dtype=_RANK, eager=True).alias(_PLACE)])
        asked = loans.select(pl.when(pl.col("borrower_type") == "household").then("household_id").alias("household_id"))
        found = asked.join(places, on="household_id", how="left", maintain_order="left")
        if found.height != loans.height:  # an id comes twice
            found = asked.join(places.unique("household_id", keep="first"), on="household_id", how="left", maintain_order="left")
        return found[_PLACE]

    def starts(self, ids: pl.Series, rows: int) -> list[int]:
        """Where portions of about so many rows start, and the number of all rows; no id stands in two portions."""
        listed = self._listed(ids)
        starts = [0]
        while (start := starts[-1] + rows) < listed.len():
            while start < listed.len() and listed[start] is not None and listed[start] == listed[start - 1]:
                start += 1
            starts.append(start)
        return [*starts, listed.len()] if starts[-1] < listed.len() or not listed.len() else starts

    def _listed(self, ids: pl.Series) -> pl.Series:
        return ids if self.rows_by_id is None else ids.gather(self.rows_by_id)


_PLACE = "#place"


def _spread(rows: int, places: int) -> pl.Series:
    """Places for so many rows, spread evenly."""
    return (pl.int_range(rows, dtype=pl.Int64, eager=True) * places // max(rows, 1)).cast(_RANK)
