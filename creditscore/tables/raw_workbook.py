"""Workbooks: one sheet in, text cells out, each rendered by the type of its cell, with the row numbers of the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

import polars as pl
from python_calamine import CalamineSheet, CalamineWorkbook

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.aliases import plain, shipped
from creditscore.tables.headers import header_row, matched
from creditscore.tables.inputs import Inputs
from creditscore.tables.raw import ROW, SURPLUS, Raw
from creditscore.tables.sheets import sheet_names


def open_workbook(table: str, inputs: Inputs, declared: Mapping[str, str]) -> Raw:
    """The sheet of a workbook that holds one table; a TableError where it cannot be told which."""
    path, file = inputs.paths[table], inputs.file_name(table)
    names = sheet_names(path)
    with CalamineWorkbook.from_path(path) as book:
        sheet = inputs.sheets.get(table) or _sheet_of(table, file, book, names)
        rows = [[shown(cell) for cell in row] for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]
    first = [[cell or "" for cell in row] for row in rows]
    if not any(cell for row in first for cell in row):
        raise TableError([Problem(f"{file} [{sheet}]", Text("工作表是空的", "the sheet is empty"))])
    at = header_row(table, first, declared)
    headers = matched(table, f"{file} [{sheet}]", first[at], declared)
    cells = _frame(rows[at + 1 :], at + 2, headers.positions)
    return Raw(table, path, file, sheet, None, cells.lazy(), headers.names, headers.unused, typed=False)


def shown(cell: object) -> str | None:
    """A cell as text by its type: numbers to the 15 digits that a spreadsheet keeps, dates as 2003-06-30; None when empty."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if cell is not None and cell != "" else None


def _sheet_of(table: str, file: str, book: CalamineWorkbook, names: Sequence[str]) -> str:
    named = [name for name in names if shipped().tables.get(plain(name)) == table]
    filled = named or [name for name in names if not _empty(book.get_sheet_by_name(name))] or list(names[:1])
    if len(filled) == 1:
        return filled[0]
    found = ", ".join(filled or names)
    what = Text("看不出哪个工作表是{table}表；有：{found}", "cannot tell which sheet is the table {table}; there are: {found}")
    cure = Text("请把工作表命名为表名，或删去多余的", "name the sheet after the table, or delete the others")
    raise TableError([Problem(file, what.fill(table=table, found=found), cure=cure)])


def _empty(sheet: CalamineSheet) -> bool:
    return sheet.height == 0 or sheet.width == 0


def _frame(rows: list[list[str | None]], first_row: int, positions: Mapping[str, int]) -> pl.DataFrame:
    columns: dict[str, list[str | None]] = {name: [row[position] for row in rows] for name, position in positions.items()}
    data = pl.DataFrame(columns, schema=dict.fromkeys(positions, pl.String), orient="col")
    numbered = data.with_row_index(ROW, first_row)
    return numbered.with_columns(pl.lit(None, pl.String).alias(SURPLUS))
