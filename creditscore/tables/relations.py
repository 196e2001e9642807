"""What holds between rows and tables: duplicates, unknown parents, villages that differ, schemes that mix.

Tables come parents first; each is held against the usable rows of its parents. Counts are asked for
first, on id columns only; lines are collected where a count is not zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from creditscore.core.columns import CLASSES
from creditscore.tables.batches import CELL
from creditscore.tables.checks import UNSORTED, Counted
from creditscore.tables.normalise import Settled
from creditscore.tables.problems import IDS, KEYS, column_order, masked, no_problems, problem_lines
from creditscore.tables.raw import ROW

PARENTS = {"villages": (("township_id", "townships"),), "households": (("village_id", "villages"),), "loans": (("village_id", "villages"),)}
"""The columns of a table that name a row of another table."""


@dataclass(frozen=True)
class Usable:
    """A table and its usable rows so far."""

    settled: Settled
    frame: pl.LazyFrame


def duplicates(found: Counted) -> pl.DataFrame:
    """Lines of repeated ids: later copies where all rows of an id are equal, every row where they are not."""
    key = pl.col(KEYS[found.settled.table])
    if not found.counts[UNSORTED]:
        return no_problems()
    frame = found.settled.frame
    numbers = frame.select((key.count() - key.drop_nulls().n_unique()).alias("surplus")).collect(engine="streaming")
    return _duplicate_lines(found.settled) if numbers.item() else no_problems()


def unknown_parents(settled: Settled, usable: dict[str, Usable]) -> pl.DataFrame:
    """Lines of rows whose parent row does not exist or was set aside."""
    lines = [no_problems()]
    for column, parent in PARENTS.get(settled.table, ()):
        lacking = _lacking(settled.frame.select(column), column, usable[parent])
        if lacking.select(pl.len()).collect(engine="streaming").item():
            lines.append(_parent_lines(settled, column, usable[parent]))
    return pl.concat(lines)


def loans_of_households(loans: Settled, usable: dict[str, Usable]) -> pl.DataFrame:
    """Lines of household loans whose household is unknown, set aside, or of another village."""
    households = usable["households"]
    joined = _with_household(loans.frame, households)
    counts = joined.select(_orphan().sum().alias("orphans"), _elsewhere().sum().alias("elsewhere")).collect(engine="streaming").row(0)
    lines = [no_problems()]
    if counts[0]:
        lines.append(_parent_lines(loans, "household_id", households, pl.col("borrower_type") == "household"))
    if counts[1]:
        rows = _with_household(loans.numbered, households).filter(_elsewhere()).collect(engine="streaming")
        order = column_order("loans", "village_id") * 10 + 5
        lines.append(problem_lines(rows, pl.lit("village_differs"), "village_id", _id("village_id"), _id("#village"), order))
    return pl.concat(lines)


def registered_below_listed(usable: dict[str, Usable]) -> pl.DataFrame:
    """Lines of villages with fewer registered households than usable ones are listed: a warning."""
    villages = usable["villages"]
    listed = usable["households"].frame.group_by("village_id").agg(pl.len().cast(pl.Int64).alias("#listed"))
    numbered = villages.settled.numbered.filter(pl.col("registered_households").is_not_null())
    short = numbered.join(listed, on="village_id").filter(pl.col("registered_households") < pl.col("#listed"))
    rows = short.select(ROW, *_ids(villages.settled), "registered_households", "#listed").collect(engine="streaming")
    column = "registered_households"
    return problem_lines(rows.sort(ROW), pl.lit("registered_below_listed"), column, pl.col(column), pl.col("#listed"), 0)


def schemes(loans: pl.LazyFrame) -> tuple[int, int]:
    """How many loans use the four-class and how many the five-class scheme, by name or by a class that only one has."""
    scheme, given = pl.col("classification_scheme"), pl.col("loan_class")
    own = {name: sorted(set(classes) - _shared()) for name, classes in CLASSES.items()}
    uses = [((scheme == name) | (scheme.is_null() & given.is_in(own[name]))).sum().alias(name) for name in CLASSES]
    four, five = loans.select(uses).collect(engine="streaming").row(0)
    return int(four), int(five)


def _shared() -> set[str]:
    first, *others = (set(classes) for classes in CLASSES.values())
    return first.intersection(*others)


def _id(column: str) -> pl.Expr:
    return masked(pl.col(column), "id")


def _ids(settled: Settled) -> list[str]:
    return [name for name in IDS if name in {column.name for column in settled.columns}]


def _duplicate_lines(settled: Settled) -> pl.DataFrame:
    key = KEYS[settled.table]
    repeated = settled.frame.group_by(key).len().filter((pl.col("len") > 1) & pl.col(key).is_not_null())
    rows = settled.numbered.join(repeated.select(key), on=key, how="semi").collect(engine="streaming").sort(ROW)
    contents = [column.name for column in settled.columns] + [name for name in rows.columns if name.startswith(CELL)]
    versions = rows.unique(subset=contents).group_by(key).len("#versions")
    told = rows.join(versions, on=key, how="left").with_columns(pl.col(ROW).min().over(key).alias("#first"))
    bad = told.filter((pl.col("#versions") > 1) | (pl.col(ROW) != pl.col("#first")))
    code = pl.when(pl.col("#versions") > 1).then(pl.lit("duplicate_conflict")).otherwise(pl.lit("duplicate_copy"))
    return problem_lines(bad, code, key, _id(key), None, column_order(settled.table, key) * 10 + 4)


def _lacking(rows: pl.LazyFrame, column: str, parent: Usable) -> pl.LazyFrame:
    key = KEYS[parent.settled.table]
    return rows.filter(pl.col(column).is_not_null()).join(parent.frame.select(pl.col(key)), left_on=column, right_on=key, how="anti")


def _parent_lines(settled: Settled, column: str, parent: Usable, only: pl.Expr | None = None) -> pl.DataFrame:
    numbered = settled.numbered if only is None else settled.numbered.filter(only)
    rows = _lacking(numbered.select(ROW, *_ids(settled)), column, parent).collect(engine="streaming")
    key = KEYS[parent.settled.table]
    listed = parent.settled.frame.select(pl.col(key).alias(column)).unique().with_columns(pl.lit(value=True).alias("#listed"))
    told = rows.join(listed.join(rows.lazy().select(column), on=column, how="semi").collect(engine="streaming"), on=column, how="left")
    code = pl.when(pl.col("#listed").fill_null(value=False)).then(pl.lit("parent_set_aside")).otherwise(pl.lit("unknown_parent"))
    order = column_order(settled.table, column) * 10 + 3
    return problem_lines(told.sort(ROW), code, column, _id(column), pl.lit(parent.settled.table), order)


def _with_household(loans: pl.LazyFrame, households: Usable) -> pl.LazyFrame:
    known = households.frame.select("household_id", pl.col("village_id").alias("#village"))
    of_households = loans.filter((pl.col("borrower_type") == "household") & pl.col("household_id").is_not_null())
    wanted = [name for name in (ROW, *IDS) if name in loans.collect_schema().names()]
    return of_households.select(wanted).join(known, on="household_id", how="left")


def _orphan() -> pl.Expr:
    return pl.col("#village").is_null()


def _elsewhere() -> pl.Expr:
    return pl.col("#village") != pl.col("village_id")
