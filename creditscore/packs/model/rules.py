"""What a rule file may ask: criteria, preconditions, priorities, and the grades that are built from them."""

from __future__ import annotations

from pydantic import Field

from creditscore.packs.model.base import Clause, Comparison, Strict, Words
from creditscore.packs.model.measures import Conditions


class Criterion(Clause, Comparison):
    """One clause to be met: survey columns that must be true or false, conditions on the unit's columns, a measure within bounds."""

    columns: dict[str, bool] = Field(default_factory=dict)
    conditions: Conditions = Field(default_factory=list)
    measure: str | None = None

    @property
    def columns_asked(self) -> list[str]:
        """The columns of the unit's own table that it looks at."""
        tests = [test for condition in self.conditions for test in condition.tests]
        return list(dict.fromkeys([*self.columns, *(test.column for test in tests if test.column is not None)]))


class Precondition(Clause):
    """What must hold before the units of a level are rated at all, read `at` a level above or at the same one."""

    at: str
    columns: dict[str, bool]


class Priority(Clause):
    """A flag that orders lists among equals, never a pass."""

    columns: dict[str, bool]


class NOf(Strict):
    """So many of several parts."""

    at_least: int = Field(ge=1)
    of: list[str | Part]


class Score(Comparison):
    """A cut of a scorecard's points."""

    card: str


class Part(Strict):
    """A part of a grade: criteria and further parts, of which all, any, or so many must hold; and a cut of a scorecard's points."""

    all_of: list[str | Part] = Field(default_factory=list)
    any_of: list[str | Part] = Field(default_factory=list)
    n_of: NOf | None = None
    score: Score | None = None

    @property
    def lists(self) -> dict[str, list[str | Part]]:
        """Its lists of parts, by key."""
        listed = {"all_of": self.all_of, "any_of": self.any_of}
        return {key: parts for key, parts in listed.items() if parts} | ({"n_of": self.n_of.of} if self.n_of is not None else {})

    @property
    def criteria(self) -> list[str]:
        """The ids of all the criteria in it, at any depth, in the order of the file."""
        parts = [part for listed in self.lists.values() for part in listed]
        return [name for part in parts for name in ([part] if isinstance(part, str) else part.criteria)]

    @property
    def scores(self) -> list[Score]:
        """The scorecard cuts in it, at any depth."""
        inner = [part for listed in self.lists.values() for part in listed if isinstance(part, Part)]
        return [*([self.score] if self.score is not None else []), *(score for part in inner for score in part.scores)]


class Grade(Part):
    """One grade: all that it asks for must hold."""

    title: Words | None = None
