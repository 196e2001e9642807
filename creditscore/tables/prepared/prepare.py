"""Preparing: any input into Parquet parts with whole villages, sorted by household and checked once.

In: the tables as they arrive. Out: a folder as `prepared` describes it. Rows are taken portion by portion: as they come where they lie in
order, else as they were parted on disk. Parts that an interrupted call has finished are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, json

from creditscore.core.columns import TABLES
from creditscore.core.digests import sha256_of
from creditscore.core.errors import TableError
from creditscore.core.in_turn import two_at_a_time
from creditscore.tables.checks.normalise import columns_of
from creditscore.tables.files.inputs import Inputs
from creditscore.tables.files.whole_files import Digests, digests_of
from creditscore.tables.findings.result import Tables
from creditscore.tables.portions.checking import Checked
from creditscore.tables.portions.portion import HeldAcrossError, OddCellsError, Portion, UnsortedError
from creditscore.tables.portions.reader import PortionReader, portion_reader
from creditscore.tables.portions.rows_ahead import ROW_TABLES
from creditscore.tables.prepared.parts import households_by_village, in_village_order, last_villages, parts_of_villages
from creditscore.tables.prepared.progress import Asked, PartProgress
from creditscore.tables.prepared.record import LINES, OWNERS, RECORD, REJECTED, Order, Part, Prepared, Remark, Source
from creditscore.tables.prepared.rows_by_part import RowsByPart, household_cuts
from creditscore.tables.prepared.staged import staged_reader
from creditscore.tables.prepared.write_parts import write_part, write_table
from creditscore.tables.read import Declared

Told = Callable[[int, int], None]
"""Told how many more households are done, and how many there are."""


class Outcome(Struct, frozen=True):
    """Prepared tables: their record, and what reading them gave."""

    record: Prepared
    tables: Tables


def prepare_tables(inputs: Inputs, declared: Declared, encoding: str | None, folder: Path, told: Told) -> Outcome:
    """Prepare the tables into a folder. A TableError where they cannot be used as a whole."""
    work = _Work(Asked(inputs, declared, encoding), folder, told)
    with digests_of(inputs) as digests:
        for reader in _readers(work.asked, digests):
            try:
                order, parts, tables = _in_portions(reader, work, digests)
            except OddCellsError:
                continue
            return Outcome(_record(work, order, parts, tables), tables)
    raise AssertionError  # cells that have been read are never odd


def _readers(asked: Asked, digests: Digests) -> Iterator[PortionReader]:
    """A reader of the rows as they stand in their files, where that may do; then one of rows that were read cell by cell first."""
    plain = portion_reader(asked.inputs, asked.declared, None) if asked.encoding is None else None
    if plain is not None:
        yield plain
    yield staged_reader(asked.inputs, asked.declared, None, asked.encoding, digests)


class _Work(Struct, frozen=True):
    asked: Asked
    folder: Path
    told: Told

    @property
    def declared(self) -> Declared:
        """The columns that rule packs declare."""
        return self.asked.declared

    def own_columns(self) -> dict[str, dict[str, str]]:
        """The columns that rule packs declare beside the canonical ones."""
        known = {table: {column.name for column in columns} for table, columns in TABLES.items()}
        return {
            table: {name: kind for name, kind in columns.items() if name not in known.get(table, set())}
            for table, columns in self.declared.items()
        }

    def money(self) -> dict[str, list[str]]:
        """The columns of amounts by table."""
        tables = (*ROW_TABLES, "villages", "townships")
        return {
            table: [column.name for column in columns_of(table, self.declared.get(table, {})) if column.type == "money"] for table in tables
        }


Found = tuple[Order, list[Part], Tables]
Made = tuple[Checked, Part]


class _Way(Struct, frozen=True):
    """One way to take the rows: in which order parts come, where they end, and the portions, as often as asked."""

    order: Order
    ends: list[str]
    portions: Callable[[PortionReader], Iterator[Portion]]


def _in_portions(reader: PortionReader, work: _Work, digests: Digests) -> Found:
    """Rows checked and written portion by portion, in the first way in which their household ids go up."""
    for way in _ways(reader):
        known = {table: one.result().sha256 for table, one in digests.items()}
        progress = PartProgress.of(work.folder, work.asked, way.order, known, way.ends)
        try:
            return _in_this_way(reader, way, progress, work, digests)
        except UnsortedError:
            continue
    raise AssertionError  # ranges of household ids go up


def _ways(reader: PortionReader) -> Iterator[_Way]:
    """As the rows come; brought together on disk by village; by household, where the ids run across townships."""
    villages = parts_of_villages(reader.units["villages"], households_by_village(reader.whole["households"]))
    ends = last_villages(villages)
    if in_village_order(villages):
        yield _Way("township", ends, lambda one: one.portions(ends))
    by_village = RowsByPart.by_village(reader.cells, villages)
    yield _Way("township", ends, lambda _: by_village.portions())
    by_village.remove()
    cuts = household_cuts(reader.cells["households"], len(ends))
    by_household = RowsByPart.by_household(reader.cells, cuts)
    yield _Way("household", cuts.to_list(), lambda _: by_household.portions())


def _in_this_way(reader: PortionReader, way: _Way, progress: PartProgress, work: _Work, digests: Digests) -> Found:
    """A second time, or a third, where ids or numbers of several portions had to be looked into first."""
    reader = reader.afresh()
    while True:
        try:
            parts = list(_written(reader, way.portions(reader), work, progress))
            return way.order, parts, _accepted(reader.tables(digests))
        except HeldAcrossError:
            reader = reader.again()


def _written(reader: PortionReader, portions: Iterator[Portion], work: _Work, progress: PartProgress) -> Iterator[Part]:
    """The parts in their order, two in the making; a finished one is written again only where what is known now concerns it."""
    money, total = work.money(), reader.households

    def made(numbered: tuple[int, Portion]) -> Made:
        number, portion = numbered
        checked = reader.check(portion)
        kept = None if reader.concerned(portion) else progress.finished(number)
        return checked, kept or write_part(work.folder, number, checked.usable, money)

    for checked, part in two_at_a_time(made, enumerate(portions, 1)):
        reader.take(checked)
        progress.add(part)
        work.told(part.households, total)
        yield part


def _accepted(tables: Tables) -> Tables:
    refusal: TableError | None = tables.refusal
    if refusal is not None:
        raise refusal
    return tables


def _record(work: _Work, order: Order, parts: list[Part], tables: Tables) -> Prepared:
    """Write the upper tables, the lines about rows and, last of all, the record."""
    money = work.money()
    _leave_only(work.folder, parts)
    for table in ("villages", "townships"):
        write_table(tables.frames[table].collect(), work.folder / f"{table}.parquet", money[table])
    tables.rejected.sink_parquet(work.folder / REJECTED)
    tables.lines.sink_parquet(work.folder / LINES)
    record = Prepared(
        order=order,
        declared=work.own_columns(),
        sources=[_source(tables, table) for table in (*ROW_TABLES, "villages", "townships")],
        counts=dict(tables.findings.counts),
        remarks=[Remark.of(one) for one in tables.findings],
        parts=parts,
        digests=digests_in(work.folder),
    )
    (work.folder / RECORD).write_bytes(json.format(json.encode(record), indent=1))
    PartProgress.forget(work.folder)
    return record


def _leave_only(folder: Path, parts: Sequence[Part]) -> None:
    """Remove the parts of an attempt that made more of them, or of other data."""
    files = {part.file for part in parts}
    for table in (*ROW_TABLES, OWNERS):
        for path in (folder / table).glob("*.parquet"):
            if path.name not in files:
                path.unlink()


def digests_in(folder: Path) -> dict[str, str]:
    """The digests of the tables of a prepared folder."""
    places: Mapping[str, Path] = {
        "households": folder / "households",
        "loans": folder / "loans",
        OWNERS: folder / OWNERS,
        "villages": folder / "villages.parquet",
        "townships": folder / "townships.parquet",
    }
    return {table: sha256_of(path) for table, path in places.items()}


def _source(tables: Tables, table: str) -> Source:
    source = next(one for one in tables.sources if one.table == table)
    return Source(**{name: getattr(source, name) for name in Source.__struct_fields__})
