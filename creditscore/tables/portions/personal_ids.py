"""Loan ids that may be a person's number or hold a name, held against the households of all portions.

In: what portions have of them, which is hashes, and the few rows whose household is elsewhere; the two tables. Out: the problem lines of
loans whose id is some household's ID number, new or old, or holds the name of its own household's head; just these rows are gathered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from msgspec import Struct, field

from creditscore.tables.cells.read_id_numbers import old_form
from creditscore.tables.cells.reading import beyond_ascii
from creditscore.tables.cells.tally import numeral_id
from creditscore.tables.checks.normalise import Settled, part_of
from creditscore.tables.checks.relations import Usable, personal_loan_ids
from creditscore.tables.findings.problems import no_problems
from creditscore.tables.portions.numbers_aside import Numbers, NumbersAside, no_numbers
from creditscore.tables.portions.rows_ahead import BATCH_ROWS
from creditscore.tables.raw import ROW

_LOAN, _HOUSEHOLD, _NUMBER = "loan_id", "household_id", "id_number"


class Suspects(Struct, frozen=True):
    """Of a portion's loans the hashes of ids that may be ID numbers; the rows whose ids may hold a name, of households elsewhere."""

    hashes: Numbers = field(default_factory=no_numbers)
    elsewhere: Sequence[int] = ()


def suspects_in(loans: Settled, people: pl.Series) -> Suspects:
    """The suspects among the loans of a portion with these households."""
    rows = loans.numbered.select(ROW, _LOAN, _HOUSEHOLD)
    long = rows.filter(numeral_id(pl.col(_LOAN))).select(pl.col(_LOAN).hash()).collect(engine="in-memory").to_series()
    elsewhere = pl.col(_HOUSEHOLD).is_not_null() & ~pl.col(_HOUSEHOLD).is_in(people.drop_nulls().implode())
    named = rows.filter(beyond_ascii(pl.col(_LOAN)) & elsewhere).collect(engine="in-memory")
    return Suspects(np.unique(long.to_numpy()), named[ROW].to_list())


def personal_lines(tables: Mapping[str, Settled], hashes: NumbersAside, elsewhere: Sequence[int]) -> pl.DataFrame:
    """The problem lines of suspects that are what they seem to be."""
    if not hashes.any() and not elsewhere:
        return no_problems()
    common = pl.Series(hashes.common(_forms(tables["households"]))).implode() if hashes.any() else pl.Series([[]], dtype=pl.List(pl.UInt64))
    suspected = pl.col(_LOAN).hash().is_in(common) | pl.col(ROW).is_in(elsewhere)
    loans = tables["loans"].gathered(suspected)
    if loans.is_empty():
        return no_problems()
    number = pl.col(_NUMBER)
    known = number.hash().is_in(common) | old_form(number).hash().is_in(common)
    own = pl.col(_HOUSEHOLD).is_in(loans[_HOUSEHOLD].unique().implode())
    people = tables["households"].gathered((number.is_not_null() & known) | own)
    households = part_of(tables["households"], people, 1)
    return personal_loan_ids(part_of(tables["loans"], loans, 1), {"households": Usable(households, households.frame)})


def _forms(households: Settled) -> NumbersAside:
    """The hashes of all ID numbers, new and old."""
    found = NumbersAside()
    for batch in households.rows.select(_NUMBER).collect_batches(chunk_size=BATCH_ROWS, maintain_order=False):
        numbers = batch.to_series().drop_nulls()
        found.add(numbers.hash().to_numpy())
        found.add(numbers.to_frame().select(old_form(pl.col(_NUMBER))).to_series().hash().to_numpy())
    return found
