"""Dates: the as-of date, completed years, ends of months. Nothing here asks the machine's clock."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def completed_years(birth: date, as_of: date) -> int:
    """Age in completed years at the as-of date; one born on 29 February turns a year older on 1 March in other years."""
    return as_of.year - birth.year - ((as_of.month, as_of.day) < (birth.month, birth.day))


def latest_birth(years: int, as_of: date) -> date:
    """The latest birth date of one who has completed `years` years at the as-of date."""
    year = as_of.year - years
    return date(year, as_of.month, min(as_of.day, monthrange(year, as_of.month)[1]))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day some months later (or earlier), or the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_ends(first: date, months: int) -> list[date]:
    """The ends of `months` months, from the month of `first` on."""
    starts = [add_months(first.replace(day=1), step) for step in range(months)]
    return [month_end(day.year, day.month) for day in starts]


def shifted(day: date, period: str, sign: int) -> date:
    """The day a period (`2 years`, `6 months`, `30 days`) later (`sign` 1) or earlier (-1)."""
    number, unit = period.split()
    if unit.startswith("day"):
        return day + timedelta(days=sign * int(number))
    return add_months(day, sign * int(number) * (12 if unit.startswith("year") else 1))


def day_then(day: date, ago: str) -> date:
    """The day so long `ago`: a period before it (`1 year`, `6 months`), or the last day of the year before (`last_year_end`)."""
    return date(day.year - 1, 12, 31) if ago == "last_year_end" else shifted(day, ago, -1)
