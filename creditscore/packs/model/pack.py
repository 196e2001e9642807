"""The model of a rule pack: what a rule file may say, key by key.

Everything is data: structured keys, nothing executed. The model is strict (no unknown key, no
coercion); what one key may refer to is checked in `references`. The parts stand in `model_base`
(words and clauses), `model_measures`, `model_rules` and `model_cards`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from creditscore.core.columns import DERIVED_LOAN_COLUMNS, TABLES, Column, ColumnType, column_named
from creditscore.core.dates import day_then
from creditscore.core.terms import plural
from creditscore.packs.model.base import COMPARISONS, Basis, Clause, Comparison, Shortfall, Strict, Words
from creditscore.packs.model.bounds import OtherMeasure
from creditscore.packs.model.cards import Amount, Band, Item, Limit, LimitPart, Scorecard, Steps
from creditscore.packs.model.measures import (
    DATE_WORDS,
    MEASURE_KINDS,
    Condition,
    Earlier,
    EmptyCase,
    Increment,
    Measure,
    Ratio,
    RatioOf,
    ShareOf,
)
from creditscore.packs.model.natures import natures
from creditscore.packs.model.rules import Criterion, Grade, NOf, Part, Precondition, Priority, Score
from creditscore.packs.model.tables import DeclaredColumn, DeclaredType, Table

__all__ = [
    "COMPARISONS",
    "DATE_WORDS",
    "MEASURE_KINDS",
    "Amount",
    "Band",
    "Basis",
    "Cell",
    "Clause",
    "Comparison",
    "Condition",
    "Criterion",
    "DeclaredColumn",
    "DeclaredType",
    "Earlier",
    "Effective",
    "EmptyCase",
    "Example",
    "Given",
    "Grade",
    "Header",
    "Increment",
    "Item",
    "Limit",
    "LimitPart",
    "Measure",
    "NOf",
    "Pack",
    "Part",
    "Precondition",
    "Priority",
    "Quantity",
    "Ratio",
    "RatioOf",
    "Score",
    "Scorecard",
    "ShareOf",
    "Shortfall",
    "Source",
    "Steps",
    "Strict",
    "Table",
    "Words",
]


class Effective(Strict):
    """The days on which an edition is in force, both included."""

    from_: date = Field(alias="from")
    until: date | None = None


class Source(Strict):
    """The document that a pack renders: the file beside the rule file that holds its words, and that file's SHA-256."""

    title: Words
    file: str | None = Field(default=None, pattern=r"^[\w.-]+$")
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


class Header(Strict):
    """Which pack and edition this is, when it is in force, and where it comes from."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    edition: str = Field(min_length=1)
    effective: Effective
    reviewed_on: date
    review_every: str = Field(pattern=r"^[1-9][0-9]{0,2} (year|years|month|months)$")
    title: Words
    source: Source
    notes: Words | None = None


class Quantity(Strict):
    """A measure's value given in an example: an interval of numerators over one denominator."""

    low: int
    high: int
    den: int = 1


def _quantity(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return Quantity(low=value, high=value)
    if isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value):
        return Quantity(low=value[0], high=value[0], den=value[1])
    return value


Given = bool | str | date | Annotated[Quantity, BeforeValidator(_quantity)]
Cell = bool | int | Decimal | str | date


class Example(Strict):
    """Given values (or small tables) and the verdicts, status and grade that must come out."""

    name: str = Field(min_length=1)
    level: str
    as_of: date | None = None
    given: dict[str, Given] | None = None
    tables: dict[str, list[dict[str, Cell]]] | None = None
    expect: dict[str, str | bool | int | Decimal] = Field(min_length=1)


class Pack(Strict):
    """A whole rule pack edition."""

    format: Literal[1]
    pack: Header
    levels: dict[str, str]
    tables: dict[str, Table]
    measures: dict[str, Measure] = Field(default_factory=dict)
    criteria: dict[str, dict[str, Criterion]]
    preconditions: dict[str, Precondition] = Field(default_factory=dict)
    priority: dict[str, Priority] = Field(default_factory=dict)
    scorecards: dict[str, Scorecard] = Field(default_factory=dict)
    grades: dict[str, dict[str, Grade]]
    limits: dict[str, Limit] = Field(default_factory=dict)
    examples: list[Example] = Field(default_factory=list)

    @property
    def unit_levels(self) -> list[str]:
        """The levels that are rated, children before parents."""
        return [level for level in self.all_levels if level in self.grades]

    @property
    def all_levels(self) -> list[str]:
        """Every level, children before parents (the chain is checked to be one when a pack is loaded)."""
        order = [level for level in self.levels if level not in self.levels.values()]
        while order and (parent := self.levels.get(order[-1])) is not None and parent not in order:
            order.append(parent)
        return order

    def cards_of(self, level: str) -> dict[str, Scorecard]:
        """The scorecards of a level, by name."""
        return {name: card for name, card in self.scorecards.items() if card.level == level}

    def compared_at(self, level: str) -> list[OtherMeasure]:
        """The measures that the criteria of a level are held against, each once: of units above, or of the units themselves."""
        criteria = self.criteria.get(level, {}).values()
        found = (bound.other for criterion in criteria for bound in criterion.relative_bounds.values())
        return list(dict.fromkeys(OtherMeasure(other.measure, other.at) for other in found if other is not None))

    def others_of(self, level: str) -> list[OtherMeasure]:
        """The measures of units above that the criteria of a level are held against, each once."""
        return [other for other in self.compared_at(level) if other.at != level]

    def measures_of(self, level: str) -> list[str]:
        """The measures that the criteria, scorecards and credit limits of a level ask for, each once."""
        asked = [criterion.measure for criterion in self.criteria.get(level, {}).values()]
        asked += [other.measure for other in self.compared_at(level) if other.at == level]
        asked += [item.measure for card in self.cards_of(level).values() for item in card.items]
        asked += [part.of for part in self.limit_parts(level) if part.of in self.measures]
        named = dict.fromkeys(name for name in asked if name is not None)
        increments = (measure.increment for name in named if (measure := self.measures.get(name)) is not None)
        parts = [name for one in increments if one is not None for name in (one.of, one.over)]
        return list(named | dict.fromkeys(parts))

    def limit_parts(self, level: str) -> list[LimitPart]:
        """The amounts of its own that the credit limits of a level rest on."""
        amounts = self.limits[level].amounts.values() if level in self.limits else ()
        return [part for amount in amounts if isinstance(amount, Amount) for part in amount.parts]

    def kind_of(self, table: str) -> str:
        """The standard table whose columns a table has: itself, or the one that it is like."""
        declared = self.tables.get(table)
        return declared.like if declared is not None and declared.like is not None else table

    def level_of(self, table: str) -> str | None:
        """The level whose units a table lists; None for tables of rows."""
        return next((level for level in self.all_levels if plural(level) == table), None)

    @property
    def row_tables(self) -> list[str]:
        """The tables whose rows belong to units: the loans, and the pack's further tables."""
        return ["loans", *(name for name in self.tables if name not in TABLES and self.level_of(name) is None)]

    def day_of(self, table: str, as_of: date) -> date:
        """The day at whose end the rows of a table show how things stand."""
        ago = self.tables[table].ago if table in self.tables else None
        return as_of if ago is None else day_then(as_of, ago)

    def canonical(self, table: str, column: str) -> Column | None:
        """The standard column of that name, where the table is a standard one or like one."""
        return column_named(self.kind_of(table), column)

    def derived_columns(self, table: str) -> dict[str, ColumnType]:
        """The columns that the engine adds to a table."""
        return DERIVED_LOAN_COLUMNS if self.kind_of(table) == "loans" else {}

    def type_of(self, table: str, column: str) -> str | None:
        """The type of a column that rules may read: of a standard column, of the loans' derived ones, or as declared."""
        canonical = self.canonical(table, column)
        if canonical is not None:
            return canonical.type
        declared = self.tables[table].types if table in self.tables else {}
        return self.derived_columns(table).get(column) or declared.get(column)

    @model_validator(mode="after")
    def _tell_natures(self) -> Self:
        """Tell each measure what its numbers are."""
        for name, nature in natures(self.measures, self.type_of).items():
            self.measures[name].told(nature)
        return self
