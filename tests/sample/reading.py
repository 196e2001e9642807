"""A county's tables as frames, straight from the generator, without files."""

from datetime import date

import polars as pl

from creditscore.core.columns import TABLES
from creditscore.sample.files import in_yuan
from creditscore.sample.layout import layout
from creditscore.sample.moment import Moment
from creditscore.sample.write import County

AS_OF = date(2003, 6, 30)


def county_frames(
    households: int, seed: int, as_of: date, *, townships: int | None = None, snapshot: date | None = None, batch: int = 1000
) -> dict[str, pl.DataFrame]:
    """Every table of a county at a moment, by name."""
    county = County(layout(households, townships), seed, Moment(as_of, snapshot or as_of), batch)
    return {table: pl.concat(in_yuan(table, rows) for rows in county.rows(table)) for table in TABLES}


def effective_due() -> pl.Expr:
    """The due date that counts."""
    return pl.coalesce("extended_due_date", "due_date")


def outstanding() -> pl.Expr:
    """What is still owed, in yuan."""
    return pl.col("principal") - pl.col("repaid_principal")
