"""The village and the township level of the hand-written Polars queries.

In: villages with their places, the written household level, loans with their balances; then the written village level.
Out: the columns of the two level tables, sorted by id.
"""

from __future__ import annotations

from datetime import date

import polars as pl
from polars_rules import BAD, ENTERPRISES, SHARES, VILLAGE_SURVEYS, at_least, below, count, grades, survey, word


def by_village(households: pl.LazyFrame) -> pl.LazyFrame:
    """What a village's households add up to."""
    borrows = pl.col("outstanding.num") > 0
    return households.group_by("village_id").agg(
        count(borrows).alias("arrears_free_share.den"),
        count(borrows & (pl.col("arrears_now.high") == 0)).alias("arrears_free_share.low"),
        count(borrows & (pl.col("arrears_now.low") == 0)).alias("arrears_free_share.high"),
        pl.len().cast(pl.Int64).alias("listed"),
        count(pl.col("has_deposit_account").fill_null(False)).alias("depositor_share.low"),
        count(pl.col("has_deposit_account").fill_null(True)).alias("depositor_share.high"),
    )


def loans_by_village(loans: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """What a village's loans add up to."""
    enterprise, bad = pl.col("borrower_type").is_in(ENTERPRISES), pl.col("loan_class").is_in(BAD)
    due = (pl.col("borrower_type") == "household") & (pl.col("product") == "micro") & (pl.col("effective") <= as_of)
    balance = pl.col("outstanding")
    return loans.group_by("village_id").agg(
        pl.min_horizontal("repaid_principal", "principal").filter(due).sum().alias("micro_recovery.num"),
        pl.col("principal").filter(due).sum().alias("micro_recovery.den"),
        balance.filter(enterprise).sum().alias("bad_loan_share.den"),
        balance.filter(enterprise & bad.fill_null(False)).sum().alias("bad_loan_share.low"),
        balance.filter(enterprise & bad.fill_null(True)).sum().alias("bad_loan_share.high"),
    )


def rate_villages(placed: pl.LazyFrame, households: pl.LazyFrame, loans: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """The village level."""
    registered, listed = pl.col("registered_households").fill_null(0), pl.col("listed")
    villages = (
        placed.join(by_village(households), on="village_id", how="left")
        .join(loans_by_village(loans, as_of), on="village_id", how="left")
        .with_columns(pl.col("^(arrears_free_share|depositor_share|micro_recovery|bad_loan_share|listed).*$").fill_null(0))
        .with_columns(pl.max_horizontal(registered, listed).alias("depositor_share.den"))
        .with_columns(pl.col("depositor_share.high") + pl.col("depositor_share.den") - listed)
        .with_columns(**money_codes("V1a", "V2", "V3a"), V1b=share_code("depositor_share", 80))
        .with_columns(**{name: survey(columns, []) for name, columns in VILLAGE_SURVEYS.items()})
    )
    criteria = ["V1a", "V1b", "V2", "V3a", "V3b", "V4", "V5"]
    return select_level(
        villages, ["village_id", "township_id", "county_id"], criteria, ["arrears_free_share", "depositor_share", *SHARES[1:]]
    )


def share_code(name: str, percent: int) -> pl.Expr:
    """An inclusive share criterion."""
    return at_least(pl.col(f"{name}.low"), pl.col(f"{name}.high"), pl.col(f"{name}.den"), percent)


def money_codes(arrears: str, recovery: str, bad: str) -> dict[str, pl.Expr]:
    """The three money-and-arrears criteria, under the names of the level."""
    recovered = pl.col("micro_recovery.num")
    return {
        arrears: share_code("arrears_free_share", 80),
        recovery: at_least(recovered, recovered, pl.col("micro_recovery.den"), 90),
        bad: below(pl.col("bad_loan_share.low"), pl.col("bad_loan_share.high"), pl.col("bad_loan_share.den"), 30),
    }


def figures(name: str) -> list[pl.Expr]:
    """The evidence columns of a share."""
    if name == "micro_recovery":
        return [pl.col(f"{name}.num"), pl.col(f"{name}.den")]
    low = pl.col(f"{name}.low")
    return [low.alias(f"{name}.num"), pl.col(f"{name}.den"), low, pl.col(f"{name}.high")]


def select_level(units: pl.LazyFrame, ids: list[str], criteria: list[str], measures: list[str]) -> pl.LazyFrame:
    """The columns of a level table."""
    evidence = [column for name in measures for column in figures(name)]
    return units.select(*ids, *grades(pl.min_horizontal(*criteria)), *(word(name) for name in criteria), *evidence).sort(ids[0])


def rate_townships(townships: pl.LazyFrame, villages: pl.LazyFrame) -> pl.LazyFrame:
    """The township level."""
    sums = [
        f"{name}.{end}" for name in SHARES for end in ("low", "high", "num", "den") if name != "micro_recovery" or end in ("num", "den")
    ]
    by_village = villages.group_by("township_id").agg(
        pl.len().cast(pl.Int64).alias("credit_village_share.den"),
        count(pl.col("status") == "rated").alias("credit_village_share.low"),
        count(pl.col("status").is_in(["rated", "pending"])).alias("credit_village_share.high"),
        pl.col(sums).sum(),
    )
    rated = (
        townships.join(by_village, on="township_id", how="left")
        .with_columns(pl.col(*sums, "^credit_village_share.*$").fill_null(0))
        .with_columns(T1=share_code("credit_village_share", 50), **money_codes("T2", "T3", "T4"))
    )
    return select_level(rated, ["township_id", "county_id"], ["T1", "T2", "T3", "T4"], [*SHARES, "credit_village_share"])
