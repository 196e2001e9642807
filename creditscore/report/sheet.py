"""A sheet of a workbook as plain values: columns with a kind, rows of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

MOST_ROWS = 20_000
"""Households, or rejected rows, that a sheet takes."""
MOST_PLACES = 3_000
"""Villages, or units of a higher level, that a sheet or the page lists: more than any county has."""
Kind = Literal["text", "wide", "count", "money", "share", "verdict", "status", "flag"]
Row = Sequence[Any]


@dataclass(frozen=True)
class Column:
    """A heading and what its cells hold: money in yuan, shares as fractions, verdicts and statuses as their identifiers."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, columns, and rows; or the one line `instead` where the rows are too many."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    instead: str | None = None
