"""Marked copies: the user's own workbooks and text files with what is wrong marked in them, written beside as new workbooks.

In: what was read, and a folder. Out: one .xlsx a file in that folder, named like the file. The user's files are only read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from msgspec import Struct

from creditscore.core.terms import SEVERITIES, TABLES
from creditscore.core.text import Lang, Text
from creditscore.tables.files.original import OriginalSheet, can_be_copied, original_sheets
from creditscore.tables.findings.marked_sheet import ADVICE, COLOURS, LONGEST_CELL, Mark, Painter
from creditscore.tables.findings.rejected import other_lines
from creditscore.tables.findings.result import SourceFile, Tables

MOST_ROWS = 200_000
"""Files with more rows get no copy: no spreadsheet is pleasant to mend beyond."""
MOST_MERGING_ROWS = 20_000
"""Longer files are written row by row, which leaves merged cells unmerged."""
MOST_LISTED = 20_000
LISTED = Text("检查清单", "findings")
_HEADINGS = (Text("级别", "severity"), Text("工作表", "sheet"), Text("位置", "cell"), Text("列", "column"), Text("单元格", "value"))
_WIDTHS = (8, 14, 8, 24, 28, 90, 26)
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DAY = datetime(2000, 1, 1)  # noqa: DTZ001
"""The date inside the file: the same input gives the same bytes."""


class Copies(Struct, frozen=True):
    """The copies to write: the new file's name to the tables of one of the user's files; and the files without a copy."""

    files: Mapping[str, tuple[SourceFile, ...]]
    without: tuple[SourceFile, ...]


def planned_copies(tables: Tables) -> Copies:
    """Which files get a copy and what it is called; Parquet and files beyond MOST_ROWS get none."""
    by_path: dict[Path, list[SourceFile]] = {}
    without = []
    for source in tables.sources:
        if source.layout is None or not can_be_copied(source.path) or source.rows_in + source.left_out > MOST_ROWS:
            without.append(source)
        else:
            by_path.setdefault(source.path, []).append(source)
    files: dict[str, tuple[SourceFile, ...]] = {}
    for path, sources in by_path.items():
        name = f"{path.stem}.xlsx"
        files[f"{path.stem}-{sources[0].table}.xlsx" if name in files else name] = tuple(sources)
    return Copies(files, tuple(without))


def write_copy(tables: Tables, sources: tuple[SourceFile, ...], lang: Lang, path: Path) -> None:
    """Write the marked copy of one file that holds these tables."""
    first = sources[0]
    lines = pl.concat([other_lines(tables).lazy(), tables.lines]).collect()
    lines = lines.filter(pl.col("file") == first.file, pl.col("table").is_in([source.table for source in sources]))
    separator = first.layout.separator if first.layout else None
    long = any(source.rows_in > MOST_MERGING_ROWS for source in sources)
    with xlsxwriter.Workbook(path.as_posix(), _OPTIONS | {"constant_memory": long}) as book:
        book.set_properties({"created": _DAY})
        painter = _Copier(book, lang, sources)
        for sheet in original_sheets(first.path, first.encoding, separator, TABLES.get(first.table, first.title).say(lang)):
            painter.draw(sheet, lines)
        painter.overview(lines)
        painter.open_at_findings()


class _Copier(Painter):
    """Draws the sheets of one file, then the list of what was found in it."""

    def __init__(self, book: xlsxwriter.Workbook, lang: Lang, sources: tuple[SourceFile, ...]) -> None:
        super().__init__(book, lang)
        self.tables = {source.sheet: source for source in sources}
        self.headers: dict[str | None, list[str]] = {}
        self.sheets: dict[str | None, str] = {}
        self.visible: list[Any] = []
        self.marked: list[Any] = []

    def draw(self, sheet: OriginalSheet, lines: pl.DataFrame) -> None:
        """One sheet of the file, marked where it is a table."""
        page = self.book.add_worksheet(self._name(sheet.name))
        if not sheet.hidden:
            self.visible.append(page)
        source = self.tables.get(sheet.name) or self.tables.get(None)
        if source is None or source.layout is None or not sheet.rows:
            self.copy(page, sheet)
            return
        self.headers[source.sheet] = [str(cell) for cell in sheet.rows[source.layout.header_row - 1]]
        self.sheets[source.sheet] = page.get_name()
        own = lines.filter(pl.col("sheet").eq_missing(source.sheet) & pl.col("row").is_not_null() & (pl.col("severity") != "note"))
        self.mark(page, sheet, source.layout, self._marks(own))
        if own.height and not sheet.hidden:
            self.marked.append(page)

    def overview(self, lines: pl.DataFrame) -> None:
        """The sheet that lists the findings of the file, the gravest first, each with a link to its cell."""
        page = self.book.add_worksheet(self._name(LISTED.say(self.lang)))
        for place, (title, width) in enumerate(zip((*_HEADINGS, ADVICE, Text("原因代码", "code")), _WIDTHS, strict=True)):
            page.set_column(place, place, width)
            page.write_string(0, place, title.say(self.lang), self.format(COLOURS["head"]))
        grave = pl.col("severity").replace_strict({severity: at for at, severity in enumerate(SEVERITIES)}, return_dtype=pl.UInt8)
        for row, line in enumerate(lines.sort(grave, maintain_order=True).head(MOST_LISTED).iter_rows(named=True), 1):
            self._listed(page, row, line)
        if lines.height > MOST_LISTED:
            more = Text("另有 {left} 条，见 findings.csv", "and {left} more, see findings.csv").fill(left=lines.height - MOST_LISTED)
            page.write_string(MOST_LISTED + 1, 0, more.say(self.lang))
        page.autofilter(0, 0, min(lines.height, MOST_LISTED), len(_WIDTHS) - 1)
        page.freeze_panes(1, 0)
        self.print_on_one_page_wide(page)

    def open_at_findings(self) -> None:
        """Let the workbook open at the first sheet with findings; a hidden one cannot be in front."""
        for page in (self.marked or self.visible or self.book.worksheets()[-1:])[:1]:
            page.activate()
        for page in self.visible[:1]:
            page.set_first_sheet()

    def _listed(self, page: Any, row: int, line: Mapping[str, Any]) -> None:
        source = self.tables.get(line["sheet"])
        position = source.layout.positions.get(line["column"]) if source and source.layout else None
        headers = self.headers.get(line["sheet"], [])
        title = headers[position] if position is not None and position < len(headers) else line["column"]
        severity = SEVERITIES[line["severity"]].say(self.lang)
        cells = (severity, line["sheet"], None, title, line["value"], line[f"sentence_{self.lang}"], line["code"])
        for place, cell in enumerate(cells):
            if cell:
                page.write_string(row, place, str(cell)[:LONGEST_CELL], self.wrapped)
        if line["row"] is not None:
            self._link(page, row, self.sheets.get(line["sheet"]), line["row"], position or 0)

    def _link(self, page: Any, row: int, sheet: str | None, number: int, position: int) -> None:
        from xlsxwriter.utility import xl_col_to_name

        cell = f"{xl_col_to_name(position)}{number}"
        if sheet is None:
            page.write_string(row, 2, cell)
            return
        quoted = sheet.replace("'", "''")
        page.write_url(row, 2, f"internal:'{quoted}'!{cell}", string=cell)

    def _marks(self, lines: pl.DataFrame) -> dict[int, list[Mark]]:
        marks: dict[int, list[Mark]] = {}
        for row, severity, column, sentence in lines.select("row", "severity", "column", f"sentence_{self.lang}").iter_rows():
            marks.setdefault(row, []).append(Mark(severity, column, sentence))
        return marks

    def _name(self, wanted: str) -> str:
        taken = {page.get_name().casefold() for page in self.book.worksheets()}
        return next(name for name in _names(wanted) if name.casefold() not in taken)


def _names(wanted: str) -> Iterator[str]:
    """The name itself, as far as a workbook can have it, then with numbers."""
    plain = "".join("_" if sign in "[]:*?/\\" else sign for sign in wanted).strip("'")[:31] or "_"
    yield plain
    yield from (f"{plain[:26]} {number}" for number in count(2))
