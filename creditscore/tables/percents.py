"""Percentages in workbooks: a stored number in, the text that its cell shows out; and the formats that show one."""

from __future__ import annotations

from decimal import Decimal

PERCENT_FORMATS = {9, 10}
"""The number formats 0% and 0.00% that every spreadsheet knows by these numbers."""


def as_percent(number: str) -> str:
    """A number as the percentage that its cell shows."""
    return f"{(Decimal(number) * 100).normalize():f}%"
