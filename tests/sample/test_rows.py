"""No row that the tables would set aside, whatever the as-of date and the size."""

from datetime import date

import polars as pl
import pytest

from creditscore.core.columns import CLASSES, TABLES
from tests.sample.reading import county_frames, effective_due

DAYS = [date(2003, 6, 30), date(2003, 1, 31), date(2004, 2, 29), date(2002, 10, 20), date(2003, 5, 1), date(2024, 12, 31)]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def dated(request):
    """An as-of date and a small county on it."""
    return request.param, county_frames(900, 5, request.param, townships=2)


@pytest.mark.parametrize("households", [1, 3, 40, 101])
def test_tiny_counties_have_every_table(households):
    frames = county_frames(households, 1, date(2003, 6, 30))
    assert frames["households"].height == households
    assert frames["villages"].height >= 1
    assert frames["townships"].height >= 1


def test_required_columns_are_filled(dated):
    for table, columns in TABLES.items():
        required = [column.name for column in columns if column.required]
        assert dated[1][table].select(pl.col(required).null_count().sum()).row(0) == (0,) * len(required)


def test_ids_are_unique_and_sorted(dated):
    for table, frame in dated[1].items():
        ids = frame[TABLES[table][0].name]
        assert ids.is_unique().all()
        assert ids.is_sorted()


def test_children_have_parents(dated):
    frames = dated[1]
    assert frames["villages"].join(frames["townships"], on="township_id", how="anti").is_empty()
    for child in ("households", "loans"):
        assert frames[child].join(frames["villages"], on="village_id", how="anti").is_empty()


def test_household_loans_name_a_household_of_their_village_and_a_product(dated):
    lent = dated[1]["loans"].filter(pl.col("borrower_type") == "household")
    assert lent.join(dated[1]["households"], on=["household_id", "village_id"], how="anti").is_empty()
    assert lent["product"].null_count() == 0


def test_enterprise_loans_name_no_household(dated):
    lent = dated[1]["loans"].filter(pl.col("borrower_type") != "household")
    assert lent["household_id"].null_count() == lent.height
    assert lent["borrower_type"].n_unique() == 4


def test_dates_are_in_order(dated):
    as_of, frames = dated
    loans = frames["loans"]
    assert loans.filter(pl.col("issue_date") > as_of).is_empty()
    assert loans.filter(pl.col("due_date") < pl.col("issue_date")).is_empty()
    assert loans.filter(pl.col("extended_due_date") < pl.col("due_date")).is_empty()
    assert frames["households"].filter((pl.col("birth_date") > as_of) | (pl.col("certificate_date") > as_of)).is_empty()


def test_amounts_are_possible(dated):
    loans = dated[1]["loans"]
    assert loans.filter(pl.col("repaid_principal") > pl.col("principal")).is_empty()
    assert loans.filter((pl.col("principal") <= 0) | (pl.col("repaid_principal") < 0) | (pl.col("overdue_interest") < 0)).is_empty()


def test_classes_belong_to_the_one_scheme_of_the_day(dated):
    as_of, loans = dated[0], dated[1]["loans"]
    scheme = "four_class" if as_of.year < 2004 else "five_class"
    assert set(loans["classification_scheme"]) == {scheme}
    assert set(loans["loan_class"].drop_nulls()) <= set(CLASSES[scheme])


def test_registers_hold_at_least_the_households_listed(dated):
    listed = dated[1]["households"].group_by("village_id").len()
    villages = dated[1]["villages"].join(listed, on="village_id", how="left")
    assert villages.filter(pl.col("registered_households") < pl.col("len")).is_empty()
    assert villages.filter(pl.col("registered_households") > pl.col("len")).height > 0


def test_loans_have_seasons(dated):
    lent = dated[1]["loans"].filter(pl.col("product") == "micro", pl.col("extended_due_date").is_null())
    assert set(lent["issue_date"].dt.month()) <= {2, 3, 4}
    assert set(lent["due_date"].dt.month()) <= {10, 11, 12}


def test_every_kind_of_loan_occurs(dated):
    as_of, loans = dated[0], dated[1]["loans"]
    owing = pl.col("repaid_principal") < pl.col("principal")
    kinds = {
        "overdue": owing & (effective_due() < as_of),
        "extended": pl.col("extended_due_date") > as_of,
        "extended in vain": owing & (pl.col("extended_due_date") < as_of),
        "cleared late": ~owing & pl.col("ever_overdue"),
        "interest alone": owing & (effective_due() >= as_of) & (pl.col("overdue_interest") > 0),
        "blank class": pl.col("loan_class").is_null(),
    }
    counts = loans.select(condition.sum().alias(kind) for kind, condition in kinds.items()).row(0, named=True)
    assert min(counts.values()) > 0, counts
