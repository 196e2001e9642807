"""Words: ids, texts, yes/no answers and choices as written in; canonical words out."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from creditscore.tables.aliases import Aliases
from creditscore.tables.cells.reading import Reading, half_width, tidied, unread

_SCIENTIFIC = r"^\d(?:\.\d+)?[eE]\+\d{1,3}$"
"""What a spreadsheet makes of a number of more than 15 digits."""


def ids_from_text(cell: pl.Expr) -> Reading:
    """Ids as text: half-width, trimmed, leading zeros kept; long ones that a spreadsheet has shortened are refused."""
    text = half_width(cell)
    value = pl.when(~text.str.contains(_SCIENTIFIC)).then(text)
    return Reading(value, unread(text, value, "id_lost_digits"))


def texts_from_text(cell: pl.Expr) -> Reading:
    """Names and other texts, trimmed and otherwise as they are."""
    return Reading(tidied(cell))


def bools_from_text(cell: pl.Expr, words: Aliases, *, negated: bool = False) -> Reading:
    """Yes and no in their usual spellings; blank is missing. Under a heading that is a negation, 有 and 无 are refused."""
    text = half_width(cell)
    open_words = words.ambiguous if negated else frozenset[str]()
    spelt = {**dict.fromkeys(words.true - open_words, True), **dict.fromkeys(words.false - open_words, False)}
    value = text.str.to_lowercase().replace_strict(spelt, default=None, return_dtype=pl.Boolean)
    if not negated:
        return Reading(value, unread(text, value, "bool_unreadable"))
    code = pl.when(text.is_in(sorted(open_words))).then(pl.lit("bool_ambiguous")).otherwise(pl.lit("bool_unreadable"))
    return Reading(value, unread(text, value, code))


def choices_from_text(cell: pl.Expr, words: Mapping[str, str]) -> Reading:
    """The values of a choice column by their canonical words or aliases."""
    text = half_width(cell)
    value = text.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.String)
    return Reading(value, unread(text, value, "choice_unknown"))
