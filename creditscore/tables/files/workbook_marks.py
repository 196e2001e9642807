"""What a workbook's cells do not tell: hidden rows and columns, failed formulas, formulas without a value, number formats, the calendar.

Read from the sheet's XML in .xlsx, .xlsm and .ods, from the records of a .xls file. Formats count where they say something else: 45%.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from posixpath import join, normpath

from msgspec import Struct, field

from creditscore.tables.cells.number_formats import PERCENT_FORMATS, shown_by, telling
from creditscore.tables.cells.read_cells import FORMULA_WITHOUT_VALUE
from creditscore.tables.files.workbook_marks_ods import ods_marks
from creditscore.tables.files.workbook_marks_xls import Mark, xls_marks

_SHEET = re.compile(r"<sheet\b[^>]*>")
_TARGET = re.compile(r"<Relationship\b[^>]*>")
_PREFIX = re.compile(rb"<(/?)[A-Za-z]\w*:")
_HIDDEN_ROW = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"[^>]*>')
_FAILED = re.compile(rb'<c\b[^>]*\bt="e"[^>]*>.*?</c>', re.DOTALL)
_NO_VALUE = re.compile(rb"<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_COLUMN = re.compile(rb"<col\b[^>]*>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_BOUNDS = re.compile(rb'\b(min|max)="(\d+)"')
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_1904 = re.compile(r'<workbookPr\b[^>]*\bdate1904="(?:1|true)"')
_FIRST_ROW = re.compile(rb'<row\b[^>]*\br="1"[^>]*>(?=\s*<c\b[^>]*\br="A1"[^>]*[^/]>)')
_STYLES = "xl/styles.xml"
_FORMAT = re.compile(rb'<numFmt\b[^>]*\bnumFmtId="(\d+)"[^>]*\bformatCode="([^"]*)"')
_XF = re.compile(rb'<xf\b[^>]*\bnumFmtId="(\d+)"')
_ROOT_WITHIN = 4096
"""The root element of a part, and the first row of a sheet, stand within so many bytes."""
DAYS_1904 = 1462
"""How many days the 1904 calendar starts after the usual one."""


class Marks(Struct, frozen=True):
    """Hidden rows (numbers as users count) and columns (from 0), texts to put into cells by (row, column) from 0, and the calendar.

    `read` says whether the kind of file gives marks at all; `from_1904` whether days count from 1904;
    `plain` says that the sheet's first row looks like a header and nothing in the sheet needs a look cell by cell.
    """

    hidden_rows: frozenset[int] = frozenset()
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)
    from_1904: bool = False
    plain: bool = False
    hidden_columns: frozenset[int] = frozenset()
    read: bool = True


def marks_of(path: Path, sheet: str) -> Marks:
    """The marks of one sheet."""
    if not zipfile.is_zipfile(path):
        found = xls_marks(path, sheet)
        return Marks(read=False) if found is None else _gathered(found)
    with zipfile.ZipFile(path) as book:
        if "content.xml" in book.namelist():
            return _open_document(book.read("content.xml").decode("utf-8", "replace"), sheet)
        if "xl/workbook.xml" not in book.namelist():
            return Marks(read=False)
        listing = _without_prefixes(book.read("xl/workbook.xml")).decode("utf-8", "replace")
        name = _part_of(book, listing, sheet)
        content = _without_prefixes(book.read(name)) if name in book.namelist() else b""
        styles = _without_prefixes(book.read(_STYLES)) if _STYLES in book.namelist() else b""
    odd, from_1904 = dict(_shown_otherwise(content, styles)) | dict(_odd_cells(content)), _1904.search(listing) is not None
    plain = not odd and not from_1904 and b"<mergeCell" not in content and _starts_with_headers(content)
    return Marks(frozenset(_hidden(content)), odd, from_1904, plain, frozenset(_hidden_columns(content)))


def _open_document(content: str, sheet: str) -> Marks:
    return _gathered(list(ods_marks(content, sheet)))


def _gathered(marks: Sequence[Mark]) -> Marks:
    rows = frozenset(row + 1 for kind, row, _, _ in marks if kind == "row")
    columns = frozenset(column for kind, _, column, _ in marks if kind == "column")
    cells = {(row, column): text for kind, row, column, text in marks if kind == "cell"}
    return Marks(rows, cells, from_1904=any(mark[0] == "calendar" for mark in marks), hidden_columns=columns)


def _starts_with_headers(content: bytes) -> bool:
    """Whether the first row is row 1, with several cells, the first in column A: most likely headers, not a title."""
    row = _FIRST_ROW.search(content[:_ROOT_WITHIN])
    return row is not None and len(re.findall(rb"<c\s[^>]*[^/]>", content[row.end() : row.end() + _ROOT_WITHIN].split(b"</row>")[0])) > 2


def _without_prefixes(content: bytes) -> bytes:
    return _PREFIX.sub(rb"<\1", content) if re.search(rb"<\w+:(?:worksheet|workbook)\b", content[:_ROOT_WITHIN]) else content


def _part_of(book: zipfile.ZipFile, listing: str, sheet: str) -> str:
    own = next((tag for tag in _SHEET.findall(listing) if _attribute(tag, "name") == sheet), "")
    key = _attribute(own, r"\w+:id")
    links = book.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    target = next((_attribute(tag, "Target") for tag in _TARGET.findall(links) if _attribute(tag, "Id") == key), "")
    return target.removeprefix("/") if target.startswith("/") else normpath(join("xl", target))


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return unescape(found.group(1)) if found else ""


def _hidden(content: bytes) -> Iterator[int]:
    for tag in _HIDDEN_ROW.findall(content) if b' hidden="' in content else ():
        if number := _ROW_NUMBER.search(tag):
            yield int(number.group(1))


def _hidden_columns(content: bytes) -> Iterator[int]:
    for tag in _COLUMN.findall(content.partition(b"<sheetData")[0]):
        bounds = _BOUNDS.findall(tag)
        if _HIDDEN.search(tag) and len(bounds) == 2:
            ends = {name: int(number) for name, number in bounds}
            yield from range(ends[b"min"] - 1, ends[b"max"])


def _odd_cells(content: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' in content:
        for cell in _FAILED.findall(content):
            place, value = _PLACE.search(cell), _VALUE.search(cell)
            if place:
                yield _position(place), value.group(1).decode() if value else "#VALUE!"
    for formula in _NO_VALUE.finditer(content) if b"<f" in content else ():
        start = content.rfind(b"<c ", 0, formula.start())
        head = content[start : formula.start()]
        place = _PLACE.search(head)
        if place and not re.search(rb'\bt="(?:str|e)"', head):
            yield _position(place), FORMULA_WITHOUT_VALUE


def _shown_otherwise(content: bytes, styles: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Numbers that are shown as something else: 0.45 is seen as 45%, and must not be taken for an amount of 0.45 yuan."""
    own = {int(number): unescape(code.decode("utf-8", "replace")) for number, code in _FORMAT.findall(styles)}
    formats = _XF.findall(styles.partition(b"<cellXfs")[2].partition(b"</cellXfs>")[0])
    codes = {place: (PERCENT_FORMATS | own).get(int(number), "") for place, number in enumerate(formats)}
    told = {str(place).encode(): code for place, code in codes.items() if telling(code)}
    if not told:
        return
    cell = re.compile(
        rb'<c\b(?=[^>]*\bs="('
        + b"|".join(told)
        + rb')")(?![^>]*\bt="(?!n))[^>]*>(?:<f\b[^>]*(?:/>|>[^<]*</f>))?<v>(-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)</v>'
    )
    for found in cell.finditer(content):
        place, text = _PLACE.search(found.group()), shown_by(told[found.group(1)], found.group(2).decode())
        if place and text is not None:
            yield _position(place), text


def _position(place: re.Match[bytes]) -> tuple[int, int]:
    column = 0
    for letter in place.group(1):
        column = column * 26 + letter - 64
    return int(place.group(2)) - 1, column - 1
