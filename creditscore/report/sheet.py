"""A sheet of a workbook as plain values: columns with a kind, rows of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from msgspec import Struct

MOST_ROWS = 20_000
"""Households, or rejected rows, that a sheet takes."""
Kind = Literal["text", "right", "wide", "count", "money", "points", "share", "date", "verdict", "status", "flag", "entry", "due"]
"""`entry` and `due` are cells that staff fill in: text, and a date."""
Row = Sequence[Any]


class Column(Struct, frozen=True):
    """A heading and what its cells hold: money in yuan, shares as fractions, verdicts and statuses as their identifiers.

    `widest` is how many characters the column may be wide, where the usual is too much.
    """

    title: str
    kind: Kind = "text"
    widest: int | None = None


class Cell(NamedTuple):
    """A cell of another kind than its column's, where one column holds counts in one row and money in the next."""

    value: Any
    kind: Kind


class Sheet(Struct, frozen=True):
    """One sheet: its name, columns, and rows, the first `frozen` columns kept in sight; or the one line `instead` of too many rows.

    `printed` is how many columns go to the printer; None: all. A sheet of `pictures` (PNG files) has nothing else.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    instead: str | None = None
    frozen: int = 1
    printed: int | None = None
    pictures: tuple[Path, ...] = ()
