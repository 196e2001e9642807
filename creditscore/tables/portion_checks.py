"""One portion of rows checked by itself: its usable rows, its problems, and what is to be held against other portions.

It finds what reading all rows together finds. Where it cannot (rows out of order, cells that need the full reading, a number that stands
in two portions, a loan whose household is in none of its villages), it raises OutOfOrderError, and all rows are to be read together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl

from creditscore.tables import relations
from creditscore.tables.checks import Counted, Counting, counted, counting
from creditscore.tables.judgement import problems_in
from creditscore.tables.normalise import BIRTH, Settled
from creditscore.tables.number_facts import DIGITS_WRONG
from creditscore.tables.numbers_aside import Numbers, any_equal
from creditscore.tables.owners import all_at_home, with_owners
from creditscore.tables.portions import OWNER, VILLAGE, OutOfOrderError, Portion, UnsortedError
from creditscore.tables.raw import ROW
from creditscore.tables.reasons import ERRORS
from creditscore.tables.rules import with_helpers
from creditscore.tables.tally import LONG_IDS, UNSORTED
from creditscore.tables.village_runs import Runs

LISTING: dict[str, type[pl.DataType]] = {VILLAGE: pl.String, relations.LISTED: pl.Int64}
"""The columns of how many households are listed in each village."""
TESTED_LATER = {"households": (VILLAGE, "id_number"), "loans": (VILLAGE, "household_id")}
"""Cells that need not be looked at one by one: a village that is usable, an ID number whose digits fit, a household that is usable."""


@dataclass(frozen=True)
class Standards:
    """What every portion is held against: how its tables are read, the usable rows of units, the day; and what follows from them."""

    settled: Mapping[str, Settled]
    units: Mapping[str, relations.Usable]
    as_of: date | None

    @cached_property
    def countings(self) -> dict[str, Counting]:
        """What is counted of each table."""
        return {table: counting(one, self.as_of) for table, one in self.settled.items()}

    @cached_property
    def villages(self) -> pl.Series:
        """The ids of the usable villages, sorted."""
        return self.units["villages"].frame.select(VILLAGE).collect().to_series().sort()


@dataclass(frozen=True)
class Checked:
    """One portion with its usable rows, and what is to be remembered of it (see `remembered`)."""

    usable: Mapping[str, pl.DataFrame]
    found: Mapping[str, Counted]
    problems: Mapping[str, pl.DataFrame]
    listed: pl.DataFrame
    schemes: relations.Schemes
    hashes: Mapping[str, Numbers]
    ids: tuple[str, str] | None
    runs: Mapping[str, Runs]


def checked(portion: Portion, standards: Standards) -> Checked:
    """The usable rows of a portion and its problems; OutOfOrderError where it cannot be judged by itself."""
    hashes = _hashes(portion)
    people = _part(standards.settled["households"], portion.households, portion.first_household)
    credit = _part(standards.settled["loans"], portion.loans, portion.first_loan)
    runs = {table: Runs.of(rows[VILLAGE]) for table, rows in (("households", portion.households), ("loans", portion.loans))}
    usable = dict(standards.units)
    facts = with_helpers("households", portion.households.lazy()).collect(engine="in-memory")
    found = {"households": _counted(people, facts, standards), "loans": _counted(credit, portion.loans, standards)}
    _refuse_strange(people, facts["id_number"].filter(facts[DIGITS_WRONG]))
    problems = {"households": problems_in(found["households"], usable, known=_known_villages(people, runs["households"], standards))}
    rows = facts.with_columns(birth_date=BIRTH) if found["households"].births_to_fill else portion.households
    households = _usable(found["households"], problems["households"], rows)
    ascending = not found["households"].counts[UNSORTED] or households["household_id"].is_sorted()
    households = households if ascending else households.sort("household_id")
    usable["households"] = relations.Usable(people, households.lazy())
    owned = _owned(portion, households)
    _refuse_strange(credit, owned["household_id"].filter(owned[OWNER].is_null()))
    owners_known, known = all_at_home(owned, households), _known_villages(credit, runs["loans"], standards)
    problems["loans"] = problems_in(found["loans"], usable, known=known, owners_known=owners_known)
    if problems["loans"].filter((pl.col("code") == "unknown_parent") & (pl.col("column") == "household_id")).height:
        raise UnsortedError
    loans = _usable(found["loans"], problems["loans"], owned, OWNER)
    runs["households"] = runs["households"] if ascending else Runs.of(households[VILLAGE])
    kept = {"households": households, "loans": loans}
    own = {table: runs[table] if frame.height == found[table].rows else Runs.of(frame[VILLAGE]) for table, frame in kept.items()}
    ends = _ends(portion.households.get_column("household_id"), ascending=not found["households"].counts[UNSORTED])
    schemes = relations.schemes(loans.lazy(), engine="in-memory")
    return Checked(kept, found, problems, _listed(own["households"]), schemes, hashes, ends, own)


def _usable(found: Counted, problems: pl.DataFrame, rows: pl.DataFrame, *further: str) -> pl.DataFrame:
    """The rows without an error, in the columns of the canonical table and some further ones."""
    errors = problems.filter(pl.col("code").is_in(ERRORS))
    kept = rows.select([*(column.name for column in found.settled.columns), *further])
    if not errors.height:
        return kept
    counted_rows = kept.with_columns(rows[ROW]) if ROW in rows.columns else kept.with_row_index(ROW, found.settled.first_row)
    return counted_rows.join(errors.select(ROW).unique(), on=ROW, how="anti", maintain_order="left").drop(ROW)


def _refuse_strange(table: Settled, cells: pl.Series) -> None:
    """OutOfOrderError where a cell of a column that is TESTED_LATER is strange to the quick reading."""
    if cells.name in table.later and cells.to_frame().select(table.later[cells.name]).to_series().any():
        raise OutOfOrderError


def _known_villages(table: Settled, runs: Runs, standards: Standards) -> tuple[str, ...]:
    """The column of villages where every village of these rows, which stand in their order, is a usable one."""
    villages = runs.ids.drop_nulls()
    if villages.is_in(_between(standards.villages, villages).implode()).all():
        return (VILLAGE,)
    _refuse_strange(table, villages)
    return ()


def _between(ids: pl.Series, ends: pl.Series) -> pl.Series:
    """Of sorted ids those from the least to the greatest of some others: a portion's villages are few among a nation's."""
    if not ends.len():
        return ids.clear()
    first, last = ids.search_sorted(str(ends.min()), "left"), ids.search_sorted(str(ends.max()), "right")
    return ids.slice(first, last - first)


def _listed(runs: Runs) -> pl.DataFrame:
    """How many households are listed in each village; a village may stand in several lines."""
    return pl.DataFrame([runs.ids.alias(VILLAGE), runs.lengths.cast(pl.Int64).alias(relations.LISTED)])


def _owned(portion: Portion, households: pl.DataFrame) -> pl.DataFrame:
    """The portion's loans with the places of their households, which are as given where no household was set aside."""
    if portion.owners is None or households.height < portion.households.height:
        return with_owners(portion.loans, households)
    return portion.loans.with_columns(portion.owners.alias(OWNER))


def _part(whole: Settled, rows: pl.DataFrame, first_row: int) -> Settled:
    return replace(whole, frame=rows.lazy(), probe=rows.lazy(), first_row=first_row)


def _counted(part: Settled, rows: pl.DataFrame, standards: Standards) -> Counted:
    asked = standards.countings[part.table]
    found = counted(part, asked.rules, rows.select(asked.counts), rows.lazy())
    if found.strange or found.counts.get(LONG_IDS):
        raise OutOfOrderError
    return found


def _hashes(portion: Portion) -> dict[str, Numbers]:
    """What no two rows of a table may share: numbers instead of texts, which take less room, in their order."""
    texts = {"households": portion.households["id_number"], "loans": portion.loans["loan_id"]}
    hashes = {table: np.sort(column.drop_nulls().hash().to_numpy()) for table, column in texts.items()}
    if any(any_equal(numbers) for numbers in hashes.values()):
        raise OutOfOrderError
    return hashes


def _ends(ids: pl.Series, *, ascending: bool) -> tuple[str, str] | None:
    """The first and the last id in the order of texts."""
    if ids.len() == ids.null_count():
        return None
    return (str(ids[0]), str(ids[-1])) if ascending and not ids.null_count() else (str(ids.min()), str(ids.max()))
