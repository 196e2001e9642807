"""The workbook: text stays text, the same run gives the same bytes, and long tables are left to their files."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from creditscore.report.sheet import Cell, Column, Kind, Row, Sheet
from creditscore.report.workbook import level_sheet, sheets, spreadsheet
from creditscore.report.workbook.book import write_workbook
from creditscore.report.workbook.quick_page import Own

EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def made(folder, run, pack, lang):
    for name in ("households.parquet", "villages.parquet", "townships.parquet", "rejected.csv"):
        (folder / name).write_bytes((run.folder / name).read_bytes())
    return write_workbook(folder, pack, run.summary(), lang)


def rows(path, sheet):
    return CalamineWorkbook.from_path(path.as_posix()).get_sheet_by_name(sheet).to_python()


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("zh", ["概况", "乡镇", "行政村", "农户", "差距", "评定标准", "剔除记录", "口径说明"]),
        ("en", ["overview", "township", "village", "household", "shortfalls", "criterion", "rejected rows", "definitions"]),
    ],
)
def test_sheets_in_the_language(tmp_path, run, pack, lang, names):
    assert CalamineWorkbook.from_path(made(tmp_path, run, pack, lang).as_posix()).sheet_names == names


def test_nothing_becomes_a_formula_or_a_link(tmp_path, run, pack):
    content = parts(made(tmp_path, run, pack, "zh"))
    assert "=1+1" in "".join(content.values())
    assert not any(re.search(r"<f[ >]|<hyperlink", text) for text in content.values())


def test_the_same_run_gives_the_same_bytes(tmp_path, run, pack):
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    assert made(first, run, pack, "zh").read_bytes() == made(second, run, pack, "zh").read_bytes()


class PlainPage(Worksheet):  # type: ignore[misc]
    """The same sheet, written cell by cell by xlsxwriter."""

    def write_columns(self, headings, form, columns):
        for place, heading in enumerate(headings):
            self.write_string(0, place, heading, form)
        for row, cells in enumerate(zip(*columns, strict=True), 1):
            for place, cell in enumerate(cells):
                own = isinstance(cell, Own)
                self.write_cell(row, place, cell.value if own else cell, cell.form if own else None)

    def write_cell(self, row, place, value, form):
        if isinstance(value, str) and value:
            self.write_string(row, place, value[:32_000], form)
        elif isinstance(value, date):
            self.write_datetime(row, place, value)
        elif value is not None and value != "":
            self.write_number(row, place, value, form)
        elif form is not None:
            self.write_blank(row, place, None, form)


def left_to_xlsxwriter(monkeypatch):
    monkeypatch.setattr(spreadsheet, "QuickPage", PlainPage)
    monkeypatch.setattr(spreadsheet, "QuickBook", Workbook)


def test_quick_pages_are_those_of_xlsxwriter_byte_by_byte(tmp_path, run, pack, monkeypatch):
    quick = parts(made(tmp_path, run, pack, "zh"))
    left_to_xlsxwriter(monkeypatch)
    assert parts(made(tmp_path, run, pack, "zh")) == quick


KINDS: tuple[Kind, ...] = ("text", "wide", "status", "flag", "count", "share", "date", "entry", "due")
CELLS: dict[str, list[Row]] = {
    "no rows": [],
    "every kind of cell": [("a", "b" * 200, "rated", True, 1_234_567, 0.25, date(2003, 6, 30), "c", date(1999, 1, 31))],
    "no cells": [(None, "", None, False, None, None, None, None, ""), ("", None, "", None, None, None, None, "", None)],
    "signs and blanks at the ends": [(' <&>"\n\x07', "信用_x0007_", "pending", None, -1, -0.5, None, None, None)],
    "signs that XML has a use for": [
        (text, None, None, None, None, None, None, text, None) for text in ("<r>x</r>", " a", "b\t", "\ufffe", "_x")
    ],
    "numbers of other kinds": [
        ("", "", None, None, Cell(12.5, "money"), Cell(3, "points"), None, "", None),
        *(
            (1, "", None, None, whole, share, None, None, None)
            for whole, share in ((10**15, 1e-7), (10**15 - 1, 9.95), (-(10**17) - 1, 1e20))
        ),
    ],
    "a text that no cell takes whole": [("长" * 40_000, "long " * 10_000, None, None, 0, 0.0, None, None, None)],
    "rows of two spans": [("x" if row > 17 else None, None, None, None, row or None, None, None, "y", "z") for row in range(40)],
}


@pytest.mark.parametrize("case", CELLS)
def test_any_cells_are_written_as_xlsxwriter_writes_them(tmp_path, monkeypatch, case):
    def written(name):
        columns = tuple(Column(kind, kind) for kind in KINDS)
        sheets = [Sheet("first", columns[:2], [("other", "words")]), Sheet("second", columns, CELLS[case])]
        return parts(spreadsheet.write_sheets(tmp_path / name, "title", date(2003, 6, 30), "zh", sheets))

    quick = written("quick.xlsx")
    left_to_xlsxwriter(monkeypatch)
    assert written("plain.xlsx") == quick


def test_a_cell_takes_no_more_than_32_000_signs_as_utf16_counts_them(tmp_path):
    sheets = [Sheet("only", (Column("text"),), [("𠮷" * 20_000,)])]
    path = spreadsheet.write_sheets(tmp_path / "long.xlsx", "title", date(2003, 6, 30), "zh", sheets)
    assert rows(path, "only")[1] == ["𠮷" * 16_000]


def test_its_own_date_is_the_as_of_date(tmp_path, run, pack):
    assert "2003-06-30T00:00:00Z" in parts(made(tmp_path, run, pack, "zh"))["docProps/core.xml"]


def test_ids_are_text_and_counts_are_numbers(tmp_path, run, pack):
    header, first, *_ = rows(made(tmp_path, run, pack, "zh"), "行政村")
    assert first[header.index("县编号")] == "120221"
    assert first[header.index("有存款的农户占比：分子")] == 4
    assert first[header.index("有存款的农户占比")] == 0.8
    assert first[header.index("农户小额信用贷款到期收回率：分母（元）")] == 1.0


def test_verdicts_statuses_and_shortfalls_are_words(tmp_path, run, pack):
    header, first, *_ = rows(made(tmp_path, run, pack, "zh"), "行政村")
    row = dict(zip(header, first, strict=True))
    assert (row["名称"], row["状态"], row["V1a"], row["V2"]) == ("东庄村", "未评定", "不达标", "达标")
    assert row["差距"] == "V1a 还需1户清偿拖欠"


def test_every_open_criterion_of_a_place_has_its_row(tmp_path, run, pack):
    header, *found = rows(made(tmp_path, run, pack, "zh"), "差距")
    assert [(row[header.index("编号")], row[header.index("评定标准")]) for row in found] == [
        ("T2", "T1"),
        ("V1", "V1a"),
        ("V3", "V3a"),
        ("V4", "V2"),
    ]
    first = dict(zip(header, found[1], strict=True))
    assert (first["所属"], first["条款"], first["实际"], first["要求"]) == ("芦台镇", "(二)1", "3/4（75.00%）", "不低于80%")
    assert (first["评定结论"], first["差距"]) == ("不达标", "还需1户清偿拖欠")


def test_the_households_sheet_holds_what_people_look_for(tmp_path, run, pack):
    header, *found = rows(made(tmp_path, run, pack, "zh"), "农户")
    criteria = [f"H{number}" for number in range(1, 10)]
    assert header == ["农户编号", "行政村", "乡镇", "状态", "优先", *criteria, "户主年龄（截止日周岁）", "贷款余额（元）"]
    assert found[0][:5] == ["H001", "东庄村", "芦台镇", "已评定", "是"]
    assert (found[1][4], found[1][6], found[2][-1]) == ("", "待定", 3000.0)


def test_headings_are_frozen_and_filtered(tmp_path, run, pack):
    content = parts(made(tmp_path, run, pack, "en"))
    villages = content["xl/worksheets/sheet3.xml"]
    assert 'state="frozen"' in villages
    assert "<autoFilter" in villages


def test_a_figure_stands_with_numerator_and_denominator(tmp_path, run, pack):
    found = {row[0]: row[1:4] for row in rows(made(tmp_path, run, pack, "en"), "overview")}
    assert found["credit households"] == [2, 7, "28.57%"]
    assert found["micro-loans granted in all (yuan)"] == [15_000, "", ""]


def test_criteria_stand_with_their_words_and_counts(tmp_path, run, pack):
    header, *found = rows(made(tmp_path, run, pack, "zh"), "评定标准")
    household_3 = next(dict(zip(header, row, strict=True)) for row in found if row[0] == "H3")
    assert household_3["条款"] == "(一)3"
    assert (household_3["达标"], household_3["不达标"], household_3["仅此一项不达标"]) == (5, 2, 1)


def test_a_table_that_is_too_long_is_named_instead(tmp_path, run, pack, monkeypatch):
    monkeypatch.setattr(level_sheet, "MOST_ROWS", 6)
    found = rows(made(tmp_path, run, pack, "zh"), "农户")
    assert len(found) == 1
    assert "households.parquet" in found[0][0]


def test_rejected_rows_that_are_too_many_are_named_instead(tmp_path, run, pack, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 1)
    assert "rejected.csv" in rows(made(tmp_path, run, pack, "zh"), "剔除记录")[0][0]


def test_a_run_without_rejected_rows_says_so(tmp_path, run, pack):
    path = made(tmp_path, run, pack, "zh")
    (tmp_path / "rejected.csv").write_bytes(b"")
    path = write_workbook(tmp_path, pack, run.summary(), "zh")
    assert rows(path, "剔除记录") == [["没有剔除记录。"]]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine: the workbook was not opened in it")
def test_libreoffice_opens_it(tmp_path, run, pack):
    path = made(tmp_path, run, pack, "zh")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to", EVERY_SHEET, path.name]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    (villages,) = tmp_path.glob("*行政村.csv")
    assert "V1,东庄村,T1,120221,未评定" in villages.read_text("utf-8-sig")
