"""A run's workbook, `ratings.xlsx`.

Text stays text: no string becomes a formula, a link or a number. The same run gives the same bytes:
the file's own dates are the as-of date.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from creditscore.core.terms import STATUSES, VERDICTS, WORDS
from creditscore.core.text import Lang, Text
from creditscore.packs.model import Pack
from creditscore.report.content import Content
from creditscore.report.sheet import Column, Kind, Row, Sheet
from creditscore.report.sheets import sheets

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WORKBOOK = "ratings.xlsx"
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDEST, _WIDE, _NARROWEST = 32, 60, 8
_LONGEST_CELL = 32_000
_MEASURED_ROWS = 200
_A4 = 9
_HEADER = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8ECEF"}
_NUMBER_FORMATS: dict[Kind, str] = {"count": "#,##0", "money": "#,##0.00", "share": "0.00%"}
_COLOURS = {
    "pass": ("#1B5E3A", "#E6F4EA"),
    "fail": ("#8A1C1C", "#FBE6E4"),
    "pending": ("#7A4F00", "#FFF3D6"),
    "not_applicable": ("#5F6368", "#F1F3F4"),
}
_LIKE = {"rated": "pass", "not_rated": "fail", "pending": "pending", "not_organised": "not_applicable"}


def write_workbook(folder: Path, pack: Pack, summary: Mapping[str, Any], lang: Lang) -> Path:
    """Write `ratings.xlsx` into a run folder from its level tables, rejected rows and summary."""
    content = Content(folder, pack, summary, lang)
    path = folder / WORKBOOK
    with xlsxwriter.Workbook(path.as_posix(), _OPTIONS) as book:
        day = content.as_of
        book.set_properties({"title": getattr(pack.pack.title, lang), "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001
        painter = _Painter(book, lang)
        for sheet in sheets(content):
            painter.draw(sheet)
    return path


class _Painter:
    """Draws sheets into one workbook with one set of formats."""

    def __init__(self, book: xlsxwriter.Workbook, lang: Lang) -> None:
        self.book, self.lang = book, lang
        self.header = book.add_format(_HEADER)
        self.plain: dict[Kind, Format | None] = {
            "text": None,
            "wide": book.add_format({"text_wrap": True, "valign": "top"}),
            **{kind: book.add_format({"num_format": form}) for kind, form in _NUMBER_FORMATS.items()},
        }
        self.coloured = {word: book.add_format({"font_color": font, "bg_color": back}) for word, (font, back) in _COLOURS.items()}
        self.words = {
            "verdict": self._said(VERDICTS),
            "status": self._said(STATUSES),
        }

    def _said(self, words: Mapping[str, Text]) -> dict[str, str]:
        return {word: text.say(self.lang) for word, text in words.items()}

    def draw(self, sheet: Sheet) -> None:
        """One sheet: a frozen heading, the rows, filters and widths; or the one line that stands instead."""
        page = self.book.add_worksheet(sheet.name)
        if sheet.instead is not None:
            page.write_string(0, 0, sheet.instead)
            return
        for number, column in enumerate(sheet.columns):
            page.write_string(0, number, column.title, self.header)
        rows = iter(sheet.rows)
        first = list(islice(rows, _MEASURED_ROWS))
        self._widths(page, sheet.columns, first)
        last = self._rows(page, sheet.columns, first, 1)
        last = self._rows(page, sheet.columns, rows, last)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(last - 1, 0), len(sheet.columns) - 1)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)

    def _rows(self, page: Worksheet, columns: Sequence[Column], rows: Any, start: int) -> int:
        """Draw rows from `start` on; the number of the row after the last."""
        number = start
        for number, row in enumerate(rows, start + 1):
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                if value is not None and value != "":
                    self._cell(page, number - 1, place, column.kind, value)
        return number

    def _cell(self, page: Worksheet, row: int, place: int, kind: Kind, value: Any) -> None:
        if kind in ("verdict", "status"):
            colour = self.coloured[_LIKE.get(value, value) if kind == "status" else value]
            page.write_string(row, place, self.words[kind][value], colour)
        elif kind == "flag":
            page.write_string(row, place, WORDS["yes" if value else "no"].say(self.lang))
        elif isinstance(value, str):
            page.write_string(row, place, value[:_LONGEST_CELL], self.plain[kind])
        else:
            page.write_number(row, place, value, self.plain[kind])

    def _widths(self, page: Worksheet, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        for place, column in enumerate(columns):
            if column.kind == "wide":
                page.set_column(place, place, _WIDE)
                continue
            cells = [min(_width(column.title), _WIDEST // 2), *(self._shown_width(column.kind, row[place]) for row in rows)]
            page.set_column(place, place, min(max(*cells, _NARROWEST), _WIDEST) + 2)

    def _shown_width(self, kind: Kind, value: Any) -> int:
        if kind in ("verdict", "status"):
            return _width(self.words[kind].get(value, ""))
        return _width(f"{value:,.2f}" if isinstance(value, float) else str(value or ""))


def _width(text: str) -> int:
    """How many columns a text takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
