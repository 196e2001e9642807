"""What a rule file may count: conditions on rows and units, and the kinds of measure built from them."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from creditscore.packs.model.base import Comparison, Shortfall, Strict, Words, as_list
from creditscore.packs.model.nature import Nature
from creditscore.packs.model.tables import THEN

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
    all_of: list[Condition] | None = None
    is_: bool | int | str | None = Field(default=None, alias="is")
    is_in: list[str] | None = None
    on_or_before: Day | None = None
    on_or_after: Day | None = None
    before: Day | None = None
    after: Day | None = None
    within_last: Period | None = None
    within_next: Period | None = None
    in_year_of: Literal["as_of", "last_year"] | None = None

    @property
    def tests(self) -> list[Condition]:
        """The single tests in it: its own, or those of its parts at any depth."""
        parts = [*(self.any_of or []), *(self.all_of or [])]
        return [test for part in parts for test in part.tests] if parts else [self]


Conditions = Annotated[list[Condition], BeforeValidator(as_list)]
"""One condition, or a list of which all must hold."""


class ShareOf(Strict):
    """The units that a share counts: a level below, those that meet `where`, and the registered number where a column gives it."""

    unit: str
    where: Conditions = Field(default_factory=list)
    registered: str | None = None


class Ratio(Strict):
    """A sum of one amount over a sum of another of the same table, the first capped row by row where `capped_by` says so."""

    sum: str
    over: str
    capped_by: str | None = None


class RatioOf(Strict):
    """One amount of the unit itself over another: each a column of its table or another measure of its level."""

    column: str | None = None
    measure: str | None = None
    over: str

    @property
    def upper(self) -> str:
        """The name of what is divided."""
        return self.column or self.measure or ""


class Earlier(Strict):
    """A measure of the same unit as an earlier run found it, so long `ago`."""

    measure: str
    ago: Annotated[str, Field(pattern=THEN)]


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

    @property
    def kind(self) -> str:
        """Which of the kinds it is; no word where the file gives none, which the checks refuse."""
        return next((kind for kind in MEASURE_KINDS if getattr(self, kind) is not None), "")

    @property
    def kinds(self) -> list[str]:
        """All the kinds that the file gives (exactly one in a checked pack)."""
        return [kind for kind in MEASURE_KINDS if getattr(self, kind) is not None]

    @property
    def has_den(self) -> bool:
        """Whether it has a denominator of its own."""
        return self.nature.has_den

    @property
    def is_average(self) -> bool:
        """Whether it is an amount of money for each of something that is no money: yuan per person, per household."""
        return self.nature.has_den and self.nature.num_fen and not self.nature.den_fen

    @property
    def is_share(self) -> bool:
        """Whether it is a fraction, bounded by a percentage."""
        return self.has_den and not self.is_average

    @property
    def in_money(self) -> bool:
        """Whether it is an amount of money: bounds are written in yuan and held in fen."""
        return self.nature.num_fen and not self.is_share

    @property
    def in_fen(self) -> bool:
        """Whether its numbers, a share's numerator too, are fen."""
        return self.nature.num_fen

    @cached_property
    def nature(self) -> Nature:
        """What its numbers are; of a measure in no pack as if it added up money."""
        added_up = self.sum is not None or self.ratio is not None
        has_den = self.kind in ("ratio", "share_of", "ratio_of", "increment")
        return Nature(has_den, added_up, self.ratio is not None)

    def told(self, nature: Nature) -> None:
        """Note what its numbers are; only the pack knows the types of its columns."""
        vars(self)["nature"] = nature
