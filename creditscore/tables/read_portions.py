"""Reading in portions: usable households and loans village by village; findings, sources and rejected rows at the end.

In: Parquet files whose rows stand in the order of their villages. Out: the same as from reading all rows together, with
memory that does not grow with the rows. Where that cannot be, OutOfOrderError is raised, in the middle or at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import polars as pl

from creditscore.tables.checks import Counted, count_query, counted
from creditscore.tables.findings import MOST_WARNINGS
from creditscore.tables.inputs import Inputs, is_parquet
from creditscore.tables.judgement import Judgement, short_villages
from creditscore.tables.normalise import Settled, kept_aside, settled
from creditscore.tables.numbers_aside import NumbersAside
from creditscore.tables.portion_checks import TESTED_LATER, Checked, Standards, checked
from creditscore.tables.portions import OutOfOrderError, Portion, UnsortedError, portion_rows, portions_of
from creditscore.tables.raw import ROW, Raw
from creditscore.tables.read import Declared, opened
from creditscore.tables.reasons import ERRORS
from creditscore.tables.remembered import Remembered
from creditscore.tables.result import Tables
from creditscore.tables.rows_ahead import ROW_TABLES, rows_of
from creditscore.tables.rows_by_part import portions_by_part
from creditscore.tables.shapes import shapes_of
from creditscore.tables.whole_files import Digests


@dataclass
class PortionReader:
    """One reading under way: portions first, each checked by itself, then their outcome."""

    rows: Mapping[str, Settled]
    judgement: Judgement
    as_of: date | None
    remembered: Remembered = field(default_factory=Remembered)
    numbers: Mapping[str, NumbersAside] = field(default_factory=lambda: {table: NumbersAside() for table in ROW_TABLES})
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
    def households(self) -> int:
        """How many rows the households table has."""
        return int(self.rows["households"].raw.cells.select(pl.len()).collect().item())

    @cached_property
    def standards(self) -> Standards:
        """What every portion is held against."""
        return Standards(self.rows, self.judgement.usable, self.as_of)

    def portions(self, ends: Sequence[str] | None = None) -> Iterator[Portion]:
        """The rows as they come, cells as in the file; `ends` are the last villages of the portions, where they are to be as said.

        Polars reads bare columns no further ahead than asked; with expressions to work out it would read the whole file.
        """
        rows, raws = portion_rows(self.households), [self.rows[table].raw for table in ROW_TABLES]
        households, loans = (rows_of(raw.cells, raw.names, raw.path) for raw in raws)
        return portions_of(households, loans, rows, ends)

    def by_part(self, villages: pl.DataFrame) -> Iterator[Portion]:
        """The rows part by part, whatever their order."""
        return portions_by_part({table: one.raw.cells for table, one in self.rows.items()}, villages)

    def check(self, portion: Portion) -> Checked:
        """A portion's usable rows and problems; several portions may be checked at once."""
        return checked(self._typed(portion), self.standards)

    def _typed(self, portion: Portion) -> Portion:
        households, loans = (
            rows.select(*self.rows[table].typing, *([ROW] if ROW in rows.columns else []))
            for table, rows in (("households", portion.households), ("loans", portion.loans))
        )
        return replace(portion, households=households, loans=loans)

    def take(self, one: Checked) -> None:
        """Remember what a portion said, in the order of the rows; ids go up from portion to portion."""
        if one.ids is not None:
            if one.ids[0] <= self._last_household:
                raise UnsortedError
            self._last_household = one.ids[1]
        for table, hashes in one.hashes.items():
            self.numbers[table].add(hashes)
        self.remembered.add(one)

    def tables(self, digests: Digests) -> Tables:
        """The outcome of all portions together."""
        if any(numbers.any_equal() for numbers in self.numbers.values()):
            raise OutOfOrderError
        said = self.remembered
        for table in ROW_TABLES:
            self.judgement.take(said.found(self.rows[table]), _together(said.problems[table]))
        self.judgement.take_together(short_villages(self.judgement.usable["villages"], said.listed()), said.schemes)
        return self.judgement.tables(digests)


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


def _together(problems: list[pl.DataFrame]) -> pl.DataFrame:
    """The problem lines of all portions; of each kind of warning no more than reading all rows together keeps."""
    lines = pl.concat(problems)
    if lines.height <= MOST_WARNINGS:
        return lines
    kept = pl.col("code").is_in(ERRORS) | (pl.col(ROW).rank("ordinal").over("code", "column") <= MOST_WARNINGS)
    return lines.filter(kept)
