"""What a rule file may say of the tables that it reads: their columns with types, and further tables of the pack's own."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from creditscore.packs.model.base import Strict, Words

DeclaredType = Literal["id", "text", "bool", "date", "money", "integer", "choice", "id_number", "name"]
THEN = r"^([1-9][0-9]{0,2} (year|years|month|months)|last_year_end)$"
"""How long before the as-of date: a period, or the last day of the year before."""


class DeclaredColumn(Strict):
    """A column of a pack's own with more than its type: what files call it, its words, whether a row may lack it."""

    type: DeclaredType
    title: Words | None = None
    choices: list[str] = Field(default_factory=list)
    never_blank: bool = False
    may_be_negative: bool = False


def _form(entry: Any) -> str:
    return "detailed" if isinstance(entry, (dict, DeclaredColumn)) else "type"


ColumnEntry = Annotated[Annotated[DeclaredType, Tag("type")] | Annotated[DeclaredColumn, Tag("detailed")], Discriminator(_form)]
"""A column's type alone, or with what else there is to say of it."""


class Table(Strict):
    """The columns of one table that the pack needs, with their types.

    A table that is neither a standard one nor that of a level is a further table: its rows belong to the units of its
    `level`. It may be `like` the loans, and may show how things stood some time `ago`.
    """

    level: str
    columns: dict[str, ColumnEntry]
    may_lack: list[str] = Field(default_factory=list)
    title: Words | None = None
    key: str | None = None
    like: Literal["loans"] | None = None
    ago: Annotated[str, Field(pattern=THEN)] | None = None

    @cached_property
    def types(self) -> dict[str, DeclaredType]:
        """The declared columns and their types."""
        return {name: column.type for name, column in self.details.items()}

    @property
    def must_have(self) -> dict[str, DeclaredType]:
        """The columns that a data file has to have; a column in `may_lack` is blank where the file lacks it."""
        return {name: kind for name, kind in self.types.items() if name not in self.may_lack}

    @cached_property
    def details(self) -> dict[str, DeclaredColumn]:
        """The declared columns with all that is said of them."""
        entries = self.columns.items()
        return {name: entry if isinstance(entry, DeclaredColumn) else DeclaredColumn(type=entry) for name, entry in entries}
