"""What holds between tables: unknown parents, villages that differ, too few registered households, schemes that mix.

Tables come parents first; each is held against the usable rows of its parents. Counts are asked for
first, on id columns only; lines are collected where a count is not zero. What holds between the rows of
one table stands in `repeats`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

import polars as pl
from msgspec import Struct

from creditscore.core.columns import CLASSES, ColumnType
from creditscore.tables.cells.read_id_numbers import old_form
from creditscore.tables.checks.normalise import Settled
from creditscore.tables.findings.problems import IDS, column_order, ids_of, no_problems, problem_lines
from creditscore.tables.masks import masked
from creditscore.tables.raw import ROW
from creditscore.tables.shapes import PARENTS

LISTED = "#listed"
Engine = Literal["streaming", "in-memory"]


class Usable(Struct, frozen=True):
    """A table and its usable rows so far."""

    settled: Settled
    frame: pl.LazyFrame


def unknown_parents(settled: Settled, usable: dict[str, Usable], known: Collection[str] = ()) -> pl.DataFrame:
    """Lines of rows whose parent row does not exist or was set aside; those of the columns `known` are known to exist."""
    lines = [no_problems()]
    shape = settled.raw.shape
    for column, parent in shape.parents if shape is not None else PARENTS.get(settled.table, ()):
        if parent not in usable or column not in settled.raw.names or column in known:
            continue
        lacking = _lacking(settled.frame.select(column), column, usable[parent])
        if lacking.select(pl.len()).collect(engine="streaming").item():
            lines.append(_parent_lines(settled, column, usable[parent]))
    return pl.concat(lines)


def loans_of_households(loans: Settled, usable: dict[str, Usable]) -> pl.DataFrame:
    """Lines of household loans whose household is unknown, set aside, or of another village."""
    households = usable["households"]
    if _all_at_home(loans.frame, households.frame):
        return no_problems()
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


def personal_loan_ids(loans: Settled, usable: dict[str, Usable]) -> pl.DataFrame:
    """Lines of loans whose id is the ID number of a household's head, new or old, or holds the name of their own household's head."""
    people = usable["households"].settled.frame.select("household_id", "head_name", "id_number")
    number = pl.col("id_number")
    forms = pl.concat([people.select(loan_id=number), people.select(loan_id=old_form(number))]).drop_nulls()
    rows = loans.numbered.select(ROW, *_ids(loans))
    numbered = rows.join(forms, on="loan_id", how="semi")
    heads = people.select("household_id", "head_name").unique(subset="household_id")
    holds = (pl.col("head_name").str.len_chars() > 1) & pl.col("loan_id").str.contains(pl.col("head_name"), literal=True)
    named = rows.join(heads, on="household_id").filter(holds)
    found = [one.collect(engine="streaming").sort(ROW) for one in (numbered, named)]
    codes: tuple[tuple[str, ColumnType], ...] = (("id_holds_id_number", "text"), ("id_holds_name", "name"))
    order = column_order("loans", "loan_id") * 10 + 2
    return pl.concat(
        problem_lines(bad, pl.lit(code), "loan_id", masked(pl.col("loan_id"), kind), None, order)
        for bad, (code, kind) in zip(found, codes, strict=True)
    )


def listed_households(households: pl.LazyFrame) -> pl.LazyFrame:
    """How many households are listed in each village (LISTED)."""
    return households.group_by("village_id").agg(pl.len().cast(pl.Int64).alias(LISTED))


def registered_below_listed(villages: Usable, listed: pl.LazyFrame) -> pl.DataFrame:
    """Lines of villages with fewer registered households than usable ones are listed (LISTED, by village): a warning."""
    numbered = villages.settled.numbered.filter(pl.col("registered_households").is_not_null())
    short = numbered.join(listed, on="village_id").filter(pl.col("registered_households") < pl.col(LISTED))
    rows = short.select(ROW, *_ids(villages.settled), "registered_households", LISTED).collect(engine="streaming")
    column = "registered_households"
    return problem_lines(rows.sort(ROW), pl.lit("registered_below_listed"), column, pl.col(column), pl.col(LISTED), 0)


class Schemes(Struct, frozen=True):
    """How many loans are classified by each scheme, and how many name one without giving a class."""

    classified: dict[str, int]
    unclassified: dict[str, int]

    @property
    def mixed(self) -> bool:
        """Whether loans are classified by more than one scheme."""
        return sum(count > 0 for count in self.classified.values()) > 1

    @property
    def strangers(self) -> int:
        """Loans without a class that name another scheme than the one in use: they classify nothing, so they mix nothing."""
        in_use = any(self.classified.values()) and not self.mixed
        return sum(count for name, count in self.unclassified.items() if not self.classified[name]) if in_use else 0


def schemes(loans: pl.LazyFrame, times: pl.Expr | None = None, engine: Engine = "streaming") -> Schemes:
    """The classification schemes of the loans: by name where a class is given, or by a class that only one scheme has.

    `times` says how many loans each row stands for, where that is not one; for rows in memory the `engine` of that name takes less time.
    """
    scheme, given = pl.col("classification_scheme"), pl.col("loan_class")
    named = {name: scheme == name for name in CLASSES}
    told = [(named[name] & given.is_not_null()) for name in CLASSES] + [named[name] & given.is_null() for name in CLASSES]
    numbers = _counted(loans, told, times, engine)
    own = [given.is_in(sorted(set(classes) - _shared())) for classes in CLASSES.values()]
    unnamed = _counted(loans.filter(scheme.is_null() & given.is_not_null()), own, times, engine)  # few loans do not name their scheme
    half = len(CLASSES)
    classified = [sum(counts) for counts in zip(numbers[:half], unnamed, strict=True)]
    return Schemes(dict(zip(CLASSES, classified, strict=True)), dict(zip(CLASSES, numbers[half:], strict=True)))


def _counted(loans: pl.LazyFrame, uses: Sequence[pl.Expr], times: pl.Expr | None, engine: Engine) -> list[int]:
    many = uses if times is None else [one * times for one in uses]
    counts = loans.select(one.sum().alias(str(place)) for place, one in enumerate(many))
    return list(counts.collect(engine=engine).row(0))


def schemes_together(parts: Sequence[Schemes]) -> Schemes:
    """The schemes of all loans from those of portions of them."""
    return Schemes(
        *({name: sum(getattr(part, kind)[name] for part in parts) for name in CLASSES} for kind in ("classified", "unclassified"))
    )


def _shared() -> set[str]:
    first, *others = (set(classes) for classes in CLASSES.values())
    return first.intersection(*others)


def _id(column: str) -> pl.Expr:
    return masked(pl.col(column), "id")


def _ids(settled: Settled) -> list[pl.Expr]:
    return ids_of(settled.raw, [column.name for column in settled.columns])


def _lacking(rows: pl.LazyFrame, column: str, parent: Usable) -> pl.LazyFrame:
    key = parent.settled.raw.key
    return rows.filter(pl.col(column).is_not_null()).join(parent.frame.select(pl.col(key)), left_on=column, right_on=key, how="anti")


def _parent_lines(settled: Settled, column: str, parent: Usable, only: pl.Expr | None = None) -> pl.DataFrame:
    numbered = settled.numbered if only is None else settled.numbered.filter(only)
    beside = [] if column in IDS else [pl.col(column)]
    rows = _lacking(numbered.select(pl.col(ROW), *_ids(settled), *beside), column, parent).collect(engine="streaming")
    key = parent.settled.raw.key
    listed = parent.settled.frame.select(pl.col(key).alias(column)).unique().with_columns(pl.lit(value=True).alias("#listed"))
    told = rows.join(listed.join(rows.lazy().select(column), on=column, how="semi").collect(engine="streaming"), on=column, how="left")
    code = pl.when(pl.col("#listed").fill_null(value=False)).then(pl.lit("parent_set_aside")).otherwise(pl.lit("unknown_parent"))
    order = column_order(settled.table, column) * 10 + 3
    return problem_lines(told.sort(ROW), code, column, _id(column), pl.lit(parent.settled.table), order)


def _with_household(loans: pl.LazyFrame, households: Usable) -> pl.LazyFrame:
    known = households.frame.select("household_id", pl.col("village_id").alias("#village"))
    wanted = [name for name in (ROW, *IDS) if name in loans.collect_schema().names()]
    return _of_households(loans).select(wanted).join(known, on="household_id", how="left")


def _all_at_home(loans: pl.LazyFrame, households: pl.LazyFrame) -> bool:
    """Whether every household loan belongs to a listed household of its village, by 128 bits of the ids: quicker than by their texts."""
    listed = households.select(_both_ids(1), _both_ids(2).alias("#listed"))
    told = _of_households(loans).select(_both_ids(1), _both_ids(2).alias("#told")).join(listed, on="#ids", how="left")
    return not told.select(pl.col("#listed").ne_missing(pl.col("#told")).any()).collect(engine="streaming").item()


def _both_ids(seed: int) -> pl.Expr:
    """64 bits of a household's id and its village's: as sure as the texts themselves when two of different seeds are taken together."""
    household, village = pl.col("household_id").hash(seed), pl.col("village_id").hash(seed + 2)
    return (household ^ village).alias("#ids")


def _of_households(loans: pl.LazyFrame) -> pl.LazyFrame:
    return loans.filter((pl.col("borrower_type") == "household") & pl.col("household_id").is_not_null())


def _orphan() -> pl.Expr:
    return pl.col("#village").is_null()


def _elsewhere() -> pl.Expr:
    return pl.col("#village") != pl.col("village_id")
