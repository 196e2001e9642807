"""One portion of rows checked by itself: its usable rows, its problems, and what is to be held against other portions.

It finds what reading all rows together finds. Where it cannot (rows out of order, cells that need the full reading, a number that stands
in two portions, a loan whose household is in none of its villages), it raises OutOfOrderError, and all rows are to be read together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from creditscore.tables import relations
from creditscore.tables.checks import LONG_IDS, NUMBERS_SHARED, Counted, count_query, counted
from creditscore.tables.judgement import problems_in, short_villages, usable_rows
from creditscore.tables.normalise import Settled
from creditscore.tables.portions import OutOfOrderError, Portion
from creditscore.tables.reasons import ERRORS

ROW_TABLES = ("households", "loans")
"""The tables that come in portions; those of units are read whole."""


@dataclass(frozen=True)
class Checked:
    """One portion with its usable rows, and what is to be remembered of it."""

    usable: Mapping[str, pl.DataFrame]
    found: Mapping[str, Counted]
    problems: Mapping[str, pl.DataFrame]
    short_villages: pl.DataFrame
    schemes: relations.Schemes
    hashes: Mapping[str, pl.Series]
    ids: tuple[str, str] | None

    def remembered(self) -> Checked:
        """The same without the rows."""
        found = {
            table: replace(one, settled=replace(one.settled, frame=pl.LazyFrame(), probe=pl.LazyFrame()))
            for table, one in self.found.items()
        }
        return replace(self, usable={}, found=found)


def checked(portion: Portion, settled: Mapping[str, Settled], units: Mapping[str, relations.Usable], as_of: date | None) -> Checked:
    """The usable rows of a portion and its problems; OutOfOrderError where it cannot be judged by itself."""
    parts = {
        "households": _part(settled["households"], portion.households, portion.first_household),
        "loans": _part(settled["loans"], portion.loans, portion.first_loan),
    }
    usable = dict(units)
    found, problems = {}, {}
    for table, part in parts.items():
        found[table] = _counted(part, as_of)
        problems[table] = problems_in(found[table], usable)
        errors = problems[table].filter(pl.col("code").is_in(ERRORS))
        usable[table] = relations.Usable(part, usable_rows(found[table], errors).collect().lazy())
    strangers = problems["loans"].filter((pl.col("code") == "unknown_parent") & (pl.col("column") == "household_id"))
    if strangers.height:
        raise OutOfOrderError
    frames = {table: usable[table].frame.collect() for table in ROW_TABLES}
    return Checked(
        frames,
        found,
        problems,
        short_villages(usable),
        relations.schemes(frames["loans"].lazy()),
        _hashes(portion),
        _ends(portion.households.get_column("household_id")),
    )


def _part(whole: Settled, rows: pl.DataFrame, first_row: int) -> Settled:
    return replace(whole, frame=rows.lazy(), probe=rows.lazy(), first_row=first_row)


def _counted(part: Settled, as_of: date | None) -> Counted:
    query, rules = count_query(part, as_of)
    found = counted(part, rules, query.collect())
    if found.strange or found.counts.get(LONG_IDS) or found.counts.get(NUMBERS_SHARED):
        raise OutOfOrderError
    return found


def _hashes(portion: Portion) -> dict[str, pl.Series]:
    """What no two rows of a table may share: numbers instead of texts, which take less room."""
    return {
        "households": portion.households["id_number"].drop_nulls().hash(),
        "loans": portion.loans["loan_id"].drop_nulls().hash(),
    }


def _ends(ids: pl.Series) -> tuple[str, str] | None:
    """The first and the last id in the order of texts."""
    return (str(ids.min()), str(ids.max())) if ids.len() > ids.null_count() else None
