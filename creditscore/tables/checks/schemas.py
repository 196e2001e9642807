"""The tables as pandera schemas, for Python users: dtypes, required columns, every value check of `rules`, and repeated ids.

pandera runs data checks on DataFrames only: a LazyFrame is held against the dtypes alone, so collect
before validating. Reading files does not come through here; it runs the same rules as one streaming query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandera.polars as pa
import polars as pl

from creditscore.core.columns import TABLES
from creditscore.tables.cells.reading import DTYPES
from creditscore.tables.cells.rules import Rule, rules_for, with_helpers
from creditscore.tables.checks.normalise import columns_of
from creditscore.tables.checks.relations import schemes
from creditscore.tables.reasons import REASONS
from creditscore.tables.shapes import KEYS


def schema_for(table: str, as_of: date | None = None, declared: Mapping[str, str] | None = None) -> pa.DataFrameSchema:
    """The schema of one table with canonical dtypes (money in fen), its checks named `code:column`.

    Warnings of the reading are pandera warnings; dates are held against `as_of` where it is given. What holds between tables
    (parents that exist, villages of loans) is no part of a schema: `read_tables` checks that.
    """
    columns = columns_of(table, declared or {})
    checks = [*(_check(rule) for rule in rules_for(table, columns, as_of)), *_repeats(table)]
    fields = {column.name: pa.Column(DTYPES[column.type], nullable=True, title=column.title.zh) for column in columns}
    return pa.DataFrameSchema(fields, checks=checks, strict=True, name=table)


def schemas(as_of: date | None = None) -> dict[str, pa.DataFrameSchema]:
    """The schemas of the four tables."""
    return {table: schema_for(table, as_of) for table in TABLES}


def _check(rule: Rule) -> pa.Check:
    def good(data: pa.PolarsData) -> pl.LazyFrame:
        rows = with_helpers(rule.table, data.lazyframe)
        return rows.select(~rule.bad.fill_null(value=False).alias(rule.key))

    return pa.Check(good, name=rule.key, error=REASONS[rule.code].what.en, raise_warning=rule.severity == "warning")


def _repeats(table: str) -> Iterator[pa.Check]:
    """The checks that hold rows against each other: one row an id, one household an ID number, one scheme a loan table."""
    key = pl.col(KEYS[table])
    yield _rows_check("duplicate_conflict", KEYS[table], ~(key.is_duplicated() & key.is_not_null()))
    if table == "households":
        number = pl.col("id_number")
        yield _rows_check("id_number_in_two_households", "id_number", ~(number.is_duplicated() & number.is_not_null()))
    if table == "loans":
        yield pa.Check(lambda data: not schemes(data.lazyframe).mixed, name="mixed_schemes", error=REASONS["mixed_schemes"].what.en)


def _rows_check(code: str, column: str, good: pl.Expr) -> pa.Check:
    def check(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(good.alias(column))

    return pa.Check(check, name=f"{code}:{column}", error=REASONS[code].what.en)
