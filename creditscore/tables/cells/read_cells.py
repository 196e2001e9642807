"""One column of text cells in, its full reading out, by the column's type; what any kind of cell may hold is told first."""

from __future__ import annotations

import polars as pl

from creditscore.core.columns import Column
from creditscore.tables.cells.read_amounts import integers_from_text, money_from_text
from creditscore.tables.cells.read_dates import dates_from_text
from creditscore.tables.cells.read_id_numbers import id_numbers_from_text
from creditscore.tables.cells.read_words import bools_from_text, choices_from_text, ids_from_text, texts_from_text
from creditscore.tables.cells.reading import Reading, half_width
from creditscore.tables.raw import Raw

FORMULA_WITHOUT_VALUE = "#FORMULA!"
"""Stands in cells whose formula has no value saved with it."""
SHEET_ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#BLOCKED!")
"""What spreadsheets, and text files made from them, hold where a formula fails."""


def reading_of(column: Column, raw: Raw) -> Reading:
    """How the text cells of a column are read in full; a failed formula is no value of any type."""
    cell = pl.col(column.name)
    reading = _by_type(column, raw, cell)
    text = pl.col("#half_width")
    failed = text.str.to_uppercase().is_in(SHEET_ERRORS)
    broken = failed | (text == FORMULA_WITHOUT_VALUE)
    told = pl.when(text == FORMULA_WITHOUT_VALUE).then(pl.lit("formula_without_value")).when(failed).then(pl.lit("sheet_error"))
    steps = (*reading.steps, {"#half_width": half_width(cell)})
    code = reading.code if reading.code is not None else pl.lit(None, pl.String)
    return Reading(pl.when(~broken.fill_null(value=False)).then(reading.value), told.otherwise(code), reading.notes, steps)


def _by_type(column: Column, raw: Raw, cell: pl.Expr) -> Reading:
    if column.type == "bool":
        return bools_from_text(cell, raw.aliases, negated=column.name.startswith("no_"))
    if column.type == "choice" and column.choices:
        return choices_from_text(cell, raw.aliases.choice_words(column))
    if column.type == "money":
        return money_from_text(cell, raw.aliases.units, raw.units.get(column.name))
    readers = {"id": ids_from_text, "id_number": id_numbers_from_text, "date": dates_from_text, "integer": integers_from_text}
    return readers.get(column.type, texts_from_text)(cell)
