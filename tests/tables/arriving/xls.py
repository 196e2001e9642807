"""A writer of .xls files (BIFF8 in a compound file), as old as the clerks' machines: texts, numbers, dates, booleans, errors."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Rows = Sequence[Sequence[Any]]
Area = tuple[int, int, int, int]
SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
PLAIN, DAY, PERCENT, TENTHS = 15, 16, 17, 18
"""Places of the cell formats: general, a date, percentages by a format that every program knows and by one of the book's own."""
FORMATS = {DAY: 164, PERCENT: 9, TENTHS: 165}


@dataclass(frozen=True)
class Failed:
    """A cell with an error, by its code: as such, or as the result of a formula."""

    code: int
    formula: bool = False


@dataclass(frozen=True)
class Percent:
    """Numbers shown as percentages: one a record, as a float, a short number or a formula's result; or several in a record of theirs."""

    numbers: Sequence[float]
    kind: str = "float"
    place: int = PERCENT


def xls(path: Path, sheets: dict[str, Rows], merged: Sequence[Area] = (), *, from_1904: bool = False, **hidden: int) -> None:
    """Write sheets of typed cells; `merged` areas (first and last row, first and last column, from 0) are those of the first sheet.

    So are `hidden_row` and `hidden_column` (from 0).
    """
    marks = _marks(**hidden)
    bodies = [_sheet(rows, merged if at == 0 else (), marks if at == 0 else b"") for at, rows in enumerate(sheets.values())]
    calendar = _record(0x0022, struct.pack("<H", from_1904))
    globals_size = len(_globals(list(sheets), [0] * len(bodies), calendar))
    starts = [globals_size + sum(map(len, bodies[:at])) for at in range(len(bodies))]
    path.write_bytes(_compound(_globals(list(sheets), starts, calendar) + b"".join(bodies)))


def _marks(hidden_row: int | None = None, hidden_column: int | None = None) -> bytes:
    row = b"" if hidden_row is None else _record(0x0208, struct.pack("<HHHHHHI", hidden_row, 0, 1, 255, 0, 0, 0x120))
    column = b"" if hidden_column is None else _record(0x007D, struct.pack("<HHHHHH", hidden_column, hidden_column, 0, PLAIN, 1, 0))
    return column + row


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _start(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _globals(names: list[str], starts: list[int], calendar: bytes) -> bytes:
    font = _record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + struct.pack("<BB", 5, 0) + b"Arial")
    formats = _record(0x041E, struct.pack("<HHB", 164, 10, 0) + b"yyyy-mm-dd")
    formats += _record(0x041E, struct.pack("<HHB", 165, 4, 1) + "0.0%".encode("utf-16-le"))
    cells = [
        _record(0x00E0, struct.pack("<HHH", 0, FORMATS.get(at, 0), 0x0001 if at >= PLAIN else 0xFFF5) + bytes(14))
        for at in range(TENTHS + 1)
    ]
    pages = [
        _record(0x0085, struct.pack("<IHBB", at, 0, len(name), 1) + name.encode("utf-16-le"))
        for name, at in zip(names, starts, strict=True)
    ]
    return b"".join([_start(0x0005), _record(0x0042, struct.pack("<H", 1200)), calendar, font, formats, *cells, *pages, _record(0x000A)])


def _sheet(rows: Rows, merged: Sequence[Area], marks: bytes) -> bytes:
    cells = [_cell(at, column, cell) for at, row in enumerate(rows) for column, cell in enumerate(row) if cell is not None]
    size = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max((len(row) for row in rows), default=0), 0))
    areas = struct.pack("<H", len(merged)) + b"".join(struct.pack("<HHHH", *area) for area in merged)
    return b"".join([_start(0x0010), size, marks, *cells, *([_record(0x00E5, areas)] if merged else []), _record(0x000A)])


def _cell(row: int, column: int, cell: Any) -> bytes:
    place = struct.pack("<HHH", row, column, DAY if isinstance(cell, date) else PLAIN)
    if isinstance(cell, Failed):
        return _failed(place, cell)
    if isinstance(cell, Percent):
        return _percent(row, column, cell)
    if isinstance(cell, bool):
        return _record(0x0205, place + struct.pack("<BB", cell, 0))
    if isinstance(cell, date):
        cell = (cell - date(1899, 12, 30)).days
    if isinstance(cell, int | float):
        return _record(0x0203, place + struct.pack("<d", cell))
    return _record(0x0204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))


def _failed(place: bytes, cell: Failed) -> bytes:
    if not cell.formula:
        return _record(0x0205, place + struct.pack("<BB", cell.code, 1))
    result = struct.pack("<BBBBHH", 2, 0, cell.code, 0, 0, 0xFFFF)
    return _record(0x0006, place + result + struct.pack("<HIHBH", 0, 0, 3, 0x1E, 1))


def _percent(row: int, column: int, cell: Percent) -> bytes:
    place = struct.pack("<HHH", row, column, cell.place)
    if cell.kind == "several":
        numbers = b"".join(struct.pack("<H", cell.place) + _short(number) for number in cell.numbers)
        return _record(0x00BD, struct.pack("<HH", row, column) + numbers + struct.pack("<H", column + len(cell.numbers) - 1))
    number = cell.numbers[0]
    if cell.kind == "short":
        return _record(0x027E, place + _short(number))
    if cell.kind == "formula":
        return _record(0x0006, place + struct.pack("<d", number) + struct.pack("<HIHBH", 0, 0, 3, 0x1E, 1))
    return _record(0x0203, place + struct.pack("<d", number))


def _short(number: float) -> bytes:
    """A number in four bytes: a whole number, hundredths, or the upper half of a float."""
    if number == int(number):
        return struct.pack("<i", int(number) << 2 | 2)
    if abs(number * 100 - round(number * 100)) < 1e-9:
        return struct.pack("<i", round(number * 100) << 2 | 3)
    half = struct.unpack("<II", struct.pack("<d", number))
    assert half[0] == 0
    assert half[1] & 3 == 0
    return struct.pack("<I", half[1])


def _compound(stream: bytes) -> bytes:
    """A compound file with one stream, called Workbook, of at least 4096 bytes."""
    body = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(body) // SECTOR
    tables = next(number for number in range(1, 1000) if number * (SECTOR // 4) >= count + 1 + number)
    chain = [*range(1, count), END, END, *[FAT] * tables]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * SECTOR, b"\xff")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6, 0, tables, count, 0, 4096, END, 0, END, 0
    )
    places = struct.pack("<109I", *range(count + 1, count + 1 + tables), *[FREE] * (109 - tables))
    entries = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, 0, len(body))
    return header + places + body + entries.ljust(SECTOR, b"\0") + fat


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    return written.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(written), kind, 1, FREE, FREE, child, start, size)
