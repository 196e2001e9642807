"""Snapshots of one county at several moments tell one story."""

from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from creditscore.sample.moment import Moment, moments
from creditscore.sample.villages import READINESS, SURVEY


@pytest.fixture(scope="module")
def steps(history):
    """Each moment's frames beside the next one's."""
    return list(pairwise(history.values()))


def both(steps, table: str, key: str) -> list[pl.DataFrame]:
    """Rows that stand in two moments one after the other, the later columns marked."""
    return [earlier[table].join(later[table], on=key, how="inner", suffix="_later") for earlier, later in steps]


@pytest.mark.parametrize(("table", "key"), [("households", "household_id"), ("loans", "loan_id"), ("villages", "village_id")])
def test_nothing_disappears(steps, table, key):
    for earlier, later in steps:
        assert earlier[table].join(later[table], on=key, how="anti").is_empty()


def test_households_are_listed_progressively(history):
    counts = [frames["households"].height for frames in history.values()]
    assert counts == sorted(set(counts))
    assert counts[-1] == 600


@pytest.mark.parametrize("column", ["head_name", "id_number", "birth_date", "village_id", "members"])
def test_people_stay_who_they_are(steps, column):
    for rows in both(steps, "households", "household_id"):
        assert rows.select(pl.col(column).eq_missing(pl.col(f"{column}_later")).all()).item()


@pytest.mark.parametrize("column", ["household_id", "product", "issue_date", "due_date", "principal"])
def test_terms_of_a_loan_stay(steps, column):
    for rows in both(steps, "loans", "loan_id"):
        assert rows.select(pl.col(column).eq_missing(pl.col(f"{column}_later")).all()).item()


def test_repaid_principal_never_falls(steps):
    rises = 0
    for rows in both(steps, "loans", "loan_id"):
        assert rows.filter(pl.col("repaid_principal_later") < pl.col("repaid_principal")).is_empty()
        rises += rows.filter(pl.col("repaid_principal_later") > pl.col("repaid_principal")).height
    assert rises > 10


def test_a_record_of_arrears_stays(steps):
    for rows in both(steps, "loans", "loan_id"):
        assert rows.filter(pl.col("ever_overdue") & ~pl.col("ever_overdue_later")).is_empty()


def test_overdue_loans_are_cleared(steps):
    cleared = (pl.col("overdue_interest") > 0) & (pl.col("repaid_principal_later") == pl.col("principal"))
    assert any(rows.filter(cleared).height for rows in both(steps, "loans", "loan_id"))


def test_certificates_stay(steps):
    for rows in both(steps, "households", "household_id"):
        held = rows.drop_nulls("certificate_no")
        assert held.select((pl.col("certificate_no") == pl.col("certificate_no_later")).all()).item()


def test_answers_are_filled_in_and_change(steps):
    rows = pl.concat(both(steps, "households", "household_id"))
    before, after = pl.col("market_awareness"), pl.col("market_awareness_later")
    assert rows.filter(before.is_null() & after.is_not_null()).height > 0
    assert rows.filter(~before & after).height > 0
    assert rows.filter(before.is_not_null() & after.is_null()).is_empty()


def test_a_ready_committee_stays_ready_and_more_become_so(history, steps):
    ready = pl.all_horizontal(*READINESS).fill_null(False)
    counts = [frames["villages"].select(ready.sum()).item() for frames in history.values()]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    for rows in both(steps, "villages", "village_id"):
        assert rows.filter(ready & ~pl.all_horizontal(*(f"{column}_later" for column in READINESS)).fill_null(False)).is_empty()


def test_villages_are_surveyed_in_the_last_half_year_only(history):
    for day, frames in history.items():
        filled = frames["villages"].select(*SURVEY).null_count().row(0) != (frames["villages"].height,) * len(SURVEY)
        assert filled == (day > date(2002, 12, 31))


@pytest.mark.parametrize(
    ("as_of", "months", "days"),
    [
        (date(2003, 6, 30), 1, [date(2003, 6, 30)]),
        (date(2003, 6, 15), 1, [date(2003, 6, 15)]),
        (date(2003, 6, 30), 2, [date(2003, 5, 31), date(2003, 6, 30)]),
        (date(2003, 6, 29), 2, [date(2003, 4, 30), date(2003, 5, 31)]),
        (date(2003, 3, 31), 3, [date(2003, 1, 31), date(2003, 2, 28), date(2003, 3, 31)]),
    ],
)
def test_moments_are_month_ends_up_to_the_as_of_date(as_of, months, days):
    assert moments(as_of, months) == [Moment(as_of, day) for day in days]
