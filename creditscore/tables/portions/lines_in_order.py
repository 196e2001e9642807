"""Problem lines in the order in which checks of all rows together find them, whatever portions they came from.

The order of messages and examples follows from it: cells that cannot be read, column by column; broken checks, rule by rule; then what
holds between rows and tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from creditscore.tables.cells.rules import Rule
from creditscore.tables.checks.normalise import Settled
from creditscore.tables.findings.finding import MOST_WARNINGS
from creditscore.tables.raw import ROW
from creditscore.tables.reasons import ERRORS

_STAGES = (9, 0, 1, 4, 3, 6, 5, 2)
"""The last digits of a line's `order` in the order of the checks; -1 stands for rows with too many cells."""
_UNREAD, _RULE, _PERSONAL, _PARENT = 0, 1, 2, 3


def in_order(lines: pl.DataFrame, settled: Settled, rules: Sequence[Rule]) -> pl.DataFrame:
    """The lines of one table in the order of its checks, and of its rows inside each."""
    stage = pl.col("order") % 10
    column = pl.col("column")
    places = {
        _UNREAD: _place(column, [one.name for one in settled.columns]),
        _RULE: _place(pl.format("{}:{}", "code", "column"), [rule.key for rule in rules]),
        _PERSONAL: _place(pl.col("code"), ["id_holds_id_number", "id_holds_name"]),
        _PARENT: _place(column, _parents(settled)),
    }
    place = pl.coalesce(*(pl.when(stage == which).then(found) for which, found in places.items()), pl.lit(0, pl.UInt32))
    ranked = lines.with_columns(_place(stage, _STAGES).alias("#stage"), place.alias("#place"))
    return ranked.sort("#stage", "#place", ROW, maintain_order=True).drop("#stage", "#place")


def most_kept(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines; of each kind of warning no more than reading all rows together keeps, those of the first rows."""
    if lines.height <= MOST_WARNINGS:
        return lines
    kept = pl.col("code").is_in(ERRORS) | (pl.col(ROW).rank("ordinal").over("code", "column") <= MOST_WARNINGS)
    return lines.filter(kept)


def _parents(settled: Settled) -> list[str]:
    shape = settled.raw.shape
    return [*(column for column, _ in (shape.parents if shape is not None else ())), "household_id"]


def _place(value: pl.Expr, listed: Iterable[object]) -> pl.Expr:
    """The place of a value in a list; what is not in it comes last."""
    places = {one: place for place, one in reversed(list(enumerate(listed)))}
    return value.replace_strict(places, default=len(places), return_dtype=pl.UInt32)
