"""Loans whose household is not among the usable ones of their portion: what is wrong with them is told when all portions are done.

In: such loans, the problem lines so far, the households table. Out: the problem lines with what reading all rows together says of
these loans: no such household, one that was set aside, or one of another village. They cannot be used in any case: no rating hangs on it.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from creditscore.tables.checks import relations
from creditscore.tables.checks.normalise import Settled, part_of
from creditscore.tables.findings.problems import column_order, ids_of
from creditscore.tables.raw import ROW
from creditscore.tables.reasons import ERRORS

HOUSEHOLD = "household_id"
_ORDERS = (column_order("loans", HOUSEHOLD) * 10 + 3, column_order("loans", "village_id") * 10 + 5)
"""The places of the checks of a loan's household among those of its row: that it is there, that it is of the loan's village."""


def orphans_in(loans: Settled, problems: pl.DataFrame) -> pl.DataFrame:
    """Of a portion's loans those whose household is not among its usable ones: their ids and numbers."""
    lacking = problems.filter(pl.col("order") == _ORDERS[0]).select(ROW)
    if lacking.is_empty():
        return lacking
    wanted = loans.numbered.select(pl.col(ROW).cast(pl.UInt32), "borrower_type", *ids_of(loans.raw, [one.name for one in loans.columns]))
    return wanted.join(lacking.lazy(), on=ROW, how="semi").collect(engine="in-memory")


def settled_orphans(tables: Mapping[str, Settled], problems: Mapping[str, pl.DataFrame], orphans: pl.DataFrame) -> pl.DataFrame:
    """The problem lines of loans, those of orphans as all households together make them."""
    if orphans.is_empty():
        return problems["loans"]
    whole = tables["households"]
    rows = whole.gathered(pl.col(HOUSEHOLD).is_in(orphans[HOUSEHOLD].unique().implode()))
    errors = problems["households"].filter(pl.col("code").is_in(ERRORS)).select(ROW)
    usable = rows.with_columns(pl.col(ROW).cast(pl.UInt32)).join(errors, on=ROW, how="anti")
    households = relations.Usable(part_of(whole, rows, 1), usable.lazy())
    lines = relations.loans_of_households(part_of(tables["loans"], orphans, 1), {"households": households})
    told = pl.col(ROW).is_in(orphans[ROW].implode()) & pl.col("order").is_in(_ORDERS)
    return pl.concat([problems["loans"].filter(~told), lines])
