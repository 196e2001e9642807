"""What the first rows of a text table tell of the rest: a quicker way to read its cells, which is checked against every cell.

In: lazy text cells. Out: the words for yes and no, the dtypes that cells may be read as from the start, amounts in whole yuan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
from msgspec import Struct, field

from creditscore.core.columns import Column, ColumnType
from creditscore.tables.aliases import Aliases
from creditscore.tables.cells.reading import DTYPES
from creditscore.tables.raw import Raw

LOOKED_AT = 1000
"""So many first rows are looked at."""
_LOOKED_FOR: tuple[ColumnType, ...] = ("bool", "integer", "money", "choice")
_WHOLE_NUMBER, _WHOLE_YUAN = r"^-?[0-9]{1,15}$", r"^-?[0-9]{1,11}(?:\.00)?$"


class FirstRows(Struct, frozen=True):
    """By column: the words seen for yes and no, the dtypes that its cells may have.

    `whole` are the amount columns in whole yuan so far, `spelt` the choice columns whose words stand as they are.
    """

    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    dtypes: Mapping[str, pl.DataType] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    spelt: frozenset[str] = frozenset()


def first_rows(raw: Raw, columns: Sequence[Column]) -> FirstRows:
    """What the first rows have in the columns of text where it helps to know."""
    schema = raw.cells.collect_schema()
    wanted = {column.name: column.type for column in columns if column.type in _LOOKED_FOR and schema.get(column.name) == pl.String}
    cells = raw.cells.select(list(wanted)).head(LOOKED_AT).collect(engine="streaming") if wanted else pl.DataFrame()
    seen = {name: cells.get_column(name).drop_nulls().unique() for name in wanted}
    answers = {name: frozenset(words) for name, words in seen.items() if wanted[name] == "bool"}
    numbers = {name for name, words in seen.items() if wanted[name] == "integer" and _all(words, _WHOLE_NUMBER)}
    whole = {name for name, words in seen.items() if wanted[name] == "money" and _all(words, _WHOLE_YUAN)}
    choices = {column.name: column.choices for column in columns if column.choices}
    spelt = {name for name, words in seen.items() if wanted[name] == "choice" and set(words) <= set(choices.get(name, ()))}
    flags = {name for name, words in answers.items() if words and words <= {"true", "false"} and _usual(raw.aliases)}
    dtypes = {name: DTYPES[kind]() for name, kind in wanted.items() if name in flags | numbers}
    return FirstRows(answers, dtypes, frozenset(whole), frozenset(spelt))


def _all(words: pl.Series, pattern: str) -> bool:
    return len(words) > 0 and bool(words.str.contains(pattern).all())


def _usual(aliases: Aliases) -> bool:
    """Whether true and false mean what they say."""
    return "true" in aliases.true and "false" in aliases.false
