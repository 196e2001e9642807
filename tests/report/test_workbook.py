"""The workbook: text stays text, the same run gives the same bytes, and long tables are left to their files."""

from __future__ import annotations

import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from creditscore.report import level_sheet, sheets
from creditscore.report.workbook import write_workbook


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
        ("zh", ["概况", "乡镇", "行政村", "农户", "评定标准", "剔除记录", "口径说明"]),
        ("en", ["overview", "township", "village", "household", "criterion", "rejected rows", "definitions"]),
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


def test_headings_are_frozen_and_filtered(tmp_path, run, pack):
    content = parts(made(tmp_path, run, pack, "en"))
    villages = content["xl/worksheets/sheet3.xml"]
    assert 'state="frozen"' in villages
    assert "<autoFilter" in villages


def test_a_figure_stands_with_numerator_and_denominator(tmp_path, run, pack):
    found = {row[0]: row[1:4] for row in rows(made(tmp_path, run, pack, "en"), "overview")}
    assert found["credit households"] == ["2", "7", "28.57%"]
    assert found["micro-loans granted in all (yuan)"] == ["15,000.00", "", ""]


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
