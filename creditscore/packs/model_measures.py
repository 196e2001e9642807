"""What a rule file may count: conditions on rows and units, and the kinds of measure built from them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PrivateAttr

from creditscore.packs.model_base import Comparison, Shortfall, Strict, Words, as_list

MEASURE_KINDS = ("age_of", "count", "sum", "ratio", "share_of", "column", "ratio_of", "earlier", "increment")
PERIOD = r"^[1-9][0-9]{0,2} (year|years|month|months|day|days)$"
DATE_WORDS = ("on_or_before", "on_or_after", "before", "after", "within_last", "within_next", "in_year_of")
"""The operator words that compare a date with the as-of date or with a day."""
EmptyCase = Literal["pending", "not_applicable"]
Day = Literal["as_of"] | date
Period = Annotated[str, Field(pattern=PERIOD)]


class Condition(Comparison):
    """A test on one row or one child unit: a column, a measure or a grade; or any one of several tests."""

    column: str | None = None
    measure: str | None = None
    grade_at_least: str | None = None
    any_of: list[Condition] | None = None
    is_: bool | int | str | None = Field(default=None, alias="is")
    is_in: list[str] | None = None
    on_or_before: Day | None = None
    on_or_after: Day | None = None
    before: Day | None = None
    after: Day | None = None
    within_last: Period | None = None
    within_next: Period | None = None
    in_year_of: Literal["as_of", "last_year"] | None = None


Conditions = Annotated[list[Condition], BeforeValidator(as_list)]
"""One condition, or a list of which all must hold."""


class ShareOf(Strict):
    """The units that a share counts: a level below, those that meet `where`, and the registered number where a column gives it."""

    unit: str
    where: Conditions = Field(default_factory=list)
    registered: str | None = None


class Ratio(Strict):
    """A sum of one column over a sum of another, the first capped row by row where `capped_by` says so."""

    sum: str
    over: str
    capped_by: str | None = None


class RatioOf(Strict):
    """One column of the unit itself over another."""

    column: str
    over: str


class Earlier(Strict):
    """A share or ratio of the same unit as an earlier run found it, so long `ago`."""

    measure: str
    ago: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2} (year|years|month|months)$")]


class Increment(Strict):
    """By how many percentage points one share or ratio of a unit exceeds another."""

    of: str
    over: str


class Measure(Strict):
    """A quantity, with no pass or fail in it: exactly one of the kinds."""

    title: Words
    level: Annotated[list[str], BeforeValidator(as_list)]
    age_of: str | None = None
    count: str | None = None
    sum: str | None = None
    ratio: Ratio | None = None
    share_of: ShareOf | None = None
    column: str | None = None
    ratio_of: RatioOf | None = None
    earlier: Earlier | None = None
    increment: Increment | None = None
    where: Conditions = Field(default_factory=list)
    numerator_where: Conditions = Field(default_factory=list)
    which_have: Conditions = Field(default_factory=list)
    when_empty: EmptyCase | None = None
    shortfall: Shortfall | None = None
    _of_money: bool = PrivateAttr(default=False)

    @property
    def kind(self) -> str:
        """Which of the kinds it is; no word where the file gives none, which the checks refuse."""
        return next(iter(self.kinds), "")

    @property
    def kinds(self) -> list[str]:
        """All the kinds that the file gives (exactly one in a checked pack)."""
        return [kind for kind in MEASURE_KINDS if getattr(self, kind) is not None]

    @property
    def is_share(self) -> bool:
        """Whether it is a fraction, with a denominator of its own."""
        return self.kind in ("ratio", "share_of", "ratio_of", "earlier", "increment")

    @property
    def in_money(self) -> bool:
        """Whether it is an amount of money: bounds are written in yuan and held in fen."""
        return not self.is_share and self.in_fen

    @property
    def in_fen(self) -> bool:
        """Whether its numbers, a share's numerator and denominator too, are fen."""
        return self.sum is not None or self.ratio is not None or self._of_money

    def told_of_money(self, of_money: bool) -> None:
        """Note whether the unit's own column that it reads is an amount of money; only the pack knows that."""
        self._of_money = of_money
