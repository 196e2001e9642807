"""The model of a rule pack: what a rule file may say, key by key.

Everything is data: structured keys, nothing executed. The model is strict (no unknown key, no
coercion); what one key may refer to is checked in `references`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from creditscore.core.text import Text
from creditscore.packs.bounds import Bound, BoundField

COMPARISONS = ("at_least", "at_most", "above", "below")
MEASURE_KINDS = ("age_of", "count", "sum", "ratio", "share_of")
EmptyCase = Literal["pending", "not_applicable"]
Basis = Literal["documented", "adopted"]
DeclaredType = Literal["id", "text", "bool", "date", "money", "integer", "choice", "id_number", "name"]


class Strict(BaseModel):
    """A part of a rule file: unknown keys and loose types are mistakes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True, populate_by_name=True)


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
    may_lack: list[str] = []

    @property
    def must_have(self) -> dict[str, DeclaredType]:
        """The columns that a data file has to have; a column in `may_lack` is blank where the file lacks it."""
        return {name: kind for name, kind in self.columns.items() if name not in self.may_lack}


class Comparison(Strict):
    """The four operator words that compare with a bound."""

    at_least: BoundField | None = None
    at_most: BoundField | None = None
    above: BoundField | None = None
    below: BoundField | None = None

    @property
    def bounds(self) -> dict[str, Bound]:
        """The bounds that are given, by operator word."""
        given = {word: getattr(self, word) for word in COMPARISONS}
        return {word: bound for word, bound in given.items() if bound is not None}


class Condition(Comparison):
    """A test on one row or one child unit: a column, a measure or a grade; or any one of several tests."""

    column: str | None = None
    measure: str | None = None
    grade_at_least: str | None = None
    any_of: list[Condition] | None = None
    is_: bool | int | str | None = Field(default=None, alias="is")
    is_in: list[str] | None = None
    on_or_before: Literal["as_of"] | date | None = None


class ShareOf(Strict):
    """The units that a share counts: a level below, those that meet `where`, and the registered number where a column gives it."""

    unit: str
    where: list[Condition] = []
    registered: str | None = None


class Ratio(Strict):
    """A sum of one column over a sum of another, the first capped row by row where `capped_by` says so."""

    sum: str
    over: str
    capped_by: str | None = None


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Measure(Strict):
    """A quantity, with no pass or fail in it: exactly one of the five kinds."""

    title: Words
    level: Annotated[list[str], BeforeValidator(_as_list)]
    age_of: str | None = None
    count: str | None = None
    sum: str | None = None
    ratio: Ratio | None = None
    share_of: ShareOf | None = None
    where: list[Condition] = []
    numerator_where: list[Condition] = []
    which_have: list[Condition] = []
    when_empty: EmptyCase | None = None
    shortfall: Shortfall | None = None

    @property
    def kind(self) -> str:
        """Which of the five kinds it is."""
        return self.kinds[0]

    @property
    def kinds(self) -> list[str]:
        """All the kinds that the file gives (exactly one in a checked pack)."""
        return [kind for kind in MEASURE_KINDS if getattr(self, kind) is not None]

    @property
    def is_share(self) -> bool:
        """Whether it is a fraction, with a denominator of its own."""
        return self.kind in ("ratio", "share_of")


class Clause(Strict):
    """What ties a rule to its source: the clause, its words, and how they are read."""

    clause: str
    basis: Basis
    text: Words
    reading: Words | None = None


class Criterion(Clause, Comparison):
    """One clause to be met: survey columns that must be true or false, a measure within bounds, or both."""

    columns: dict[str, bool] = {}
    measure: str | None = None


class Precondition(Clause):
    """What must hold before the units of a level are rated at all, read `at` a level above or at the same one."""

    at: str
    columns: dict[str, bool]


class Priority(Clause):
    """A flag that orders lists among equals, never a pass."""

    columns: dict[str, bool]


class Grade(Strict):
    """One grade: the criteria that must all pass."""

    title: Words | None = None
    all_of: list[str]


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
    expect: dict[str, str | bool] = Field(min_length=1)


class Pack(Strict):
    """A whole rule pack edition."""

    format: Literal[1]
    pack: Header
    levels: dict[str, str]
    tables: dict[str, Table]
    measures: dict[str, Measure] = {}
    criteria: dict[str, dict[str, Criterion]]
    preconditions: dict[str, Precondition] = {}
    priority: dict[str, Priority] = {}
    grades: dict[str, dict[str, Grade]]
    examples: list[Example] = []

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
