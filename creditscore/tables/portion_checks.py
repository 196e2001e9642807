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
from creditscore.tables.checks import Counted, count_query, counted
from creditscore.tables.judgement import problems_in, short_villages
from creditscore.tables.normalise import Settled, with_births
from creditscore.tables.portions import OWNER, OutOfOrderError, Portion
from creditscore.tables.raw import ROW
from creditscore.tables.reasons import ERRORS
from creditscore.tables.tally import LONG_IDS, NUMBERS_SHARED

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
    people = _part(settled["households"], portion.households, portion.first_household)
    credit = _part(settled["loans"], portion.loans, portion.first_loan)
    usable = dict(units)
    found = {"households": _counted(people, as_of), "loans": _counted(credit, as_of)}
    problems = {"households": problems_in(found["households"], usable)}
    households = _usable(found["households"], problems["households"], portion.households)
    households = households if households["household_id"].is_sorted() else households.sort("household_id")
    usable["households"] = relations.Usable(people, households.lazy())
    owned = with_owners(portion.loans, households)
    problems["loans"] = problems_in(found["loans"], usable, owners_known=not _doubtful(owned, households))
    if problems["loans"].filter((pl.col("code") == "unknown_parent") & (pl.col("column") == "household_id")).height:
        raise OutOfOrderError
    loans = _usable(found["loans"], problems["loans"], owned, OWNER)
    return Checked(
        {"households": households, "loans": loans},
        found,
        problems,
        short_villages(usable),
        relations.schemes(loans.lazy()),
        _hashes(portion),
        _ends(portion.households.get_column("household_id")),
    )


def _usable(found: Counted, problems: pl.DataFrame, rows: pl.DataFrame, *further: str) -> pl.DataFrame:
    """The rows without an error, in the columns of the canonical table and some further ones."""
    errors = problems.filter(pl.col("code").is_in(ERRORS))
    own = with_births(found.settled) if found.births_to_fill else None
    filled = rows if own is None else rows.with_columns(own.frame.select("birth_date").collect().to_series())
    kept = filled.select([*(column.name for column in found.settled.columns), *further])
    if not errors.height:
        return kept
    counted_rows = kept.with_row_index(ROW, found.settled.first_row)
    return counted_rows.join(errors.select(ROW).unique(), on=ROW, how="anti", maintain_order="left").drop(ROW)


def with_owners(loans: pl.DataFrame, households: pl.DataFrame) -> pl.DataFrame:
    """Household loans with the place of their household; null where it is not among these."""
    places = households.select("household_id", pl.int_range(pl.len(), dtype=pl.UInt32).alias(OWNER))
    owners = loans.select("household_id").join(places, on="household_id", how="left", maintain_order="left")
    of_household = loans["borrower_type"] == "household"
    return loans.with_columns(pl.when(of_household).then(owners[OWNER]).alias(OWNER))


def _doubtful(loans: pl.DataFrame, households: pl.DataFrame) -> bool:
    """Whether a household's loan names a household that is not among these, or is of another village."""
    mine = loans.filter((pl.col("borrower_type") == "household") & pl.col("household_id").is_not_null())
    if mine[OWNER].null_count():
        return True
    return bool((households["village_id"].gather(mine[OWNER]) != mine["village_id"]).any())


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
