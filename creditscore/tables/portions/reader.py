"""Reading in portions: usable households and loans village by village; findings, sources and rejected rows at the end.

In: Parquet files whose rows stand in the order of their villages. Out: the same as from reading all rows together, with memory that does
not grow with the rows. Where several portions have the same id or number, HeldAcrossError is raised, in the middle or at the end: `again`
looks into these rows, and reads once more. Where rows cannot come so, it is another OutOfOrderError.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Self

import polars as pl
from msgspec import Struct, field
from msgspec.structs import replace

from creditscore.tables.checks.counting import Counted, count_query, counted
from creditscore.tables.checks.judgement import Judgement, short_villages
from creditscore.tables.checks.normalise import Settled, kept_aside, settled
from creditscore.tables.files.inputs import Inputs, is_parquet
from creditscore.tables.files.whole_files import Digests
from creditscore.tables.findings.result import Tables
from creditscore.tables.portions.checking import TESTED_LATER, Checked, Standards, checked
from creditscore.tables.portions.known_faults import HELD, KnownFaults, known_faults, repeated_among, repeated_in
from creditscore.tables.portions.numbers_aside import Numbers, NumbersAside
from creditscore.tables.portions.personal_ids import personal_lines
from creditscore.tables.portions.portion import HeldAcrossError, Portion, UnsortedError, portion_rows, portions_of
from creditscore.tables.portions.remembered import Remembered
from creditscore.tables.portions.rows_ahead import ROW_TABLES, Rows, rows_of
from creditscore.tables.raw import Raw
from creditscore.tables.read import Declared, opened
from creditscore.tables.shapes import shapes_of


def _numbers_aside() -> dict[str, NumbersAside]:
    return {table: NumbersAside() for table in ROW_TABLES}


class PortionReader(Struct, dict=True):
    """One reading under way: portions first, each checked by itself, then their outcome."""

    rows: Mapping[str, Settled]
    judgement: Judgement
    as_of: date | None
    remembered: Remembered = field(default_factory=Remembered)
    numbers: Mapping[str, NumbersAside] = field(default_factory=_numbers_aside)
    known: KnownFaults | None = None
    _repeated: dict[str, Numbers] | None = None
    _personal: pl.DataFrame | None = None
    _last_household: str = ""

    @property
    def units(self) -> dict[str, pl.LazyFrame]:
        """The usable rows of villages and townships."""
        return {table: usable.frame for table, usable in self.judgement.usable.items()}

    @property
    def whole(self) -> dict[str, pl.LazyFrame]:
        """The rows of households and loans all together, as they stand."""
        return {table: one.frame for table, one in self.rows.items()}

    @property
    def cells(self) -> dict[str, pl.LazyFrame]:
        """The same rows as portions take them."""
        return {table: one.rows for table, one in self.rows.items()}

    @property
    def households(self) -> int:
        """How many rows the households table has."""
        return int(self.rows["households"].rows.select(pl.len()).collect().item())

    @cached_property
    def standards(self) -> Standards:
        """What every portion is held against."""
        return Standards(self.rows, self.judgement.usable, self.as_of, self.known)

    def portions(self, ends: Sequence[str] | None = None) -> Iterator[Portion]:
        """The rows as they come, cells as in the file; `ends` are the last villages of the portions, where they are to be as said.

        Polars reads bare columns no further ahead than asked; with expressions to work out it would read the whole file.
        """
        households, loans = (_as_they_come(self.rows[table]) for table in ROW_TABLES)
        return portions_of(households, loans, portion_rows(self.households), ends)

    def concerned(self, portion: Portion) -> bool:
        """Whether what is known of ids and numbers that several portions have concerns some rows of a portion."""
        known = self.known or KnownFaults()
        rows = {"households": (portion.households, portion.first_household), "loans": (portion.loans, portion.first_loan)}
        return any(known.of(table, own, first).height for table, (own, first) in rows.items())

    def check(self, portion: Portion) -> Checked:
        """A portion's usable rows and problems; several portions may be checked at once."""
        return checked(self._typed(portion), self.standards)

    def _typed(self, portion: Portion) -> Portion:
        given = (("households", portion.households), ("loans", portion.loans))
        households, loans = (self.rows[table].typed(rows.lazy()).collect(engine="in-memory") for table, rows in given)
        return replace(portion, households=households, loans=loans)

    def take(self, one: Checked) -> None:
        """Remember what a portion said, in the order of the rows; ids go up from portion to portion."""
        if one.ids is not None:
            if one.ids[0] <= self._last_household:
                raise HeldAcrossError if self.known is None else UnsortedError
            self._last_household = one.ids[1]
        for table, hashes in one.hashes.items():
            self.numbers[table].add(hashes)
        self.remembered.add(one)

    def tables(self, digests: Digests) -> Tables:
        """The outcome of all portions together."""
        if self._new_faults():
            raise HeldAcrossError
        said = self.remembered
        problems = said.problems(self.rows)
        for table in ROW_TABLES:
            self.judgement.take(said.found(self.rows[table]), problems[table])
        self.judgement.take_together(short_villages(self.judgement.usable["villages"], said.listed()), said.schemes)
        return self.judgement.tables(digests)

    def _new_faults(self) -> bool:
        """Whether all portions together show faults that are not known."""
        said, known = self.remembered, self.known or KnownFaults()
        self._repeated = {HELD[table]: numbers.repeated() for table, numbers in self.numbers.items()}
        self._repeated |= repeated_among(self.rows["households"], said.strays)
        lacking = any(known.lacks(column, found) for column, found in self._repeated.items())
        if known.personal is not None:
            return lacking
        self._personal = personal_lines(self.rows, said.long_ids, said.elsewhere)
        return lacking or bool(self._personal.height)

    def again(self) -> Self:
        """Another reading, which knows what is wrong with rows whose ids or numbers several portions have."""
        before = None if self.known is None else self.known.personal
        personal = before if self._personal is None else self._personal
        return replace(self.afresh(), known=known_faults(self.rows, self.standards.countings, self._found_repeated(), personal))

    def afresh(self) -> Self:
        """Another reading, which knows what this one knows."""
        return replace(self, remembered=Remembered(), numbers=_numbers_aside(), _repeated=None, _personal=None, _last_household="")

    def _found_repeated(self) -> dict[str, Numbers]:
        """The hashes that come twice: those that portions had in common; all, where ids of households went back in their midst."""
        before = dict(self.known.repeated) if self.known is not None else {}
        if self._repeated is not None:
            return before | self._repeated
        households = repeated_in(self.rows["households"], "household_id")
        if not households.size:
            return {}
        return {"household_id": households} | {column: repeated_in(self.rows[table], column) for table, column in HELD.items()}


def portion_reader(inputs: Inputs, declared: Declared, as_of: date | None) -> PortionReader | None:
    """A reader of tables that are canonical Parquet and lie in order as far as can be told; None for any other."""
    if not all(is_parquet(inputs.paths[table]) for table in ROW_TABLES):
        return None
    raws = opened(inputs, shapes_of(declared), None)
    tables = {table: _settled(raw).testing_later(TESTED_LATER[table]) for table, raw in raws.items() if table in ROW_TABLES and raw.typed}
    if set(tables) != set(ROW_TABLES) or any(one.kept for one in tables.values()):
        return None
    judgement = Judgement()
    for table in raws:
        if table not in ROW_TABLES:
            judgement.judge(_counted_units(raws[table], as_of))
    return PortionReader(tables, judgement, as_of)


def _as_they_come(one: Settled) -> Rows:
    return Rows.of(one.rows) if one.kept else rows_of(one.rows, one.raw.names, one.raw.path)


def _settled(raw: Raw) -> Settled:
    return settled(raw, raw.columns)


def _counted_units(raw: Raw, as_of: date | None) -> Counted:
    one = _settled(raw)
    query, rules = count_query(one, as_of)
    found = counted(one, rules, query.collect())
    if not found.strange:
        return found
    aside = kept_aside(raw, one.columns)
    query, rules = count_query(aside, as_of)
    return counted(aside, rules, query.collect())
