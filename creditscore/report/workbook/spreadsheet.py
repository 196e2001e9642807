"""Workbooks: sheets of plain values drawn into an xlsx file.

Text stays text: no string becomes a formula, a link or a number. The same sheets give the same bytes: the file's own date is the
one that is given. Headings are frozen and filtered, widths fit Chinese, verdicts are coloured.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from creditscore.core.terms import STATUSES, VERDICTS, WORDS
from creditscore.core.text import Lang, Text
from creditscore.report.sheet import Cell, Column, Kind, Sheet
from creditscore.report.workbook.quick_book import QuickBook
from creditscore.report.workbook.quick_page import Own, QuickPage
from creditscore.report.workbook.widths import lines_of, text_width, widest

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDEST, _WIDE, _NARROWEST = 32, 60, 8
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
    draw_sheets(path, title, day, lang, sheets).close()
    return path


def draw_sheets(path: Path, title: str, day: date, lang: Lang, sheets: Iterable[Sheet]) -> QuickBook:
    """A workbook of sheets that is written when it is closed: half of the work, most of which may be done beside other work."""
    book = QuickBook(path.as_posix(), _OPTIONS)
    book.set_properties({"title": title, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 - a day has no zone
    painter = _Painter(book, lang)
    for sheet in sheets:
        painter.draw(sheet)
    return book


class _Painter:
    """Draws sheets into one workbook with one set of formats."""

    def __init__(self, book: QuickBook, lang: Lang) -> None:
        self.book, self.lang = book, lang
        self.header = book.add_format(_HEADER)
        self.plain: dict[Kind, Format] = {
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
        rows = list(sheet.rows)
        cells = list(zip(*rows, strict=True)) if rows else [() for _ in sheet.columns]
        shown = [self._shown(column, values) for column, values in zip(sheet.columns, cells, strict=True)]
        page.write_columns([column.title for column in sheet.columns], self.header, shown)
        widths = self._columns(page, sheet.columns, shown)
        _make_room(page, sheet.columns, shown, widths)
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

    def _shown(self, column: Column, values: Sequence[Any]) -> Sequence[Any]:
        """What the cells of a column show: words in the language, "no" of a flag as nothing, and blanks that staff are to fill as such."""
        if column.kind in self.words:
            return list(map(self.words[column.kind].get, values))
        if column.kind in ("entry", "due"):
            blank = Own(None, self.plain[column.kind])
            return [blank if value is None or value == "" else value for value in values]
        if Cell in set(map(type, values)):
            return [Own(value.value, self.plain[value.kind]) if isinstance(value, Cell) else value for value in values]
        return values

    def _colour(self, page: Worksheet, columns: Sequence[Column], rows: int) -> None:
        """Verdicts and statuses are coloured by what they say, column by column: a cell needs no format of its own."""
        for place, column in enumerate(columns):
            if column.kind not in ("verdict", "status") or not rows:
                continue
            for value, word in self.words[column.kind].items():
                look = _LIKE.get(value, value) if column.kind == "status" else value
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.coloured[look]}
                page.conditional_format(1, place, rows, place, rule)

    def _columns(self, page: QuickPage, columns: Sequence[Column], shown: Sequence[Sequence[Any]]) -> list[int]:
        """Set every column's width and format; the widths."""
        widths = []
        for place, (column, values) in enumerate(zip(columns, shown, strict=True)):
            needed = max(min(text_width(column.title), _WIDEST // 2), _NARROWEST, widest(values[:_MEASURED_ROWS]))
            widths.append(min(needed, column.widest or (_WIDE if column.kind == "wide" else _WIDEST)))
            page.set_column(place, place, widths[-1] + 2, self.plain.get(column.kind))
        return widths


def _make_room(page: QuickPage, columns: Sequence[Column], shown: Sequence[Sequence[Any]], widths: Sequence[int]) -> None:
    """Make room for wrapped text: not every program does so by itself."""
    page.set_row(0, _LINE * max(lines_of(column.title, width) for column, width in zip(columns, widths, strict=True)))
    wide = [_lines(shown[place], widths[place]) for place, column in enumerate(columns) if column.kind == "wide"]
    for number, lines in enumerate(zip(*wide, strict=True), 1):
        if max(lines) > 1:
            page.set_row(number, _LINE * min(max(lines), _MOST_LINES))


def _lines(texts: Sequence[str | None], width: int) -> list[int]:
    """How many lines each cell of a column takes; texts that come again are measured once."""
    measured = {text: lines_of(text, width) for text in dict.fromkeys(texts)}
    return [measured[text] for text in texts]


def _fitted(picture: Path) -> tuple[float, int]:
    """The scale at which a PNG file fits a page, and how many rows it then covers, those below it included."""
    head = picture.read_bytes()[:_PNG_HEAD]
    width, height = struct.unpack(">II", head[16:24])
    place = head.find(b"pHYs")
    per_inch = struct.unpack(">I", head[place + 4 : place + 8])[0] * _METRES_PER_INCH if place > 0 else _SCREEN
    scale = min(_PICTURE_WIDTH * per_inch / width, _PICTURE_HEIGHT * per_inch / height)
    return scale, ceil(height / per_inch * scale / _ROW_HEIGHT) + _MARGIN
