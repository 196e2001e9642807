"""Portions of rows that stand in any order: each takes a range of household ids, and all loans of these households.

In: the tables as they stand, in memory. Out: portions as from tables in order, each row with its number in its file; what
concerns no household of the table is spread over the portions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from creditscore.tables.findings import MOST_WARNINGS
from creditscore.tables.portions import OutOfOrderError, Portion, portion_rows
from creditscore.tables.raw import ROW
from creditscore.tables.read_portions import PortionReader
from creditscore.tables.result import Tables
from creditscore.tables.rows_ahead import ROW_TABLES
from creditscore.tables.whole_files import Digests

MOST_ROWS = 1 << 24
"""So many households are brought into order in memory; more of them are read all together, which takes longer."""
_RANK = pl.UInt32()


class OrderedReader(PortionReader):
    """One reading of tables that stand in no order."""

    def portions(self, ends: Sequence[str] | None = None) -> Iterator[Portion]:
        """Portions in the order of household ids. OutOfOrderError where an id that loans name comes twice."""
        del ends  # the portions follow from the ids
        households, loans = (
            self.rows[table].raw.cells.with_row_index(ROW, 1).collect(engine="streaming").rechunk() for table in ROW_TABLES
        )
        order = _Order.of(households["household_id"])
        owners = order.places(households["household_id"], loans)
        places = owners.fill_null(_spread(loans.height, households.height)) if owners.null_count() else owners
        by_owner = places.arg_sort()
        starts = [*range(0, max(households.height, 1), portion_rows(households.height)), households.height]
        ends_of_loans = places.gather(by_owner).search_sorted(pl.Series(starts[1:-1], dtype=_RANK)).to_list()
        for (start, stop), (first, last) in zip(pairwise(starts), pairwise([0, *ends_of_loans, loans.height]), strict=True):
            own = by_owner.slice(first, last - first)
            yield Portion(order.rows(households, start, stop), loans[own], 1, 1, owners.gather(own) - start)

    def tables(self, digests: Digests) -> Tables:
        """The outcome of all portions together. OutOfOrderError where not all problems are kept: which ones are hangs on the order."""
        for table in ROW_TABLES:
            if sum(problems.height for problems in self.remembered.problems[table]) > MOST_WARNINGS:
                raise OutOfOrderError
        return super().tables(digests)


@dataclass(frozen=True)
class _Order:
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
        listed = ids if self.rows_by_id is None else ids.gather(self.rows_by_id)
        places = pl.DataFrame([listed, pl.int_range(listed.len(), dtype=_RANK, eager=True).alias(_PLACE)])
        asked = loans.select(pl.when(pl.col("borrower_type") == "household").then("household_id").alias("household_id"))
        found = asked.join(places, on="household_id", how="left", maintain_order="left")
        if found.height != loans.height:
            raise OutOfOrderError
        return found[_PLACE]


_PLACE = "#place"


def _spread(rows: int, places: int) -> pl.Series:
    """Places for so many rows, spread evenly."""
    return (pl.int_range(rows, dtype=pl.Int64, eager=True) * places // max(rows, 1)).cast(_RANK)
