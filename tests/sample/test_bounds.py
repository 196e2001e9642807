"""Villages stand on, under and over every bound of the default criteria, exactly."""

import polars as pl
import pytest

from creditscore.core.columns import CLASSES
from tests.sample.reading import AS_OF, effective_due, outstanding

BAD = CLASSES["four_class"][1:]


@pytest.fixture(scope="module")
def villages(county):
    """Per village the numerators and denominators of the criteria's shares."""
    loans, lent = county["loans"], county["loans"].drop_nulls("household_id")
    overdue = (effective_due() < AS_OF) & (outstanding() > 0) | (pl.col("overdue_interest") > 0).fill_null(False)
    borrowers = lent.group_by("village_id", "household_id").agg(owes=(outstanding() > 0).any(), late=overdue.any()).filter("owes")
    due = lent.filter((pl.col("product") == "micro") & (effective_due() <= AS_OF))
    enterprises = loans.filter(pl.col("household_id").is_null())
    frames = [
        borrowers.group_by("village_id").agg(borrowers=pl.len(), free=(~pl.col("late")).sum()),
        county["households"].group_by("village_id").agg(savers=pl.col("has_deposit_account").sum()),
        due.group_by("village_id").agg(due=pl.col("principal").sum(), recovered=pl.col("repaid_principal").sum()),
        enterprises.group_by("village_id").agg(lent=outstanding().sum(), bad=outstanding().filter(pl.col("loan_class").is_in(BAD)).sum()),
    ]
    joined = county["villages"]
    for frame in frames:
        joined = joined.join(frame, on="village_id", how="left")
    return joined


def signed(villages: pl.DataFrame, part: str, whole: str, bound: int, near: int) -> set[int]:
    """On which sides of a bound (per cent) villages lie that are at most `near` thousandths of the whole away from it."""
    gap = pl.col(part).cast(pl.Decimal(38, 2)) * 100 - pl.col(whole).cast(pl.Decimal(38, 2)) * bound
    close = villages.filter(gap.abs() * 10 <= pl.col(whole).cast(pl.Decimal(38, 2)) * near)
    return set(close.select(gap.sign().cast(pl.Int64).alias("side"))["side"].drop_nulls().to_list())


@pytest.mark.parametrize(
    ("part", "whole", "bound", "near"),
    [("free", "borrowers", 80, 40), ("savers", "registered_households", 80, 20), ("recovered", "due", 90, 10), ("bad", "lent", 30, 1)],
    ids=["arrears-free", "depositors", "recovery", "bad loans"],
)
def test_villages_lie_on_both_sides_and_exactly_on_the_bound(villages, part, whole, bound, near):
    assert signed(villages, part, whole, bound, near) == {-1, 0, 1}


def test_some_village_has_no_enterprise_loans(villages):
    assert villages["lent"].null_count() > 0


def test_loans_are_about_six_for_ten_households(county):
    assert 0.55 < county["loans"].height / county["households"].height < 0.68


def test_some_loans_fall_due_on_the_as_of_date(county):
    assert county["loans"].filter((effective_due() == AS_OF) & (outstanding() > 0)).height > 0


def test_some_deposits_and_arrears_are_unknown(county):
    assert county["households"]["has_deposit_account"].null_count() > 0
    assert county["loans"]["overdue_interest"].null_count() > 0
