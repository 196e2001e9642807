"""The marks of a sheet in an old .xls workbook: its bytes in; hidden rows and columns, failed formulas, number formats, the calendar out.

The file is a compound one (a small file system of sectors) that holds one stream of records (BIFF8).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from creditscore.tables.cells.number_formats import PERCENT_FORMATS, shown_by, telling

Mark = tuple[str, int, int, str]
"""What is told of: a `row`, a `column`, a `cell` or the `calendar`; its row and its column from 0; the text to be put into the cell."""
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFF9
"""Larger numbers of sectors mean the end of a chain, or no sector."""
_ENTRY, _IN_HEADER, _SMALL = 128, 109, 4096
"""The size of an entry of the folder, how many sectors of the table the header lists, and the size below which streams lie elsewhere."""
_START, _END, _SHEET, _CALENDAR, _ROW, _COLUMNS, _VALUE, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0022, 0x0208, 0x007D, 0x0205, 0x0006
_BIFF8, _HIDDEN_ROW, _NO_NUMBER, _AN_ERROR = 0x0600, 0x20, b"\xff\xff", 2
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_OTHER_ERROR = "#VALUE!"
_FORMAT, _CELL_FORMAT, _NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS = 0x041E, 0x00E0, 0x0203, 0x027E, 0x00BD
_HUNDREDTHS, _WHOLE = 1, 2
"""Two bits of a short number: it is to be divided by 100, and it is a whole number instead of the upper half of a float."""


def xls_marks(path: Path, sheet: str) -> list[Mark] | None:
    """The marks of one sheet; None where the file is of another kind, or damaged."""
    content = path.read_bytes()
    if not content.startswith(_COMPOUND):
        return None
    try:
        return list(_marks(_workbook(content), sheet))
    except (struct.error, IndexError, ValueError):
        return None


def _marks(stream: bytes, sheet: str) -> Iterator[Mark]:
    codes = _telling_formats(stream)
    for kind, at, _ in _records(stream, 0):
        if kind == _CALENDAR and _short(stream, at):
            yield "calendar", 0, 0, ""
        if kind == _SHEET and _text(stream, at + 7, stream[at + 6]) == sheet:
            start = struct.unpack_from("<I", stream, at)[0]
            yield from _of_sheet(stream, start)
            yield from _shown_otherwise(stream, start, codes)


def _of_sheet(stream: bytes, start: int) -> Iterator[Mark]:
    for kind, at, _ in _records(stream, start):
        if kind == _ROW and stream[at + 12] & _HIDDEN_ROW:
            yield "row", _short(stream, at), 0, ""
        elif kind == _COLUMNS and stream[at + 8] & 1:
            yield from (("column", 0, column, "") for column in range(_short(stream, at), _short(stream, at + 2) + 1))
        elif kind == _VALUE and stream[at + 7]:
            yield _failed(stream, at, stream[at + 6])
        elif kind == _FORMULA and stream[at + 12 : at + 14] == _NO_NUMBER and stream[at + 6] == _AN_ERROR:
            yield _failed(stream, at, stream[at + 8])


def _telling_formats(stream: bytes) -> dict[int, str]:
    """The codes of the cell formats that may show something else than the number, by their place."""
    records = list(_records(stream, 0))
    own = {_short(stream, at): _text(stream, at + 4, _short(stream, at + 2)) for kind, at, _ in records if kind == _FORMAT}
    numbers = [_short(stream, at + 2) for kind, at, _ in records if kind == _CELL_FORMAT]
    codes = {place: (PERCENT_FORMATS | own).get(number, "") for place, number in enumerate(numbers)}
    return {place: code for place, code in codes.items() if telling(code)}


def _shown_otherwise(stream: bytes, start: int, codes: dict[int, str]) -> Iterator[Mark]:
    """Numbers that are shown as something else: 0.45 is seen as 45%, and must not be taken for an amount of 0.45 yuan."""
    for kind, at, size in _records(stream, start) if codes else ():
        for column, place, number in _numbers(stream, kind, at, size):
            if place in codes and (text := shown_by(codes[place], repr(number))) is not None:
                yield "cell", _short(stream, at), column, text


def _numbers(stream: bytes, kind: int, at: int, size: int) -> Iterator[tuple[int, int, float]]:
    """The numbers of a record: the column, the place of the cell's format, and the number."""
    column = _short(stream, at + 2)
    if kind == _NUMBER or (kind == _FORMULA and stream[at + 12 : at + 14] != _NO_NUMBER):
        yield column, _short(stream, at + 4), struct.unpack_from("<d", stream, at + 6)[0]
    elif kind == _SHORT_NUMBER:
        yield column, _short(stream, at + 4), _unpacked(stream, at + 6)
    elif kind == _SHORT_NUMBERS:
        for further, place in enumerate(range(at + 4, at + size - 2, 6)):
            yield column + further, _short(stream, place), _unpacked(stream, place + 2)


def _unpacked(stream: bytes, at: int) -> float:
    """A number of four bytes: 30 bits of a whole number or of a float's upper half, perhaps hundredths."""
    packed: int = struct.unpack_from("<i", stream, at)[0]
    number: float = packed >> 2 if packed & _WHOLE else struct.unpack("<d", struct.pack("<Ii", 0, packed & ~3))[0]
    return number / 100 if packed & _HUNDREDTHS else number


def _failed(stream: bytes, at: int, code: int) -> Mark:
    return "cell", _short(stream, at), _short(stream, at + 2), _ERRORS.get(code, _OTHER_ERROR)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """The kind of each record, where its content starts and its size, to the end of this part; charts inside it are passed over."""
    if _short(stream, at) != _START or _short(stream, at + 4) != _BIFF8:
        raise ValueError(at)
    depth = 0
    while True:
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == _START) - (kind == _END)
        if not depth:
            return
        if depth == 1:
            yield kind, at + 4, size
        at += 4 + size


def _text(stream: bytes, at: int, size: int) -> str:
    """A text of so many characters: a byte that says how wide they are, and the characters."""
    wide = stream[at] & 1
    return stream[at + 1 : at + 1 + (size << wide)].decode("utf-16-le" if wide else "latin-1")


def _short(stream: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", stream, at)[0])


def _workbook(content: bytes) -> bytes:
    """The stream called Workbook."""
    sector = 1 << _short(content, 30)
    table = _table(content, sector)
    folder = _chained(content, sector, table, struct.unpack_from("<I", content, 48)[0])
    for at in range(0, len(folder), _ENTRY):
        name = folder[at : at + max(_short(folder, at + 64) - 2, 0)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", folder, at + 116)
        if name == "Workbook" and size >= _SMALL:
            return _chained(content, sector, table, start)[:size]
    raise ValueError(sector)


def _table(content: bytes, sector: int) -> list[int]:
    """Which sector follows each sector."""
    listed = list(struct.unpack_from(f"<{_IN_HEADER}I", content, 76))
    more: int = struct.unpack_from("<I", content, 68)[0]
    while more <= _LAST_SECTOR and len(listed) * sector <= len(content):
        *further, more = struct.unpack_from(f"<{sector // 4}I", content, (more + 1) * sector)
        listed += further
    places = [number for number in listed if number <= _LAST_SECTOR]
    return [following for number in places for following in struct.unpack_from(f"<{sector // 4}I", content, (number + 1) * sector)]


def _chained(content: bytes, sector: int, table: list[int], start: int) -> bytes:
    parts: list[bytes] = []
    while start <= _LAST_SECTOR and len(parts) <= len(table):
        parts.append(content[(start + 1) * sector : (start + 2) * sector])
        start = table[start]
    return b"".join(parts)
