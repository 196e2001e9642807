"""The plan of a portion: made before any portion is there, and run for one portion after another.

Making a plan takes longer than running it on a few thousand rows, and it is the same for every portion: only the frames that it reads
are other ones. A plan serves one portion at a time, so there are as many as portions are in the making.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

import narwhals as nw
import polars as pl
from msgspec import Struct
from msgspec.structs import replace
from polars.io.plugins import register_io_source

from creditscore.engine.codes import Frame
from creditscore.engine.portions.beside import Beside
from creditscore.engine.portions.keys import VILLAGE, Keys, numbered_none, spelt_schema
from creditscore.engine.portions.near_units import NearUnits
from creditscore.engine.rows import UNITS_THAT_ARE_ROWS, RowWork


class _Slot(Struct):
    """A frame that a plan reads, exchanged between its runs."""

    frame: pl.DataFrame

    def lazy(self) -> pl.LazyFrame:
        """Whatever frame stands here when the plan is run."""

        def source(
            with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
        ) -> Iterator[pl.DataFrame]:
            del batch_size
            rows = self.frame if predicate is None else self.frame.filter(predicate)
            rows = rows if with_columns is None else rows.select(with_columns)
            yield rows if n_rows is None else rows.head(n_rows)

        return register_io_source(source, schema=self.frame.schema)


@dataclass
class PortionPlan:
    """What is done with the rows of a portion, as lazy frames over slots.

    `tables` are the columns of a portion's tables; `above` is what the work finds above, put aside already.
    """

    work: RowWork
    tables: Mapping[str, pl.Schema]
    above: NearUnits | None = None
    _tables: dict[str, _Slot] = field(default_factory=dict, init=False)
    _near: list[tuple[NearUnits, _Slot]] = field(default_factory=list, init=False)
    _beside: Beside | None = field(default=None, init=False)
    _rated: pl.LazyFrame = field(default_factory=pl.LazyFrame, init=False)
    _result: _Slot = field(default_factory=lambda: _Slot(pl.DataFrame()), init=False)
    _sums: list[pl.LazyFrame] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        """Make the plan, on tables without rows."""
        self._make(*numbered_none(self.tables))

    @property
    def schema(self) -> pl.Schema:
        """The columns of the result, ids as texts."""
        return spelt_schema(self._result.frame.schema)

    def run(self, rows: Mapping[str, pl.DataFrame], keys: Keys) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
        """The result of a portion's rows, their ids numbered, and its sums in the order of the work's `later`."""
        self._fill(rows, keys)
        result = self._result.frame = self._rate()
        sums = self._add_up()
        self._let_go()
        return result, sums

    def _rate(self) -> pl.DataFrame:
        """The verdicts, the grades and the status of the portion's units, with their evidence."""
        return self._rated.collect(engine="in-memory")

    def _add_up(self) -> list[pl.DataFrame]:
        """What the levels above need, one sum after the other: in less time than all at once."""
        return [one.collect(engine="in-memory") for one in self._sums]

    def _let_go(self) -> None:
        """Keep no rows until the next run."""
        for slot in (*self._tables.values(), *(slot for _, slot in self._near), self._result):
            slot.frame = slot.frame.clear()

    def _make(self, rows: Mapping[str, pl.DataFrame], keys: Keys) -> None:
        self._tables = {table: _Slot(frame) for table, frame in rows.items()}
        figures = {other: self._taken(figure, keys) for other, figure in self.work.figures.items()}
        own = replace(self.work, taken=lambda small: self._taken(small, keys), figures=figures)
        self._beside = Beside.of(own, self._defined(own), self.above)
        if self._beside is not None:
            own = replace(own, above=self._beside.above, added=True)
            self._fill(rows, keys)
        defined = self._defined(own)
        self._rated = own.rated(defined).to_native()
        self._result = _Slot(pl.DataFrame(schema=self._rated.collect_schema()))
        result: Frame = nw.from_native(self._result.lazy())
        self._sums = [own.summed(one, defined, result).to_native() for one in own.later]

    def _defined(self, work: RowWork) -> dict[str, Frame]:
        return work.defined({table: nw.from_native(slot.lazy()) for table, slot in self._tables.items()})

    def _fill(self, rows: Mapping[str, pl.DataFrame], keys: Keys) -> None:
        """Put a portion into the slots; households last, as what stands beside them rests on the other tables."""
        for table, slot in self._tables.items():
            slot.frame = rows[table]
        for units, slot in self._near:
            slot.frame = keys.units(units.near(keys.villages))
        if self._beside is not None:
            households = rows[UNITS_THAT_ARE_ROWS]
            self._tables[UNITS_THAT_ARE_ROWS].frame = households.with_columns(self._beside.columns(households, keys))

    def _taken(self, small: Frame, keys: Keys) -> Frame:
        """What a portion needs of a table of upper units, its villages numbered as the portion's are."""
        native: pl.LazyFrame = small.to_native()
        if native.collect_schema().names()[0] != VILLAGE:
            return small
        units = NearUnits.of(small)
        slot = _Slot(keys.units(units.near(keys.villages)))
        self._near.append((units, slot))
        return nw.from_native(slot.lazy())


@dataclass
class Plans:
    """Plans for the same work on the same tables, each made when it is asked for while the others serve."""

    work: RowWork
    tables: Mapping[str, pl.Schema]
    above: NearUnits | None = None
    _free: list[PortionPlan] = field(default_factory=list, init=False)
    _making: Lock = field(default_factory=Lock, init=False)

    @property
    def schema(self) -> pl.Schema:
        """The columns of the result, ids as texts."""
        with self.one() as plan:
            return plan.schema

    @contextmanager
    def one(self) -> Iterator[PortionPlan]:
        """A plan that serves nobody else in the meantime."""
        with self._making:  # two at once would only take turns at it
            plan = self._free.pop() if self._free else PortionPlan(self.work, self.tables, self.above)
        yield plan
        self._free.append(plan)
