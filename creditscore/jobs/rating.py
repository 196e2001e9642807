"""Read the tables and rate every level into a run folder: in portions where the rows allow it, else all rows together.

Both ways give the same tables, findings and result hash; the first does so with memory that does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from creditscore.archive.result_hash import combined, table_digest
from creditscore.archive.summary import Watched, place_names
from creditscore.archive.watch import RunWatcher
from creditscore.core.columns import TABLES
from creditscore.core.engines import EngineChoice
from creditscore.core.errors import CreditscoreError
from creditscore.core.terms import level_name, plural
from creditscore.core.text import Text
from creditscore.engine.earlier import earlier_days
from creditscore.engine.overflow import added_up, refuse_overflow
from creditscore.engine.portions.backend import PortionBackend
from creditscore.engine.rate import EarlierTables, level_tables, rate_levels, row_frames, unit_frames
from creditscore.engine.rows import UNITS_THAT_ARE_ROWS
from creditscore.jobs.reading import Data, inputs_of, read_data
from creditscore.jobs.shapes import table_shapes
from creditscore.jobs.tally import Tally
from creditscore.packs.model.pack import Pack
from creditscore.tables.files.inputs import Inputs
from creditscore.tables.files.whole_files import Digests, digests_of
from creditscore.tables.findings.result import Tables
from creditscore.tables.portions.ordered import MOST_ROWS, OrderedReader
from creditscore.tables.portions.portion import HeldAcrossError, OddCellsError, OutOfOrderError, UnsortedError
from creditscore.tables.portions.reader import PortionReader, portion_reader
from creditscore.tables.portions.rows_ahead import let_go
from creditscore.tables.prepared.reader import prepared_reader
from creditscore.tables.prepared.staged import staged_reader

Report = Callable[[Text], None]
Refusal = Callable[[Tables], CreditscoreError | None]
_UNSORTED = Text(
    "各表未按行政村排列，先在内存中排好（用时和内存较多；数据很大时请先用 creditscore prepare 整理）",
    "the tables are not in the order of their villages: bringing them into order in memory, which takes more time and memory"
    " (for very large tables, run creditscore prepare first)",
)
_ODD = Text(
    "有的单元格需要逐格细读，先将各表读入磁盘",
    "some cells need to be read more closely: reading the tables onto disk first",
)
_AGAIN = Text(
    "有编号或号码在几处出现，核对这些行后再读一遍",
    "some ids or numbers stand in several places: looking into these rows, then going through all once more",
)
_TOGETHER = Text(
    "有需要对照全部各行细看之处，改为整体读入（较慢）",
    "some rows need to be held against all others: reading the tables as a whole, which takes longer",
)


class Rated(Struct, frozen=True):
    """The tables that were read, the levels that were written, what was counted on the way, and the result hash."""

    tables: Tables
    levels: list[str]
    result_hash: str
    watched: Watched | None = None


class Asked(Struct, frozen=True):
    """What is to be rated: the tables, by which rules, for which day, compared with which earlier runs."""

    data: Data
    pack: Pack
    as_of: date
    earlier: EarlierTables = field(default_factory=dict)


class How(Struct, frozen=True):
    """Why tables are refused as a whole, which is raised, if they are; and what runs the plan."""

    refusal: Refusal
    choice: EngineChoice


def rate_tables(asked: Asked, folder: Path, how: How, report: Report) -> Rated:
    """Read and rate; other engines than Polars take all rows together."""
    report(Text("正在读入并检查各表", "reading and checking the tables"))
    rated = None
    if how.choice.engine == "polars" and asked.data.encoding is None and _in_portions(asked):
        try:
            rated = _Portions(asked, folder, how.refusal, report).rated()
        except OutOfOrderError:
            report(_TOGETHER)
            _forget(asked.pack, folder)
    let_go()
    return rated or _all_together(asked, folder, how, report)


class _Portions(Struct, frozen=True):
    """Rating in portions: as the rows stand, or else brought into order."""

    asked: Asked
    folder: Path
    refusal: Refusal
    report: Report

    def rated(self) -> Rated | None:
        """The run; None where the files are of a kind that does not come in portions. OutOfOrderError where the rows do not."""
        shapes = table_shapes(self.asked.pack)
        inputs = inputs_of(self.asked.data, shapes)
        with digests_of(inputs) as digests:
            prepared = prepared_reader(inputs, shapes, self.asked.as_of)
            if prepared is not None:
                return self._read_by(prepared, digests)
            reader = portion_reader(inputs, shapes, self.asked.as_of)
            return None if reader is None else self._in_order(reader, inputs, digests)

    def _in_order(self, reader: PortionReader, inputs: Inputs, digests: Digests) -> Rated:
        """The run of tables as they stand in their files, else of tables whose cells were all read in full first."""
        try:
            return self._as_they_stand(reader, digests)
        except OddCellsError:
            self.report(_ODD)
            _forget(self.asked.pack, self.folder)
        shapes = table_shapes(self.asked.pack)
        return self._as_they_stand(staged_reader(inputs, shapes, self.asked.as_of, None, digests), digests)

    def _as_they_stand(self, reader: PortionReader, digests: Digests) -> Rated:
        """The run of rows in their own order, else of rows that were brought into order."""
        try:
            return self._read_by(reader, digests)
        except UnsortedError:
            if reader.households > MOST_ROWS:
                raise
        self.report(_UNSORTED)
        _forget(self.asked.pack, self.folder)
        return self._read_by(OrderedReader(reader.rows, reader.judgement, reader.as_of), digests)

    def _read_by(self, reader: PortionReader, digests: Digests) -> Rated:
        """The run; a second time, or a third, where ids or numbers of several portions had to be looked into first."""
        while True:
            try:
                return self._read_once(reader, digests)
            except HeldAcrossError:
                self.report(_AGAIN)
                _forget(self.asked.pack, self.folder)
                reader = reader.again()

    def _read_once(self, reader: PortionReader, digests: Digests) -> Rated:
        pack, as_of = self.asked.pack, self.asked.as_of
        lowest = pack.unit_levels[0]
        refuse_overflow(pack, reader.units)
        watcher = RunWatcher(pack, lowest, as_of)
        tally = Tally(rating_text(lowest), reader.households, self.report)
        backend = PortionBackend(row_frames(pack, reader.whole), self.folder, reader, watcher, tally.add)
        units = unit_frames(pack, reader.units)
        with ThreadPoolExecutor(max_workers=1) as aside:
            names = aside.submit(place_names, reader.units)
            judged: list[Future[Tables]] = []

            def begun(level: str) -> None:
                if level != lowest and not judged:  # the rows are done: what they say is judged while the levels above are rated
                    watcher.rows_done()
                    judged.append(aside.submit(reader.tables, digests))
                self.report(rating_text(level))

            levels = level_tables(pack, units, as_of, backend, begun, self.asked.earlier)
            tables = _accepted(judged[0].result() if judged else reader.tables(digests), self.refusal)
        return Rated(tables, levels, combined(watcher.digests()), watcher.watched(names.result()))


def _forget(pack: Pack, folder: Path) -> None:
    """Leave nothing of an attempt that did not come to an end."""
    for level in pack.unit_levels:
        (folder / f"{plural(level)}.parquet").unlink(missing_ok=True)


def _in_portions(asked: Asked) -> bool:
    """Whether rows can be taken in portions: the standard tables alone, nothing of households added up, no earlier run."""
    pack = asked.pack
    plain = set(pack.tables) <= set(TABLES) and UNITS_THAT_ARE_ROWS not in added_up(pack) and not earlier_days(pack, asked.as_of)
    return plain and plural(pack.unit_levels[0]) == UNITS_THAT_ARE_ROWS


def _all_together(asked: Asked, folder: Path, how: How, report: Report) -> Rated:
    tables = _accepted(read_data(asked.data, asked.pack, asked.as_of), how.refusal)
    told = (asked.pack, tables.frames, asked.as_of, folder, lambda level: report(rating_text(level)))
    levels = rate_levels(*told, earlier=asked.earlier, choice=how.choice)
    return Rated(tables, levels, combined([table_digest(folder, table) for table in levels]))


def _accepted(tables: Tables, refusal: Refusal) -> Tables:
    error = refusal(tables)
    if error is not None:
        raise error
    return tables


def rating_text(level: str) -> Text:
    """What is told when a level is begun."""
    return Text("正在评定{level}", "rating the {level} level").fill(level=level_name(level))
