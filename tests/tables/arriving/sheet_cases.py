"""Examples in workbooks: how far headings reach, sheets without the table's name, merged cells, formats that show something else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.tables.arriving.book_cases import SHEET, book_case
from tests.tables.arriving.cases import LOANS, Case, loan
from tests.tables.arriving.text_cases import BROKEN, TEN_THOUSAND
from tests.tables.arriving.writers import workbook


def heading_over(path: Path, headers: list[Any], last: int) -> None:
    """A heading with a unit that is merged from the principal to another column."""
    workbook(
        path,
        {SHEET: [["基本情况"], headers, loan(1), loan(2)]},
        lambda _book, pages: pages[SHEET].merge_range(0, 7, 0, last, "金额（万元）"),
    )


def merged_cells(path: Path, cells: str) -> None:
    """Cells of the first loan's amounts are merged with the blank ones below."""
    rows = [LOANS, loan(1), loan(2, 贷款本金=None, 已还本金=0, 欠息=None) if cells.startswith("H") else loan(2, 欠息=None)]
    workbook(path, {SHEET: rows}, lambda _book, pages: pages[SHEET].merge_range(cells, 1000))


def shown_otherwise(path: Path) -> None:
    """Amounts, and an id, that are shown with more than their numbers: 3万元, 3.0万 for 30000, L001, 5元."""

    def after(book: Any, pages: dict[str, Any]) -> None:
        formats = {(1, 0): (1, '"L"000'), (1, 7): (3, '0.00"万元"'), (2, 7): (30000, '0!.0,"万"'), (1, 9): (5, '0"元"')}
        for (row, column), (number, code) in formats.items():
            pages[SHEET].write_number(row, column, number, book.add_format({"num_format": code}))

    workbook(path, {SHEET: [LOANS, loan(1), loan(2)]}, after)


SHEET_CASES: list[Case] = [
    Case(
        "工作表_几个都像",
        "loans",
        ".xlsx",
        lambda path: workbook(path, {"1月": [LOANS, loan(1)], "2月": [LOANS, loan(2)]}),
        refused="看不出哪个工作表是贷款表；有：1月, 2月",
    ),
    Case(
        "工作表_只有一个像",
        "loans",
        ".xlsx",
        lambda path: workbook(
            path, {"Sheet1": [["填表说明"], ["一、逐户填写"]], "Sheet2": [["台账"], LOANS, loan(1), loan(2)], "Sheet3": []}
        ),
        codes=("sheet_by_headers",),
    ),
    Case("合并单元格_其他列", "loans", ".xlsx", lambda path: merged_cells(path, "J2:J3"), codes=("merged_not_filled",)),
    Case(
        "合并单元格_必填列",
        "loans",
        ".xlsx",
        lambda path: merged_cells(path, "H2:H3"),
        used=1,
        rejected=1,
        codes=("merged_not_filled", "blank_required"),
    ),
    Case("网页另存为工作簿", "loans", ".xls", lambda path: path.write_text("<html><table></table></html>"), refused="网页格式"),
    Case("文本改名为工作簿", "loans", ".xlsx", lambda path: path.write_text("贷款编号,本金", "utf-8"), refused="扩展名改为 .csv"),
    Case(
        "格式里有单位",
        "loans",
        ".xlsx",
        shown_otherwise,
        codes=("amount_unit_of_cell",),
        values={"loan_id": ["L001", "L2"], "principal": [3000000, 3000000], "overdue_interest": [500, 0]},
    ),
    Case("单位_合并单元格管到哪里", "loans", ".xlsx", lambda path: heading_over(path, LOANS, 9), values=TEN_THOUSAND),
    Case("单位_合并单元格外的一列", "loans", ".xlsx", lambda path: heading_over(path, LOANS, 8), refused="看不出“欠息”一列是什么单位"),
    Case(
        "单位_合并单元格外写明",
        "loans",
        ".xlsx",
        lambda path: heading_over(path, [*LOANS[:9], "欠息（元）", LOANS[10]], 8),
        values=TEN_THOUSAND,
    ),
    book_case(
        "表头_单元格内换行_工作簿", "loans", [["贷款台账\n单位：万元"], BROKEN, loan(1), BROKEN, loan(2)], left_out=1, values=TEN_THOUSAND
    ),
]
