"""Workbooks: every cell by its type."""

from datetime import date, datetime, time
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from creditscore.tables.files.raw_workbook import shown
from creditscore.tables.files.workbook_columns import uniform_columns
from creditscore.tables.files.workbook_marks import marks_of
from tests.tables.arriving.writers import workbook


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", None),
        ("007", "007"),
        (12.0, "12"),
        (1200.5, "1200.5"),
        (0.1 + 0.2, "0.3"),
        (1.10105194912310e17, "1.1010519491231e+17"),
        (True, "true"),
        (False, "false"),
        (date(2003, 6, 30), "2003-06-30"),
        (datetime.fromisoformat("2003-06-30"), "2003-06-30"),
        (datetime.fromisoformat("2003-06-30 14:05"), "2003-06-30 14:05:00"),
        (time(1, 2), "01:02:00"),
    ],
)
def test_cells_are_shown_by_their_type(cell, expected):
    assert shown(cell) == expected


def write_households(county, rows):
    county.write()
    (county.folder / "households.csv").unlink()
    with xlsxwriter.Workbook(county.folder / "households.xlsx") as book:
        page = book.add_worksheet("农户")
        page.write_row(0, 0, ["农户编号", "行政村编号", "身份证号码", "出生日期", "身体健康", "人均纯收入", "家庭人口"])
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(at, column, cell, book.add_format({"num_format": "yyyy-mm-dd"}))
                elif cell is not None:
                    page.write(at, column, cell)
    return county.read()


def test_typed_cells(county):
    rows = [["H1", "V1", "11010519491231002X", None, True, 1200.55, 4], ["H2", "V1", None, date(1960, 1, 2), "否", "1,200", 3.0]]
    tables = write_households(county, rows)
    columns = ["id_number", "birth_date", "good_health", "income_per_head", "members"]
    assert tables.frames["households"].collect().select(columns).rows() == [
        ("11010519491231002X", date(1949, 12, 31), True, 120055, 4),
        (None, date(1960, 1, 2), False, 120000, 3),
    ]


def test_an_id_number_in_a_numeric_cell_is_refused(county):
    tables = write_households(county, [["H1", "V1", 110105194912310021, None, None, None, None], ["H2", "V1"]])
    told = tables.rejected.collect().filter(pl.col("table") == "households")
    assert told.select("row", "column", "code", "file", "sheet").rows() == [
        (2, "id_number", "id_number_lost_digits", "households.xlsx", "农户")
    ]


def test_day_numbers_without_a_date_format_are_read_and_counted(county):
    tables = write_households(county, [["H1", "V1", None, 37802], ["H2", "V1"]])
    assert tables.frames["households"].collect()["birth_date"].to_list() == [date(2003, 6, 30), None]
    assert tables.findings.counts["date_from_serial"] == 1


def test_blank_rows_are_left_out_and_numbers_kept(county):
    tables = write_households(county, [["H1", "V1"], [], ["H2", "V9"]])
    source = next(one for one in tables.sources if one.table == "households")
    assert (source.rows_in, source.left_out) == (2, 1)
    assert tables.findings.coded("unknown_parent")[0].row == 4


UNIFORM: list[list[Any]] = [
    ["农户编号", "行政村编号", "身份证号码", "出生日期", "身体健康", "人均纯收入", "家庭人口"],
    ["H1", "V1", "11010519491231002X", date(1949, 12, 31), True, 1200.55, 4],
    [],
    [" 007 ", "=1+1", "", date(1960, 1, 2), False, 110105194912310021, 2.25],
    ["是", "1.0", None, None, None, None, 3.0],
]


@pytest.mark.parametrize(
    ("at", "header", "cell", "quick"),
    [(1, 0, "H1", True), (3, 6, "三口", False), (3, 2, 110105491231002, False), (0, 2, None, False), (0, 5, "家庭人口", False)],
)
def test_columns_of_one_type_are_read_as_single_cells_are(tmp_path, at, header, cell, quick):
    rows = [list(row) for row in UNIFORM]
    rows[at][header] = cell
    workbook(tmp_path / "x.xlsx", {"农户": rows})
    columns = uniform_columns(tmp_path / "x.xlsx", "农户")
    assert (columns is not None) == quick
    with CalamineWorkbook.from_path(tmp_path / "x.xlsx") as book:
        cells = [[shown(one) for one in row] for row in book.get_sheet_by_name("农户").to_python(skip_empty_area=False)]
    if columns is not None:
        assert [columns.columns, *map(list, columns.rows())] == cells


def test_columns_of_one_type_below_a_header_give_the_same_rows(county):
    county.write()
    (county.folder / "households.csv").unlink()
    rows = [UNIFORM[0], UNIFORM[1], [None] * 7, [*UNIFORM[1][:2], *[None] * 5]]
    workbook(county.folder / "households.xlsx", {"农户": rows})
    assert marks_of(county.folder / "households.xlsx", "农户").plain
    quick = county.read()
    workbook(county.folder / "households.xlsx", {"农户": rows}, lambda _, pages: pages["农户"].merge_range("A9:B9", ""))
    assert not marks_of(county.folder / "households.xlsx", "农户").plain
    slow = county.read()
    assert quick.lines.collect().drop("row").equals(slow.lines.collect().drop("row"))
    assert quick.frames["households"].collect().equals(slow.frames["households"].collect())
    assert quick.rejected.collect().get_column("row").to_list()[:2] == [2, 4]
