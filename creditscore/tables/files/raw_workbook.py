"""Workbooks: one sheet in, text cells out, each rendered by the type of its cell, with the row numbers of the sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl
from msgspec import Struct
from python_calamine import CalamineWorkbook

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.cells.quick import as_text
from creditscore.tables.files.headers import SEARCHED_ROWS, HeaderPlace, header_place
from creditscore.tables.files.inputs import Inputs
from creditscore.tables.files.laid_out import LaidOut, laid_out
from creditscore.tables.files.sheet_choice import Choice, sheet_for
from creditscore.tables.files.sheets import sheets_of
from creditscore.tables.files.workbook_columns import uniform_columns
from creditscore.tables.files.workbook_marks import DAYS_1904, Marks, marks_of
from creditscore.tables.raw import ROW, SURPLUS, Layout, Raw, Remark, column_letter
from creditscore.tables.shapes import TableShape, shape_of

Cells = list[list[Any]]
Area = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of merged ones, by row and column from 0."""


def open_workbook(table: str, inputs: Inputs, declared: Mapping[str, str]) -> Raw:
    """The sheet of a workbook that holds one table; a TableError where it cannot be told which."""
    path = inputs.paths[table]
    sheets = sheets_of(path)
    chosen = Choice(inputs.sheets[table]) if table in inputs.sheets else sheet_for(shape_of(table, declared), path, sheets, inputs.aliases)
    name = chosen.name
    marks = marks_of(path, name)
    quick = _by_columns(table, inputs, name, declared) if marks.plain else None
    opened = quick or _by_cells(table, inputs, name, declared, marks)
    return Raw(
        table,
        path,
        inputs.file_name(table),
        name,
        None,
        opened.cells.lazy(),
        opened.found.headers.names,
        opened.found.headers.unused,
        typed=False,
        layout=Layout(opened.found.first_row - 1, opened.found.headers.positions),
        aliases=inputs.aliases,
        units=opened.found.units,
        remarks=(*chosen.remarks, *opened.found.remarks, *_hidden(path, sheets.hidden, marks, opened), *opened.remarks),
        first_row=opened.found.first_row,
        nameless=opened.found.nameless,
    )


class _Opened(Struct, frozen=True):
    """A sheet's lay-out, its rows below the header as text, what there is to tell of merged cells, and how many rows it has."""

    found: LaidOut
    cells: pl.DataFrame
    height: int
    remarks: tuple[Remark, ...] = ()


def _place(table: str, inputs: Inputs, name: str) -> str:
    return f"{inputs.file_name(table)} [{name}]"


def _by_columns(table: str, inputs: Inputs, name: str, declared: Mapping[str, str]) -> _Opened | None:
    """A sheet of uniform columns under a header in its first row; None where it is none."""
    cells = uniform_columns(inputs.paths[table], name)
    if cells is None:
        return None
    first = [cells.columns, *([cell or "" for cell in row] for row in cells.head(SEARCHED_ROWS - 1).iter_rows())]
    if header_place(table, first, declared, inputs.aliases) != HeaderPlace(0, 1, tuple(cells.columns)):
        return None
    found = laid_out(table, _place(table, inputs, name), first, declared, inputs.aliases)
    named = cells.rename(dict(zip(cells.columns, found.columns, strict=True)))
    numbered = named.with_columns(pl.lit(None, pl.String).alias(SURPLUS)).with_row_index(ROW, found.first_row)
    return _Opened(found, numbered, cells.height + 1)


def _by_cells(table: str, inputs: Inputs, name: str, declared: Mapping[str, str], marks: Marks) -> _Opened:
    """Any sheet, its cells looked at one by one."""
    place = _place(table, inputs, name)
    with CalamineWorkbook.from_path(inputs.paths[table]) as book:
        sheet = book.get_sheet_by_name(name)
        rows, merged = sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []
    _put(rows, marks.cells)
    first = [[shown(cell) or "" for cell in row] for row in rows[:SEARCHED_ROWS]]
    if not any(cell for row in first for cell in row):
        raise TableError([Problem(place, Text("工作表是空的", "the sheet is empty"))])
    reach = {(top, left): right for (top, left), (_, right) in merged if right > left}
    found = laid_out(table, place, first, declared, inputs.aliases, reach)
    below = rows[found.first_row - 1 :]
    remarks = tuple(_fill_down(below, shape_of(table, declared), found, merged))
    return _Opened(found, _frame(below, found, _days(table, declared) if marks.from_1904 else set()), len(rows), remarks)


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


def _put(rows: Cells, cells: Mapping[tuple[int, int], str]) -> None:
    """Put texts into cells that would look empty; rows and columns beyond the last filled ones are made."""
    if not cells:
        return
    width = max(len(rows[0]) if rows else 0, *(column + 1 for _, column in cells))
    rows += [[] for _ in range(max(at for at, _ in cells) + 1 - len(rows))]
    for line in rows:
        line.extend([""] * (width - len(line)))
    for (at, column), text in cells.items():
        rows[at][column] = text


def _fill_down(rows: Cells, shape: TableShape, found: LaidOut, merged: Sequence[Area]) -> Iterator[Remark]:
    """Give every row of a vertically merged id its value; tell of these, and of other cells that are merged over several rows."""
    ids = {column.name for column in shape.columns if column.type == "id" and column.name != shape.key}
    filled, blank = Counter[str](), Counter[str]()
    for (top, left), (bottom, right) in merged:
        first, last = top - found.first_row + 1, min(bottom - found.first_row + 1, len(rows) - 1)
        if first < 0 or last <= first:
            continue
        for name, position in found.headers.positions.items():
            if not left <= position <= right:
                continue
            if name not in ids or left != right:
                blank[name] += sum(rows[at][position] == "" for at in range(first + 1, last + 1))
                continue
            for at in range(first + 1, last + 1):
                rows[at][left] = rows[first][left]
            filled[name] += last - first
    for code, counts in (("merged_filled", filled), ("merged_not_filled", blank)):
        yield from (Remark(code, name, other=count) for name, count in counts.items() if count)


def _hidden(path: Path, sheets: Sequence[str], marks: Marks, opened: _Opened) -> list[Remark]:
    rows = [str(number) for number in sorted(marks.hidden_rows) if opened.found.first_row <= number <= opened.height]
    used = opened.found.headers.positions.values()
    columns = [column_letter(position) for position in sorted(marks.hidden_columns.intersection(used))]
    told = {"sheets_hidden": list(sheets), "rows_hidden": rows, "columns_hidden": columns}
    remarks = [Remark(code, value=_listed(names), other=len(names)) for code, names in told.items() if names]
    return remarks if marks.read else [*remarks, Remark("marks_not_read", value=path.suffix.lower())]


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:10]) + ("…" if len(names) > 10 else "")


def _days(table: str, declared: Mapping[str, str]) -> set[str]:
    return {column.name for column in shape_of(table, declared).columns if column.type == "date"}


def _frame(rows: Cells, found: LaidOut, from_1904: set[str]) -> pl.DataFrame:
    names = found.columns
    turned = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    columns = {name: _texts(cells, shifted=name in from_1904).alias(name) for name, cells in zip(names, turned, strict=False)}
    data = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String)).with_columns(pl.lit(None, pl.String).alias(SURPLUS))
    beyond = [_texts(cells, shifted=False) for cells in turned[len(names) :]]
    if beyond:
        data = data.with_columns(pl.coalesce(beyond).alias(SURPLUS))
    return data.with_row_index(ROW, found.first_row)


def _texts(cells: Sequence[Any], *, shifted: bool) -> pl.Series:
    """A column of cells as text: by type as a whole where all are of one, else cell by cell."""
    kinds = {type(cell) for cell in cells}
    if shifted:
        cells = [cell + DAYS_1904 if isinstance(cell, float) else cell for cell in cells]
    if kinds <= {str}:
        texts = pl.Series("", cells, pl.String)
        return texts.set(texts == "", None)
    if kinds == {float}:
        numbers = pl.Series("", cells, pl.Float64)
        return numbers.to_frame("x").select(as_text(pl.col("x"), pl.Float64())).to_series()
    return pl.Series("", [shown(cell) for cell in cells], pl.String)
