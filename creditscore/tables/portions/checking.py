"""One portion of rows checked by itself: its usable rows, its problems, and what is to be held against other portions.

It finds what reading all rows together finds. Ids and numbers that several portions have are to be known beforehand (`known_faults`),
loans whose household is in none of the portion's villages are looked into afterwards (`orphans`). Where cells need the full reading it
raises OddCellsError.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl
from msgspec import Struct, field
from msgspec.structs import replace

from creditscore.tables.cells.number_facts import DIGITS_WRONG
from creditscore.tables.cells.rules import with_helpers
from creditscore.tables.cells.tally import LONG_IDS, NUMBERS_SHARED, UNSORTED
from creditscore.tables.checks import relations
from creditscore.tables.checks.counting import Counted, Counting, counted, counting
from creditscore.tables.checks.judgement import problems_in
from creditscore.tables.checks.normalise import BIRTH, Settled, part_of
from creditscore.tables.portions.known_faults import KnownFaults
from creditscore.tables.portions.numbers_aside import Numbers, any_equal
from creditscore.tables.portions.orphans import orphans_in
from creditscore.tables.portions.owners import all_at_home, with_owners
from creditscore.tables.portions.personal_ids import Suspects, suspects_in
from creditscore.tables.portions.portion import OWNER, VILLAGE, OddCellsError, Portion
from creditscore.tables.portions.village_runs import Runs
from creditscore.tables.raw import ROW
from creditscore.tables.reasons import ERRORS

LISTING: dict[str, type[pl.DataType]] = {VILLAGE: pl.String, relations.LISTED: pl.Int64}
"""The columns of how many households are listed in each village."""
TESTED_LATER = {"households": (VILLAGE, "id_number"), "loans": (VILLAGE, "household_id")}
"""Cells that need not be looked at one by one: a village that is usable, an ID number whose digits fit, a household that is usable."""


class Standards(Struct, frozen=True, dict=True):
    """What every portion is held against: how its tables are read, the usable rows of units, the day; and what follows from them.

    `known` is what is known of ids and numbers that several portions have, once it has been looked into.
    """

    settled: Mapping[str, Settled]
    units: Mapping[str, relations.Usable]
    as_of: date | None
    known: KnownFaults | None = None

    @property
    def faults(self) -> KnownFaults:
        """What is known so far."""
        return self.known or KnownFaults()

    @cached_property
    def countings(self) -> dict[str, Counting]:
        """What is counted of each table."""
        return {table: counting(one, self.as_of) for table, one in self.settled.items()}

    @cached_property
    def villages(self) -> pl.Series:
        """The ids of the usable villages, sorted."""
        return self.units["villages"].frame.select(VILLAGE).collect().to_series().sort()


class Checked(Struct, frozen=True):
    """One portion with its usable rows, and what is to be remembered of it (see `remembered`)."""

    usable: Mapping[str, pl.DataFrame]
    found: Mapping[str, Counted]
    problems: Mapping[str, pl.DataFrame]
    listed: pl.DataFrame
    schemes: relations.Schemes
    hashes: Mapping[str, Numbers]
    ids: tuple[str, str] | None
    runs: Mapping[str, Runs]
    orphans: pl.DataFrame = field(default_factory=pl.DataFrame)
    strays: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.String))
    suspects: Suspects = field(default_factory=Suspects)


class _Judged(Struct, frozen=True):
    """One table of a portion: what was counted, what is wrong, the rows that can be used."""

    found: Counted
    problems: pl.DataFrame
    rows: pl.DataFrame


def checked(portion: Portion, standards: Standards) -> Checked:
    """The usable rows of a portion and its problems; OddCellsError where cells need the full reading."""
    hashes = _hashes(portion)
    repeated = {table for table, numbers in hashes.items() if any_equal(numbers)}
    runs = {table: Runs.of(rows[VILLAGE]) for table, rows in (("households", portion.households), ("loans", portion.loans))}
    people = _households(portion, standards, runs["households"], repeated="households" in repeated)
    ascending = not people.found.counts[UNSORTED] or people.rows["household_id"].is_sorted()
    people = people if ascending else replace(people, rows=people.rows.sort("household_id"))
    credit = _loans(portion, standards, runs["loans"], people)
    runs["households"] = runs["households"] if ascending else Runs.of(people.rows[VILLAGE])
    judged = {"households": people, "loans": credit}
    own = {table: runs[table] if one.rows.height == one.found.rows else Runs.of(one.rows[VILLAGE]) for table, one in judged.items()}
    return Checked(
        usable={table: one.rows for table, one in judged.items()},
        found={table: one.found for table, one in judged.items()},
        problems={table: one.problems for table, one in judged.items()},
        listed=_listed(own["households"]),
        schemes=relations.schemes(credit.rows.lazy(), engine="in-memory"),
        hashes={table: np.unique(numbers) if table in repeated else numbers for table, numbers in hashes.items()},
        ids=_ends(people.rows["household_id"]),
        runs=own,
        orphans=orphans_in(credit.found.settled, credit.problems),
        strays=_strays(portion.households["household_id"], people.rows["household_id"]),
        suspects=suspects_in(credit.found.settled, portion.households["household_id"]) if credit.found.counts[LONG_IDS] else Suspects(),
    )


def _households(portion: Portion, standards: Standards, runs: Runs, *, repeated: bool) -> _Judged:
    own = part_of(standards.settled["households"], portion.households, portion.first_household)
    facts = with_helpers("households", portion.households.lazy()).collect(engine="in-memory")
    found = _counted(own, facts, standards)
    found = replace(found, counts={**found.counts, NUMBERS_SHARED: 1}) if repeated else found
    _refuse_strange(own, facts["id_number"].filter(facts[DIGITS_WRONG]))
    lines = problems_in(found, dict(standards.units), known=_known_villages(own, runs, standards))
    problems = standards.faults.beside("households", portion.households, portion.first_household, lines)
    rows = facts.with_columns(birth_date=BIRTH) if found.births_to_fill else portion.households
    return _Judged(found, problems, _usable(found, problems, rows))


def _loans(portion: Portion, standards: Standards, runs: Runs, people: _Judged) -> _Judged:
    own = part_of(standards.settled["loans"], portion.loans, portion.first_loan)
    found = _counted(own, portion.loans, standards)
    usable = {**standards.units, "households": relations.Usable(people.found.settled, people.rows.lazy())}
    owned = _owned(portion, people.rows)
    _refuse_strange(own, owned["household_id"].filter(owned[OWNER].is_null()))
    at_home, known = all_at_home(owned, people.rows), _known_villages(own, runs, standards)
    lines = problems_in(found, usable, known=known, owners_known=at_home)
    problems = standards.faults.beside("loans", portion.loans, portion.first_loan, lines)
    return _Judged(found, problems, _usable(found, problems, owned, OWNER))


def _usable(found: Counted, problems: pl.DataFrame, rows: pl.DataFrame, *further: str) -> pl.DataFrame:
    """The rows without an error, in the columns of the canonical table and some further ones."""
    kept = rows.select([*(column.name for column in found.settled.columns), *further])
    errors = problems.filter(pl.col("code").is_in(ERRORS)) if problems.height else problems
    if not errors.height:
        return kept
    counted_rows = kept.with_columns(rows[ROW]) if ROW in rows.columns else kept.with_row_index(ROW, found.settled.first_row)
    return counted_rows.join(errors.select(ROW).unique(), on=ROW, how="anti", maintain_order="left").drop(ROW)


def _refuse_strange(table: Settled, cells: pl.Series) -> None:
    """OddCellsError where a cell of a column that is TESTED_LATER is strange to the quick reading."""
    if cells.name in table.later and cells.to_frame().select(table.later[cells.name]).to_series().any():
        raise OddCellsError


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


def _counted(part: Settled, rows: pl.DataFrame, standards: Standards) -> Counted:
    asked = standards.countings[part.table]
    found = counted(part, asked.rules, rows.select(asked.counts), rows.lazy())
    if found.strange:
        raise OddCellsError
    return found


def _hashes(portion: Portion) -> dict[str, Numbers]:
    """What no two rows of a table may share: numbers instead of texts, which take less room, in their order."""
    texts = {"households": portion.households["id_number"], "loans": portion.loans["loan_id"]}
    return {table: np.sort(column.drop_nulls().hash().to_numpy()) for table, column in texts.items()}


def _ends(usable: pl.Series) -> tuple[str, str] | None:
    """The first and the last of some ids in their order."""
    return (str(usable[0]), str(usable[-1])) if usable.len() else None


def _strays(ids: pl.Series, usable: pl.Series) -> pl.Series:
    """Ids of rows that were set aside which lie before the usable ones or behind them: other portions may have them too."""
    if ids.len() == usable.len() or not usable.len():
        return ids.drop_nulls() if not usable.len() else ids.clear()
    return ids.filter((ids < usable[0]) | (ids > usable[-1]))
