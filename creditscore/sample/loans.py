"""The table `loans` as it stands at a moment.

In: village and household lives. Out: the table's rows, ordered by id: every loan issued by the moment to
a listed household or to an enterprise, with what has been repaid, what is overdue, and its class on that day.
"""

from __future__ import annotations

import polars as pl

from creditscore.sample.draws import Draws, days, pick
from creditscore.sample.enterprises import enterprise_loans
from creditscore.sample.lending import household_loans
from creditscore.sample.moment import Moment

_GRANTED_BEFORE_DUE = 15
_PENAL_PER_DAY = 21
"""Interest on overdue principal: 0.021% a day."""
_BLANK_PERMILLE = {"interest": 12, "ever": 14, "class": 12}
_CLASS_BY_DAYS = {
    "four_class": (("normal", "overdue", "stagnant", "bad"), (0, 360, 720)),
    "five_class": (("normal", "substandard", "doubtful", "loss"), (0, 180, 360)),
}
"""Classes from best to worst, and the most days overdue of each but the worst."""


def loan_table(villages: pl.DataFrame, households: pl.DataFrame, seed: int, moment: Moment) -> pl.DataFrame:
    """The rows of the table `loans` of these villages, amounts in fen."""
    lent = household_loans(households, seed, moment).with_columns(borrower_type=pl.lit("household"))
    both = pl.concat([lent, enterprise_loans(villages, seed, moment)]).sort("v", "n", "loan_id")
    listed = pl.col("listed_day").fill_null(moment.day) <= moment.day
    shown = both.filter((pl.col("issue_day") <= moment.day) & listed)
    placed = shown.with_columns(*_position(moment)).with_columns(*_lateness(moment))
    return placed.select(*_columns(Draws(seed, "loan_number"), moment))


def _position(moment: Moment) -> list[pl.Expr]:
    """Principal repaid so far, and the due day that counts: the extended one from the day the extension is granted."""
    first = pl.when(pl.col("first_paid_day") <= moment.day).then(pl.col("first_paid")).otherwise(0)
    repaid = pl.when(pl.col("paid_day") <= moment.day).then(pl.col("paid")).otherwise(pl.min_horizontal(first, "paid"))
    granted = pl.col("due_day") - _GRANTED_BEFORE_DUE <= moment.day
    return [repaid.alias("repaid"), pl.when(granted).then(pl.col("extended_day")).alias("extension")]


def _lateness(moment: Moment) -> list[pl.Expr]:
    """Days overdue on the day, and whether the loan ever was overdue up to then."""
    due, owing = pl.coalesce("extension", "due_day"), pl.col("repaid") < pl.col("principal")
    late = pl.when(owing).then((moment.day - due).clip(lower_bound=0)).otherwise(0)
    was_late = (due < moment.day) & (owing | (pl.col("paid_day") > due))
    return [late.alias("late"), was_late.alias("was_late")]


def _columns(draws: Draws, moment: Moment) -> list[pl.Expr]:
    steered, household = pl.col("clean"), pl.col("borrower_type") == "household"
    scheme = pl.lit(moment.scheme)
    gap = {name: draws.happens(f"{name}_blank", permille) for name, permille in _BLANK_PERMILLE.items()}
    return [
        pl.col("loan_id", "borrower_type", "household_id", "village_id", "product"),
        *(days(pl.col(f"{name}_day")).alias(f"{name}_date") for name in ("issue", "due")),
        days(pl.col("extension")).alias("extended_due_date"),
        pl.col("principal"),
        pl.col("repaid").alias("repaid_principal"),
        pl.when(steered | ~gap["interest"]).then(_overdue_interest(draws, moment)).alias("overdue_interest"),
        pl.when(~gap["ever"]).then(pl.col("was_late") | _slipped(moment)).alias("ever_overdue"),
        pl.when((steered & ~household) | ~gap["class"]).then(_class(moment)).alias("loan_class"),
        scheme.alias("classification_scheme"),
    ]


def _slipped(moment: Moment) -> pl.Expr:
    """Interest alone is overdue."""
    return (pl.col("interest_day") <= moment.day).fill_null(False)


def _overdue_interest(draws: Draws, moment: Moment) -> pl.Expr:
    """Interest overdue (fen): by the day on overdue principal, paid up in a few cases; a fixed part where interest alone is overdue."""
    owed = (pl.col("principal") - pl.col("repaid")) * pl.col("late") * _PENAL_PER_DAY // 100_000
    by_day = pl.when(draws.happens("interest_paid", 80)).then(0).otherwise(owed)
    return pl.when(_slipped(moment)).then(pl.col("principal") * 15 // 1000).otherwise(by_day)


def _class(moment: Moment) -> pl.Expr:
    """The loan's class by days overdue, in the scheme of the day."""
    names, last_days = _CLASS_BY_DAYS[moment.scheme]
    grade = pl.sum_horizontal((pl.col("late") > last).cast(pl.Int64) for last in last_days)
    return pick(grade, names)
