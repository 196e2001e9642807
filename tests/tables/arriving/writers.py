"""Writers of files as they really arrive: rows in; CSV bytes, typed workbooks, edited workbook XML and OpenDocument sheets out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]


def csv_bytes(rows: Rows, encoding: str = "utf-8", separator: str = ",", line_end: str = "\r\n") -> bytes:
    """Rows as CSV; cells with the separator are quoted."""
    lines = [separator.join(_quoted(cell, separator) for cell in row) for row in rows]
    return (line_end.join(lines) + line_end).encode(encoding)


def _quoted(cell: Any, separator: str) -> str:
    text = "" if cell is None else str(cell)
    return f'"{text}"' if separator in text or "\n" in text else text


def workbook(path: Path, sheets: dict[str, Rows], after: Callable[[Any, dict[str, Any]], None] | None = None, **options: Any) -> None:
    """A workbook with typed cells: numbers, texts, dates, booleans; `after` gets the book and its pages by name."""
    with xlsxwriter.Workbook(path, options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        pages = {name: book.add_worksheet(name) for name in sheets}
        for name, rows in sheets.items():
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(pages[name], at, column, cell, day)
        if after is not None:
            after(book, pages)


def _write(page: Any, at: int, column: int, cell: Any, day: Any) -> None:
    if isinstance(cell, date):
        page.write_datetime(at, column, cell, day)
    elif isinstance(cell, str) and cell.startswith("="):
        page.write_string(at, column, cell)
    elif cell is not None:
        page.write(at, column, cell)


def edited(path: Path, pattern: str, new: str, part: str = "xl/worksheets/sheet1.xml") -> None:
    """Replace text in one part of a workbook, which must be there."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    before = parts[part].decode()
    after = re.sub(pattern, new, before)
    assert after != before
    parts[part] = after.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


def ods(path: Path, sheet: str, rows: Rows, hidden_row: int | None = None, hidden_column: int | None = None) -> None:
    """A minimal OpenDocument sheet with typed cells; cells that are Markup stand as they are; a row and a column (from 0) may be hidden."""
    unseen = ' table:visibility="collapse"'
    columns = f'<table:table-column table:number-columns-repeated="{hidden_column}"/><table:table-column{unseen}/>' if hidden_column else ""
    lines = columns + "".join(
        f"<table:table-row{unseen if at == hidden_row else ''}>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>"
        for at, row in enumerate(rows)
    )
    spaces = ("office", "table", "text")
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in spaces)
    names += ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="{sheet}">{lines}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", kind)
        book.writestr("content.xml", content)
        book.writestr("META-INF/manifest.xml", manifest)


class Markup(str):
    """XML that stands in a sheet as it is."""

    __slots__ = ()


def _ods_cell(cell: Any) -> str:
    if isinstance(cell, Markup):
        return cell
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"><text:p>{cell}</text:p></table:table-cell>'
        )
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
