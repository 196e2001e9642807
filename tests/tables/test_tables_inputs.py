"""Which file holds which table, and what is said when that cannot be told."""

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from creditscore.core.columns import TABLES
from creditscore.core.errors import TableError
from creditscore.tables.files.inputs import find_inputs
from creditscore.tables.read import read_tables

NAMES = {"households": "农户", "loans": "贷款", "villages": "行政村", "townships": "乡镇"}


def touch(folder, *names):
    for name in names:
        (folder / name).write_text("x", "utf-8")


def test_english_and_chinese_names(tmp_path):
    touch(tmp_path, "households.csv", "贷款.csv", "行政村.xlsx", "Townships.parquet", "readme.md", "~$贷款.xlsx", ".loans.csv")
    found = find_inputs(tmp_path)
    assert {table: path.name for table, path in found.paths.items()} == {
        "townships": "Townships.parquet",
        "villages": "行政村.xlsx",
        "households": "households.csv",
        "loans": "贷款.csv",
    }


def test_a_folder_of_parquet_parts_is_one_table(county):
    county.write_parquet()
    parts = county.folder / "农户"
    parts.mkdir()
    data = pl.read_parquet(county.folder / "households.parquet")
    (county.folder / "households.parquet").unlink()
    data[:1].write_parquet(parts / "a.parquet")
    data[1:].write_parquet(parts / "b.parquet")
    tables = county.read()
    assert tables.frames["households"].collect()["household_id"].to_list() == ["H1", "H2"]
    assert next(source for source in tables.sources if source.table == "households").rows_in == 2


def test_a_missing_table_is_told_with_what_was_found(tmp_path):
    touch(tmp_path, "households.csv", "loans.csv", "villages.csv", "xiangzhen.csv")
    with pytest.raises(TableError) as caught:
        find_inputs(tmp_path)
    assert len(caught.value.problems) == 1
    assert "xiangzhen.csv" in caught.value.say("zh")
    assert "no table townships" in caught.value.say("en")


def test_two_candidates_are_both_named(tmp_path):
    touch(tmp_path, "households.csv", "农户.xlsx", "loans.csv", "villages.csv", "townships.csv")
    with pytest.raises(TableError) as caught:
        find_inputs(tmp_path)
    assert "households.csv, 农户.xlsx" in caught.value.say("zh")


def test_files_named_singly_come_first(tmp_path):
    touch(tmp_path, "households.csv", "other.csv", "loans.csv", "villages.csv", "townships.csv")
    found = find_inputs(tmp_path, {"households": tmp_path / "other.csv"})
    assert found.paths["households"].name == "other.csv"


def test_all_files_named_singly_need_no_folder(county):
    county.write()
    found = find_inputs(None, {table: county.folder / f"{table}.csv" for table in TABLES})
    assert read_tables(found, {}, None).rows_rejected == 0


def test_a_named_file_that_is_not_there(tmp_path):
    touch(tmp_path, "loans.csv", "villages.csv", "townships.csv")
    with pytest.raises(TableError, match="no such file"):
        find_inputs(tmp_path, {"households": tmp_path / "no.csv"})


def test_a_folder_that_is_not_there():
    with pytest.raises(TableError, match="no such file"):
        find_inputs(Path("/nowhere/at/all"))


def workbook(path, rows, extra=()):
    with xlsxwriter.Workbook(path) as book:
        for sheet, cells in [*rows, *extra]:
            page = book.add_worksheet(sheet)
            for at, row in enumerate(cells):
                page.write_row(at, 0, row)


def as_rows(county):
    return [(NAMES[table], [list(rows[0]), *(list(row.values()) for row in rows)]) for table, rows in county.rows.items()]


@pytest.mark.parametrize("whole", [True, False])
def test_one_workbook_with_the_four_sheets(county, whole):
    path = county.folder / "全县.xlsx"
    workbook(path, as_rows(county), [("说明", [["无"]])])
    tables = read_tables(find_inputs(path if whole else county.folder), {}, None)
    assert {source.sheet for source in tables.sources} == set(NAMES.values())
    assert tables.frames["loans"].collect()["principal"].to_list() == [100000, 100000]


def test_the_only_filled_sheet_is_the_table(county):
    county.write()
    (county.folder / "loans.csv").unlink()
    workbook(county.folder / "loans.xlsx", [("Sheet1", dict(as_rows(county))["贷款"])], [("Sheet2", []), ("Sheet3", [])])
    assert county.read().frames["loans"].collect().height == 2


def test_several_filled_sheets_without_the_table_name(county):
    county.write()
    (county.folder / "loans.csv").unlink()
    rows = dict(as_rows(county))["贷款"]
    workbook(county.folder / "loans.xlsx", [("一月", rows), ("二月", rows)])
    with pytest.raises(TableError, match="一月, 二月"):
        county.read()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x00\x01\x02", "not a readable workbook"),
        (b"PK\x03\x04 broken off", "not a readable workbook"),
        (b"", "not a readable workbook"),
        ("编号,本金".encode(), "this is a text file"),
        ("编号\t本金".encode("gb18030"), "this is a text file"),
        (b"\xef\xbb\xbf\n<HTML>", "this is a web page"),
        (b'<?xml version="1.0"?>', "this is a web page"),
    ],
)
def test_a_file_that_is_no_workbook(county, content, told):
    county.write()
    (county.folder / "loans.csv").unlink()
    (county.folder / "loans.xlsx").write_bytes(content)
    with pytest.raises(TableError, match=told):
        county.read()


def test_a_file_that_is_no_parquet(county):
    county.write()
    (county.folder / "loans.csv").rename(county.folder / "loans.parquet")
    with pytest.raises(TableError, match="not a readable Parquet file"):
        county.read()


def test_a_hidden_sheet_of_the_table_is_told(county):
    county.write()
    (county.folder / "loans.csv").unlink()
    with xlsxwriter.Workbook(county.folder / "loans.xlsx") as book:
        book.add_worksheet("封面").write(0, 0, "说明")
        book.add_worksheet("贷款").hide()
    with pytest.raises(TableError, match="the sheet “贷款” is hidden"):
        county.read()
