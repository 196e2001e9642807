"""Findings out of problem lines, counts and notes: the examples that messages show, and how many there are of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from creditscore.core.errors import nearest
from creditscore.core.text import Text
from creditscore.tables.aliases import plain
from creditscore.tables.cells.units import UNITS
from creditscore.tables.checks.counting import Counted
from creditscore.tables.findings.finding import MOST_EXAMPLES, Finding
from creditscore.tables.findings.problems import IDS
from creditscore.tables.findings.sentences import column_title, with_sentences
from creditscore.tables.raw import ROW, Raw
from creditscore.tables.reasons import REASONS

Group = tuple[list[Finding], int]
LEFT_OUT = {"lines_total": ("total", "subtotal"), "lines_footer": ("footer",), "lines_header": ("header",), "lines_blank": ("blank",)}
"""The note on each kind of line that is no row."""
ROWS_LISTED = 10
"""A note names so many rows."""


def row_findings(problems: pl.DataFrame, raw: Raw, counts: Mapping[str, int]) -> list[Group]:
    """Findings of problem lines, one group a reason; `counts` where more were counted than lines are kept."""
    codes = problems.get_column("code").unique(maintain_order=True).to_list()
    lines = {code: problems.filter(pl.col("code") == code) for code in codes}
    if not lines:
        return []
    examples = pl.concat([one.sort(ROW).head(MOST_EXAMPLES) for one in lines.values()], rechunk=True)  # in pieces, Polars 2.1 may panic
    told = with_sentences(examples.lazy(), raw.table, raw.names, codes).collect(engine="in-memory")
    found: dict[str, list[Finding]] = {code: [] for code in codes}
    for row in told.iter_rows(named=True):
        found[row["code"]].append(_finding(row, raw))
    return [(found[code], max(counts.get(code, 0), lines[code].height)) for code in codes]


def table_finding(raw: Raw, code: str, column: str | None = None, value: str | Text | None = None, other: object = "") -> Finding:
    """A finding about a table or a column as a whole."""
    title = column_title(raw.table, column, raw.names) if column else ""
    text = REASONS[code].sentence.fill(column=title, value=value, other=other)
    shown = value.zh if isinstance(value, Text) else value
    return Finding(REASONS[code].severity, raw.table, raw.file, raw.sheet, None, column, shown, code, {}, text)


def notes_of(found: Counted) -> list[Group]:
    """What is worth knowing and needs no mending: columns not used or missing, what opening told, conversions, lines left out."""
    raw = found.settled.raw
    unused = [table_finding(raw, "column_not_used", None, header, _hint(raw, header)) for header in raw.unused]
    groups: list[Group] = [(unused, len(unused)), *_missing(found), *_told(raw), *_nameless(found), *_conversions(found), *_left_out(found)]
    return [group for group in groups if group[0]]


def _missing(found: Counted) -> Iterator[Group]:
    raw = found.settled.raw
    titles = [column_title(raw.table, column.name, {}) for column in found.settled.columns if column.name not in raw.names]
    if titles:
        listed = Text("、".join(title.zh for title in titles), ", ".join(title.en for title in titles))
        yield [table_finding(raw, "column_missing", other=listed)], len(titles)


def _told(raw: Raw) -> Iterator[Group]:
    for one in raw.remarks:
        yield [table_finding(raw, one.code, one.column, one.value, one.other)], 1


def _nameless(found: Counted) -> Iterator[Group]:
    for letter, count in found.settled.nameless.items():
        yield [table_finding(found.settled.raw, "cells_without_header", None, letter, count)], 1


def _conversions(found: Counted) -> Iterator[Group]:
    raw = found.settled.raw
    for (code, column), count in found.settled.notes.items():
        unit = UNITS.get(raw.units.get(column, ""), Text("", ""))
        yield [table_finding(raw, code, column, unit, count)], count


def _left_out(found: Counted) -> Iterator[Group]:
    for code, kinds in LEFT_OUT.items():
        rows = [line.row for line in found.settled.lines if line.kind in kinds]
        if rows:
            yield [table_finding(found.settled.raw, code, None, listed(rows), len(rows))], len(rows)


def listed(rows: Sequence[int]) -> str:
    """Row numbers for a message: the first ones."""
    return "、".join(str(row) for row in rows[:ROWS_LISTED]) + ("…" if len(rows) > ROWS_LISTED else "")


def _hint(raw: Raw, header: str) -> Text:
    words = raw.aliases.columns[raw.table]
    near = nearest(plain(header), list(words))
    return Text(f"，是否为“{near}”？", f", perhaps “{near}”?") if near else Text("", "")


def _finding(row: dict[str, Any], raw: Raw) -> Finding:
    reason = REASONS[row["code"]]
    ids = {name: row[name] for name in IDS if row[name] is not None}
    text = Text(row["sentence_zh"], row["sentence_en"])
    return Finding(reason.severity, raw.table, raw.file, raw.sheet, row[ROW], row["column"] or None, row["value"], reason.code, ids, text)
