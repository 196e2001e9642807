"""Batches of raw cells to batches of typed columns: the quick reading for all, the full one for the cells that need it.

What there is to say of single cells is gathered beside the batches: cells that could not be read and why,
conversions counted, lines that are no rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from creditscore.core.columns import Column
from creditscore.tables.left_out import Line, LineSorter
from creditscore.tables.quick import Quick, as_text, quick_text, quick_typed
from creditscore.tables.raw import EXTRA, ROW, SURPLUS, Raw
from creditscore.tables.read_cells import reading_of
from creditscore.tables.reading import DTYPES, tidied

CELL, CODE, STRANGE = "cell:", "code:", "strange:"
NOTE = "note:"


@dataclass
class Told:
    """What the batches have told so far: unread cells as frames of ROW, column, cell, code; counts of notes; lines left out."""

    unread: list[pl.DataFrame] = field(default_factory=list)
    notes: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class BatchReader:
    """Reads batches of one table: its columns, the dtypes of those that the file has; `told` gathers what there is to say."""

    raw: Raw
    columns: tuple[Column, ...]
    dtypes: Mapping[str, pl.DataType]
    sorter: LineSorter | None = None
    told: Told = field(default_factory=Told)

    @property
    def present(self) -> tuple[Column, ...]:
        """The columns that the file has."""
        return tuple(column for column in self.columns if column.name in self.dtypes)

    @property
    def schema(self) -> dict[str, Any]:
        """The columns of a batch that has been read."""
        return {ROW: pl.UInt32, SURPLUS: pl.String, **{column.name: DTYPES[column.type] for column in self.columns}}

    def read(self, batch: pl.DataFrame) -> pl.DataFrame:
        """One batch, typed."""
        if self.sorter is not None:
            batch, lines = self.sorter.parted(batch)
            self.told.lines += lines
        ways = {column.name: self._way(column) for column in self.present}
        surplus = _surplus(batch)
        plain = batch.select(ROW, *(way.value.alias(name) for name, way in ways.items()), *_odd_counts(ways))
        absent = [pl.lit(None, DTYPES[column.type]).alias(column.name) for column in self.columns if column.name not in ways]
        done = plain.with_columns(surplus, *absent)
        for column in self.present:
            if batch.height and self._odd(column.name, ways, plain, batch):
                done = done.with_columns(self._full(batch, column, ways[column.name]))
        return done.select(list(self.schema))

    def _way(self, column: Column) -> Quick:
        dtype = self.dtypes[column.name]
        unit = self.raw.units.get(column.name, "yuan")
        if dtype == pl.String:
            quick: Quick | None = quick_text(column, self.raw.aliases) if unit == "yuan" else None
        else:
            quick = quick_typed(column, dtype) if unit == "yuan" and self.raw.typed else None
        return quick or Quick(pl.lit(None, DTYPES[column.type]))

    def _odd(self, name: str, ways: Mapping[str, Quick], plain: pl.DataFrame, batch: pl.DataFrame) -> bool:
        if ways[name].strange is not None:
            return bool(plain.item(0, STRANGE + name))
        return plain.get_column(name).null_count() > batch.get_column(name).null_count()

    def _full(self, batch: pl.DataFrame, column: Column, way: Quick) -> pl.Series:
        """One column with its odd cells read in full, each put back into its row."""
        name = column.name
        cell = pl.col(name)
        odd = way.strange if way.strange is not None else way.value.is_null() & cell.is_not_null()
        found = batch.select(way.value.alias(name), odd.fill_null(value=False).alias(STRANGE))
        mask = found.get_column(STRANGE)
        cells = batch.select(ROW, as_text(cell, self.dtypes[name]).alias(name)).filter(mask)
        reading = reading_of(column, self.raw)
        assert reading.code is not None
        outcome = cells.select(ROW, cell.alias(CELL), reading.value.alias(name), reading.code.alias(CODE), *_flags(reading.notes))
        self._tell(outcome, column)
        return found.get_column(name).scatter(mask.arg_true(), outcome.get_column(name))

    def _tell(self, outcome: pl.DataFrame, column: Column) -> None:
        unread = outcome.filter(pl.col(CODE).is_not_null())
        if unread.height:
            told = unread.select(ROW, pl.lit(column.name).alias("column"), pl.col(CELL).alias("cell"), pl.col(CODE).alias("code"))
            self.told.unread.append(told)
        for name in outcome.columns:
            if name.startswith(NOTE) and (count := outcome.get_column(name).sum()):
                self.told.notes[name.removeprefix(NOTE), column.name] += int(count)


def _odd_counts(ways: Mapping[str, Quick]) -> list[pl.Expr]:
    strange = {name: way.strange for name, way in ways.items() if way.strange is not None}
    return [odd.any().alias(STRANGE + name) for name, odd in strange.items()]


def _flags(notes: Mapping[str, pl.Expr]) -> list[pl.Expr]:
    return [found.fill_null(value=False).alias(NOTE + code) for code, found in notes.items()]


def _surplus(batch: pl.DataFrame) -> pl.Series | pl.Expr:
    """The first filled cell beyond the header of each row."""
    beyond = [name for name in batch.columns if name.startswith(EXTRA) and batch.get_column(name).null_count() < batch.height]
    if SURPLUS in batch.columns:
        return batch.get_column(SURPLUS)
    if not beyond:
        return pl.lit(None, pl.String).alias(SURPLUS)
    return batch.select(pl.coalesce(tidied(pl.col(name)) for name in beyond).alias(SURPLUS)).to_series()
