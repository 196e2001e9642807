"""Which sheet of a workbook holds a table: by its name, as the only one that is filled, or as the only one with the table's columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from python_calamine import CalamineWorkbook

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.aliases import Aliases, plain
from creditscore.tables.files.headers import SEARCHED_ROWS, fits
from creditscore.tables.files.sheets import Sheets
from creditscore.tables.raw import Remark
from creditscore.tables.shapes import TableShape

First = dict[str, list[list[str]]]
"""The first rows of the sheets that hold something, as text, by the sheet's name."""


class Choice(Struct, frozen=True):
    """The sheet that is read, and what there is to tell of the choice."""

    name: str
    remarks: tuple[Remark, ...] = ()


def sheet_for(shape: TableShape, path: Path, sheets: Sheets, aliases: Aliases) -> Choice:
    """The sheet of a workbook that holds one table; a TableError where it cannot be told which."""
    named = [name for name in sheets.visible if aliases.tables.get(plain(name)) == shape.name]
    unseen = [name for name in sheets.hidden if aliases.tables.get(plain(name)) == shape.name]
    if unseen and not named:
        what = Text("工作表“{name}”是隐藏的，没有读取", "the sheet “{name}” is hidden and was not read").fill(name=unseen[0])
        raise TableError([Problem(path.name, what, cure=Text("请取消隐藏后保存", "unhide it and save the file"))])
    if len(named or sheets.visible) == 1:
        return Choice((named or sheets.visible)[0])
    first = _filled(path, named or sheets.visible)
    if len(first) <= 1:
        return Choice(next(iter(first), (named or sheets.visible)[0]))
    fitting = [] if named else [name for name, rows in first.items() if fits(shape.name, rows, shape, aliases)]
    if len(fitting) != 1:
        raise TableError([_untold(shape, path, list(first))])
    others = "、".join(name for name in first if name != fitting[0])
    return Choice(fitting[0], (Remark("sheet_by_headers", value=fitting[0], other=others),))


def _untold(shape: TableShape, path: Path, names: Sequence[str]) -> Problem:
    what = Text("看不出哪个工作表是{table}表；有：{found}", "cannot tell which sheet is the table {table}; there are: {found}")
    cure = Text("请把工作表命名为表名，或删去多余的", "name the sheet after the table, or delete the others")
    return Problem(path.name, what.fill(table=shape.title, found=", ".join(names)), cure=cure)


def _filled(path: Path, names: Sequence[str]) -> First:
    """The sheets that hold something, with their first rows."""
    found: First = {}
    with CalamineWorkbook.from_path(path) as book:
        for name in names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height and sheet.width:
                rows = sheet.to_python(skip_empty_area=False, nrows=SEARCHED_ROWS)
                found[name] = [[str(cell) for cell in row] for row in rows]
    return found
