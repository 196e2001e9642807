"""The marks of an OpenDocument sheet: its XML in; hidden rows and columns, failed formulas and formulas without a value out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from creditscore.tables.cells.number_formats import as_percent
from creditscore.tables.cells.read_cells import FORMULA_WITHOUT_VALUE

Mark = tuple[str, int, int, str]
"""What is told of: a `row`, a `column` or a `cell`; its row and its column from 0; the text to be put into the cell."""
_TABLE = re.compile(r"<table:table\b[^>]*?\btable:name=\"([^\"]*)\"[^>]*>(.*?)</table:table>", re.DOTALL)
_TAG = re.compile(r"<table:(table-column|table-row|table-cell|covered-table-cell)\b([^>]*?)/?>")
_REPEATED = re.compile(r'\btable:number-(?:rows|columns)-repeated="(\d+)"')
_UNSEEN = re.compile(r'\btable:visibility="(?:collapse|filter)"')
_NUMBER = re.compile(r'\boffice:value="(-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)"')
_MOST_REPEATED = 1 << 20
"""A sheet ends with empty rows repeated up to its last possible one; no more than these are looked at."""


def ods_marks(content: str, sheet: str) -> Iterator[Mark]:
    """The marks of one sheet of an OpenDocument workbook's `content.xml`."""
    body = next((found.group(2) for found in _TABLE.finditer(content) if unescape(found.group(1)) == sheet), "")
    row, after, column, across = -1, 0, 0, 0
    for tag in _TAG.finditer(body):
        kind, attributes = tag.groups()
        repeated = _times(attributes)
        if kind == "table-column":
            yield from (("column", 0, at, "") for at in range(across, across + repeated) if _UNSEEN.search(attributes))
            across += repeated
        elif kind == "table-row":
            row, after, column = after, after + repeated, 0
            yield from (("row", at, 0, "") for at in range(row, after) if _UNSEEN.search(attributes))
        else:
            if text := _odd_text(attributes):
                yield from (("cell", at, across_at, text) for at in range(row, after) for across_at in range(column, column + repeated))
            column += repeated


def _times(attributes: str) -> int:
    found = _REPEATED.search(attributes)
    return min(int(found.group(1)), _MOST_REPEATED) if found else 1


def _odd_text(attributes: str) -> str | None:
    """The text to be put into a cell whose formula failed or has no value, or that shows a percentage."""
    if 'office:value-type="percentage"' in attributes and (value := _NUMBER.search(attributes)):
        return as_percent(value.group(1))
    if "table:formula=" not in attributes:
        return None
    if 'calcext:value-type="error"' in attributes:
        return "#VALUE!"
    return None if "office:value-type=" in attributes else FORMULA_WITHOUT_VALUE
