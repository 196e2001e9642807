"""Write a synthetic county: `households`, `loans`, `villages` and `townships`, once or month by month.

In: how many households, a seed, the as-of date. Out: one folder of tables, or one a month end. The same
arguments give the same bytes; any size is made in batches of villages with bounded memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
from msgspec import Struct

from creditscore.core.columns import TABLES
from creditscore.core.errors import UsageError, one
from creditscore.core.text import Text
from creditscore.sample.files import FileFormat, write_table
from creditscore.sample.households import household_lives, household_table
from creditscore.sample.layout import Layout, layout
from creditscore.sample.loans import loan_table
from creditscore.sample.moment import Moment, moments
from creditscore.sample.villages import township_table, village_lives, village_table

BATCH_HOUSEHOLDS = 100_000
Progress = Callable[[int], None]


class County(Struct, frozen=True):
    """One county at one moment, made batch by batch."""

    layout: Layout
    seed: int
    moment: Moment
    batch: int

    def villages(self) -> Iterator[pl.DataFrame]:
        """Village lives in batches that hold a bounded number of households."""
        for first, end in self.layout.batches(self.batch):
            yield village_lives(self.layout.village_rows(first, end), self.seed, self.moment)

    def households(self) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        """Village lives with the lives of their households."""
        for villages in self.villages():
            yield villages, household_lives(villages, self.layout, self.seed, self.moment)

    def rows(self, table: str) -> Iterator[pl.DataFrame]:
        """The rows of one table in batches, amounts in fen."""
        if table == "townships":
            yield township_table(self.layout.township_rows(0, self.layout.townships))
        elif table == "villages":
            yield from (village_table(villages, self.seed, self.moment) for villages in self.villages())
        elif table == "households":
            yield from (household_table(lives, self.seed, self.moment) for _, lives in self.households())
        else:
            yield from (loan_table(villages, lives, self.seed, self.moment) for villages, lives in self.households())


class _Tally(Struct):
    """How many rows have gone by, told after each batch."""

    tell: Progress | None
    made: int = 0

    def counting(self, batches: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """The same batches, counted."""
        for rows in batches:
            yield rows
            self.made += rows.height
            if self.tell is not None:
                self.tell(self.made)


def write_county(  # noqa: PLR0913 -- what a county is made of
    out: Path,
    households: int,
    seed: int,
    as_of: date,
    *,
    file_format: FileFormat = "csv",
    months: int = 1,
    townships: int | None = None,
    progress: Progress | None = None,
) -> None:
    """Write a synthetic county's tables to a folder; files of the same names are replaced.

    households: households listed on the as-of date. seed: any whole number. as_of: the day at whose end
    everything stands. months: 1 writes the tables to `out`; more writes a folder a month end,
    `out/YYYY-MM-DD`, the last so many month ends up to `as_of`. townships: by default one for 15 villages.
    progress: called after each batch with the number of household rows made so far, all months together.
    Raises UsageError for impossible counts.
    """
    county = layout(households, townships)
    if months < 1:
        raise one(UsageError, "months", Text("月数至少为 1", "the number of months is at least 1"))
    tally = _Tally(progress)
    for moment in moments(as_of, months):
        folder = out if months == 1 else out / moment.snapshot.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            batches = County(county, seed, moment, BATCH_HOUSEHOLDS).rows(table)
            write_table(folder, table, tally.counting(batches) if table == "households" else batches, file_format)
