"""One sheet of a marked copy: the user's cells as they are, bad ones coloured and commented, and what is to be done beside each row.

Text stays text: no string becomes a formula, a link or a number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from creditscore.core.text import LANGS, Lang, Text
from creditscore.tables.files.original import OriginalSheet
from creditscore.tables.raw import Layout
from creditscore.tables.reasons import Severity

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

STATUS = Text("检查结果", "check result")
ADVICE = Text("问题与处理", "what to do")
STATES: dict[str, Text] = {"error": Text("剔除", "rejected"), "warning": Text("警告", "warning")}
COLOURS: dict[str, str] = {"error": "#F8B4AE", "warning": "#FFE08A", "head": "#E8ECEF"}
MOST_COMMENTS = 5_000
"""So many cells of a sheet carry a comment; the column beside the rows has every sentence."""
LONGEST_CELL = 32_767
_LONG_NUMBER = 10**11
_A4 = 9
_LINE, _HIGHEST = 16, 400
_MEASURED_ROWS, _NARROWEST, _WIDEST, _ADVICE_WIDTH = 200, 8, 40, 80
_FIRST_YEAR = 1900
_TITLES = {title.say(lang) for title in (STATUS, ADVICE) for lang in LANGS}


class Mark(Struct, frozen=True):
    """One finding about a row: how grave, the column it blames (canonical), and the sentence in the user's language."""

    severity: Severity
    column: str | None
    sentence: str


class Painter:
    """Writes sheets into one workbook with one set of formats."""

    def __init__(self, book: xlsxwriter.Workbook, lang: Lang) -> None:
        self.book, self.lang = book, lang
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._formats: dict[tuple[str, str], Format] = {}

    def format(self, colour: str = "", number: str = "") -> Format | None:
        """The format of a cell by its colour and number format, made once; None for a plain cell."""
        if not colour and not number:
            return None
        known = self._formats.get((colour, number))
        if known is None:
            shape = {"bg_color": colour} if colour else {}
            known = self._formats[colour, number] = self.book.add_format(shape | ({"num_format": number} if number else {}))
        return known

    def copy(self, page: Worksheet, sheet: OriginalSheet) -> None:
        """The cells of a sheet that is no table of ours, unmarked."""
        for row, cells in enumerate(sheet.rows):
            for place, cell in enumerate(cells):
                self.cell(page, row, place, cell)
        self._finish(page, sheet)

    def mark(self, page: Worksheet, sheet: OriginalSheet, layout: Layout, marks: Mapping[int, Sequence[Mark]]) -> int:
        """The cells of a table with its marks, by row number as the user counts; the position of the status column."""
        width = _own_width(sheet, layout)
        head = layout.header_row - 1
        left = MOST_COMMENTS
        coloured: dict[tuple[int, int], str] = {}
        for row, cells in enumerate(sheet.rows):
            found = marks.get(row + 1, ())
            blamed = _by_position(found, layout)
            coloured |= {(row, place): _worst(of_cell) for place, of_cell in blamed.items()}
            for place in range(max(width, 1 + max(blamed, default=-1))):
                self.cell(page, row, place, cells[place] if place < len(cells) else "", coloured.get((row, place), ""))
            left -= self._comments(page, row, blamed, left)
            if found:
                self._advise(page, row, width, found)
            elif row == head:
                self._head(page, row, width)
        self._finish(page, sheet, coloured)
        page.set_column(width, width, 12)
        page.set_column(width + 1, width + 1, _ADVICE_WIDTH)
        page.autofilter(head, 0, max(len(sheet.rows) - 1, head), width + 1)
        page.freeze_panes(head + 1, 0)
        return width

    def _head(self, page: Worksheet, row: int, width: int) -> None:
        for place, title in enumerate((STATUS, ADVICE), width):
            page.write_string(row, place, title.say(self.lang), self.format(COLOURS["head"]))

    def cell(self, page: Worksheet, row: int, place: int, cell: object, severity: str = "") -> None:
        """One cell by its type, coloured by the severity of its finding."""
        colour = COLOURS[severity] if severity else ""
        match cell:
            case None | "":
                if colour:
                    page.write_blank(row, place, None, self.format(colour))
            case str():
                page.write_string(row, place, cell[:LONGEST_CELL], self.format(colour))
            case bool():
                page.write_boolean(row, place, cell, self.format(colour))
            case int() | float() if math.isfinite(cell):
                page.write_number(row, place, cell, self.format(colour, "0" if abs(cell) >= _LONG_NUMBER else ""))
            case datetime() | date() if cell.year >= _FIRST_YEAR:
                page.write_datetime(row, place, cell, self.format(colour, _day_format(cell)))
            case time() | timedelta():
                page.write_datetime(row, place, cell, self.format(colour, "[h]:mm:ss"))
            case _:
                page.write_string(row, place, str(cell), self.format(colour))

    def _comments(self, page: Worksheet, row: int, blamed: Mapping[int, Sequence[Mark]], left: int) -> int:
        told = list(blamed.items())[: max(left, 0)]
        for place, marks in told:
            text = "\n".join(mark.sentence for mark in marks)
            page.write_comment(row, place, text, {"author": "creditscore", "x_scale": 2.5, "y_scale": 1.5})
        return len(told)

    def _advise(self, page: Worksheet, row: int, width: int, found: Sequence[Mark]) -> None:
        severity = _worst(found)
        lines = sum(1 + _length(mark.sentence) // (_ADVICE_WIDTH - 8) for mark in found)
        page.set_row(row, min(lines * _LINE, _HIGHEST))
        page.write_string(row, width, STATES[severity].say(self.lang), self.format(COLOURS[severity]))
        page.write_string(row, width + 1, "\n".join(mark.sentence for mark in found)[:LONGEST_CELL], self.wrapped)

    def _finish(self, page: Worksheet, sheet: OriginalSheet, coloured: Mapping[tuple[int, int], str] | None = None) -> None:
        for place in range(max(map(len, sheet.rows[:_MEASURED_ROWS]), default=0)):
            cells = [_length(row[place]) for row in sheet.rows[:_MEASURED_ROWS] if place < len(row)]
            page.set_column(place, place, min(max(*cells, _NARROWEST), _WIDEST) + 2)
        for (top, first), (bottom, last) in sheet.merged if not self.book.constant_memory else ():
            cells_of_top = sheet.rows[top] if top < len(sheet.rows) else ()
            if (top, first) != (bottom, last):
                page.merge_range(top, first, bottom, last, "")
                cell = cells_of_top[first] if first < len(cells_of_top) else ""
                self.cell(page, top, first, cell, (coloured or {}).get((top, first), ""))
        self.print_on_one_page_wide(page)
        if sheet.hidden:
            page.hide()

    def print_on_one_page_wide(self, page: Worksheet) -> None:
        """Paper settings: A4 across, all columns on one page."""
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)


def _own_width(sheet: OriginalSheet, layout: Layout) -> int:
    """How many columns are the user's: those of an earlier check are written anew."""
    header = sheet.rows[layout.header_row - 1]
    earlier = [place for place, cell in enumerate(header) if cell in _TITLES]
    return min(earlier) if earlier else max(map(len, sheet.rows))


def _by_position(found: Sequence[Mark], layout: Layout) -> dict[int, list[Mark]]:
    blamed: dict[int, list[Mark]] = {}
    for mark in found:
        if mark.column is not None and mark.column in layout.positions:
            blamed.setdefault(layout.positions[mark.column], []).append(mark)
    return blamed


def _worst(marks: Sequence[Mark]) -> str:
    severities = {mark.severity for mark in marks}
    return "error" if "error" in severities else "warning" if severities else ""


def _day_format(cell: date) -> str:
    return "yyyy-mm-dd hh:mm:ss" if isinstance(cell, datetime) and cell.time() != time() else "yyyy-mm-dd"


def _length(cell: object) -> int:
    """The width of a cell: two for a Chinese character."""
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in str(cell))
