"""A pack's own examples: given values or small tables in, the engine's verdicts held against the expected ones.

The same plan runs as in a rating; nothing of a rule is written a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import narwhals as nw
import polars as pl

from creditscore.core.terms import plural
from creditscore.engine.codes import all_of, in_words
from creditscore.engine.example_tables import checked_unit, small_tables
from creditscore.engine.limits import LIMIT
from creditscore.engine.measures import columns_of
from creditscore.engine.rate import rated_in_memory
from creditscore.engine.scorecards import card_columns
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
from creditscore.packs.checks.cards import amounts_in_limits
from creditscore.packs.evidence import measure_may_be_unknown
from creditscore.packs.model import Example, Pack, Quantity

Row = dict[str, object]


@dataclass(frozen=True)
class Mismatch:
    """One expected outcome that did not come out."""

    key: str
    expected: object
    got: object


@dataclass(frozen=True)
class ExampleResult:
    """An example and where it was not met; none where it passed."""

    example: Example
    as_of: date
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        """Whether everything expected came out."""
        return not self.mismatches


def run_examples(pack: Pack) -> list[ExampleResult]:
    """Run every example of a pack, in the order of the file."""
    numbered = dict(enumerate(pack.examples))
    outcomes: dict[int, Row] = {}
    for (with_tables, as_of), numbers in _grouped(numbered, lambda example: (example.tables is not None, day_of(pack, example))):
        group = {number: numbered[number] for number in numbers}
        outcomes |= _verdicts_of_tables(pack, as_of, group) if with_tables else _verdicts_of_given(pack, as_of, group)
    return [_judged(pack, example, outcomes[number]) for number, example in numbered.items()]


def _grouped(numbered: Mapping[int, Example], key: Callable[[Example], Any]) -> list[tuple[Any, list[int]]]:
    ordered = sorted(numbered, key=lambda number: key(numbered[number]))
    return [(same, list(numbers)) for same, numbers in groupby(ordered, key=lambda number: key(numbered[number]))]


def day_of(pack: Pack, example: Example) -> date:
    """The as-of date of an example: its own, or the day on which the pack was reviewed."""
    return example.as_of or pack.pack.reviewed_on


def _judged(pack: Pack, example: Example, outcome: Row) -> ExampleResult:
    got = {key: _outcome(pack, example.level, key, outcome) for key in example.expect}
    wrong = [
        Mismatch(key, expected, got[key])
        for key, expected in example.expect.items()
        if got[key] != (None if expected == "none" else expected)
    ]
    return ExampleResult(example, day_of(pack, example), tuple(wrong))


def _outcome(pack: Pack, level: str, key: str, outcome: Row) -> object:
    """What came out under a key, as an example writes it: points in points (an interval as `40-100`), a limit in yuan."""
    if key in pack.cards_of(level):
        low, high = (_hundredths(outcome[column]) for column in card_columns(key))
        return low if low == high else f"{low}-{high}"
    if key == LIMIT and level in pack.limits:
        return _hundredths(outcome[LIMIT])
    return outcome.get(key, "(no such column)")


def _hundredths(number: object) -> Decimal | None:
    """A hundredth of a whole number, without superfluous noughts."""
    if number is None:
        return None
    whole, rest = divmod(int(str(number)), 100)
    return Decimal(whole) if rest == 0 else (Decimal(whole * 100 + rest) / 100).normalize()


def _verdicts_of_given(pack: Pack, as_of: date, examples: Mapping[int, Example]) -> dict[int, Row]:
    outcomes: dict[int, Row] = {}
    for level, numbers in _grouped(examples, lambda example: example.level):
        rows = _verdicts(pack, level, as_of, [examples[number] for number in numbers])
        outcomes |= dict(zip(numbers, rows, strict=True))
    return outcomes


def _verdicts(pack: Pack, level: str, as_of: date, examples: list[Example]) -> list[Row]:
    columns = given_columns(pack, level)
    rows = [_given_row(pack, example.given or {}) for example in examples]
    frame = nw.from_native(pl.LazyFrame([{name: row.get(name) for name in columns} for row in rows], schema=columns))
    precondition = pack.preconditions.get(level)
    if precondition is not None:
        codes = survey_codes(precondition.columns, prefix=_prefix(level, precondition.at))
        frame = frame.with_columns(all_of(codes).alias(code_column(PRECONDITION)))
    numbers = with_codes(frame, pack, level, as_of).select(**result_columns(pack, level), **extra_columns(pack, level, as_of))
    verdicts = in_words(numbers, result_words(pack, level))
    native: pl.LazyFrame = verdicts.to_native()
    return native.collect().to_dicts()


def _prefix(level: str, at: str) -> str:
    return "" if at == level else f"{at}."


def given_columns(pack: Pack, level: str) -> dict[str, type[pl.DataType]]:
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
    figures += amounts_in_limits(pack, level)
    types: dict[str, type[pl.DataType]] = dict.fromkeys(surveys, pl.Boolean)
    return types | dict.fromkeys(figures, pl.Int64)


def _given_row(pack: Pack, given: dict[str, bool | Quantity]) -> Row:
    row: Row = {}
    for key, value in given.items():
        if isinstance(value, Quantity):
            row |= _measure_cells(pack, key, value)
        else:
            row[key] = value
    return row


def _measure_cells(pack: Pack, name: str, value: Quantity) -> Row:
    """The cells of a measure, of another unit's measure (`county.bad_loan_share`), or of an amount that a limit rests on."""
    measure = pack.measures.get(name.partition(".")[2] or name)
    if measure is None:
        return {name: value.low}
    cells: Row = {f"{name}.num": value.low, f"{name}.den": value.den}
    if measure_may_be_unknown(pack, measure):
        cells |= {f"{name}.low": value.low, f"{name}.high": value.high}
    return cells


def _verdicts_of_tables(pack: Pack, as_of: date, examples: Mapping[int, Example]) -> dict[int, Row]:
    tables = rated_in_memory(pack, small_tables(pack, examples, as_of), as_of)
    units = {(level, row[f"{level}_id"]): row for level in pack.unit_levels for row in tables[plural(level)].to_dicts()}
    return {number: units[example.level, checked_unit(number, example)] for number, example in examples.items()}
