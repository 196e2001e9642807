"""Workbooks: sheets of plain values drawn into an xlsx file.

Text stays text: no string becomes a formula, a link or a number. The same sheets give the same bytes: the file's own date is the
one that is given. Headings are frozen and filtered, widths fit Chinese, verdicts are coloured.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from creditscore.core.terms import STATUSES, VERDICTS, WORDS
from creditscore.core.text import Lang, Text
from creditscore.report.quick_page import QuickPage
from creditscore.report.sheet import Cell, Column, Kind, Row, Sheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDEST, _WIDE, _NARROWEST = 32, 60, 8
_LONGEST_CELL = 32_000
_MEASURED_ROWS = 200
_A4 = 9
_LINE, _MOST_LINES = 15, 20
_PICTURE_WIDTH, _PICTURE_HEIGHT, _ROW_HEIGHT, _MARGIN = 9.0, 6.4, 15 / 72, 2
_HEADER = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8ECEF"}
_ENTRY = {"text_wrap": True, "valign": "top", "bg_color": "#FFFBE6", "border": 1, "border_color": "#D9D2B0"}
_NUMBER_FORMATS: dict[Kind, str] = {"date": "yyyy-mm-dd", "count": "#,##0", "money": "#,##0.00", "points": "0.##", "share": "0.00%"}
_PNG_HEAD, _METRES_PER_INCH, _SCREEN = 64, 0.0254, 96
_COLOURS = {
    "pass": ("#1B5E3A", "#E6F4EA"),
    "fail": ("#8A1C1C", "#FBE6E4"),
    "pending": ("#7A4F00", "#FFF3D6"),
    "not_applicable": ("#5F6368", "#F1F3F4"),
}
_LIKE = {"rated": "pass", "not_rated": "fail", "pending": "pending", "not_organised": "not_applicable"}


def write_sheets(path: Path, title: str, day: date, lang: Lang, sheets: Iterable[Sheet]) -> Path:
    """Write a workbook of sheets; `title` and `day` are the file's own."""
    with xlsxwriter.Workbook(path.as_posix(), _OPTIONS) as book:
        book.set_properties({"title": title, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 - a day has no zone
        painter = _Painter(book, lang)
        for sheet in sheets:
            painter.draw(sheet)
    return path


class _Painter:
    """Draws sheets into one workbook with one set of formats."""

    def __init__(self, book: xlsxwriter.Workbook, lang: Lang) -> None:
        self.book, self.lang = book, lang
        self.header = book.add_format(_HEADER)
        self.plain: dict[Kind, Format | None] = {
            **dict.fromkeys(("text", "verdict", "status", "flag"), book.add_format({"valign": "top"})),
            "right": book.add_format({"align": "right", "valign": "top"}),
            "wide": book.add_format({"text_wrap": True, "valign": "top"}),
            "entry": book.add_format(_ENTRY),
            "due": book.add_format({**_ENTRY, "num_format": _NUMBER_FORMATS["date"]}),
            **{kind: book.add_format({"num_format": form, "valign": "top"}) for kind, form in _NUMBER_FORMATS.items()},
        }
        self.coloured = {word: book.add_format({"font_color": font, "bg_color": back}) for word, (font, back) in _COLOURS.items()}
        self.words: dict[Kind, dict[Any, str]] = {
            "verdict": self._said(VERDICTS),
            "status": self._said(STATUSES),
            "flag": {True: WORDS["yes"].say(lang)},
        }

    def _said(self, words: Mapping[str, Text]) -> dict[Any, str]:
        return {word: text.say(self.lang) for word, text in words.items()}

    def draw(self, sheet: Sheet) -> None:
        """One sheet: a frozen heading, the rows, filters and widths; or the one line that stands instead."""
        page = self.book.add_worksheet(sheet.name, QuickPage)
        if sheet.pictures:
            self._pictures(page, sheet.pictures)
            return
        if sheet.instead is not None:
            page.write_string(0, 0, sheet.instead)
            return
        for number, column in enumerate(sheet.columns):
            page.write_string(0, number, column.title, self.header)
        rows = list(sheet.rows)
        widths = self._columns(page, sheet.columns, rows[:_MEASURED_ROWS])
        self._rows(page, sheet.columns, rows)
        self._heights(page, sheet.columns, rows, widths)
        self._entries(page, sheet.columns, rows)
        self._colour(page, sheet.columns, len(rows))
        page.freeze_panes(1, sheet.frozen)
        page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        if sheet.printed is not None:
            page.print_area(0, 0, len(rows), sheet.printed - 1)

    def _pictures(self, page: Worksheet, pictures: Sequence[Path]) -> None:
        """Pictures one below the other, each on a page of its own when printed."""
        row, breaks = 0, []
        for picture in pictures:
            scale, rows = _fitted(picture)
            page.insert_image(row, 0, picture.as_posix(), {"x_scale": scale, "y_scale": scale, "description": picture.stem})
            row += rows
            breaks.append(row)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_h_pagebreaks(breaks[:-1])

    def _rows(self, page: Worksheet, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """Draw the rows below the heading; a blank cell is left out, and "no" of a flag as well."""
        known = [self.words.get(column.kind) for column in columns]
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                words = known[place]
                shown = value if words is None else words.get(value)
                if shown is None or shown == "":
                    continue
                if isinstance(shown, str):
                    page.write_string(number, place, shown[:_LONGEST_CELL])
                else:
                    self._number(page, number, place, shown)

    def _number(self, page: Worksheet, row: int, place: int, value: Any) -> None:
        if isinstance(value, Cell):
            page.write_number(row, place, value.value, self.plain.get(value.kind))
        elif isinstance(value, date):
            page.write_datetime(row, place, datetime(value.year, value.month, value.day))  # noqa: DTZ001 - a day has no zone
        else:
            page.write_number(row, place, value)

    def _entries(self, page: Worksheet, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """The blank cells that staff are to fill are shown as such."""
        for place, column in enumerate(columns):
            for number, row in enumerate(rows, 1) if column.kind in ("entry", "due") else ():
                if row[place] is None or row[place] == "":
                    page.write_blank(number, place, None, self.plain[column.kind])

    def _colour(self, page: Worksheet, columns: Sequence[Column], rows: int) -> None:
        """Verdicts and statuses are coloured by what they say, column by column: a cell needs no format of its own."""
        for place, column in enumerate(columns):
            if column.kind not in ("verdict", "status") or not rows:
                continue
            for value, word in self.words[column.kind].items():
                look = _LIKE.get(value, value) if column.kind == "status" else value
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.coloured[look]}
                page.conditional_format(1, place, rows, place, rule)

    def _columns(self, page: Worksheet, columns: Sequence[Column], rows: Sequence[Row]) -> list[int]:
        """Set every column's width and format; the widths."""
        widths = []
        for place, column in enumerate(columns):
            cells = [min(_width(column.title), _WIDEST // 2), *(self._shown_width(column.kind, row[place]) for row in rows)]
            widest = column.widest or (_WIDE if column.kind == "wide" else _WIDEST)
            widths.append(min(max(*cells, _NARROWEST), widest))
            page.set_column(place, place, widths[-1] + 2, self.plain.get(column.kind))
        return widths

    def _heights(self, page: Worksheet, columns: Sequence[Column], rows: Sequence[Row], widths: Sequence[int]) -> None:
        """Make room for wrapped text: not every program does so by itself."""
        wide = [place for place, column in enumerate(columns) if column.kind == "wide"]
        page.set_row(0, _LINE * max(-(-_width(column.title) // (width + 1)) for column, width in zip(columns, widths, strict=True)))
        for number, row in enumerate(rows, 1):
            lines = max((-(-_width(row[place] or "") // (widths[place] + 1)) for place in wide), default=1)
            if lines > 1:
                page.set_row(number, _LINE * min(lines, _MOST_LINES))

    def _shown_width(self, kind: Kind, value: Any) -> int:
        if kind in self.words:
            return _width(self.words[kind].get(value, ""))
        plain = value.value if isinstance(value, Cell) else value
        return _width(f"{plain:,.2f}" if isinstance(plain, float) else str(plain or ""))


def _width(text: str) -> int:
    """How many columns a text takes: two for a Chinese character."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _fitted(picture: Path) -> tuple[float, int]:
    """The scale at which a PNG file fits a page, and how many rows it then covers, those below it included."""
    head = picture.read_bytes()[:_PNG_HEAD]
    width, height = struct.unpack(">II", head[16:24])
    place = head.find(b"pHYs")
    per_inch = struct.unpack(">I", head[place + 4 : place + 8])[0] * _METRES_PER_INCH if place > 0 else _SCREEN
    scale = min(_PICTURE_WIDTH * per_inch / width, _PICTURE_HEIGHT * per_inch / height)
    return scale, ceil(height / per_inch * scale / _ROW_HEIGHT) + _MARGIN
