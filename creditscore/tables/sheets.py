"""The sheets of a workbook: a file in, the names of its visible worksheets out."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text


@dataclass(frozen=True)
class Sheets:
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
        what = Text("不是能读的工作簿（可能已损坏或加了密码）", "not a readable workbook (damaged, or protected by a password)")
        cure = Text("请另存为普通的 .xlsx", "save it as a plain .xlsx")
        raise TableError([Problem(path.name, what, cure=cure)]) from error
    visible = tuple(one.name for one in sheets if one.visible == SheetVisibleEnum.Visible)
    return Sheets(visible, tuple(one.name for one in sheets if one.visible != SheetVisibleEnum.Visible))
