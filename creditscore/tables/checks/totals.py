"""Printed totals: the total lines of a table held against the sums of the rows that are used, exact in fen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl
from msgspec import Struct

from creditscore.core.columns import Column
from creditscore.core.money import yuan
from creditscore.core.text import Text, same
from creditscore.tables.cells.left_out import Line
from creditscore.tables.cells.read_cells import reading_of
from creditscore.tables.checks.normalise import Settled
from creditscore.tables.checks.remarks import Group
from creditscore.tables.findings.finding import Finding
from creditscore.tables.findings.sentences import column_title
from creditscore.tables.raw import ROW
from creditscore.tables.reasons import REASONS

CODE, SECTION = "total_differs", "#section"


class _Sums(Struct, frozen=True):
    """The sums of the used rows before each total line and after the last one; `count` how many rows each section has."""

    sections: Sequence[Mapping[str, int]]

    def between(self, name: str, first: int, last: int) -> int:
        """The sum over the sections from the first to the last, both included."""
        return sum(section.get(name, 0) for section in self.sections[first : last + 1])


def totals_differing(settled: Settled, errors: pl.DataFrame) -> list[Group]:
    """A warning for each printed total that is not the sum of the used rows it may stand for."""
    lines = [line for line in settled.lines if line.kind in {"total", "subtotal"}]
    columns = [column for column in settled.present if column.type in {"money", "integer"}]
    if not lines or not columns:
        return []
    sums = _sums(settled, errors, lines, columns)
    found = [one for column in columns for one in _differing(settled, lines, column, sums)]
    return [(found, len(found))] if found else []


def _sums(settled: Settled, errors: pl.DataFrame, lines: Sequence[Line], columns: Sequence[Column]) -> _Sums:
    section = pl.lit(0, pl.Int64)
    for line in lines:
        section = section + (pl.col(ROW) > line.row).cast(pl.Int64)
    used = settled.numbered.join(errors.lazy().select(ROW).unique(), on=ROW, how="anti")
    names = [column.name for column in columns]
    summed = used.select(section.alias(SECTION), *names).group_by(SECTION).agg(pl.col(names).cast(pl.Int128).sum().cast(pl.String))
    found: dict[int, dict[str, int]] = {}
    for record in summed.collect(engine="streaming").iter_rows(named=True):
        found[record[SECTION]] = {name: int(record[name]) for name in names}
    return _Sums([found.get(at, {}) for at in range(len(lines) + 1)])


def _differing(settled: Settled, lines: Sequence[Line], column: Column, sums: _Sums) -> Iterator[Finding]:
    printed = _printed(settled, lines, column)
    for at, line in enumerate(lines):
        if printed[at] is None:
            continue
        fitting = [sums.between(column.name, first, last) for first, last in _spans(lines, at)]
        if printed[at] not in fitting:
            yield _finding(settled, line, column, int(printed[at] or 0), fitting[0])


def _printed(settled: Settled, lines: Sequence[Line], column: Column) -> list[int | None]:
    cells = pl.DataFrame({column.name: [line.cells.get(column.name) for line in lines]}, schema={column.name: pl.String})
    reading = reading_of(column, settled.raw)
    values: list[int | None] = reading.ready(cells).select(reading.value).to_series().to_list()
    return values


def _spans(lines: Sequence[Line], at: int) -> list[tuple[int, int]]:
    """The sections that a total may stand for, the likeliest first: a subtotal for those since the last line, a total for all."""
    own, above = (at, at), (0, at)
    since = max((earlier + 1 for earlier in range(at) if lines[earlier].kind == "total"), default=0)
    spans = [own, (since, at), above] if lines[at].kind == "subtotal" else [above, (since, at), own]
    return [*spans, (at + 1, len(lines))]


def _finding(settled: Settled, line: Line, column: Column, printed: int, summed: int) -> Finding:
    raw, reason = settled.raw, REASONS[CODE]
    shown = [
        Text(f"{yuan(value)} 元", f"{yuan(value)} yuan") if column.type == "money" else same(f"{value:,}") for value in (printed, summed)
    ]
    text = reason.sentence.fill(column=column_title(raw.table, column.name, raw.names), value=shown[0], other=shown[1])
    return Finding(reason.severity, raw.table, raw.file, raw.sheet, line.row, column.name, shown[0].zh, CODE, {}, text)
