"""The user's own file as it is: a workbook or text file in, its sheets with every cell by its type out."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from creditscore.tables.files.encodings import UTF8_BOM
from creditscore.tables.files.inputs import TEXT_FILES, WORKBOOKS

Area = tuple[tuple[int, int], tuple[int, int]]
"""The first and last cell of merged cells, as row and column from 0."""


class OriginalSheet(Struct, frozen=True):
    """One sheet: its name, its rows from the first on, whether it is hidden, and its merged cells."""

    name: str
    rows: Sequence[Sequence[object]]
    hidden: bool = False
    merged: tuple[Area, ...] = ()


def can_be_copied(path: Path) -> bool:
    """Whether a file has rows and columns as a person typed them: text files and workbooks do, Parquet does not."""
    return path.is_file() and path.suffix.lower() in (*TEXT_FILES, *WORKBOOKS)


def original_sheets(path: Path, encoding: str | None, separator: str | None, name: str) -> Iterator[OriginalSheet]:
    """Every sheet of a workbook in its order; a text file is one sheet called `name`, all its cells text."""
    if path.suffix.lower() in TEXT_FILES:
        chosen = UTF8_BOM if (encoding or "utf-8").lower().startswith("utf-8") else encoding
        with path.open(encoding=chosen, newline="") as stream:
            yield OriginalSheet(name, list(csv.reader(stream, delimiter=separator or ",")))
        return
    with CalamineWorkbook.from_path(path) as book:
        for one in book.sheets_metadata:
            if one.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(one.name)
                merged = tuple(sheet.merged_cell_ranges or ())
                yield OriginalSheet(one.name, sheet.to_python(skip_empty_area=False), one.visible != SheetVisibleEnum.Visible, merged)
