"""Batches of raw cells to batches of typed columns: the quick reading for all, the full one for the cells that need it.

Beside each column stand the cell that could not be read (`cell:<column>`), why (`code:<column>`) and the
conversions worth counting (`note:<code>:<column>`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from creditscore.core.columns import Column
from creditscore.tables.quick import Quick, as_text, quick_text, quick_typed
from creditscore.tables.raw import ROW, SURPLUS
from creditscore.tables.read_amounts import integers_from_text, money_from_text
from creditscore.tables.read_dates import dates_from_text
from creditscore.tables.read_id_numbers import id_numbers_from_text
from creditscore.tables.read_words import bools_from_text, choices_from_text, ids_from_text, texts_from_text
from creditscore.tables.reading import DTYPES, Reading

CELL, CODE, NOTE, STRANGE, BLANK = "cell:", "code:", "note:", "strange:", "#blank"


def reading_of(column: Column) -> Reading:
    """How the text cells of a column are read in full, by its type."""
    cell = pl.col(column.name)
    if column.type == "bool":
        return bools_from_text(cell, negated=column.name.startswith("no_"))
    if column.type == "choice" and column.choices:
        return choices_from_text(cell, column.name)
    readers = {"id": ids_from_text, "id_number": id_numbers_from_text, "date": dates_from_text}
    readers |= {"money": money_from_text, "integer": integers_from_text}
    return readers.get(column.type, texts_from_text)(cell)


@dataclass(frozen=True)
class BatchReader:
    """Reads batches of one table: its columns, those that the file has, and their dtypes."""

    columns: tuple[Column, ...]
    dtypes: Mapping[str, pl.DataType]

    @property
    def present(self) -> tuple[Column, ...]:
        """The columns that the file has."""
        return tuple(column for column in self.columns if column.name in self.dtypes)

    @property
    def schema(self) -> dict[str, Any]:
        """The columns of a batch that has been read."""
        shape: dict[str, Any] = {ROW: pl.UInt32, SURPLUS: pl.String}
        shape |= {column.name: DTYPES[column.type] for column in self.columns}
        for column in self.present:
            shape |= _side_columns(column)
        return shape | {BLANK: pl.Boolean}

    def read(self, batch: pl.DataFrame) -> pl.DataFrame:
        """One batch, typed."""
        plain = batch.select(ROW, SURPLUS, *(self._quick(column) for column in self.present))
        odd = batch.select(_strange(self._way(column)).alias(column.name) for column in self.present)
        done = plain.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in self.schema.items() if name not in plain.columns)
        for column in self.present:
            if odd.get_column(column.name).any():
                done = done.with_columns(self._full(batch, column, odd.get_column(column.name)))
        nothing = [pl.col(column.name).is_null() for column in self.present]
        nothing += [pl.col(name).is_null() for name in self.schema if name.startswith(CELL)]
        notes = [pl.col(name).fill_null(value=False) for name in self.schema if name.startswith(NOTE)]
        return done.with_columns(*notes, pl.all_horizontal(nothing).alias(BLANK)).select(list(self.schema))

    def _way(self, column: Column) -> Quick:
        dtype = self.dtypes[column.name]
        quick = quick_text(column) if dtype == pl.String else quick_typed(column, dtype)
        return quick or Quick(pl.lit(None, DTYPES[column.type]), pl.col(column.name).is_not_null())

    def _quick(self, column: Column) -> pl.Expr:
        way = self._way(column)
        return pl.when(~_strange(way)).then(way.value).alias(column.name)

    def _full(self, batch: pl.DataFrame, column: Column, odd: pl.Series) -> list[pl.Series]:
        """The columns of one column's full reading, each cell put back into its row."""
        name, at = column.name, odd.arg_true()
        dtype = self.dtypes[name]
        cells = batch.select(as_text(pl.col(name), dtype).alias(name)) if dtype != pl.String else batch.select(name)
        reading = reading_of(column)
        outcome = cells.filter(odd).select(reading.value.alias(name), *_sides(column, reading))
        quick = batch.select(self._quick(column)).to_series()
        start = {made: pl.Series(made, [None], dtype).new_from_index(0, batch.height) for made, dtype in _side_columns(column).items()}
        return [(quick if made.name == name else start[made.name]).scatter(at, made) for made in outcome.get_columns()]


def _strange(way: Quick) -> pl.Expr:
    return way.strange.fill_null(value=False) if way.strange is not None else pl.lit(value=False)


def _side_columns(column: Column) -> dict[str, Any]:
    reading = reading_of(column)
    sides: dict[str, Any] = {} if reading.code is None else {CELL + column.name: pl.String, CODE + column.name: pl.String}
    return sides | {f"{NOTE}{code}:{column.name}": pl.Boolean for code in reading.notes}


def _sides(column: Column, reading: Reading) -> list[pl.Expr]:
    notes = [found.fill_null(value=False).alias(f"{NOTE}{code}:{column.name}") for code, found in reading.notes.items()]
    if reading.code is None:
        return notes
    cell = pl.when(reading.code.is_not_null()).then(pl.col(column.name))
    return [cell.alias(CELL + column.name), reading.code.alias(CODE + column.name), *notes]
