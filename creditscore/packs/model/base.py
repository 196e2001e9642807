"""What every part of a rule file is made of: strict tables, words, clauses, and the four operator words that compare."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from creditscore.core.text import Text
from creditscore.packs.model.bounds import Bound, BoundField

COMPARISONS = ("at_least", "at_most", "above", "below")
Basis = Literal["documented", "adopted"]


class Strict(BaseModel):
    """A part of a rule file: unknown keys and loose types are mistakes."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True, populate_by_name=True, defer_build=True
    )

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy; what followed from the original is left behind."""
        copied = super().model_copy(update=update, deep=deep)
        for name in vars(copied).keys() - type(copied).model_fields.keys():
            del vars(copied)[name]
        return copied


class Words(Strict):
    """One wording in Chinese and in English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Shortfall(Words):
    """What is still missing, with the place `{n}` for a count or an amount in yuan; `en_one` is the English for exactly one."""

    en_one: str | None = None

    def filled(self, n: str) -> Text:
        """The wording with the number put in."""
        english = self.en_one if n == "1" and self.en_one else self.en
        return Text(self.zh, english).fill(n=n)


class Comparison(Strict):
    """The four operator words that compare with a bound."""

    at_least: BoundField | None = None
    at_most: BoundField | None = None
    above: BoundField | None = None
    below: BoundField | None = None

    @cached_property
    def given_bounds(self) -> dict[str, Bound]:
        """Every bound that is given, by operator word: numbers, and other units' measures."""
        given = {word: getattr(self, word) for word in COMPARISONS}
        return {word: bound for word, bound in given.items() if bound is not None}

    @cached_property
    def bounds(self) -> dict[str, Bound]:
        """The bounds that are numbers, by operator word."""
        return {word: bound for word, bound in self.given_bounds.items() if bound.other is None}

    @cached_property
    def relative_bounds(self) -> dict[str, Bound]:
        """The bounds that are the measure of another unit, by operator word."""
        return {word: bound for word, bound in self.given_bounds.items() if bound.other is not None}


class Clause(Strict):
    """What ties a rule to its source: the clause, its words, and how they are read."""

    clause: str
    basis: Basis
    text: Words
    reading: Words | None = None


def as_list(value: Any) -> Any:
    """One entry where a list may stand."""
    return value if isinstance(value, list) else [value]
