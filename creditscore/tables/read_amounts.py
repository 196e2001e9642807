"""Amounts and whole numbers: yuan as written in, whole fen out, exactly; a fraction of a fen is refused."""

from __future__ import annotations

import polars as pl

from creditscore.tables.reading import Reading, half_width, unread

_AMOUNT = r"^[¥]?([+-]?)[¥]?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?\s*元?$"
_WHOLE = r"^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.0*)?$"
_MOST_DIGITS = 13


def money_from_text(cell: pl.Expr) -> Reading:
    """Yuan with or without thousands separators and 元, at most two decimals, as whole fen."""
    text = half_width(cell)
    whole = _digits(text.str.extract(_AMOUNT, 2))
    decimals = text.str.extract(_AMOUNT, 3).fill_null("").str.strip_chars_end("0")
    small = whole.str.len_bytes() <= _MOST_DIGITS
    exact = decimals.str.len_bytes() <= 2
    fen = (whole + decimals.str.pad_end(2, "0")).cast(pl.Int64, strict=False)
    signed = pl.when(text.str.extract(_AMOUNT, 1) == "-").then(-fen).otherwise(fen)
    value = pl.when(small & exact).then(signed)
    code = (
        pl.when(whole.is_null())
        .then(pl.lit("amount_unreadable"))
        .when(~small)
        .then(pl.lit("amount_too_large"))
        .otherwise(pl.lit("amount_decimals"))
    )
    return Reading(value, unread(text, value, code))


def integers_from_text(cell: pl.Expr) -> Reading:
    """Whole numbers, with or without thousands separators; 12.0 is 12."""
    text = half_width(cell)
    number = _digits(text.str.extract(_WHOLE, 2)).cast(pl.Int64, strict=False)
    value = pl.when(text.str.extract(_WHOLE, 1) == "-").then(-number).otherwise(number)
    return Reading(value, unread(text, value, "integer_unreadable"))


def _digits(number: pl.Expr) -> pl.Expr:
    bare = number.str.replace_all(",", "", literal=True).str.strip_chars_start("0")
    return pl.when(bare == "").then(pl.lit("0")).otherwise(bare)
