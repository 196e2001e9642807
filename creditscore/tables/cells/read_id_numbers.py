"""Resident identity numbers: as written in, 18 characters out; and where one stands inside another text."""

from __future__ import annotations

import polars as pl

from creditscore.core.identity import CHECK_DIGITS, WEIGHTS
from creditscore.tables.cells.reading import Reading, half_width, unread

_LOST = r"(?i)^\d(?:\.\d+)?e\+?\d{2}$"
_INSIDE = r"([1-9]\d{5}(?:18|19|20)\d{9}[\dXx])"
NUMBER = "id_number"


def id_numbers_from_text(cell: pl.Expr) -> Reading:
    """18-character numbers as they are, 15-digit ones upgraded; numbers that Excel has shortened are refused."""
    text, old, value = pl.col("#text"), pl.col("#old"), pl.col("#value")
    steps = (
        {"#text": half_width(cell).str.replace_all(" ", "", literal=True).str.to_uppercase()},
        {"#old": text.str.contains(r"^\d{15}$")},
        {"#value": pl.when(text.str.contains(r"^\d{17}[\dX]$")).then(text).when(old).then(_upgraded(text))},
    )
    code = pl.when(text.str.contains(_LOST)).then(pl.lit("id_number_lost_digits")).otherwise(pl.lit("id_number_malformed"))
    return Reading(value, unread(text, value, code), {"id_number_upgraded": old}, steps)


def birth_date_inside(number: pl.Expr) -> pl.Expr:
    """The birth date inside an 18-character number, null where it is no real date."""
    return number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False, cache=False)


def old_form(number: pl.Expr) -> pl.Expr:
    """The 15 digits that an ID number had before."""
    return number.str.slice(0, 6) + number.str.slice(8, 9)


def holds_id_number(text: pl.Expr) -> pl.Expr:
    """Whether a valid 18-character number stands in a text."""
    long_enough = pl.when(text.str.len_bytes() >= 18).then(text)  # most ids are short, and a blank costs nothing
    number = long_enough.str.extract(_INSIDE, 1).str.to_uppercase()
    return (number.str.slice(17) == _check_digit(number)) & birth_date_inside(number).is_not_null()


def _upgraded(number: pl.Expr) -> pl.Expr:
    first17 = number.str.slice(0, 6) + "19" + number.str.slice(6)
    return first17 + _check_digit(first17)


def _check_digit(number: pl.Expr) -> pl.Expr:
    """The check digit of the first 17 digits of each number, for the few; whole columns go through `number_facts`."""
    digits = (number.str.slice(place, 1).cast(pl.Int64, strict=False) * weight for place, weight in enumerate(WEIGHTS))
    return (pl.sum_horizontal(*digits) % 11).replace_strict(dict(enumerate(CHECK_DIGITS)), default=None, return_dtype=pl.String)
