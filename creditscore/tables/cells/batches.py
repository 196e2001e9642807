"""Batches of raw cells to batches of typed columns: the quick reading for all, the full one for the cells that need it.

What there is to say of single cells is gathered beside the batches: cells that could not be read and why,
conversions counted, lines that are no rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import polars as pl
from msgspec import Struct, field

from creditscore.core.columns import Column
from creditscore.tables.cells.first_rows import FirstRows
from creditscore.tables.cells.left_out import Line, LineSorter
from creditscore.tables.cells.number_facts import BORN_INSIDE, DIGITS_WRONG, with_number_facts
from creditscore.tables.cells.quick import QUICK, Quick, as_text, quick_text, quick_typed
from creditscore.tables.cells.read_cells import reading_of
from creditscore.tables.cells.read_id_numbers import NUMBER
from creditscore.tables.cells.reading import DTYPES, tidied
from creditscore.tables.raw import EXTRA, ROW, SURPLUS, UNNAMED, Raw, column_letter

CELL, CODE, STRANGE = "cell:", "code:", "strange:"
NOTE = "note:"
ODD, DOUBTFUL, BEYOND = "#odd", "#doubtful", "#beyond"
"""Whether a row has cells that the quick reading cannot read, may be no row at all, or has cells beyond the header."""


class Told(Struct):
    """What the batches have told so far: unread cells as frames of ROW, column, cell, code; counts of notes; lines left out.

    Batches are read on several threads, so each adds to lists only.
    """

    unread: list[pl.DataFrame] = field(default_factory=list)
    counts: list[tuple[str, str, int]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    nameless: list[tuple[str, int]] = field(default_factory=list)

    def cells_without_header(self) -> dict[str, int]:
        """How many cells are filled under each blank header, by the column's letter."""
        total: Counter[int] = Counter()
        for name, count in self.nameless:
            total[int(name.removeprefix(UNNAMED))] += count
        return {column_letter(position): count for position, count in sorted(total.items())}

    def notes(self, columns: Sequence[str]) -> dict[tuple[str, str], int]:
        """How often each conversion was made in each column, in the order of the columns."""
        total: Counter[tuple[str, str]] = Counter()
        for code, column, count in self.counts:
            total[code, column] += count
        return dict(sorted(total.items(), key=lambda one: (columns.index(one[0][1]), one[0][0])))


class BatchReader(Struct, frozen=True, dict=True):
    """Reads one table batch by batch: its columns, the dtypes of those that the file has; `told` gathers what there is to say.

    `first` is what the first rows have.
    """

    raw: Raw
    columns: tuple[Column, ...]
    dtypes: Mapping[str, pl.DataType]
    sorter: LineSorter | None = None
    first: FirstRows = field(default_factory=FirstRows)
    told: Told = field(default_factory=Told)

    @property
    def present(self) -> tuple[Column, ...]:
        """The columns that the file has."""
        return tuple(column for column in self.columns if column.name in self.dtypes)

    @cached_property
    def facts(self) -> bool:
        """Whether what ID numbers hold is worked out on the way: it tells the odd ones, and the checks need it too."""
        return self.raw.table == "households" and self.dtypes.get(NUMBER) == pl.String

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The columns of a batch that has been read."""
        facts = {BORN_INSIDE: pl.Date, DIGITS_WRONG: pl.Boolean} if self.facts else {}
        return {ROW: pl.UInt32, SURPLUS: pl.String, **{column.name: DTYPES[column.type] for column in self.columns}, **facts}

    def read(self, cells: pl.LazyFrame) -> pl.LazyFrame:
        """The rows, typed: the quick reading of all cells, then the full one of those that are odd."""
        absent = [pl.lit(None, DTYPES[column.type]).alias(QUICK + column.name) for column in self.columns if column.name not in self.dtypes]
        quick = [way.value.alias(QUICK + name) for name, way in self._ways.items()]
        frame = with_number_facts(cells) if self.facts else cells
        frame = frame.with_columns(*quick, *absent).with_columns(self._flags(cells.collect_schema().names()))
        return frame.map_batches(self._finished, schema=self.schema, streamable=True)

    @cached_property
    def _ways(self) -> dict[str, Quick]:
        return {column.name: self._way(column) for column in self.present}

    def _way(self, column: Column) -> Quick:
        dtype = self.dtypes[column.name]
        unit = self.raw.units.get(column.name, "yuan")
        if self.facts and column.name == NUMBER:
            return Quick(pl.col(NUMBER), pl.col(DIGITS_WRONG))
        if column.type in {"bool", "integer"} and dtype == DTYPES[column.type]:
            return Quick(pl.col(column.name))
        if dtype == pl.String:
            quick: Quick | None = quick_text(column, self.raw.aliases, self.first) if unit == "yuan" else None
        else:
            quick = quick_typed(column, dtype) if unit == "yuan" and self.raw.typed else None
        return quick or Quick(pl.lit(None, DTYPES[column.type]))

    def _odd(self, name: str) -> pl.Expr:
        strange = self._ways[name].strange
        return strange if strange is not None else pl.col(QUICK + name).is_null() & pl.col(name).is_not_null()

    @cached_property
    def _checked(self) -> list[str]:
        """The columns that may hold odd cells; a key that is not doubtful is not odd either."""
        return [column.name for column in self.present if self.sorter is None or column.name != self.sorter.key]

    def _flags(self, names: Sequence[str]) -> list[pl.Expr]:
        """ODD (as far as rows must be looked at one by one: see `_lost`), DOUBTFUL and BEYOND."""
        flags = [_any_of([self._odd(name) for name in self._checked if self._ways[name].strange is not None]).alias(ODD)]
        flags.append((self.sorter.doubtful() if self.sorter is not None else pl.lit(value=False)).alias(DOUBTFUL))
        flags.append(_any_of([pl.col(name).is_not_null() for name in names if name.startswith(EXTRA)]).alias(BEYOND))
        return flags

    def _finished(self, batch: pl.DataFrame) -> pl.DataFrame:
        """One batch with its odd cells read in full, and without the lines that are no rows."""
        doubtful = bool(batch.get_column(DOUBTFUL).any())
        if self.sorter is not None and doubtful:
            batch, lines = self.sorter.parted(batch)
            self.told.lines.extend(lines)
        self.told.nameless.extend(self._without_header(batch))
        batch = self._looked_at_twice(batch)
        done = {ROW: batch.get_column(ROW), SURPLUS: _surplus(batch)}
        done |= {column.name: batch.get_column(QUICK + column.name) for column in self.columns}
        if odd := doubtful or bool(batch.get_column(ODD).any()) or any(_lost(batch, name) for name in self._plain):
            masks = batch.select(self._odd(column.name).fill_null(value=False).alias(column.name) for column in self.present)
            done |= {column.name: self._full(batch, column, masks[column.name]) for column in self.present if masks[column.name].any()}
        if odd and self.facts and not done[NUMBER].equals(batch.get_column(NUMBER), null_equal=True):
            return with_number_facts(_framed(done).lazy()).collect()
        return _framed(done | {fact: batch.get_column(fact) for fact in self.schema if fact not in done})

    @cached_property
    def _plain(self) -> list[str]:
        """The checked columns whose cells are odd where they get no value."""
        return [name for name in self._checked if self._ways[name].strange is None]

    def _looked_at_twice(self, batch: pl.DataFrame) -> pl.DataFrame:
        """The batch with the second way's values in columns in which the first one left a cell without a value."""
        again = {name: way.second for name, way in self._ways.items() if way.second is not None and _lost(batch, name)}
        return batch.with_columns(value.alias(QUICK + name) for name, value in again.items()) if again else batch

    def _without_header(self, batch: pl.DataFrame) -> list[tuple[str, int]]:
        cells = [name for name in self.raw.nameless if batch.get_column(name).null_count() < batch.height]
        filled = batch.select(tidied(pl.col(name)).is_not_null().sum() for name in cells).row(0) if cells else ()
        return [(name, count) for name, count in zip(cells, filled, strict=True) if count]

    def _full(self, batch: pl.DataFrame, column: Column, mask: pl.Series) -> pl.Series:
        """One column with its odd cells, those of the mask, read in full, each put back into its row."""
        name = column.name
        cell = pl.col(name)
        cells = batch.select(ROW, as_text(cell, self.dtypes[name]).alias(name)).filter(mask)
        reading = reading_of(column, self.raw)
        assert reading.code is not None
        outcome = reading.ready(cells).select(
            ROW, cell.alias(CELL), reading.value.alias(name), reading.code.alias(CODE), *_notes(reading.notes)
        )
        self._tell(outcome, column)
        return batch.get_column(QUICK + name).scatter(mask.arg_true(), outcome.get_column(name))

    def _tell(self, outcome: pl.DataFrame, column: Column) -> None:
        unread = outcome.filter(pl.col(CODE).is_not_null())
        if unread.height:
            told = unread.select(ROW, pl.lit(column.name).alias("column"), pl.col(CELL).alias("cell"), pl.col(CODE).alias("code"))
            self.told.unread.append(told)
        for name in outcome.columns:
            if name.startswith(NOTE) and (count := outcome.get_column(name).sum()):
                self.told.counts.append((name.removeprefix(NOTE), column.name, int(count)))


def _lost(batch: pl.DataFrame, name: str) -> bool:
    """Whether a cell that is given has got no value; a blank one never has."""
    return batch.get_column(QUICK + name).null_count() > batch.get_column(name).null_count()


def _framed(columns: Mapping[str, pl.Series]) -> pl.DataFrame:
    return pl.DataFrame([cells.alias(name) for name, cells in columns.items()])


def _any_of(flags: Sequence[pl.Expr]) -> pl.Expr:
    return pl.any_horizontal(flags) if flags else pl.lit(value=False)


def _notes(notes: Mapping[str, pl.Expr]) -> list[pl.Expr]:
    return [found.fill_null(value=False).alias(NOTE + code) for code, found in notes.items()]


def _surplus(batch: pl.DataFrame) -> pl.Series:
    """The first filled cell beyond the header of each row."""
    if SURPLUS in batch.columns:
        return batch.get_column(SURPLUS)
    if not batch.get_column(BEYOND).any():
        return pl.Series(SURPLUS, [None], pl.String).new_from_index(0, batch.height)
    beyond = [name for name in batch.columns if name.startswith(EXTRA)]
    return batch.select(pl.coalesce(tidied(pl.col(name)) for name in beyond).alias(SURPLUS)).to_series()
