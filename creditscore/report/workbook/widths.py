"""How much room cells take in a sheet: columns for their signs, lines where they wrap."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from creditscore.report.workbook.quick_page import Own


class _Signs(dict[str, int]):
    """How many columns a sign takes, looked up once: two for a Chinese character."""

    def __missing__(self, sign: str) -> int:
        width = self[sign] = 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        return width


_SIGNS = _Signs()


def text_width(text: str) -> int:
    """How many columns a text takes."""
    return len(text) if text.isascii() else sum(map(_SIGNS.__getitem__, text))


def widest(cells: Iterable[Any]) -> int:
    """How many columns the widest of some cells takes."""
    return max((text_width(text) for text in {_plain(cell) for cell in dict.fromkeys(cells)}), default=0)


def _plain(cell: Any) -> str:
    value = cell.value if isinstance(cell, Own) else cell
    return f"{value:,.2f}" if isinstance(value, float) else str(value or "")


def lines_of(text: str | None, width: int) -> int:
    """How many lines a text takes in a column."""
    if not text or 2 * len(text) <= width:
        return 1
    return -(-text_width(text) // (width + 1))
