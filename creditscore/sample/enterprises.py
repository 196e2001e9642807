"""The life of enterprise loans: four a village, one of each borrower type, two of them bad.

In: village lives. Out: loan lives as `lending` gives them. On the as-of date the bad loans' balance is
exactly the village's aim of the whole balance (moved by the aim's shift, in fen).
"""

from __future__ import annotations

import polars as pl

from creditscore.core.columns import BORROWER_TYPES
from creditscore.sample.draws import Draws, pick
from creditscore.sample.lending import LIFE
from creditscore.sample.moment import Moment

ENTERPRISES = BORROWER_TYPES[1:]
_UNIT = 1000
_NUMBERED_FROM = 1 << 40
"""Enterprise loans are numbered apart from those of households."""


def enterprise_loans(villages: pl.DataFrame, seed: int, moment: Moment) -> pl.DataFrame:
    """The enterprise loans of these villages, with `borrower_type`; none in a village without such an aim or without households."""
    lending = villages.filter(pl.col("bad_loans_permille").is_not_null() & (pl.col("size") > 0))
    slots = lending.with_columns(slot=pl.lit([0, 1, 2, 3])).explode("slot").with_columns(e=pl.col("v") * 4 + pl.col("slot"))
    draws = Draws(seed, "e")
    owed = slots.with_columns(_balance(seed), is_bad=pl.col("slot") % 2 == 1).with_columns(*_days(draws, moment))
    return owed.with_columns(*_terms(draws)).select(*LIFE, "borrower_type")


def _balance(seed: int) -> pl.Expr:
    """What the loan still owes (fen): the bad part of the village's balance on slots 1 and 3, the rest on 0 and 2, two to three."""
    unit = Draws(seed, "v").between("balance", 50, 400) * 100
    bad = unit * pl.col("bad_loans_permille") + pl.col("bad_loans_shift")
    whole = pl.when(pl.col("slot") % 2 == 1).then(bad).otherwise(unit * _UNIT - bad)
    smaller = whole // 500 * 200
    return pl.when(pl.col("slot") < 2).then(smaller).otherwise(whole - smaller).alias("owed")


def _days(draws: Draws, moment: Moment) -> list[pl.Expr]:
    """Bad loans were due 40 to 800 days before the as-of date; the others are not due yet, or extended past it."""
    due = pl.when("is_bad").then(moment.end - draws.between("late", 40, 800)).otherwise(moment.end + draws.between("left", 1, 500))
    extended = ~pl.col("is_bad") & draws.happens("extended", 150)
    return [
        pl.when(extended).then(due - 400).otherwise(due).alias("due_day"),
        pl.when(extended).then(due).alias("extended_day"),
        (due - draws.between("term", 910, 1300)).alias("issue_day"),
    ]


def _terms(draws: Draws) -> list[pl.Expr]:
    """Borrower, amounts and the one repayment; a loan that owes nothing has been repaid before it was due."""
    repaid = draws.between("repaid", 10, 200) * 100_00
    nothing = pl.lit(None, dtype=pl.Int64)
    return [
        pick((pl.col("slot") + pl.col("v")) % 4, ENTERPRISES).alias("borrower_type"),
        pl.concat_str("village_id", pl.lit("E"), (pl.col("slot") + 1).cast(pl.String)).alias("loan_id"),
        (pl.col("e") + _NUMBERED_FROM).alias("loan_number"),
        pl.lit(None, dtype=pl.String).alias("household_id"),
        pl.lit("other").alias("product"),
        pl.lit(-1, dtype=pl.Int64).alias("n"),
        nothing.alias("listed_day"),
        (pl.col("owed") + repaid).alias("principal"),
        pl.lit(0, dtype=pl.Int64).alias("first_paid"),
        pl.col("issue_day").alias("first_paid_day"),
        repaid.alias("paid"),
        (pl.col("issue_day") + 300).alias("paid_day"),
        nothing.alias("interest_day"),
    ]
