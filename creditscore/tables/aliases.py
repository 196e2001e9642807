"""What files call things: the alias list in, look-ups from written words to canonical names out."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from creditscore.core.columns import TABLES, Column

_BLANKS = re.compile(r"[\s_\u200b-\u200f\u2060\ufeff*＊:：]+")
_UNITS = re.compile(r"[((\[【][^))\]】]*[))\]】]")


@dataclass(frozen=True)
class Aliases:
    """The word lists of `aliases.toml`: tables, columns of a table, yes/no words, values of a choice and their Chinese wording."""

    tables: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]
    true: frozenset[str]
    false: frozenset[str]
    ambiguous: frozenset[str]
    choices: Mapping[str, Mapping[str, str]]
    wording: Mapping[str, Mapping[str, str]]

    def header(self, table: str, written: str) -> str | None:
        """The canonical column that a header stands for, first as it is written, then without bracketed remarks."""
        known = self.columns[table]
        return known.get(plain(written)) or known.get(plain(_UNITS.sub("", unicodedata.normalize("NFKC", written))))


def plain(written: str) -> str:
    """A header or name reduced to what is compared: half-width, lower case, no blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", written)).casefold()


def _named(column: Column, more: list[str]) -> dict[str, str]:
    return {plain(word): column.name for word in (column.name, column.title.zh, column.title.en, *more)}


def _columns(table: str, listed: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: name for column in TABLES[table] for word, name in _named(column, listed.get(column.name, [])).items()}


def _reversed(listed: Mapping[str, list[str]]) -> dict[str, str]:
    return {word.casefold(): name for name, words in listed.items() for word in (name, *words)}


@cache
def shipped() -> Aliases:
    """The alias list that comes with the package."""
    listed = tomllib.loads(files("creditscore.tables").joinpath("aliases.toml").read_text("utf-8"))
    return Aliases(
        tables={plain(word): name for word, name in _reversed(listed["tables"]).items()},
        columns={table: _columns(table, listed["columns"][table]) for table in TABLES},
        true=frozenset(listed["bool"]["true"]),
        false=frozenset(listed["bool"]["false"]),
        ambiguous=frozenset(listed["bool"]["ambiguous_where_negated"]),
        choices={column: _reversed(words) for column, words in listed["choices"].items()},
        wording={column: {name: words[0] for name, words in named.items()} for column, named in listed["choices"].items()},
    )
