"""Rows that come in portions: each is checked, rated and added up by itself, with memory that does not grow with their number.

In: a source of portions, each with whole households and all their loans. Out: the lowest level's table in one file, and the sums that the
levels above need. Two portions are worked on at a time, and kept in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import narwhals as nw
import polars as pl
from msgspec import Struct
from msgspec.structs import replace

from creditscore.core.in_turn import two_at_a_time
from creditscore.core.terms import plural
from creditscore.engine.backends.backend import PolarsBackend, Words, streamed, write_level
from creditscore.engine.codes import Frame
from creditscore.engine.overflow import Amounts
from creditscore.engine.portions.keys import VILLAGE, numbered
from creditscore.engine.portions.near_units import NearUnits
from creditscore.engine.portions.plan import Plans
from creditscore.engine.portions.sums_aside import SumsAside
from creditscore.engine.rows import RowWork
from creditscore.engine.sums import Sum
from creditscore.engine.units import Above
from creditscore.engine.verdicts import result_words


class Source(Protocol):
    """Where portions come from."""

    def portions(self) -> Iterator[Any]:
        """The portions in their order, not yet checked."""

    def check(self, portion: Any) -> Any:
        """A checked portion: its `usable` rows by table, and the `runs` of their villages; several may be asked for at once."""

    def take(self, checked: Any) -> None:
        """Remember what a portion said; in their order."""


class Watcher(Protocol):
    """Who looks at the rows and the results as they go by."""

    def look(self, rows: Mapping[str, pl.DataFrame], result: pl.DataFrame, words: Words) -> Any:
        """What there is to say of one portion, its ids numbered; several may be looked at at once."""

    def take(self, seen: Any, result: pl.DataFrame, words: Words) -> None:
        """Remember it; in their order. `result` holds the numbers of words."""

    def note(self, table: str, units: pl.DataFrame, words: Words) -> None:
        """Look at the units of a level's table; in their order, words as numbers."""


def _untold(rows: int) -> None:
    """Where nobody waits."""


class _Done(Struct, frozen=True):
    """One portion, done."""

    checked: Any
    result: pl.DataFrame
    sums: list[pl.DataFrame]
    amounts: Amounts
    seen: Any


@dataclass
class PortionBackend(PolarsBackend):
    """Portions through Polars; level tables as Parquet files in a folder. `told` hears of rows that are done."""

    source: Source
    watcher: Watcher
    told: Callable[[int], None] = _untold
    _summed: dict[Sum, SumsAside] = field(default_factory=dict, init=False)
    _amounts: Amounts = field(default_factory=Amounts, init=False)

    def rated_rows(self, work: RowWork) -> None:
        """Work through all portions, writing the level's table as they are done; the first are begun before the plan is made."""
        level = work.level
        assert level is not None
        words = result_words(work.pack, level)
        self._summed = {one: SumsAside(one) for one in work.later}
        above = work.found_above()
        schemas = {table: rows.to_native().collect_schema() for table, rows in self.rows.items()}
        plans = Plans(replace(work, above=_worked_out(above)), schemas, _put_aside(above))
        done = two_at_a_time(lambda portion: self._done(plans, portion, words), self.source.portions())
        results = streamed(self._results(done, work, words), plans.schema)
        self._rated = write_level(results, words, self.folder / f"{plural(level)}.parquet")

    def sums(self, work: RowWork, asked: Sequence[Sum], *, often: bool = False) -> list[Frame]:
        """What all portions add up to; what was not foreseen is asked of all rows."""
        unforeseen = iter(super().sums(work, [one for one in asked if one not in self._summed], often=often))
        return [self._summed[one].together() if one in self._summed else next(unforeseen) for one in asked]

    def _note(self, table: str, units: pl.DataFrame, words: Words) -> None:
        """Let the watcher see the units of a level as they go by."""
        self.watcher.note(table, units, words)

    def _results(self, made: Iterator[_Done], work: RowWork, words: Words) -> Iterator[pl.DataFrame]:
        """The results in the order of the portions."""
        for done in made:
            result = self._taken(done, work, words)
            del done  # its rows are no longer needed while its result is written
            yield result

    def _done(self, plans: Plans, portion: Any, words: Words) -> _Done:
        checked = self.source.check(portion)
        usable: Mapping[str, pl.DataFrame] = checked.usable
        coded, keys = numbered(usable, checked.runs)
        with plans.one() as plan:
            rated, sums = plan.run(coded, keys)
        result = keys.spelt(rated)
        spelt = [keys.spelt_villages(part) for part in sums]
        return _Done(checked, result, spelt, Amounts.of(usable["loans"].lazy()), self.watcher.look(coded, result, words))

    def _taken(self, done: _Done, work: RowWork, words: Words) -> pl.DataFrame:
        self.source.take(done.checked)
        self._amounts = self._amounts.together(done.amounts)
        self._amounts.refuse_overflow()
        for one, part in zip(work.later, done.sums, strict=True):
            self._summed[one].add(part)
        self.watcher.take(done.seen, done.result, words)
        self.told(done.result.height)
        return done.result


def _worked_out(above: Above) -> Above:
    """The same, worked out once for all portions; what is found by village is put aside instead."""
    if above.met is None or above.ids[0] == VILLAGE:
        return above
    native: pl.LazyFrame = above.met.to_native()
    return replace(above, met=nw.from_native(native.collect().lazy()))


def _put_aside(above: Above) -> NearUnits | None:
    return NearUnits.of(above.met) if above.met is not None and above.ids[0] == VILLAGE else None
