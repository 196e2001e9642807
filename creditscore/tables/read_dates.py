"""Dates: written in the ways of the field in, real days out; whatever can be read two ways is refused."""

from __future__ import annotations

import polars as pl

from creditscore.tables.reading import Reading, half_width, unread

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_YEAR_FIRST = rf"^(\d{{4}})\s*[-./年]\s*(\d{{1,2}})\s*[-./月]\s*(\d{{1,2}})\s*日?{_TIME}$"
_DIGITS = r"^(\d{4})(\d{2})(\d{2})$"
_SERIAL = r"^[1-9]\d{4}(?:\.\d+)?$"
_TWO_WAYS = r"^\d{1,2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{2,4}\s*日?$"
_DAY_ZERO = pl.date(1899, 12, 30)
"""The day that Excel's day numbers count from."""
FIRST_YEAR, LAST_YEAR = 1850, 2150


def dates_from_text(cell: pl.Expr) -> Reading:
    """2003-06-30, 2003.6.30, 2003/6/30, 2003年6月30日, 20030630 and Excel's day numbers, with or without a time of day."""
    text, serial, day, value = pl.col("#text"), pl.col("#serial"), pl.col("#day"), pl.col("#value")
    iso = text.str.replace(_YEAR_FIRST, "$1-$2-$3").str.replace(_DIGITS, "$1-$2-$3")
    counted = _DAY_ZERO + pl.duration(days=text.str.slice(0, 5).cast(pl.Int64, strict=False))
    steps = (
        {"#text": half_width(cell)},
        {"#serial": text.str.contains(_SERIAL)},
        {"#day": pl.when(serial).then(counted).otherwise(iso.str.to_date("%Y-%m-%d", strict=False))},
        {"#value": pl.when(day.dt.year().is_between(FIRST_YEAR, LAST_YEAR)).then(day)},
    )
    shaped = text.str.contains(_YEAR_FIRST) | text.str.contains(_DIGITS)
    code = (
        pl.when(shaped)
        .then(pl.lit("date_impossible"))
        .when(text.str.contains(_TWO_WAYS))
        .then(pl.lit("date_ambiguous"))
        .otherwise(pl.lit("date_unreadable"))
    )
    return Reading(value, unread(text, value, code), {"date_from_serial": serial}, steps)
