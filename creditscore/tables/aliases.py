"""What files call things: the alias list in, look-ups from written words to canonical names out."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from msgspec import Struct

from creditscore.core.columns import TABLES, Column
from creditscore.tables.shapes import TableShape

_BLANKS = re.compile(r"[\s_\u200b-\u200f\u202a-\u202e\u2060\ufeff*＊:：]+")
_BEFORE_UNIT = "/-,、|"
_REMARKS = re.compile(r"[(\[【][^)\]】]*[)\]】]")

_UNKNOWN = "?"
"""No column is called so."""

Listed = Mapping[str, Any]
"""The alias list as its file has it."""


class Aliases(Struct, frozen=True, dict=True):
    """The word lists of `aliases.toml`, perhaps with a user's: tables, columns of a table, yes/no words, choices, units, lines."""

    tables: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]
    true: frozenset[str]
    false: frozenset[str]
    ambiguous: frozenset[str]
    choices: Mapping[str, Mapping[str, str]]
    wording: Mapping[str, Mapping[str, str]]
    units: Mapping[str, str]
    total_words: tuple[str, ...]
    footer_words: tuple[str, ...]

    def choice_words(self, column: Column) -> Mapping[str, str]:
        """What files write for the values of a choice column; those of a pack's own stand for themselves."""
        return {word.casefold(): word for word in column.choices} if column.own else self.choices[column.name]

    def header(self, table: str, written: str) -> str | None:
        """The canonical column that a header stands for: as it is written, without bracketed remarks, without a unit at its end."""
        found = self._looked_up.get((table, written), _UNKNOWN)
        if found is _UNKNOWN:
            found = self._looked_up[table, written] = self._column(table, written)
        return found

    @cached_property
    def _looked_up(self) -> dict[tuple[str, str], str | None]:
        """What has been looked up: the same first rows of a file are looked at several times, for its separator and its tiers."""
        return {}

    def _column(self, table: str, written: str) -> str | None:
        known = self.columns[table]
        bare = plain(_REMARKS.sub("", unicodedata.normalize("NFKC", written)))
        return known.get(plain(written)) or known.get(bare) or known.get(self._without_unit(bare))

    def _without_unit(self, bare: str) -> str:
        unit = self.unit_at_end(bare)
        return bare.removesuffix(unit).removesuffix("单位").rstrip(_BEFORE_UNIT) if unit else bare

    def unit_at_end(self, bare: str) -> str | None:
        """The longest unit word that a plain header ends with, if any; a number of units, such as 5万元, is an amount and no unit."""
        if not bare.endswith(self._unit_words):
            return None
        unit = max((word for word in self._unit_words if bare.endswith(word)), key=len)
        return None if bare.removesuffix(unit)[-1:].isdigit() else unit

    @cached_property
    def _unit_words(self) -> tuple[str, ...]:
        return tuple(self.units)


def plain(written: str) -> str:
    """A header or name reduced to what is compared: half-width, lower case, no blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", written)).casefold()


def built(listed: Listed) -> Aliases:
    """The look-ups of an alias list."""
    return Aliases(
        tables={plain(word): name for word, name in _reversed(listed["tables"]).items()},
        columns={table: _columns(TABLES.get(table, ()), named) for table, named in listed["columns"].items()},
        true=frozenset(listed["bool"]["true"]),
        false=frozenset(listed["bool"]["false"]),
        ambiguous=frozenset(listed["bool"]["ambiguous_where_negated"]),
        choices={column: _reversed(words) for column, words in listed["choices"].items()},
        wording={column: {name: words[0] for name, words in named.items()} for column, named in listed["choices"].items()},
        units={plain(word): name for name, words in listed["units"].items() for word in words},
        total_words=tuple(plain(word) for word in listed["lines"]["total"]),
        footer_words=tuple(plain(word) for word in listed["lines"]["footer"]),
    )


@cache
def shipped_list() -> Listed:
    """The alias list that comes with the package, as its file has it; not to be changed."""
    return tomllib.loads(files("creditscore.tables").joinpath("aliases.toml").read_text("utf-8"))


@cache
def shipped() -> Aliases:
    """The alias list that comes with the package."""
    return built(shipped_list())


def _named(column: Column, more: list[str]) -> dict[str, str]:
    return {plain(word): column.name for word in (column.name, column.title.zh, column.title.en, *more)}


def _columns(standard: tuple[Column, ...], listed: Mapping[str, list[str]]) -> dict[str, str]:
    own = {plain(word): name for name, words in listed.items() for word in (name, *words)}
    return own | {word: name for column in standard for word, name in _named(column, listed.get(column.name, [])).items()}


def with_tables(listed: Listed, shapes: Iterable[TableShape]) -> dict[str, Any]:
    """An alias list with the names that a pack gives its own tables and columns."""
    tables, columns = dict(listed["tables"]), dict(listed["columns"])
    for shape in shapes:
        if shape.name not in tables:
            tables[shape.name] = [shape.title.zh, shape.title.en]
        known = dict(columns.get(shape.kind, {})) | dict(columns.get(shape.name, {}))
        named = [column for column in shape.columns if column.own or shape.name not in TABLES]
        words = {column.name: [column.title.zh, *_said_of_ids(column, listed["columns"])] for column in named}
        columns[shape.name] = known | {name: [*known.get(name, []), *more] for name, more in words.items()}
    return dict(listed) | {"tables": tables, "columns": columns}


def _said_of_ids(column: Column, listed: Mapping[str, Mapping[str, list[str]]]) -> list[str]:
    """What standard tables call the id of a unit above, where a pack's own table has it too."""
    homes = {"household_id": "loans", "village_id": "loans", "township_id": "villages", "county_id": "townships"}
    return listed[homes[column.name]].get(column.name, []) if column.name in homes else []


def _reversed(listed: Mapping[str, list[str]]) -> dict[str, str]:
    return {word.casefold(): name for name, words in listed.items() for word in (name, *words)}
