"""When a snapshot of the county is taken, beside the as-of date towards which its story runs.

Days are whole days since 1970-01-01. The story is fixed by the as-of date alone: it runs over the
24 months before it, so a snapshot of an earlier month shows the same county at an earlier time.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from creditscore.core.dates import add_months, month_ends

_EPOCH = date(1970, 1, 1)
_FIVE_CLASSES_SINCE = date(2004, 1, 1)


def day_number(day: date) -> int:
    """Whole days since 1970-01-01."""
    return (day - _EPOCH).days


class Moment(Struct, frozen=True):
    """The end of the story (`as_of`) and the day of one snapshot of it."""

    as_of: date
    snapshot: date

    @property
    def end(self) -> int:
        """The as-of date, in days."""
        return day_number(self.as_of)

    @property
    def day(self) -> int:
        """The snapshot's date, in days."""
        return day_number(self.snapshot)

    @property
    def scheme(self) -> Literal["four_class", "five_class"]:
        """The loan classification in use on the snapshot's day; one for the whole county."""
        return "four_class" if self.snapshot < _FIVE_CLASSES_SINCE else "five_class"

    @property
    def season(self) -> int:
        """The year of the latest spring whose lending is over by the as-of date."""
        return self.as_of.year if self.as_of.month >= 5 else self.as_of.year - 1


def month_start(step: int) -> int:
    """Days from the as-of date to a month so many months away from its own (-23: the story's first month end)."""
    return step * 3044 // 100


def moments(as_of: date, months: int) -> list[Moment]:
    """One snapshot on the as-of date, or the last `months` month ends on or before it."""
    if months == 1:
        return [Moment(as_of, as_of)]
    ends_month = (as_of + timedelta(days=1)).day == 1
    last = as_of if ends_month else add_months(as_of, -1)
    return [Moment(as_of, end) for end in month_ends(add_months(last, 1 - months), months)]
