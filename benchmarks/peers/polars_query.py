"""The default ratings as one analyst would write them by hand in Polars: no rule file, no checks, no report.

It reads the canonical Parquet tables and writes the same level tables, column for column, as
`creditscore rate` does, and is what the tool's speed is held against. Usage:

    python benchmarks/handwritten_polars.py DATA 2003-06-30 OUT
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

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
    """An outcome's word."""
    code = pl.col(name)
    return (
        pl.when(code == 2)
        .then(pl.lit("pass"))
        .when(code == 0)
        .then(pl.lit("fail"))
        .when(code == 1)
        .then(pl.lit("pending"))
        .otherwise(pl.lit("not_applicable"))
        .alias(name)
    )


def grades(outcome: pl.Expr, ready: pl.Expr | None = None) -> list[pl.Expr]:
    """Status, grade and possible grade from the worst outcome."""
    together = outcome if ready is None else pl.min_horizontal(outcome, ready)
    status = pl.when(together == 0).then(pl.lit("not_rated")).when(together == 1).then(pl.lit("pending")).otherwise(pl.lit("rated"))
    if ready is not None:
        status = pl.when(ready == 0).then(pl.lit("not_organised")).otherwise(status)
    credit = pl.lit("credit")
    return [
        status.alias("status"),
        pl.when(together >= 2).then(credit).alias("grade"),
        pl.when(together >= 1).then(credit).alias("possible_grade"),
    ]


def fen(name: str) -> pl.Expr:
    """Yuan with two decimals as whole fen."""
    return (pl.col(name) * 100).cast(pl.Int64)


def read_loans(data: Path, as_of: date) -> pl.LazyFrame:
    """The loans with balance, effective due date and overdue."""
    loans = pl.scan_parquet(data / "loans.parquet").with_columns(fen("principal"), fen("repaid_principal"), fen("overdue_interest"))
    loans = loans.with_columns(
        outstanding=pl.col("principal") - pl.col("repaid_principal"),
        effective=pl.coalesce("extended_due_date", "due_date"),
    )
    return loans.with_columns(overdue=((pl.col("effective") < as_of) & (pl.col("outstanding") > 0)) | (pl.col("overdue_interest") > 0))


def count(flag: pl.Expr) -> pl.Expr:
    """How many rows are true."""
    return flag.cast(pl.Int64).sum()


def rate_households(data: Path, loans: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """The household level."""
    record = pl.col("overdue") | pl.col("ever_overdue")
    by_household = (
        loans.filter(pl.col("household_id").is_not_null())
        .group_by("household_id")
        .agg(
            pl.col("outstanding").sum().alias("outstanding.num"),
            count(record.fill_null(False)).alias("arrears_record.low"),
            count(record.fill_null(True)).alias("arrears_record.high"),
            count(pl.col("overdue").fill_null(False)).alias("arrears_now.low"),
            count(pl.col("overdue").fill_null(True)).alias("arrears_now.high"),
        )
    )
    villages = pl.scan_parquet(data / "villages.parquet").select("village_id", "township_id", ready=survey(READY, []))
    townships = pl.scan_parquet(data / "townships.parquet").select("township_id", "county_id")
    from_number = pl.col("id_number").str.slice(6, 8).str.to_date("%Y%m%d")
    born = pl.coalesce("birth_date", from_number)
    birthday_to_come = born.dt.month().cast(pl.Int64) * 100 + born.dt.day() > as_of.month * 100 + as_of.day
    households = (
        pl.scan_parquet(data / "households.parquet")
        .join(villages, on="village_id", how="left")
        .join(townships, on="township_id", how="left")
        .join(by_household, on="household_id", how="left")
        .with_columns(pl.col("^outstanding.num|arrears_.*$").fill_null(0))
        .with_columns(pl.lit(as_of.year) - born.dt.year().cast(pl.Int64) - birthday_to_come.cast(pl.Int64).alias("age"))
        .rename({"literal": "age.num"})
        .with_columns(**{name: survey(*columns) for name, columns in SURVEYS.items()})
    )
    age, low, high = pl.col("age.num"), pl.col("arrears_record.low"), pl.col("arrears_record.high")
    of_age = pl.when((age >= 18) & (age <= 60)).then(2).when((age < 18) | (age > 60)).then(0).otherwise(1).cast(pl.Int8)
    no_record = pl.when(high == 0).then(2).when(low > 0).then(0).otherwise(1).cast(pl.Int8)
    coded = households.with_columns(pl.min_horizontal("H2", of_age).alias("H2"), pl.min_horizontal("H3", no_record).alias("H3"))
    return coded.select(
        "household_id", "village_id", "township_id", "county_id",
        *grades(pl.min_horizontal(*SURVEYS), pl.col("ready")),
        pl.col("shareholding_member").fill_null(False).alias("priority"),
        word("ready").alias("precondition"),
        *(word(name) for name in SURVEYS),
        "age.num", "outstanding.num",
        pl.col("arrears_record.low").alias("arrears_record.num"), "arrears_record.low", "arrears_record.high",
        pl.col("arrears_now.low").alias("arrears_now.num"), "arrears_now.low", "arrears_now.high",
        "has_deposit_account",
    ).sort("household_id")  # fmt: skip


def rate_villages(data: Path, loans: pl.LazyFrame, households: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """The village level."""
    borrows = pl.col("outstanding.num") > 0
    by_household = households.group_by("village_id").agg(
        count(borrows).alias("arrears_free_share.den"),
        count(borrows & (pl.col("arrears_now.high") == 0)).alias("arrears_free_share.low"),
        count(borrows & (pl.col("arrears_now.low") == 0)).alias("arrears_free_share.high"),
        pl.len().cast(pl.Int64).alias("listed"),
        count(pl.col("has_deposit_account").fill_null(False)).alias("depositor_share.low"),
        count(pl.col("has_deposit_account").fill_null(True)).alias("depositor_share.high"),
    )
    enterprise, bad = pl.col("borrower_type").is_in(ENTERPRISES), pl.col("loan_class").is_in(BAD)
    due = (pl.col("borrower_type") == "household") & (pl.col("product") == "micro") & (pl.col("effective") <= as_of)
    balance = pl.col("outstanding")
    by_loan = loans.group_by("village_id").agg(
        pl.min_horizontal("repaid_principal", "principal").filter(due).sum().alias("micro_recovery.num"),
        pl.col("principal").filter(due).sum().alias("micro_recovery.den"),
        balance.filter(enterprise).sum().alias("bad_loan_share.den"),
        balance.filter(enterprise & bad.fill_null(False)).sum().alias("bad_loan_share.low"),
        balance.filter(enterprise & bad.fill_null(True)).sum().alias("bad_loan_share.high"),
    )
    townships = pl.scan_parquet(data / "townships.parquet").select("township_id", "county_id")
    registered, listed = pl.col("registered_households").fill_null(0), pl.col("listed")
    villages = (
        pl.scan_parquet(data / "villages.parquet")
        .join(townships, on="township_id", how="left")
        .join(by_household, on="village_id", how="left")
        .join(by_loan, on="village_id", how="left")
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


def rate_townships(data: Path, villages: pl.LazyFrame) -> pl.LazyFrame:
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
    townships = (
        pl.scan_parquet(data / "townships.parquet")
        .join(by_village, on="township_id", how="left")
        .with_columns(pl.col(*sums, "^credit_village_share.*$").fill_null(0))
        .with_columns(T1=share_code("credit_village_share", 50), **money_codes("T2", "T3", "T4"))
    )
    return select_level(townships, ["township_id", "county_id"], ["T1", "T2", "T3", "T4"], [*SHARES, "credit_village_share"])


def main(data: Path, as_of: date, out: Path) -> None:
    """Write the three level tables."""
    out.mkdir(parents=True, exist_ok=True)
    loans = read_loans(data, as_of)
    rate_households(data, loans, as_of).sink_parquet(out / "households.parquet", compression="zstd", compression_level=1)
    households = pl.scan_parquet(out / "households.parquet")
    rate_villages(data, loans, households, as_of).sink_parquet(out / "villages.parquet", compression="zstd", compression_level=1)
    rate_townships(data, pl.scan_parquet(out / "villages.parquet")).sink_parquet(out / "townships.parquet")


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), Path(sys.argv[3]))
