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

from creditscore.core.columns import DERIVED_LOAN_COLUMNS, column_named
from creditscore.core.terms import plural
from creditscore.packs.bounds import OtherMeasure
from creditscore.packs.model_base import COMPARISONS, Basis, Clause, Comparison, Shortfall, Strict, Words
from creditscore.packs.model_cards import Amount, Band, Item, Limit, LimitPart, Scorecard, Steps
from creditscore.packs.model_measures import (
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
from creditscore.packs.model_rules import Criterion, Grade, NOf, Part, Precondition, Priority, Score

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

DeclaredType = Literal["id", "text", "bool", "date", "money", "integer", "choice", "id_number", "name"]


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


class Table(Strict):
    """The columns of one table that the pack needs, with their types."""

    level: str
    columns: dict[str, DeclaredType]
    may_lack: list[str] = Field(default_factory=list)

    @property
    def must_have(self) -> dict[str, DeclaredType]:
        """The columns that a data file has to have; a column in `may_lack` is blank where the file lacks it."""
        return {name: kind for name, kind in self.columns.items() if name not in self.may_lack}


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


Given = bool | Annotated[Quantity, BeforeValidator(_quantity)]
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

    def others_of(self, level: str) -> list[OtherMeasure]:
        """The measures of units above that the criteria of a level are held against, each once."""
        criteria = self.criteria.get(level, {}).values()
        found = (bound.other for criterion in criteria for bound in criterion.relative_bounds.values())
        return list(dict.fromkeys(other for other in found if other is not None))

    def measures_of(self, level: str) -> list[str]:
        """The measures that the criteria and scorecards of a level ask for, each once."""
        asked = [criterion.measure for criterion in self.criteria.get(level, {}).values()]
        asked += [item.measure for card in self.cards_of(level).values() for item in card.items]
        named = dict.fromkeys(name for name in asked if name is not None)
        increments = (measure.increment for name in named if (measure := self.measures.get(name)) is not None)
        parts = [name for one in increments if one is not None for name in (one.of, one.over)]
        return list(named | dict.fromkeys(parts))

    def type_of(self, table: str, column: str) -> str | None:
        """The type of a column that rules may read: of a standard column, of the loans' derived ones, or as declared."""
        canonical = column_named(table, column)
        if canonical is not None:
            return canonical.type
        derived = DERIVED_LOAN_COLUMNS.get(column) if table == "loans" else None
        declared = self.tables[table].columns if table in self.tables else {}
        return derived or declared.get(column)

    @model_validator(mode="after")
    def _tell_money(self) -> Self:
        """Tell each measure of the unit's own columns whether these are amounts of money."""
        for measure in self.measures.values():
            column = measure.ratio_of.column if measure.ratio_of is not None else measure.column
            if column is not None and measure.level:
                measure.told_of_money(self.type_of(plural(measure.level[0]), column) == "money")
        return self
