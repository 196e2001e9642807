"""Amounts and whole numbers: as written in, with their units; whole fen out, exactly; a fraction of a fen is refused."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from creditscore.tables.cells.reading import Reading, Steps, half_width, unread
from creditscore.tables.cells.units import SHIFTS

_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+)"
_SIGNED = rf"^[¥]?([+-]?)[¥]?\s*{_NUMBER}(?:\.(\d*))?\s*(?:人民币)?(\D*)$"
_WHOLE = rf"^([+-]?){_NUMBER}(?:\.0*)?\s*(?:口人|[口人户个])?$"
_CURRENCY, _NO_WHOLE = r"(?i)^([+-]?)(?:人民币|rmb|cny)\s*", r"^([¥+-]*)\.(\d)"
_IN_BRACKETS = r"^\(\s*([^()+-]*)\)$"
_PERCENT = r"[%‰]$"
_MOST_DIGITS = 13


def money_from_text(cell: pl.Expr, units: Mapping[str, str], column_unit: str | None) -> Reading:
    """Amounts with or without thousands separators, with units such as 万元 behind them, (30) for -30, as whole fen.

    `column_unit` is the unit of the column where a header or note states one: a cell may repeat it, not contradict it.
    """
    text, whole, suffix, decimals = (pl.col(name) for name in ("#text", "#whole", "#suffix", "#decimals"))
    own, unit, shift, good = (pl.col(name) for name in ("#own", "#unit", "#shift", "#good"))
    stated = pl.lit(column_unit or "yuan")
    clash = (own != stated) if column_unit is not None else pl.lit(value=False)
    readable = whole.is_not_null() & unit.is_not_null()
    small = whole.str.len_bytes() + shift <= _MOST_DIGITS
    exact = decimals.str.len_bytes() <= shift + 2
    fitting = readable & small & exact & ~clash.fill_null(value=False)
    steps: Steps = (
        *_parts(cell),
        {"#own": suffix.replace_strict(dict(units), default=None, return_dtype=pl.String)},
        {"#unit": pl.when(suffix == "").then(stated).otherwise(own)},
        {"#shift": unit.replace_strict(SHIFTS, default=None, return_dtype=pl.Int64)},
        {"#good": pl.when(fitting).then(_fen(text, whole, decimals, shift))},
    )
    code = (
        pl.when(text.str.contains(_PERCENT))
        .then(pl.lit("percent_among_amounts"))
        .when(~readable)
        .then(pl.lit("amount_unreadable"))
        .when(clash.fill_null(value=False))
        .then(pl.lit("amount_unit_differs"))
        .when(~small)
        .then(pl.lit("amount_too_large"))
        .otherwise(pl.lit("amount_decimals"))
    )
    notes = {"amount_in_brackets": pl.col("#written").str.contains(_IN_BRACKETS) & good.is_not_null()}
    notes["amount_unit_of_cell"] = (suffix != "") & (shift != 0) & good.is_not_null()
    if column_unit not in {None, "yuan"}:
        notes["amount_unit_of_column"] = good.is_not_null()
    return Reading(good, unread(text, good, code), notes, steps)


def _parts(cell: pl.Expr) -> Steps:
    """The steps from a cell to its digits, its decimals and what stands behind them."""
    text = pl.col("#text")
    return (
        {"#written": _signs(half_width(cell))},
        {"#text": pl.col("#written").str.replace(_IN_BRACKETS, "-$1").str.replace(_CURRENCY, "$1").str.replace(_NO_WHOLE, "${1}0.$2")},
        {
            "#whole": _digits(text.str.extract(_SIGNED, 2)),
            "#suffix": _suffix(text),
            "#decimals": text.str.extract(_SIGNED, 3).fill_null("").str.strip_chars_end("0"),
        },
    )


def integers_from_text(cell: pl.Expr) -> Reading:
    """Whole numbers, with or without thousands separators; 12.0 is 12, (3) is -3."""
    text, number, value = pl.col("#text"), pl.col("#number"), pl.col("#value")
    steps = (
        {"#text": _signs(half_width(cell)).str.replace(_IN_BRACKETS, "-$1")},
        {"#number": _digits(text.str.extract(_WHOLE, 2)).cast(pl.Int64, strict=False)},
        {"#value": pl.when(text.str.extract(_WHOLE, 1) == "-").then(-number).otherwise(number)},
    )
    return Reading(value, unread(text, value, "integer_unreadable"), steps=steps)


def _fen(text: pl.Expr, whole: pl.Expr, decimals: pl.Expr, shift: pl.Expr) -> pl.Expr:
    """Digits and decimals, the point moved by the unit and two places more, as a signed whole number."""
    padded = decimals + pl.lit("0").repeat_by((shift + 2 - decimals.str.len_bytes().cast(pl.Int64)).clip(0)).list.join("")
    size = (whole + padded).cast(pl.Int64, strict=False)
    return pl.when(text.str.extract(_SIGNED, 1) == "-").then(-size).otherwise(size)


def _suffix(text: pl.Expr) -> pl.Expr:
    return text.str.extract(_SIGNED, 4).str.replace_all(r"\s", "").str.to_lowercase()


def _signs(text: pl.Expr) -> pl.Expr:
    """Minus signs of other letter forms as the plain one."""
    return text.str.replace(r"^[−–—△▲]\s*", "-")


def _digits(number: pl.Expr) -> pl.Expr:
    bare = number.str.replace_all(",", "", literal=True).str.strip_chars_start("0")
    return pl.when(bare == "").then(pl.lit("0")).otherwise(bare)
