"""Marked copies: the user's cells as they were, bad ones coloured and commented, and what to do beside each row."""

from datetime import date

import pytest
import xlsxwriter

from creditscore.core.columns import TABLES
from creditscore.tables.files.inputs import find_inputs
from creditscore.tables.findings import marked_copy, marked_sheet
from creditscore.tables.findings.marked_copy import planned_copies, write_copy
from creditscore.tables.read import read_tables
from tests.tables.conftest import AS_OF
from tests.tables.marked_books import Book

RED, YELLOW = "FFF8B4AE", "FFFFE08A"


def copies(tables, folder, lang="zh"):
    """The marked copies by name."""
    books = {}
    for name, sources in planned_copies(tables).files.items():
        write_copy(tables, sources, lang, folder / name)
        books[name] = Book(folder / name)
    return books


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def workbook(county, tmp_path):
    """Write the small county as one workbook; `change` may alter a sheet's rows before."""

    def write(change=None, title=False):
        path = tmp_path / "data.xlsx"
        with xlsxwriter.Workbook(path) as book:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for table in TABLES:
                names = list(county.rows[table][0])
                rows = [names, *([row.get(name, "") for name in names] for row in county.rows[table])]
                page = book.add_worksheet(table)
                if title:
                    page.merge_range(0, 0, 0, 2, "一览表")
                for at, row in enumerate(change(table, rows) if change else rows, int(title)):
                    for place, cell in enumerate(row):
                        page.write_datetime(at, place, cell, day) if isinstance(cell, date) else page.write(at, place, cell)
            book.add_worksheet("说明").write(0, 0, "填表说明")
            book.worksheets()[-1].hide()
        return path

    return write


def read(path):
    return read_tables(find_inputs(path), {}, AS_OF)


def test_a_csv_becomes_a_workbook_of_text(county, out):
    tables = county.change("households", members="-2", household_id="007").change("loans", household_id="007").write().read()
    before = (county.folder / "households.csv").read_bytes()
    book = copies(tables, out)["households.xlsx"]
    assert book.names == ["农户", "检查清单"]
    header, first, second = book.rows["农户"]
    assert header[-2:] == ["检查结果", "问题与处理"]
    assert first[:6] == ["007", "V1", "张三", "", "1960-01-02", "-2"]
    assert first[-2] == "剔除"
    assert first[-1].startswith("家庭人口（members）“-2”是负数；")
    assert second[-2:] == ["", ""]
    assert (county.folder / "households.csv").read_bytes() == before


def test_the_offending_cell_is_coloured_and_commented(county, tmp_path):
    tables = county.change("households", members="-2").change("households", 1, certificate_date="2003-07-01").write().read()
    book = copies(tables, tmp_path)["households.xlsx"]
    fills = book.fills("农户")
    assert {cell: colour for cell, colour in fills.items() if not cell.startswith(("K", "L"))} == {"F2": RED, "H3": YELLOW}
    assert book.comments("农户")["F2"].startswith("家庭人口（members）“-2”是负数")
    assert book.rows["农户"][2][-2] == "警告"


def test_original_encodings_and_separators_are_read(county, tmp_path):
    path = county.change("villages", registered_households="很多").write().folder / "villages.csv"
    path.write_bytes(path.read_text("utf-8").replace(",", ";").encode("gb18030"))
    book = copies(county.read(), tmp_path)["villages.xlsx"]
    assert book.rows["行政村"][1][:4] == ["V1", "一村", "T1", "很多"]
    assert set(book.comments("行政村")) == {"D2"}


def test_a_workbook_keeps_sheets_cells_types_and_merged_titles(workbook, out):
    def typed(table, rows):
        if table == "loans":
            rows[1][rows[0].index("principal")] = 1000.5
            rows[1][rows[0].index("issue_date")] = date(2002, 1, 1)
            rows[2][rows[0].index("repaid_principal")] = 4000.0
        return rows

    path = workbook(typed, title=True)
    book = copies(read(path), out)["data.xlsx"]
    assert book.names == [*TABLES, "说明", "检查清单"]
    assert book.visible["说明"] == "SheetVisibleEnum.Hidden"
    assert book.merged["loans"] == [((0, 0), (0, 2))]
    original = Book(path)
    for table in TABLES:
        width = len(original.rows[table][0])
        assert [row[:width] for row in book.rows[table]] == original.rows[table]
    assert book.rows["loans"][3][-2] == "剔除"
    assert book.rows["loans"][1][-2] == "检查结果"


def test_formulas_and_text_like_formulas_stay_text(workbook, county, out):
    county.change("villages", village_name="=HYPERLINK(1)").change("households", head_name="+1")

    def formula(table, rows):
        if table == "villages":
            rows[2][1] = "=1+1"
        return rows

    path = workbook(formula)
    assert Book(path).formulas > 0
    book = copies(read(path), out)["data.xlsx"]
    assert book.formulas == 0
    assert not [name for name in book.parts if "hyperlink" in name]


def test_the_list_names_each_finding_with_a_link_to_its_cell(workbook, county, out):
    county.change("loans", repaid_principal="4000")
    path = workbook()
    book = copies(read(path), out, "en")["data.xlsx"]
    listed = next(row for row in book.rows["findings"] if "repaid_above_principal" in row)
    assert listed[:5] == ["error", "loans", "J2", "repaid_principal", "4000.00"]
    assert b"'loans'!J2" in book.parts[f"xl/worksheets/sheet{book.names.index('findings') + 1}.xml"]


def test_a_copy_that_was_mended_can_be_checked_again(workbook, county, tmp_path, out):
    county.change("loans", repaid_principal="4000")
    first = workbook()
    copies(read(first), out)
    again = read(out / "data.xlsx")
    assert again.rows_rejected == 1
    (tmp_path / "third").mkdir()
    book = copies(again, tmp_path / "third")["data.xlsx"]
    assert book.rows["loans"][0].count("检查结果") == 1
    assert len(book.names) == len(set(book.names))


def test_numbers_of_many_digits_are_shown_whole(workbook, out):
    def shortened(table, rows):
        if table == "households":
            rows[1][rows[0].index("id_number")] = 110105194912310000.0
        return rows

    book = copies(read(workbook(shortened)), out)["data.xlsx"]
    assert "剔除" in book.rows["households"][1]
    assert b'numFmtId="1"' in book.parts["xl/styles.xml"]


def test_parquet_and_very_long_files_get_no_copy(county, monkeypatch):
    monkeypatch.setattr(marked_copy, "MOST_ROWS", 1)
    plan = planned_copies(county.write().read())
    assert (set(plan.files), {source.table for source in plan.without}) == ({"townships.xlsx"}, {"villages", "households", "loans"})
    monkeypatch.undo()
    assert planned_copies(county.write_parquet().read()).files == {}


def test_files_of_one_name_get_copies_of_two_names(county, tmp_path):
    county.write()
    other = tmp_path / "b" / "households.tsv"
    other.parent.mkdir()
    (county.folder / "loans.csv").rename(other)
    tables = read_tables(find_inputs(county.folder, {"loans": other}), {}, AS_OF)
    assert set(planned_copies(tables).files) == {"townships.xlsx", "villages.xlsx", "households.xlsx", "households-loans.xlsx"}


def test_comments_are_capped_and_the_column_still_tells_all(county, tmp_path, monkeypatch):
    monkeypatch.setattr(marked_sheet, "MOST_COMMENTS", 1)
    for at in (0, 1):
        county.change("households", at, members="-1")
    book = copies(county.write().read(), tmp_path)["households.xlsx"]
    assert len(book.comments("农户")) == 1
    assert [row[-2] for row in book.rows["农户"]] == ["检查结果", "剔除", "剔除"]


def test_long_files_are_written_row_by_row(workbook, county, monkeypatch, out):
    monkeypatch.setattr(marked_copy, "MOST_MERGING_ROWS", 1)
    county.change("loans", repaid_principal="4000")
    book = copies(read(workbook(title=True)), out)["data.xlsx"]
    assert book.rows["loans"][0][0] == "一览表"
    assert book.rows["loans"][2][-2] == "剔除"
    assert book.rows["loans"][1][-2:] == ["检查结果", "问题与处理"]
    assert not book.merged["loans"]


def test_a_merged_bad_cell_keeps_its_colour(county, out):
    path = out / "households.xlsx"
    names = list(county.rows["households"][0])
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("households")
        for at, row in enumerate([names, *([row[name] for name in names] for row in county.rows["households"])]):
            page.write_row(at, 0, row)
        page.merge_range(1, names.index("village_id"), 2, names.index("village_id"), "V9")
    county.write()
    (county.folder / "households.csv").unlink()
    tables = read_tables(find_inputs(county.folder, {"households": path}), {}, AS_OF)
    (out / "copy").mkdir()
    book = copies(tables, out / "copy")["households.xlsx"]
    assert book.merged["households"] == [((1, 1), (2, 1))]
    assert book.fills("households")["B2"] == RED


def test_a_workbook_whose_first_sheet_is_hidden_opens_at_a_visible_one(workbook, out):
    path = workbook()
    shifted = path.with_name("shifted.xlsx")
    original = Book(path)
    with xlsxwriter.Workbook(shifted) as book:
        book.add_worksheet("旧表").hide()
        for table in TABLES:
            page = book.add_worksheet(table)
            for at, row in enumerate(original.rows[table]):
                page.write_row(at, 0, row)
        book.worksheets()[1].activate()
    copy = copies(read(shifted), out)["shifted.xlsx"]
    assert b'activeTab="1"' in copy.parts["xl/workbook.xml"]
    assert b'state="hidden"' in copy.parts["xl/workbook.xml"]


def test_a_row_with_too_many_cells_is_marked_beside_them(county, tmp_path):
    path = county.write().folder / "villages.csv"
    path.write_text(path.read_text("utf-8").replace("V1,一村", "V1,一村,x", 1), "utf-8")
    book = copies(county.read(), tmp_path)["villages.xlsx"]
    assert book.rows["行政村"][1][-2] == "剔除"
