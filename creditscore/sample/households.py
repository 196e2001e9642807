"""The life of households, and the table `households` as it stands at a moment.

In: village lives. Out: household lives (one row a household: hidden quality, role as a borrower, the days
on which it is listed and gets its certificate) and from them the table's rows.
"""

from __future__ import annotations

import polars as pl

from creditscore.sample.borrowing import ARREARS, with_roles
from creditscore.sample.draws import Draws, days
from creditscore.sample.layout import Layout
from creditscore.sample.moment import Moment
from creditscore.sample.people import birth_parts, first_17_digits, head_name, id_number
from creditscore.sample.survey import all_favourable, answers, chances, final_answers, settled_day

_PILOT_LISTING_DAYS = 200
_LISTING_DAYS = 85
_OLDEST_DAYS = 21_900
"""No certificate for heads of about 60 or more when they are listed."""


def household_lives(villages: pl.DataFrame, layout: Layout, seed: int, moment: Moment) -> pl.DataFrame:
    """The households of these villages with everything that is settled about them, whatever the moment."""
    draws = Draws(seed, "n")
    rows = layout.household_rows(villages).with_columns(_quality(draws), _listed(draws, moment), draws.happens("messy", 40).alias("messy"))
    return with_roles(rows, seed)


def _quality(draws: Draws) -> pl.Expr:
    """The hidden quality, about 0 to 1000: bell-shaped, and better under better village leadership."""
    own = pl.sum_horizontal(draws.below(f"quality_{part}", 334) for part in range(3))
    return (own + (pl.col("leadership") - 560) // 3).alias("quality")


def _listed(draws: Draws, moment: Moment) -> pl.Expr:
    """The day of listing: one after another from the village's first day on, slowly in the pilot."""
    ramp = pl.when(pl.col("leading")).then(_PILOT_LISTING_DAYS).otherwise(_LISTING_DAYS)
    return (pl.col("first_day") + draws.below("listed", ramp)).clip(upper_bound=moment.end).alias("listed_day")


def household_table(lives: pl.DataFrame, seed: int, moment: Moment) -> pl.DataFrame:
    """The rows of the table `households`: those listed by the moment, ordered by id; amounts in fen."""
    draws = Draws(seed, "n")
    listed = lives.filter(pl.col("listed_day") <= moment.day)
    asked = listed.with_columns(*birth_parts(seed, moment), *chances(draws)).with_columns(*final_answers(), settled_day(moment))
    known = asked.with_columns(_certificate_wish(draws), first_17_digits()).with_columns(_certificate_day(moment))
    columns = [*_person(draws), *answers(moment), _deposit(draws, moment), *_certificate(), *_means(draws)]
    return known.select("household_id", "village_id", *columns)


def _person(draws: Draws) -> list[pl.Expr]:
    """Name, ID number, birth date (often blank beside an ID number) and persons in the household."""
    papers, notable = draws.below("papers", 1000), pl.col("notable")
    return [
        pl.when(draws.below("nameless", 1000) >= 4).then(head_name(draws)).alias("head_name"),
        pl.when((papers >= 22) | notable).then(id_number()).alias("id_number"),
        pl.when(papers.is_between(8, 200)).then(days(pl.col("birth_day"))).alias("birth_date"),
        pl.when(draws.below("uncounted", 1000) >= 10).then(1 + draws.below("members_1", 3) + draws.below("members_2", 4)).alias("members"),
    ]


def _deposit(draws: Draws, moment: Moment) -> pl.Expr:
    """A deposit account, for some opened during the story; blank only where no bound is being steered for."""
    opened = pl.when(draws.happens("saved_before", 650)).then(0).otherwise(moment.end - 40 - draws.below("opened", 660))
    unknown = ~pl.col("clean") & draws.happens("deposit_unknown", 12)
    return pl.when(~unknown).then(pl.col("saves") & (opened <= moment.day)).alias("has_deposit_account")


def _certificate_wish(draws: Draws) -> pl.Expr:
    """The day from which a loan certificate may be issued: most households with favourable answers and no overdue loan, else null."""
    of_age = ~pl.col("notable") & (pl.col("birth_day") > pl.col("listed_day") - _OLDEST_DAYS)
    sound = all_favourable() & pl.col("saves") & (pl.col("role") != ARREARS) & ~pl.col("late") & ~pl.col("messy")
    known = pl.col("ready_day").is_not_null() & pl.col("settled_day").is_not_null()
    day = pl.max_horizontal("ready_day", "settled_day") + 15 + draws.below("certificate_wait", 90)
    return pl.when(of_age & sound & known & draws.happens("certificate", 880)).then(day).alias("certificate_day")


def _certificate_day(moment: Moment) -> pl.Expr:
    """That day where it has come by the moment."""
    return pl.when(pl.col("certificate_day") <= moment.day).then("certificate_day").alias("certificate_day")


def _certificate() -> list[pl.Expr]:
    day = days(pl.col("certificate_day"))
    number = pl.concat_str(pl.lit("Z"), day.dt.year().cast(pl.String), pl.col("household_id"))
    return [pl.when(day.is_not_null()).then(number).alias("certificate_no"), day.alias("certificate_date")]


def _means(draws: Draws) -> list[pl.Expr]:
    """Income per head in steps of 50 yuan, funds needed, and own funds in tenths of them, so that round bounds are met exactly (fen)."""
    income = (pl.col("quality").clip(0, 1000) * 4 + draws.between("income", -300, 500)).clip(lower_bound=200) // 50 * 50_00
    needed = draws.between("funds_needed", 10, 120) * 100_00
    tenths = (pl.col("quality") // 110 + draws.between("own_funds", -2, 2)).clip(0, 10)
    known = ~draws.happens("means_unknown", 15)
    named = {"income_per_head": income, "own_funds": needed * tenths // 10, "production_funds_needed": needed}
    return [pl.when(known).then(amount).alias(name) for name, amount in named.items()]
