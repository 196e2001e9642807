"""Number formats of workbooks: a stored number and its format's code in; the text that its cell shows out, where that says something else.

What people see is what they mean: 0.45 shown as 45%, 3 shown as 3万元, 12 shown as 00012.
"""

from __future__ import annotations

import re
from decimal import Decimal

PERCENT_FORMATS = {9: "0%", 10: "0.00%"}
"""The percentages that every spreadsheet knows by these numbers."""
_UNIT = re.compile(r"(?:百万|亿|[万萬千仟百])[元圆]?(?![克米瓦分])")
_SCALED = re.compile(r"[0#?],+(?![0#?,])|![.]|\\[.]")
"""A comma behind the last digit divides by a thousand; 0!.0, shows ten thousands with one decimal."""
_PADDED = re.compile(r'^(?:"([^"]*)"|((?:\\.|[A-Za-z_-](?<![EeGgyYmMdDhHsSbB]))*))(0+)$')
_QUOTES = re.compile(r'["\\\\!]')
_SECTION = re.compile(r"\[[^\]]*\]")
_MOST_DIGITS = 15


def as_percent(number: str) -> str:
    """A number as the percentage that its cell shows."""
    return f"{(Decimal(number) * 100).normalize():f}%"


def telling(code: str) -> bool:
    """Whether a format may show something else than the number."""
    first = _first(code)
    return "%" in code or _unit(first) is not None or _SCALED.search(first) is not None or _leading(first) is not None


def shown_by(code: str, number: str) -> str | None:
    """The text that a number is shown as by a format; None where the number itself says the same.

    A number that is shown in thousands or ten thousands is one of yuan, whatever unit its cell shows.
    """
    first, value = _first(code), Decimal(number)
    if "%" in code:
        return as_percent(number)
    if _SCALED.search(first):
        return f"{value.normalize():f}元"
    if unit := _unit(first):
        return f"{value.normalize():f}{unit}"
    padded = _leading(first)
    if padded is None or value < 0 or value != value.to_integral_value() or value >= 10**_MOST_DIGITS:
        return None
    before, width = padded
    return f"{before}{int(value):0{width}d}"


def _first(code: str) -> str:
    """The first section of a format, without colours and conditions: that of positive numbers."""
    return _SECTION.sub("", code.split(";", maxsplit=1)[0])


def _unit(first: str) -> str | None:
    """The unit of amounts that a format puts behind a number."""
    found = _UNIT.search(_QUOTES.sub("", first))
    return found.group() if found else None


def _leading(first: str) -> tuple[str, int] | None:
    """The text before an id and its digits, where a format adds a text or zeros."""
    found = _PADDED.match(first)
    if found is None or (len(found.group(3)) < 2 and not (found.group(1) or found.group(2))):
        return None
    return (found.group(1) or found.group(2).replace("\\", "")), len(found.group(3))
