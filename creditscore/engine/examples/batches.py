"""Examples put together into frames, once, and run through the engine as often as there are packs to show them to.

In go examples. Out come batches (the given values of one level and day; the tables of one day) that tell, for a pack, what
becomes of each example's unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import narwhals as nw
import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from creditscore.core.terms import plural
from creditscore.engine.codes import Frame, all_of, in_words
from creditscore.engine.examples.tables import POLARS_TYPES, checked_unit, small_tables
from creditscore.engine.measures import columns_of
from creditscore.engine.rate import rated_in_memory
from creditscore.engine.verdicts import (
    PRECONDITION,
    code_column,
    extra_columns,
    other_columns,
    result_columns,
    result_words,
    survey_codes,
    with_codes,
)
from creditscore.packs.checks.limits import columns_in_limits
from creditscore.packs.levels import table_columns
from creditscore.packs.model.pack import Example, Given, Pack, Quantity

Row = dict[str, object]
Types = dict[str, type[pl.DataType]]


class GivenBatch(Struct, frozen=True):
    """Given values of one level and day: a row an example, by number."""

    level: str
    as_of: date
    examples: Mapping[int, Example]
    frame: pl.DataFrame

    def outcomes(self, pack: Pack) -> dict[int, Row]:
        """The result columns of each example's unit."""
        native: pl.LazyFrame = self.verdicts(nw.from_native(self.rows(pack)), pack).to_native()
        return dict(zip(self.examples, native.collect().to_dicts(), strict=True))

    def coded(self, pack: Pack) -> GivenBatch:
        """The batch with all the outcomes of a pack, so that of another one only what differs needs to be worked out."""
        native: pl.LazyFrame = self._coded(nw.from_native(self.rows(pack)), pack).to_native()
        return replace(self, frame=native.collect())

    def rows(self, pack: Pack) -> pl.LazyFrame:
        """The given values, with a blank column for each that the pack looks at and no example gives."""
        columns = given_columns(pack, self.level)
        lacking = {name: pl.lit(None, dtype=kind) for name, kind in columns.items() if name not in self.frame.columns}
        return self.frame.lazy().with_columns(**lacking)

    def verdicts(self, frame: Frame, pack: Pack, *kept: str) -> Frame:
        """The result columns of `rows`, in whatever library they lie, beside some columns that are kept."""
        numbers = self._coded(frame, pack).select(
            *(nw.col(name) for name in kept), **result_columns(pack, self.level), **extra_columns(pack, self.level, self.as_of)
        )
        return in_words(numbers, result_words(pack, self.level))

    def _coded(self, frame: Frame, pack: Pack) -> Frame:
        precondition = pack.preconditions.get(self.level)
        if precondition is not None:
            codes = survey_codes(precondition.columns, prefix=_prefix(self.level, precondition.at))
            frame = frame.with_columns(all_of(codes).alias(code_column(PRECONDITION)))
        return with_codes(frame, pack, self.level, self.as_of)


class TablesBatch(Struct, frozen=True):
    """Small tables of one day, side by side as one county."""

    as_of: date
    examples: Mapping[int, Example]
    frames: Mapping[str, pl.LazyFrame]

    def outcomes(self, pack: Pack) -> dict[int, Row]:
        """The level table's row of each example's unit, of those whose level the pack rates."""
        tables = rated_in_memory(pack, self.frames, self.as_of)
        units = {(level, row[f"{level}_id"]): row for level in pack.unit_levels for row in tables[plural(level)].to_dicts()}
        asked = {number: (example.level, checked_unit(number, example)) for number, example in self.examples.items()}
        return {number: units[unit] for number, unit in asked.items() if unit[0] in pack.unit_levels}


Batch = GivenBatch | TablesBatch


def day_of(pack: Pack, example: Example) -> date:
    """The as-of date of an example: its own, or the day on which the pack was reviewed."""
    return example.as_of or pack.pack.reviewed_on


def batches(pack: Pack) -> list[Batch]:
    """The examples of a pack, given values first, then tables; the largest batches of either first."""
    given: dict[tuple[str, date], dict[int, Example]] = {}
    tables: dict[date, dict[int, Example]] = {}
    for number, example in enumerate(pack.examples):
        day = day_of(pack, example)
        group = given.setdefault((example.level, day), {}) if example.tables is None else tables.setdefault(day, {})
        group[number] = example
    groups = sorted(given.items(), key=lambda pair: -len(pair[1]))
    found: list[Batch] = [GivenBatch(level, day, group, _given_frame(pack, group.values())) for (level, day), group in groups]
    days = sorted(tables.items(), key=lambda pair: -len(pair[1]))
    return found + [TablesBatch(day, group, _collected(small_tables(pack, group, day))) for day, group in days]


def _collected(frames: Mapping[str, pl.LazyFrame]) -> dict[str, pl.LazyFrame]:
    return {name: frame.collect().lazy() for name, frame in frames.items()}


def _given_frame(pack: Pack, examples: Iterable[Example]) -> pl.DataFrame:
    """Every value that the examples give, one column a name."""
    rows = [dict(_cells(pack, example.given or {})) for example in examples]
    types: Types = {}
    for row in rows:
        types |= {name: _type(value) for name, value in row.items()}
    return pl.DataFrame([{name: row.get(name) for name in types} for row in rows], schema=types) if types else _blank(len(rows))


def _type(value: object) -> type[pl.DataType]:
    kinds: list[tuple[type, type[pl.DataType]]] = [(bool, pl.Boolean), (int, pl.Int64), (date, pl.Date)]
    return next((kind for python, kind in kinds if isinstance(value, python)), pl.String)


def _blank(height: int) -> pl.DataFrame:
    return pl.DataFrame({"~": [None] * height}, schema={"~": pl.Boolean})


def _cells(pack: Pack, given: Mapping[str, Given]) -> Iterator[tuple[str, bool | int | str | date]]:
    """The cells of an answer, of a measure, of another unit's measure (`county.bad_loan_share`), or of an amount that a limit rests on."""
    for key, value in given.items():
        if not isinstance(value, Quantity):
            yield key, value
        elif key.partition(".")[2] in pack.measures or key in pack.measures:
            yield from ((f"{key}.num", value.low), (f"{key}.den", value.den), (f"{key}.low", value.low), (f"{key}.high", value.high))
        else:
            yield key, value.low


def _prefix(level: str, at: str) -> str:
    return "" if at == level else f"{at}."


def given_columns(pack: Pack, level: str) -> Types:
    """What an example of a level may give: survey columns and the columns of its measures."""
    criteria = pack.criteria.get(level, {}).values()
    surveys = [column for criterion in criteria for column in criterion.columns]
    if level in pack.priority:
        surveys += pack.priority[level].columns
    if level in pack.preconditions:
        precondition = pack.preconditions[level]
        surveys += [_prefix(level, precondition.at) + column for column in precondition.columns]
    surveys += [column for card in pack.cards_of(level).values() for item in card.items for column in item.columns]
    figures = [column for name in pack.measures_of(level) for column in columns_of(pack, name)]
    figures += [column for other in pack.others_of(level) for column in other_columns(pack, other)]
    figures += columns_in_limits(pack, level)
    types: Types = dict.fromkeys(surveys, pl.Boolean)
    cells = [column for criterion in criteria for column in criterion.columns_asked]
    cells += [item.column for card in pack.cards_of(level).values() for item in card.items if item.column is not None]
    known = table_columns(pack, plural(level))
    types |= {column: POLARS_TYPES.get(known[column], pl.String) for column in cells if column not in types}
    return types | dict.fromkeys(figures, pl.Int64)
