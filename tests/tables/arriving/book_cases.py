"""Examples in workbooks: typed cells, merged headers, formulas, hidden sheets and rows, the 1904 calendar, OpenDocument."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.tables.arriving.cases import HOUSEHOLDS, LOANS, Case, day, household, loan
from tests.tables.arriving.writers import Markup, edited, ods, workbook
from tests.tables.arriving.xls import Failed, Percent, xls

SHEET = "Sheet1"
DUE = [day("2003-06-30"), day("2003-01-01")]
NUMERIC_ID = 110105194912310021
MERGED_ROWS: list[list[Any]] = [
    ["贷款情况表"],
    ["贷款编号", "借款人", None, "行政村编号", "贷款品种", "贷款日期", None, "贷款金额（万元）", None, "欠息", "曾经逾期"],
    [None, "借款人类型", "农户编号", None, None, "发放日期", "到期日", "本金", "已还本金", None, None],
    loan(1),
    loan(2),
]


def book_case(name: str, table: str, rows: list[list[Any]], **expected: Any) -> Case:
    """An example with typed cells in one sheet."""
    return Case(name, table, ".xlsx", lambda path: workbook(path, {SHEET: rows}), **expected)


def merged_header(path: Path) -> None:
    def merge(_book: Any, pages: dict[str, Any]) -> None:
        page = pages[SHEET]
        page.merge_range("A1:K1", "贷款情况表")
        for cells, text in (
            ("B2:C2", "借款人"),
            ("F2:G2", "贷款日期"),
            ("H2:I2", "贷款金额（万元）"),
            ("A2:A3", "贷款编号"),
            ("D2:D3", "行政村编号"),
        ):
            page.merge_range(cells, text)

    workbook(path, {SHEET: MERGED_ROWS}, merge)


def merged_village(path: Path) -> None:
    workbook(
        path,
        {SHEET: [HOUSEHOLDS, household(1), household(2, 行政村编号=None)]},
        lambda _book, pages: pages[SHEET].merge_range("B2:B3", "V1"),
    )


def formulas(path: Path, cached: str) -> None:
    def put(_book: Any, pages: dict[str, Any]) -> None:
        pages[SHEET].write_formula("H2", "=I2+600", None, 1000)

    workbook(path, {SHEET: [LOANS, loan(1), loan(2)]}, put)
    edited(path, r"(<f>I2\+600</f>)<v>1000</v>", rf"\g<1>{cached}")


def failed_formula(path: Path) -> None:
    def put(_book: Any, pages: dict[str, Any]) -> None:
        pages[SHEET].write_formula("J2", "=1/0", None, "#DIV/0!")

    workbook(path, {SHEET: [LOANS, loan(1), loan(2)]}, put)


def percent(path: Path) -> None:
    """The amounts of two loans are shown as percentages, by a format of the program's and by one of the book's own."""

    def after(book: Any, pages: dict[str, Any]) -> None:
        pages[SHEET].write_number(1, 7, 0.45, book.add_format({"num_format": "0%"}))
        pages[SHEET].write_formula(2, 7, "=1/8", book.add_format({"num_format": "0.0%;[Red]-0.0%"}), 0.125)

    workbook(path, {SHEET: [LOANS, loan(1), loan(2)]}, after)


def ods_percent(path: Path) -> None:
    cell = Markup('<table:table-cell office:value-type="percentage" office:value="0.45"><text:p>45%</text:p></table:table-cell>')
    ods(path, SHEET, [LOANS, loan(1, 贷款本金=cell), loan(2)])


def hidden(path: Path) -> None:
    def hide(_book: Any, pages: dict[str, Any]) -> None:
        pages["旧数据"].hide()
        pages[SHEET].set_row(1, None, None, {"hidden": True})

    workbook(path, {SHEET: [LOANS, loan(1), loan(2)], "旧数据": [LOANS]}, hide)


def calendar_1904(path: Path) -> None:
    workbook(path, {SHEET: [LOANS, loan(1, 到期日=day("2003-06-30")), loan(2, 到期日=37802 - 1462)]}, date_1904=True)


def ods_loans(path: Path) -> None:
    ods(path, SHEET, [["贷款台账"], LOANS, loan(1, 到期日=day("2003-06-30"), 贷款本金=1200.5), loan(2)])


def ods_marked(path: Path) -> None:
    failed = Markup(
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"/>'
    )
    ods(path, SHEET, [LOANS, loan(1, 欠息=failed), loan(2)], hidden_row=1, hidden_column=7)


def ods_without_value(path: Path) -> None:
    ods(path, SHEET, [LOANS, loan(1, 贷款本金=Markup('<table:table-cell table:formula="of:=[.I2]+600"/>')), loan(2)])


def hidden_column(path: Path) -> None:
    workbook(path, {SHEET: [LOANS, loan(1), loan(2)]}, lambda _book, pages: pages[SHEET].set_column("H:I", None, None, {"hidden": True}))


XLS_CASES = [
    Case(
        "XLS_各类单元格",
        "households",
        ".xls",
        lambda path: xls(
            path, {SHEET: [HOUSEHOLDS, household(1, 出生日期=day("1949-12-31"), 身体健康=True), household(2, 身体健康=False)]}
        ),
        values={"birth_date": [day("1949-12-31")] * 2, "good_health": [True, False], "income_per_head": [120050, 120050]},
    ),
    Case(
        "XLS_合并的两层表头",
        "loans",
        ".xls",
        lambda path: xls(path, {SHEET: MERGED_ROWS, "说明": [["数据截至月末"]]}, [(0, 0, 0, 10), (1, 1, 1, 2), (1, 1, 5, 6), (1, 1, 7, 8)]),
        codes=("sheet_by_headers", "unit_not_stated"),
        values={"principal": [1000 * 10**6] * 2},
    ),
    Case(
        "XLS_合并的两层表头_一张表",
        "loans",
        ".xls",
        lambda path: xls(path, {SHEET: MERGED_ROWS}, [(0, 0, 0, 10), (1, 1, 1, 2), (1, 1, 5, 6), (1, 1, 7, 8), (1, 2, 0, 0)]),
        codes=("headers_joined", "amount_unit_of_column", "unit_not_stated"),
        values={"principal": [1000 * 10**6] * 2},
    ),
    Case(
        "XLS_证件存成数字",
        "households",
        ".xls",
        lambda path: xls(path, {SHEET: [HOUSEHOLDS, household(1, 身份证号码=NUMERIC_ID), household(2)]}),
        used=1,
        rejected=1,
        codes=("id_number_lost_digits",),
    ),
    Case(
        "XLS_公式出错",
        "loans",
        ".xls",
        lambda path: xls(path, {"说明": [["附注"]], "贷款": [LOANS, loan(1, 贷款本金=Failed(7)), loan(2, 欠息=Failed(42, formula=True))]}),
        used=0,
        rejected=2,
        codes=("sheet_error",),
    ),
    Case(
        "XLS_百分数",
        "loans",
        ".xls",
        lambda path: xls(
            path,
            {
                SHEET: [
                    LOANS,
                    loan(1, 贷款本金=Percent([0.45]), 欠息=None),
                    loan(2, 已还本金=Percent([0.5, 2], "several"), 欠息=None),
                    loan(3, 农户编号="H1"),
                ]
            },
        ),
        used=1,
        rejected=2,
        codes=("percent_among_amounts",),
    ),
    Case(
        "XLS_隐藏的行列",
        "loans",
        ".xls",
        lambda path: xls(path, {SHEET: [LOANS, loan(1), loan(2)]}, hidden_row=2, hidden_column=7),
        codes=("rows_hidden", "columns_hidden"),
    ),
    Case(
        "XLS_一九〇四年历",
        "loans",
        ".xls",
        lambda path: xls(path, {SHEET: [LOANS, loan(1, 到期日=36340), loan(2, 到期日=36340.0)]}, from_1904=True),
        codes=("date_from_serial",),
        values={"due_date": [day("2003-06-30")] * 2},
    ),
]
BOOK_CASES: list[Case] = [
    *XLS_CASES,
    Case("ODS_隐藏和出错", "loans", ".ods", ods_marked, used=1, rejected=1, codes=("sheet_error", "rows_hidden", "columns_hidden")),
    Case("ODS_公式无结果", "loans", ".ods", ods_without_value, used=1, rejected=1, codes=("formula_without_value",)),
    Case("ODS_百分数", "loans", ".ods", ods_percent, used=1, rejected=1, codes=("percent_among_amounts",)),
    Case("隐藏的列", "loans", ".xlsx", hidden_column, codes=("columns_hidden",)),
    book_case(
        "日期是文字也是序号",
        "loans",
        [LOANS, loan(1, 到期日="2003年6月30日"), loan(2, 到期日=37802)],
        values={"due_date": [day("2003-06-30")] * 2},
        codes=("date_from_serial",),
    ),
    book_case("空白列名下有内容_工作簿", "loans", [[*LOANS, None], [*loan(1), "已核"], [*loan(2), None]], codes=("cells_without_header",)),
    book_case(
        "百分数是数字",
        "loans",
        [LOANS, loan(1, 贷款本金="45%"), loan(2, 贷款本金=0.4, 已还本金=0.1)],
        used=1,
        rejected=1,
        codes=("percent_among_amounts",),
    ),
    book_case(
        "单元格类型",
        "loans",
        [LOANS, loan(1, 到期日=day("2003-06-30"), 曾经逾期=False), loan(2, 贷款本金="1,200.5")],
        values={"due_date": DUE, "principal": [100000, 120050], "ever_overdue": [False, False]},
    ),
    book_case(
        "证件存成数字",
        "households",
        [HOUSEHOLDS, household(1, 身份证号码=NUMERIC_ID), household(2)],
        used=1,
        rejected=1,
        codes=("id_number_lost_digits",),
    ),
    book_case(
        "证件存成数字_整列",
        "households",
        [HOUSEHOLDS, household(1, 身份证号码=NUMERIC_ID), household(2, 身份证号码=NUMERIC_ID)],
        used=0,
        rejected=2,
        codes=("id_number_lost_digits",),
    ),
    book_case(
        "编号存成数字",
        "loans",
        [LOANS, loan(1, 贷款编号=120221200301000123), loan(2, 贷款编号=120221200301000124)],
        used=0,
        rejected=2,
        codes=("id_lost_digits",),
    ),
    book_case("日期存成数字", "loans", [LOANS, loan(1, 到期日=37802), loan(2)], values={"due_date": DUE}, codes=("date_from_serial",)),
    book_case(
        "像公式的文字", "households", [HOUSEHOLDS, household(1, 户主姓名="=1+1"), household(2)], values={"head_name": ["=1+1", "张三"]}
    ),
    book_case("浮点误差", "loans", [LOANS, loan(1, 贷款本金=400.1 + 0.2), loan(2)], values={"principal": [40030, 100000]}),
    Case(
        "合并表头",
        "loans",
        ".xlsx",
        merged_header,
        codes=("headers_joined", "amount_unit_of_column", "unit_not_stated"),
        values={"principal": [1000 * 10**6] * 2, "overdue_interest": [0, 0]},
    ),
    Case("合并单元格_村", "households", ".xlsx", merged_village, codes=("merged_filled",), values={"village_id": ["V1", "V1"]}),
    Case("公式有结果", "loans", ".xlsx", lambda path: formulas(path, "<v>1000.5</v>"), values={"principal": [100050, 100000]}),
    Case("公式无结果", "loans", ".xlsx", lambda path: formulas(path, ""), used=1, rejected=1, codes=("formula_without_value",)),
    Case("公式空结果", "loans", ".xlsx", lambda path: formulas(path, "<v></v>"), used=1, rejected=1, codes=("formula_without_value",)),
    Case("百分数格式", "loans", ".xlsx", percent, used=0, rejected=2, codes=("percent_among_amounts",)),
    Case("公式出错", "loans", ".xlsx", failed_formula, used=1, rejected=1, codes=("sheet_error",)),
    Case("隐藏的表和行", "loans", ".xlsx", hidden, codes=("sheets_hidden", "rows_hidden")),
    Case("一九〇四年历", "loans", ".xlsx", calendar_1904, values={"due_date": [day("2003-06-30")] * 2}, codes=("date_from_serial",)),
    Case("ODS", "loans", ".ods", ods_loans, values={"due_date": DUE, "principal": [120050, 100000]}),
]
