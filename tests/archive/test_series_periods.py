"""Days belong to months, quarters and half-years; both ends of each."""

from __future__ import annotations

from datetime import date

import pytest

from creditscore.archive.periods import Period, period_of, periods_between


@pytest.mark.parametrize(
    ("day", "name", "first", "last", "label"),
    [
        (date(2003, 6, 1), "month", date(2003, 6, 1), date(2003, 6, 30), "2003-06"),
        (date(2004, 2, 29), "month", date(2004, 2, 1), date(2004, 2, 29), "2004-02"),
        (date(2003, 3, 31), "quarter", date(2003, 1, 1), date(2003, 3, 31), "2003-Q1"),
        (date(2003, 4, 1), "quarter", date(2003, 4, 1), date(2003, 6, 30), "2003-Q2"),
        (date(2003, 12, 31), "quarter", date(2003, 10, 1), date(2003, 12, 31), "2003-Q4"),
        (date(2003, 6, 30), "half-year", date(2003, 1, 1), date(2003, 6, 30), "2003-H1"),
        (date(2003, 7, 1), "half-year", date(2003, 7, 1), date(2003, 12, 31), "2003-H2"),
    ],
)
def test_a_day_lies_in_its_period(day, name, first, last, label):
    found = period_of(day, name)
    assert (found, found.label) == (Period(first, last), label)


@pytest.mark.parametrize(
    ("start", "end", "name", "labels"),
    [
        (date(2003, 6, 30), date(2003, 6, 30), "month", ["2003-06"]),
        (date(2002, 12, 31), date(2003, 2, 1), "month", ["2002-12", "2003-01", "2003-02"]),
        (date(2002, 12, 31), date(2003, 4, 1), "quarter", ["2002-Q4", "2003-Q1", "2003-Q2"]),
        (date(2002, 6, 30), date(2003, 1, 31), "half-year", ["2002-H1", "2002-H2", "2003-H1"]),
    ],
)
def test_periods_follow_one_another_without_a_gap(start, end, name, labels):
    assert [period.label for period in periods_between(start, end, name)] == labels
