"""Months, quarters and half-years: which one a day belongs to, and the ones in a row between two days."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from creditscore.core.dates import add_months, month_end

PeriodName = Literal["month", "quarter", "half-year"]
MONTHS: dict[PeriodName, int] = {"month": 1, "quarter": 3, "half-year": 6}
"""How many months a period has."""


class Period(Struct, frozen=True, order=True):
    """One month, quarter or half-year of the calendar, by its first and its last day."""

    first: date
    last: date

    @property
    def label(self) -> str:
        """`2003-06`, `2003-Q2` or `2003-H1`."""
        months = self.last.month - self.first.month + 1
        number = (self.last.month - 1) // months + 1
        return {1: f"{self.first:%Y-%m}", 3: f"{self.first.year}-Q{number}", 6: f"{self.first.year}-H{number}"}[months]


def period_of(day: date, name: PeriodName) -> Period:
    """The period that a day lies in."""
    months = MONTHS[name]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    last = add_months(first, months - 1)
    return Period(first, month_end(last.year, last.month))


def periods_between(start: date, end: date, name: PeriodName) -> list[Period]:
    """Every period from that of `start` to that of `end`, both included."""
    found = [period_of(start, name)]
    while found[-1].last < end:
        found.append(period_of(add_months(found[-1].first, MONTHS[name]), name))
    return found
