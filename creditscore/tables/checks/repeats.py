"""What holds between the rows of one table: ids that occur twice, and ID numbers that several households claim.

Rows that cannot be used for a fault of their own are set aside first, so that a bad copy does not take the good
row with it. Counts are asked for first; rows are collected where a count says that something repeats.
"""

from __future__ import annotations

import polars as pl

from creditscore.tables.cells.batches import CELL
from creditscore.tables.cells.tally import NUMBERS_SHARED, UNSORTED
from creditscore.tables.checks.counting import Counted
from creditscore.tables.checks.normalise import Settled
from creditscore.tables.findings.problems import column_order, no_problems, problem_lines
from creditscore.tables.masks import masked
from creditscore.tables.raw import ROW
from creditscore.tables.reasons import ERRORS

PARENT_MAY_DIFFER = {"villages": ("township_id", "village_in_two_townships"), "households": ("village_id", "household_in_two_villages")}
"""Where contradicting rows of one id name different parents, that is what is told."""
NAMED = 3
"""So many other households are named in a message."""


def duplicates(found: Counted, values: pl.DataFrame) -> pl.DataFrame:
    """Lines of repeated ids among rows without a fault of their own (`values`): later copies of equal rows, else every row."""
    key, shape = pl.col(found.settled.raw.key), found.settled.raw.shape
    if not found.counts[UNSORTED] or (shape is not None and not shape.unique):
        return no_problems()
    surplus = found.settled.frame.select(key.count() - key.drop_nulls().n_unique()).collect(engine="streaming").item()
    return _duplicate_lines(found.settled, _bad_rows(values)) if surplus else no_problems()


def shared_numbers(found: Counted, values: pl.DataFrame) -> pl.DataFrame:
    """Lines of households whose ID number stands in another household too, whichever of them can be used.

    Rows whose household id or ID number is itself at fault are not held against others.
    """
    if not found.counts.get(NUMBERS_SHARED):
        return no_problems()
    settled = found.settled
    blamed = values.filter(pl.col("column").is_in(["household_id", "id_number", ""]))
    rows = settled.numbered.select(ROW, "household_id", "village_id", "id_number").filter(pl.col("id_number").is_not_null())
    sound = rows.join(_bad_rows(blamed).lazy(), on=ROW, how="anti").filter(pl.col("household_id").is_not_null())
    repeated = sound.group_by("id_number").len().filter(pl.col("len") > 1)
    several = sound.join(repeated.select("id_number"), on="id_number", how="semi").collect(engine="streaming").sort(ROW)
    return _shared_lines(several)


def _bad_rows(values: pl.DataFrame) -> pl.DataFrame:
    return values.filter(pl.col("code").is_in(ERRORS)).select(ROW).unique()


def _duplicate_lines(settled: Settled, bad: pl.DataFrame) -> pl.DataFrame:
    key = settled.raw.key
    repeated = settled.frame.group_by(key).len().filter((pl.col("len") > 1) & pl.col(key).is_not_null())
    alike = settled.numbered.join(repeated.select(key), on=key, how="semi").collect(engine="streaming").sort(ROW)
    rows = alike.join(bad, on=ROW, how="anti", maintain_order="left")
    contents = [column.name for column in settled.columns] + [name for name in rows.columns if name.startswith(CELL)]
    versions = rows.unique(subset=contents).group_by(key).len("#versions")
    told = rows.join(versions, on=key, how="left").with_columns(pl.col(ROW).min().over(key).alias("#first"))
    wrong = told.filter((pl.col("#versions") > 1) | (pl.col(ROW) != pl.col("#first"))).sort(ROW)
    code = pl.when(pl.col("#versions") > 1).then(_conflict(settled.table, key)).otherwise(pl.lit("duplicate_copy"))
    other = _parents(settled.table, key) if settled.table in PARENT_MAY_DIFFER else None
    return problem_lines(wrong, code, key, masked(pl.col(key), "id"), other, column_order(settled.table, key) * 10 + 4)


def _conflict(table: str, key: str) -> pl.Expr:
    general = pl.lit("duplicate_conflict")
    if table not in PARENT_MAY_DIFFER:
        return general
    parent, code = PARENT_MAY_DIFFER[table]
    return pl.when(pl.col(parent).n_unique().over(key) > 1).then(pl.lit(code)).otherwise(general)


def _parents(table: str, key: str) -> pl.Expr:
    parent, _ = PARENT_MAY_DIFFER[table]
    return masked(pl.col(parent), "id").unique(maintain_order=True).str.join(" / ").over(key)


def _shared_lines(rows: pl.DataFrame) -> pl.DataFrame:
    number = "id_number"
    several = rows.filter(pl.col("household_id").n_unique().over(number) > 1)
    if several.is_empty():
        return no_problems()
    place = pl.format("{} ({})", masked(pl.col("household_id"), "id"), masked(pl.col("village_id"), "id").fill_null("?"))
    told = several.with_columns(place.alias("#place"), pl.col("village_id").n_unique().over(number).alias("#villages"))
    others = told.join(_other_places(told), on=ROW, how="left", maintain_order="left")
    code = pl.when(pl.col("#villages") > 1).then(pl.lit("id_number_in_two_villages")).otherwise(pl.lit("id_number_in_two_households"))
    value = masked(pl.col(number), "id_number")
    return problem_lines(others, code, number, value, pl.col("#others"), column_order("households", number) * 10 + 6)


def _other_places(told: pl.DataFrame) -> pl.DataFrame:
    """For each row the first few other places of its number, in the order of the rows."""
    places = pl.col("#place").unique(maintain_order=True)
    known = told.group_by("id_number").agg(places.head(NAMED + 1).alias("#other"), places.len().alias("#many"))
    pairs = told.select(ROW, "id_number", "#place").join(known, on="id_number", maintain_order="left")
    others = pairs.explode("#other").filter(pl.col("#other") != pl.col("#place"))
    more = pl.when(pl.col("#many").first() > NAMED + 1).then(pl.lit(" …")).otherwise(pl.lit(""))
    return others.group_by(ROW).agg((pl.col("#other").head(NAMED).str.join(", ") + more).alias("#others"))
