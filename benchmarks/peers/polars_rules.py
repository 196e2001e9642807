"""The default criteria as Polars expressions that one analyst would write by hand; the hand-written queries import them.

In: the canonical tables as lazy frames, the as-of date. Out: the columns of the level tables, name for name, as
`creditscore rate` writes them. No rule file, no checks, no report.
"""

from __future__ import annotations

from datetime import date

import polars as pl

ENTERPRISES = ["village_enterprise", "village_committee", "private_enterprise", "joint_enterprise"]
BAD = ["overdue", "stagnant", "bad", "substandard", "doubtful", "loss"]
READY = ["committee_attitude", "committee_cooperates", "committee_united", "villagers_want_it"]
SURVEYS = {
    "H1": (["agricultural_registration", "fixed_residence"], []),
    "H2": (["civil_capacity", "good_health", "independent_household"], []),
    "H3": (["good_repute"], ["economic_dispute"]),
    "H4": (["production_skill", "reliable_income", "market_awareness"], []),
    "H5": (["fixed_premises_or_contract"], []),
    "H6": (["fits_structure_policy"], []),
    "H7": (["supports_cooperative"], []),
    "H8": (["has_deposit_account"], []),
    "H9": (["law_abiding"], ["past_offence", "bad_habits"]),
}
VILLAGE_SURVEYS = {
    "V3b": ["no_debt_evasion", "bad_debts_acknowledged", "repayment_plan", "able_to_repay"],
    "V4": ["leadership_stable", "values_project", "officer_assigned", "helps_collection", "helps_deposits", "no_debt_dispute"],
    "V5": ["committees_take_part"],
}
OUTCOMES = pl.Enum(["fail", "pending", "pass", "not_applicable"])
STATUSES = pl.Enum(["not_rated", "pending", "rated", "not_organised"])
GRADES = pl.Enum(["credit"])
SHARES = ["arrears_free_share", "micro_recovery", "bad_loan_share"]


def survey(wanted: list[str], unwanted: list[str]) -> pl.Expr:
    """0 contrary, 1 blank, 2 met."""
    met = [pl.col(name).cast(pl.Int8) * 2 for name in wanted]
    contrary = [2 - pl.col(name).cast(pl.Int8) * 2 for name in unwanted]
    return pl.min_horizontal(*(part.fill_null(1) for part in met + contrary))


def at_least(low: pl.Expr, high: pl.Expr, den: pl.Expr, percent: int) -> pl.Expr:
    """An interval of numerators against a percentage, inclusive; nothing to divide by is pending."""
    decided = pl.when(low * 100 >= den * percent).then(2).when(high * 100 < den * percent).then(0).otherwise(1)
    return pl.when(den == 0).then(1).otherwise(decided).cast(pl.Int8)


def below(low: pl.Expr, high: pl.Expr, den: pl.Expr, percent: int) -> pl.Expr:
    """An interval of numerators against a percentage, strict; nothing to divide by does not apply."""
    decided = pl.when(high * 100 < den * percent).then(2).when(low * 100 >= den * percent).then(0).otherwise(1)
    return pl.when(den == 0).then(3).otherwise(decided).cast(pl.Int8)


def word(name: str) -> pl.Expr:
    """An outcome's word; Parquet holds an enumeration as a dictionary, which is half the work of text."""
    return pl.col(name).cast(pl.UInt8).cat.to(OUTCOMES).alias(name)


def grades(outcome: pl.Expr, ready: pl.Expr | None = None) -> list[pl.Expr]:
    """Status, grade and possible grade from the worst outcome."""
    together = outcome if ready is None else pl.min_horizontal(outcome, ready)
    status = pl.min_horizontal(together, pl.lit(2, pl.Int8))
    if ready is not None:
        status = pl.when(ready == 0).then(pl.lit(3, pl.Int8)).otherwise(status)
    credit = pl.lit(0, pl.UInt8)
    return [
        status.cast(pl.UInt8).cat.to(STATUSES).alias("status"),
        pl.when(together >= 2).then(credit).cat.to(GRADES).alias("grade"),
        pl.when(together >= 1).then(credit).cat.to(GRADES).alias("possible_grade"),
    ]


def fen(name: str) -> pl.Expr:
    """Yuan with two decimals as whole fen."""
    return (pl.col(name) * 100).cast(pl.Int64)


def with_balance(loans: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """The loans with balance, effective due date and overdue."""
    loans = loans.with_columns(fen("principal"), fen("repaid_principal"), fen("overdue_interest"))
    loans = loans.with_columns(
        outstanding=pl.col("principal") - pl.col("repaid_principal"),
        effective=pl.coalesce("extended_due_date", "due_date"),
    )
    return loans.with_columns(overdue=((pl.col("effective") < as_of) & (pl.col("outstanding") > 0)) | (pl.col("overdue_interest") > 0))


def count(flag: pl.Expr) -> pl.Expr:
    """How many rows are true."""
    return flag.cast(pl.Int64).sum()


def of_household() -> list[pl.Expr]:
    """What a household's loans add up to."""
    now, record = pl.col("overdue"), pl.col("overdue") | pl.col("ever_overdue")
    return [
        pl.col("outstanding").sum().alias("outstanding.num"),
        count(record.fill_null(False)).alias("arrears_record.low"),
        count(record.fill_null(True)).alias("arrears_record.high"),
        count(now.fill_null(False)).alias("arrears_now.low"),
        count(now.fill_null(True)).alias("arrears_now.high"),
    ]


def with_places(villages: pl.LazyFrame, townships: pl.LazyFrame) -> pl.LazyFrame:
    """The villages with their county."""
    return villages.join(townships.select("township_id", "county_id"), on="township_id", how="left")


def year_month_day(day: pl.Expr) -> pl.Expr:
    """A date as a whole number whose order is the order of dates."""
    return day.dt.year().cast(pl.Int64) * 10_000 + day.dt.month().cast(pl.Int64) * 100 + day.dt.day()


def asked(households: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """The households with what follows from their own row alone."""
    born = pl.coalesce("birth_date", pl.col("id_number").str.slice(6, 8).str.to_date("%Y%m%d"))
    age = (as_of.year * 10_000 + as_of.month * 100 + as_of.day - year_month_day(born)) // 10_000
    return households.select(
        "household_id",
        "village_id",
        *(survey(*columns).alias(name) for name, columns in SURVEYS.items()),
        age.alias("age.num"),
        pl.col("shareholding_member").fill_null(False).alias("priority"),
        "has_deposit_account",
    )


def coded(households: pl.LazyFrame) -> pl.LazyFrame:
    """Households with the figures of their loans, outcomes as small integers; a household without loans has noughts."""
    age, low, high = pl.col("age.num"), pl.col("arrears_record.low"), pl.col("arrears_record.high")
    of_age = pl.when((age >= 18) & (age <= 60)).then(2).when((age < 18) | (age > 60)).then(0).otherwise(1).cast(pl.Int8)
    no_record = pl.when(high == 0).then(2).when(low > 0).then(0).otherwise(1).cast(pl.Int8)
    filled = households.with_columns(pl.col("^outstanding.num|arrears_.*$").fill_null(0))
    return filled.with_columns(pl.min_horizontal("H2", of_age).alias("H2"), pl.min_horizontal("H3", no_record).alias("H3"))


def household_columns() -> list[pl.Expr]:
    """The columns of the household level, from coded households."""
    places = [pl.col(name) for name in ("household_id", "village_id", "township_id", "county_id")]
    evidence = [pl.col("age.num"), pl.col("outstanding.num")]
    for name in ("arrears_record", "arrears_now"):
        low = pl.col(f"{name}.low")
        evidence += [low.alias(f"{name}.num"), low, pl.col(f"{name}.high")]
    return [
        *places,
        *grades(pl.min_horizontal(*SURVEYS), pl.col("ready")),
        pl.col("priority"),
        word("ready").alias("precondition"),
        *(word(name) for name in SURVEYS),
        *evidence,
        pl.col("has_deposit_account"),
    ]
