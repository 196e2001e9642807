"""Masks: cells as messages show them. Names and ID numbers stay out, also where they stand in the wrong column."""

from __future__ import annotations

import polars as pl

from creditscore.core.columns import ColumnType

LONGEST_VALUE = 40
_GAP = r"[\s-]*"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID_NUMBER = rf"([1-9]\d{{5}}){_GAP}(?:18|19|20)\d\d{_DAY}{_GAP}(\d{{3}}[\dXx])"
_OLD_NUMBER = rf"(^|\D)([1-9]\d{{5}})\d\d{_DAY}(\d{{3}})(\D|$)"
_LONG_NUMBER = rf"(\d{{6}}){_GAP}\d{{5,}}{_GAP}(\d{{3}}[\dXx])"
_SHORTENED = r"(\d\.\d{5})\d+([eE]\+?\d+)"
_DIGITS = r"(\d{6})[\d-]{2,}"
_MISTYPED, _OTHER_NUMBER = r"([0-9A-Za-z]{6})[0-9A-Za-z*×-]{2,}([0-9A-Za-z*×]{4})", r"([A-Za-z]\d{2})\d{5,}"
"""In a column of ID numbers: one with letters in it, as l for 1, and the number of another document."""
_CHINESE = r"(\p{Han})[\p{Han}·]+"
_BREAK = r"\s*[\r\n\t]+\s*"
_STARS = "${1}********${2}"


def masked(text: pl.Expr, kind: ColumnType) -> pl.Expr:
    """Text for messages, by the type of its column: names and ID numbers masked, whatever looks like one too, long text cut; in one line.

    Of Chinese words only the first character is shown: a bad cell may be a name in the wrong column. In ids only
    what has a birth date inside looks like an ID number, new or old, for ids may be long numbers themselves.
    """
    if kind == "name":
        return pl.when(text.str.len_chars() > 0).then(text.str.slice(0, 1) + "*")
    if kind == "id_number":
        return _masked_number(text)
    bare = text.str.normalize("NFKC").str.replace_all(_ID_NUMBER, _STARS)
    if kind == "id":
        bare = bare.str.replace_all(_OLD_NUMBER, "${1}${2}********${3}${4}")
    else:
        bare = bare.str.replace_all(_LONG_NUMBER, _STARS).str.replace_all(_SHORTENED, "${1}…${2}")
    short = bare.str.replace_all(_CHINESE, "${1}*").str.replace_all(_BREAK, " ")
    return pl.when(short.str.len_chars() > LONGEST_VALUE).then(short.str.slice(0, LONGEST_VALUE) + "…").otherwise(short)


def _masked_number(text: pl.Expr) -> pl.Expr:
    ends = text.str.slice(0, 6) + "********" + text.str.slice(-4)
    mixed = masked(text, "text").str.replace_all(_OTHER_NUMBER, "${1}****").str.replace_all(_DIGITS, "${1}****")
    mixed = mixed.str.replace_all(_MISTYPED, _STARS)
    number = pl.when(text.str.contains(r"^[\dXx]+$")).then(ends).otherwise(mixed)
    return pl.when(text.is_not_null()).then(pl.when(text.str.len_chars() > 10).then(number).otherwise(pl.lit("****")))
