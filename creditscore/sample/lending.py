"""The life of household loans: lent in spring, due after the harvest, repaid, extended, late, or still overdue.

In: household lives. Out: loan lives, one row a loan: its terms in days and fen, up to two repayments with
their days, and from when interest alone is overdue. In each village the unpaid part of the overdue
micro-loans is poured out so that the recovery rate on the as-of date comes to the village's aim, to the fen.
"""

from __future__ import annotations

import polars as pl

from creditscore.sample.borrowing import ARREARS, CURRENT
from creditscore.sample.draws import Draws
from creditscore.sample.moment import Moment

KEPT = ("v", "n", "household_id", "village_id", "listed_day", "clean", "recovery_permille", "recovery_shift")
TERMS = (*KEPT, "loan_id", "loan_number", "product", "issue_day", "due_day", "extended_day", "principal", "interest_day")
LIFE = (*TERMS, "first_paid", "first_paid_day", "paid", "paid_day")
"""Columns of a loan life; `paid` counts the first repayment in. Days are numbers, amounts fen."""
_LEAST_UNPAID = 10


def household_loans(lives: pl.DataFrame, seed: int, moment: Moment) -> pl.DataFrame:
    """The loans of these households, ordered by household and age of the loan."""
    draws = Draws(seed, "n")
    past = lives.filter("has_past").with_columns(*_numbered(pl.lit(1, dtype=pl.Int64))).with_columns(*_past_terms(draws, moment))
    main = lives.filter(pl.col("role") >= CURRENT).with_columns(*_numbered(pl.col("has_past").cast(pl.Int64) + 1))
    termed = _with_main_terms(main, draws, moment)
    parts = [loans.select(*TERMS, "role", "late_days", "pays_early") for loans in (past, termed)]
    both = pl.concat(parts).sort("n", "issue_day", "loan_id", maintain_order=True)
    return _with_repayments(both, moment).select(LIFE)


def _numbered(number: pl.Expr) -> list[pl.Expr]:
    """`loan_id` and `loan_number` of a household's loan, which are numbered from 1, the oldest first."""
    return [
        pl.concat_str("household_id", pl.lit("L"), number.cast(pl.String)).alias("loan_id"),
        (pl.col("n") * 2 + number).alias("loan_number"),
    ]


def _spring(draws: Draws, name: str, year: pl.Expr) -> pl.Expr:
    """A day from 10 February to 29 April of a year near the end of the story."""
    return _first_of_year(year) + 40 + draws.below(f"{name}_spring", 79)


def _harvest(draws: Draws, name: str, year: pl.Expr) -> pl.Expr:
    """A day from mid-October to 25 December."""
    return _first_of_year(year) + 287 + draws.below(f"{name}_harvest", 71)


def _first_of_year(year: pl.Expr) -> pl.Expr:
    """1 January, in days; exact from 1901 to 2099."""
    return (year - 1970) * 365 + (year - 1969) // 4


def _amount(draws: Draws, name: str, product: pl.Expr) -> pl.Expr:
    """Micro-loans of 500 to 6,000 yuan in hundreds, other loans of 1,000 to 20,000 yuan in five hundreds (fen)."""
    micro, other = draws.between(f"{name}_micro", 5, 60) * 100_00, draws.between(f"{name}_other", 2, 40) * 500_00
    return pl.when(product == "micro").then(micro).otherwise(other)


def _product(draws: Draws, name: str, micro_permille: int) -> pl.Expr:
    return pl.when(draws.happens(f"{name}_product", micro_permille)).then(pl.lit("micro")).otherwise(pl.lit("other"))


def _past_terms(draws: Draws, moment: Moment) -> list[pl.Expr]:
    """An earlier season's loan, repaid in full by the as-of date: mostly in time, else 10 to 200 days late."""
    year = moment.season - 1 - draws.happens("past_season", 350).cast(pl.Int64)
    product, due = _product(draws, "past", 800), _harvest(draws, "past", year)
    late_days = pl.when("late").then(draws.between("late_days", 10, 200)).otherwise(-draws.below("early_days", 30))
    return [
        product.alias("product"),
        _spring(draws, "past", year).alias("issue_day"),
        due.alias("due_day"),
        pl.lit(None, dtype=pl.Int64).alias("extended_day"),
        _amount(draws, "past", product).alias("principal"),
        late_days.alias("late_days"),
        draws.happens("past_in_parts", 250).alias("pays_early"),
        pl.lit(None, dtype=pl.Int64).alias("interest_day"),
    ]


def _with_main_terms(main: pl.DataFrame, draws: Draws, moment: Moment) -> pl.DataFrame:
    """The loan that makes the household a borrower: this season's, a longer one, an extended one, or an overdue one."""
    overdue = (pl.col("role") == ARREARS) & ~pl.col("slips")
    chance = draws.below("form", 100)
    form = (
        pl.when(overdue).then(pl.lit("overdue")).when(pl.col("slips") | (chance < 62)).then(pl.lit("season"))
        .when(chance < 85).then(pl.lit("longer")).otherwise(pl.lit("extended"))
    )  # fmt: skip
    formed = main.with_columns(form=form).with_columns(product=_main_product(draws), year=_main_year(draws, moment))
    return formed.with_columns(*_main_days(draws, moment)).with_columns(
        _extended(draws, moment).alias("extended_day"),
        _amount(draws, "main", pl.col("product")).alias("principal"),
        pl.lit(None, dtype=pl.Int64).alias("late_days"),
        draws.happens("main_in_parts", 200).alias("pays_early"),
        pl.when("slips").then(moment.end - draws.below("slipped", 60)).alias("interest_day"),
    )


def _main_product(draws: Draws) -> pl.Expr:
    """Mostly micro-loans; always so for the overdue loans by which a bound is steered for, never for longer loans."""
    form, steered = pl.col("form"), pl.col("clean") & (pl.col("form") == "overdue")
    micro = steered | (form != "longer") & draws.happens("micro", 850)
    return pl.when(micro).then(pl.lit("micro")).otherwise(pl.lit("other"))


def _main_year(draws: Draws, moment: Moment) -> pl.Expr:
    """The season of a loan: the present one, or for overdue and extended loans one or two before."""
    older = (pl.col("form") == "overdue") & draws.happens("older", 250)
    return moment.season - (pl.col("form") != "season").cast(pl.Int64) - older.cast(pl.Int64)


def _main_days(draws: Draws, moment: Moment) -> list[pl.Expr]:
    """Issue and due day. Nothing but an overdue loan falls due before the as-of date; one longer loan in fifty falls due on it."""
    longer, year = pl.col("form") == "longer", pl.col("year")
    harvest = _harvest(draws, "main", year)
    later = pl.when((pl.col("form") == "season") & (harvest <= moment.end)).then(harvest + 365).otherwise(harvest)
    remaining = pl.when(draws.happens("due_today", 20)).then(0).otherwise(draws.between("remaining", 1, 500))
    issued_longer = moment.end - draws.between("running", 60, 900)
    return [
        pl.when(longer).then(issued_longer).otherwise(_spring(draws, "main", year)).alias("issue_day"),
        pl.when(longer).then(moment.end + remaining).otherwise(later).alias("due_day"),
    ]


def _extended(draws: Draws, moment: Moment) -> pl.Expr:
    """Extended past the as-of date, or for one overdue loan in seven by four months that are over too."""
    due, form = pl.col("due_day"), pl.col("form")
    past_end = pl.max_horizontal(due + 150, pl.lit(moment.end + 1) + draws.below("extension", 120))
    in_vain = (form == "overdue") & draws.happens("extended_in_vain", 140)
    return pl.when(form == "extended").then(past_end).when(in_vain).then(due + 120)


def _with_repayments(loans: pl.DataFrame, moment: Moment) -> pl.DataFrame:
    """Up to two repayments: everything for a past loan, the village's share for an overdue one, perhaps a part of one that runs."""
    final, past = pl.max_horizontal("due_day", "extended_day"), pl.col("late_days").is_not_null()
    overdue = ~past & (pl.col("role") == ARREARS) & (final < moment.end)
    owing = loans.with_columns(final=final, past=past, overdue=overdue).with_columns(_unpaid())
    part = pl.when("pays_early").then(pl.col("principal") * 3 // 1000 * 100).otherwise(0)
    paid = pl.when("past").then("principal").when("overdue").then(pl.col("principal") - pl.col("unpaid")).otherwise(part)
    return owing.with_columns(
        paid=paid,
        paid_day=pl.min_horizontal(_repayment_day(), moment.end),
        first_paid=pl.when("past").then(part).otherwise(0),
        first_paid_day=pl.col("issue_day") + 100,
    )


def _repayment_day() -> pl.Expr:
    """About the due day for a past loan, within a quarter after it for an overdue one, two months after issue for one that runs."""
    final, spread = pl.col("final"), pl.col("principal") // 100_00 % 90
    return pl.when("past").then(final + pl.col("late_days")).when("overdue").then(final + spread).otherwise(pl.col("issue_day") + 60)


def _unpaid() -> pl.Expr:
    """What overdue loans still owe: a tenth at least, then poured out loan by loan up to the village's aim for its recovery."""
    principal, poured = pl.col("principal"), pl.col("overdue") & (pl.col("product") == "micro")
    in_base = (pl.col("product") == "micro") & (pl.col("overdue") | pl.col("late_days").is_not_null())
    base = pl.when(in_base).then(principal).otherwise(0).sum().over("v")
    target = base // 1000 * (1000 - pl.col("recovery_permille")) // 100 * 100 - pl.col("recovery_shift")
    least = pl.when(poured).then(principal // _LEAST_UNPAID).otherwise(0)
    room = pl.when(poured).then(principal).otherwise(0) - least
    before = room.cum_sum().over("v") - room
    poured_out = (target - least.sum().over("v") - before).clip(0, room)
    return pl.when(poured).then(least + poured_out).when("overdue").then(principal * 6 // 1000 * 100).otherwise(0).alias("unpaid")
