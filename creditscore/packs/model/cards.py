"""What a rule file may say about points and money: scorecards with their items, and credit limits."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from creditscore.packs.model.base import Clause, Comparison, Strict, Words, as_list
from creditscore.packs.model.bounds import BoundField, plain_number

Number = Annotated[int | Decimal, BeforeValidator(plain_number)]
"""Points, or yuan: no larger and no finer than a bound may be."""


class Band(Comparison):
    """Points for a measure within bounds; or, last of all, for any other."""

    points: Number
    otherwise: Literal[True] | None = None


class Steps(Strict):
    """Points for each step by which a measure is short of, or exceeds, a value; `count` says whether a step begun is a step."""

    points: Number
    per: BoundField
    short_of: BoundField | None = None
    in_excess_of: BoundField | None = None
    count: Literal["full_steps", "begun_steps"]


class Item(Strict):
    """One line of a scorecard: points by bands or steps of a measure, or for a criterion or survey answers that hold."""

    title: Words | None = None
    measure: str | None = None
    criterion: str | None = None
    columns: dict[str, bool] = Field(default_factory=dict)
    column: str | None = None
    values: dict[str, Number] = Field(default_factory=dict)
    bands: list[Band] = Field(default_factory=list)
    points: Number | None = None
    start: Number | None = None
    deduct: Steps | None = None
    add: Steps | None = None
    floor: Number = 0
    cap: Number | None = None
    when_not_applicable: Number | None = None
    bonus: bool = False

    @property
    def steps(self) -> Steps | None:
        """Its deductions or additions, where it has any."""
        return self.deduct or self.add

    @property
    def most(self) -> Number:
        """The most points that the item can give."""
        if self.bands:
            return max(band.points for band in self.bands)
        if self.values:
            return max(*self.values.values(), 0)
        if self.points is not None:
            return max(self.points, 0)
        return (self.cap or 0) if self.add is not None else (self.start or 0)


class Scorecard(Strict):
    """A card of items whose points add up; the bonus items together give no more than `bonus_cap`."""

    level: str
    title: Words | None = None
    total: Number
    items: list[Item] = Field(min_length=1)
    bonus_cap: Number | None = None


class LimitPart(Strict):
    """A percentage of an amount of the unit, or so many yuan for each of a number: `of` a column of its table or a measure."""

    percent: BoundField | None = None
    yuan_each: BoundField | None = None
    of: str
    at_most: BoundField | None = None


Parts = Annotated[list[LimitPart], BeforeValidator(as_list)]


class Amount(Strict):
    """A credit limit worked out: a base, parts added and taken off, no more than a cap, not below nought, rounded down to whole steps."""

    base: BoundField | None = None
    plus: Parts = Field(default_factory=list)
    minus: Parts = Field(default_factory=list)
    at_most: BoundField | None = None
    rounded_down_to: int | None = Field(default=None, ge=1, le=10**12)

    @property
    def parts(self) -> list[LimitPart]:
        """Everything that is added or taken off."""
        return [*self.plus, *self.minus]


class Limit(Clause):
    """The credit limit of each grade of a level, in yuan."""

    amounts: dict[str, Number | Amount]
