"""The counts of a table's checks, gathered while its rows are read, so that the rows need not be gone through a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import polars as pl

from creditscore.core.columns import Column
from creditscore.tables.cells.read_id_numbers import NUMBER
from creditscore.tables.cells.reading import beyond_ascii
from creditscore.tables.cells.rules import Rule, rules_for
from creditscore.tables.raw import ROW, SURPLUS

HEIGHT, SURPLUS_COUNT, UNSORTED = "#rows", "#too_many_cells", "#unsorted"
BIRTHS, NUMBERS_SHARED, LONG_IDS = "#births", "#numbers_shared", "#long_ids"
_BROKEN = "#broken"
_KNOWN_TO_HOLD = {"choice_unknown"}
"""Cells have been read before they are counted here: a word that is none of a choice's has been refused by then."""


@dataclass
class Tally:
    """Counts what a table's checks find, batch by batch; batches may come from several threads, so each adds to lists only.

    `surplus` has the rows with cells beyond the header: ROW and SURPLUS.
    """

    table: str
    columns: Iterable[Column]
    as_of: date | None
    key: str
    surplus: list[pl.DataFrame] = field(default_factory=list)
    _counts: list[dict[str, int]] = field(default_factory=list)
    _ends: list[tuple[int, str | None, str | None]] = field(default_factory=list)
    _numbers: list[pl.Series] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rules = rules_for(self.table, self.columns, self.as_of)
        self._strict = [rule for rule in self._rules if rule.hint is None and rule.code not in _KNOWN_TO_HOLD]
        self._hints = {rule.key: rule.hint for rule in self._rules if rule.hint is not None}
        if self.table == "loans":
            self._hints[LONG_IDS] = long_id(pl.col(self.key))

    def tapped(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The same rows, with the columns that the checks look at beside them; they are counted as they pass."""
        broken = pl.any_horizontal(rule.bad for rule in self._strict) if self._strict else pl.lit(value=False)
        marked = frame.with_columns(broken.alias(_BROKEN), *(hint.alias(key) for key, hint in self._hints.items()))
        return marked.map_batches(self._count, schema=marked.collect_schema(), streamable=True)

    def counts(self) -> Mapping[str, int]:
        """Every count by its name, of all that has passed."""
        total = Counter(
            dict.fromkeys([HEIGHT, UNSORTED, SURPLUS_COUNT, NUMBERS_SHARED, *self._hints, *(rule.key for rule in self._rules)], 0)
        )
        for counts in self._counts:
            total.update(counts)
        ends = sorted(self._ends)
        total[UNSORTED] += sum(first is not None and last is not None and first <= last for (_, _, last), (_, first, _) in pairwise(ends))
        if self._numbers:
            hashes = pl.concat(self._numbers)
            total[NUMBERS_SHARED] = hashes.len() - hashes.n_unique()
        return dict(total)

    def _count(self, batch: pl.DataFrame) -> pl.DataFrame:
        key = batch.get_column(self.key)
        counts = {name: int(batch.get_column(name).sum()) for name in self._hints}
        counts |= {HEIGHT: batch.height, UNSORTED: batch.select(unsorted(pl.col(self.key))).item()}
        if surplus := batch.height - batch.get_column(SURPLUS).null_count():
            counts[SURPLUS_COUNT] = surplus
            self.surplus.append(batch.select(ROW, SURPLUS).filter(pl.col(SURPLUS).is_not_null()))
        if batch.get_column(_BROKEN).any():
            counts |= _exact(batch.filter(pl.col(_BROKEN)), self._strict)
        self._counts.append(counts)
        if batch.height:
            self._ends.append((batch.item(0, ROW), key[0], key[-1]))
        if self.table == "households":
            self._numbers.append(batch.get_column(NUMBER).drop_nulls().hash())
        return batch


def unsorted(key: pl.Expr) -> pl.Expr:
    """1 where ids do not strictly ascend, so that two of them may be the same; also where one is blank, which hides the order."""
    return ((key <= key.shift(1)).any() | (key.null_count() > 0)).cast(pl.UInt32)


def long_id(key: pl.Expr) -> pl.Expr:
    """Whether a loan's id may be a person's number or hold a name; true for every such id."""
    return numeral_id(key) | beyond_ascii(key)


def numeral_id(key: pl.Expr) -> pl.Expr:
    """Whether a loan's id may be a person's number, of 15 or 18 characters; true for every such id."""
    size = key.str.len_bytes()
    return ((size == 15) | (size == 18)) & (key < ":")


def _exact(rows: pl.DataFrame, rules: Iterable[Rule]) -> dict[str, int]:
    return {
        name: int(count or 0) for name, count in rows.select(rule.bad.sum().alias(rule.key) for rule in rules).row(0, named=True).items()
    }
