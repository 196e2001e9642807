"""The sheets of a workbook: a file in, the names of its visible worksheets out."""

from __future__ import annotations

import zipfile
from pathlib import Path

from msgspec import Struct
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.files.encodings import is_web_page

_TEXT_BYTES = bytes([9, 10, 13, *range(32, 127), *range(128, 256)])


class Sheets(Struct, frozen=True):
    """The worksheets of a workbook, those that are seen and those that are hidden, and so not read."""

    visible: tuple[str, ...]
    hidden: tuple[str, ...]


def sheet_names(path: Path) -> list[str]:
    """The visible worksheets of a workbook; a TableError where the file is none."""
    return list(sheets_of(path).visible)


def hidden_sheets(path: Path) -> list[str]:
    """The worksheets that are hidden, and so not read."""
    return list(sheets_of(path).hidden)


def sheets_of(path: Path) -> Sheets:
    """The worksheets of a workbook; a TableError where the file is none."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    except (CalamineError, OSError, zipfile.BadZipFile) as error:
        raise TableError([_unreadable(path)]) from error
    visible = tuple(one.name for one in sheets if one.visible == SheetVisibleEnum.Visible)
    return Sheets(visible, tuple(one.name for one in sheets if one.visible != SheetVisibleEnum.Visible))


def _unreadable(path: Path) -> Problem:
    """What a file is that is called a workbook and is none: many programs write web pages or text under such a name."""
    start = path.read_bytes()[:512] if path.is_file() else b"\0"
    cure = Text("请另存为普通的 .xlsx", "save it as a plain .xlsx")
    if is_web_page(start):
        what = Text("这是网页格式的文件，不是工作簿", "this is a web page, not a workbook")
        cure = Text("请用 Excel 或 WPS 打开，另存为 .xlsx", "open it in Excel or WPS and save it as .xlsx")
    elif start and not start.translate(None, _TEXT_BYTES):
        what = Text("这是文本文件，不是工作簿", "this is a text file, not a workbook")
        cure = Text("请把扩展名改为 .csv", "name it .csv")
    else:
        what = Text("不是能读的工作簿（可能已损坏或加了密码）", "not a readable workbook (damaged, or protected by a password)")
    return Problem(path.name, what, cure=cure)
