"""What an old .xls workbook does not show in its cells, and files that only look like one."""

import struct

import pytest

from creditscore.tables.files.workbook_marks_xls import xls_marks
from tests.tables.arriving.xls import TENTHS, Failed, Percent, xls

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
    ("cell", "shown"),
    [
        (Percent([0.45]), ["45%"]),
        (Percent([0.1 + 0.2]), ["30.000000000000004%"]),
        (Percent([0.45], "short"), ["45%"]),
        (Percent([-0.07], "short"), ["-7%"]),
        (Percent([3], "short"), ["300%"]),
        (Percent([0.125], "short", TENTHS), ["12.5%"]),
        (Percent([0.125], "formula", TENTHS), ["12.5%"]),
        (Percent([0.5, 2, 0.07], "several"), ["50%", "200%", "7%"]),
        (0.45, []),
        (3, []),
    ],
)
def test_numbers_shown_as_percentages(tmp_path, cell, shown):
    path = tmp_path / "book.xls"
    xls(path, {"表": [["a"], [None, cell]], "另一张": [[Percent([1])]]})
    assert xls_marks(path, "表") == [("cell", 1, 1 + at, text) for at, text in enumerate(shown)]


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
