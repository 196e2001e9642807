"""Dates: written in the ways of the field in, real days out; whatever can be read two ways is refused."""

from __future__ import annotations

from functools import cache

import polars as pl

from creditscore.tables.cells.reading import Reading, half_width, unread

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_YEAR_FIRST = rf"^(\d{{4}})\s*[-./年。、–—]\s*(\d{{1,2}})\s*[-./月。、–—]\s*(\d{{1,2}})\s*[日号]?{_TIME}$"
_DIGITS = r"^(\d{4})(\d{2})(\d{2})$"
_SERIAL = r"^[1-9]\d{4}(?:\.\d+)?$"
_TWO_WAYS = r"^\d{1,2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{2,4}\s*[日号]?$"
_CHINESE = r"^([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十廿]{1,3})[日号]$"
_DIGIT = {"〇": "0", "○": "0", "零": "0", **{letter: str(at) for at, letter in enumerate("一二三四五六七八九", 1)}}
_DAY_ZERO = pl.date(1899, 12, 30)
"""The day that Excel's day numbers count from."""
FIRST_YEAR, LAST_YEAR = 1850, 2150


def dates_from_text(cell: pl.Expr) -> Reading:
    """2003-06-30, 2003.6.30, 2003/6/30, 2003年6月30日, 二〇〇三年六月三十日, 20030630, Excel's day numbers; a time of day may follow."""
    text, serial, day, value = pl.col("#text"), pl.col("#serial"), pl.col("#day"), pl.col("#value")
    iso = text.str.replace(_YEAR_FIRST, "$1-$2-$3").str.replace(_DIGITS, "$1-$2-$3")
    counted = _DAY_ZERO + pl.duration(days=text.str.slice(0, 5).cast(pl.Int64, strict=False))
    steps = (
        {"#text": _in_digits(half_width(cell))},
        {"#serial": text.str.contains(_SERIAL)},
        {"#day": pl.when(serial).then(counted).otherwise(iso.str.to_date("%Y-%m-%d", strict=False))},
        {"#value": pl.when(day.dt.year().is_between(FIRST_YEAR, LAST_YEAR)).then(day)},
    )
    shaped = text.str.contains(_YEAR_FIRST) | text.str.contains(_DIGITS)
    code = (
        pl.when(shaped & day.is_not_null())
        .then(pl.lit("date_out_of_range"))
        .when(shaped)
        .then(pl.lit("date_impossible"))
        .when(text.str.contains(_TWO_WAYS))
        .then(pl.lit("date_ambiguous"))
        .otherwise(pl.lit("date_unreadable"))
    )
    return Reading(value, unread(text, value, code), {"date_from_serial": serial}, steps)


def _in_digits(text: pl.Expr) -> pl.Expr:
    """A date in Chinese numerals, as 二〇〇三年六月三十日, in digits; any other text as it is."""
    year = text.str.extract(_CHINESE, 1).str.replace_many(_DIGIT)
    month, day = (text.str.extract(_CHINESE, place).replace_strict(_numerals(), default=None, return_dtype=pl.String) for place in (2, 3))
    return pl.coalesce(pl.format("{}-{}-{}", year, month, day), text)


@cache
def _numerals() -> dict[str, str]:
    """The Chinese numerals of days and months."""
    ones = ["", *"一二三四五六七八九"]
    tens = {0: ("",), 1: ("十", "一十"), 2: ("二十", "廿"), 3: ("三十",)}
    return {start + ones[number % 10]: str(number) for number in range(1, 32) for start in tens[number // 10]}
