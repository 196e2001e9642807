"""What an old .xls workbook does not show in its cells, and files that only look like one."""

import struct

import pytest

from creditscore.tables.workbook_marks_xls import xls_marks
from tests.tables.arriving.xls import Failed, xls

ROWS: list[list[object]] = [["a", "b"], [1, Failed(7)], [Failed(42, formula=True), Failed(99)]]
OTHER: list[list[object]] = [[Failed(0)]]


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.xls"
    xls(path, {"表": ROWS, "另一张": OTHER}, hidden_row=1, hidden_column=1, from_1904=True)
    return path


def test_marks_of_one_sheet(book):
    assert xls_marks(book, "表") == [
        ("calendar", 0, 0, ""),
        ("column", 0, 1, ""),
        ("row", 1, 0, ""),
        ("cell", 1, 1, "#DIV/0!"),
        ("cell", 2, 0, "#N/A"),
        ("cell", 2, 1, "#VALUE!"),
    ]
    assert xls_marks(book, "另一张") == [("calendar", 0, 0, ""), ("cell", 0, 0, "#NULL!")]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"PK" + content[2:],
        lambda content: content[:600],
        lambda content: content[:80],
        lambda content: content.replace("Workbook".encode("utf-16-le"), "Book....".encode("utf-16-le")),
        lambda content: content.replace(struct.pack("<HHHH", 0x0809, 16, 0x0600, 0x0005), struct.pack("<HHHH", 0x0809, 16, 0x0500, 0x0005)),
    ],
)
def test_of_other_files_nothing_is_told(book, damage):
    book.write_bytes(damage(book.read_bytes()))
    assert xls_marks(book, "表") is None
