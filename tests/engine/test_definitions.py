"""The fixed definitions: overdue, effective due date, completed years."""

from __future__ import annotations

from datetime import date, timedelta

import narwhals as nw
import polars as pl
import pytest

from creditscore.core.dates import completed_years
from creditscore.engine.loans import age_in_years, with_definitions

AS_OF = date(2003, 6, 30)
BEFORE, AFTER = AS_OF - timedelta(days=1), AS_OF + timedelta(days=1)
SCHEMA = {
    "borrower_type": pl.String,
    "household_id": pl.String,
    "due_date": pl.Date,
    "extended_due_date": pl.Date,
    "principal": pl.Int64,
    "repaid_principal": pl.Int64,
    "overdue_interest": pl.Int64,
}


def overdue(due: date, extended: date | None, repaid: int, interest: int | None) -> bool | None:
    amounts = {"principal": 100, "repaid_principal": repaid, "overdue_interest": interest}
    row = {"borrower_type": "household", "household_id": "h1", "due_date": due, "extended_due_date": extended, **amounts}
    frame = with_definitions(nw.from_native(pl.LazyFrame([row], schema=SCHEMA)), AS_OF)
    value: bool | None = frame.collect()["overdue"][0]
    return value


@pytest.mark.parametrize(
    ("due", "extended", "repaid", "interest", "expected"),
    [
        (BEFORE, None, 99, 0, True),
        (AS_OF, None, 99, 0, False),
        (AFTER, None, 0, 0, False),
        (BEFORE, None, 100, 0, False),
        (BEFORE, AS_OF, 0, 0, False),
        (BEFORE - timedelta(days=9), BEFORE, 0, 0, True),
        (AFTER, None, 0, 1, True),
        (BEFORE, None, 100, 1, True),
        (AFTER, None, 0, None, None),
        (BEFORE, None, 100, None, None),
        (BEFORE, None, 0, None, True),
    ],
)
def test_a_loan_is_overdue(due: date, extended: date | None, repaid: int, interest: int | None, expected: bool | None) -> None:
    assert overdue(due, extended, repaid, interest) is expected


@pytest.mark.parametrize(("borrower", "expected"), [("household", "h1"), ("private_enterprise", None)])
def test_only_a_household_has_a_household_loan(borrower: str, expected: str | None) -> None:
    row = {"borrower_type": borrower, "household_id": "h1", "due_date": AFTER, "principal": 1, "repaid_principal": 0}
    frame = with_definitions(nw.from_native(pl.LazyFrame([row], schema=SCHEMA)), AS_OF)
    assert frame.collect()["household_id"][0] == expected


@pytest.mark.parametrize(
    ("birth", "as_of", "expected"),
    [
        (date(1985, 6, 30), AS_OF, 18),
        (date(1985, 7, 1), AS_OF, 17),
        (date(1942, 7, 1), AS_OF, 60),
        (date(1942, 6, 30), AS_OF, 61),
        (date(1984, 2, 29), date(2002, 2, 28), 17),
        (date(1984, 2, 29), date(2002, 3, 1), 18),
        (date(1984, 2, 29), date(2004, 2, 29), 20),
        (date(1984, 12, 31), date(2003, 12, 30), 18),
        (AS_OF, AS_OF, 0),
        (None, AS_OF, None),
    ],
)
def test_completed_years(birth: date | None, as_of: date, expected: int | None) -> None:
    frame = nw.from_native(pl.LazyFrame({"born": [birth]}, schema={"born": pl.Date}))
    assert frame.select(age=age_in_years("born", as_of)).collect()["age"][0] == expected
    assert birth is None or completed_years(birth, as_of) == expected
