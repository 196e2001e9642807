"""The collection list: what is overdue, by village and amount, the oldest first, without names."""

from __future__ import annotations

from datetime import date

import polars as pl
from python_calamine import CalamineWorkbook

from creditscore.report.collection import overdue_loans, write_collection
from tests.archive.made_runs import input_frames, loan


def loans():
    rows = [
        loan("A1", "H001", date(2002, 6, 28), 100_000, 0, due_date=date(2003, 6, 30)),
        loan("A2", "H001", date(2002, 6, 28), 100_000, 0, due_date=date(2003, 6, 29)),
        loan("A3", "H001", date(2001, 1, 1), 100_000, 40_000),
        loan("A4", "H003", date(2003, 1, 1), 100_000, 100_000, overdue_interest=550),
        loan("A5", "H003", date(2001, 1, 1), 100_000, 0, extended_due_date=date(2003, 6, 30)),
        loan("A6", "H003", date(2003, 1, 1), 100_000, 0, overdue_interest=None),
        loan("B1", None, date(2001, 3, 1), 900_000, 0, borrower_type="village_enterprise", product=None) | {"village_id": "V3"},
    ]
    return pl.LazyFrame(rows, infer_schema_length=None).with_columns(pl.col("extended_due_date").cast(pl.Date))


def rows(path, sheet):
    return CalamineWorkbook.from_path(path.as_posix()).get_sheet_by_index(sheet).to_python()


def test_overdue_after_the_due_date_never_on_it(run):
    found = overdue_loans(run, loans())
    assert found.filter(pl.col("village_id") == "V1")["loan_id"].to_list() == ["A3", "A2", "A4"]


def test_days_are_counted_from_the_effective_due_date(run):
    days = dict(overdue_loans(run, loans()).select("loan_id", "days").iter_rows())
    assert (days["A2"], days["A3"], days["A4"]) == (1, 545, 0)


def test_villages_stand_by_amount(tmp_path, run):
    header, *found = rows(write_collection(run, loans(), tmp_path, "zh"), 0)
    assert header[3:] == ["笔数", "贷款余额（元）", "欠息（元）", "最早到期日"]
    assert [row[2:6] for row in found] == [["V3", 1, 9_000, 0], ["V1", 3, 1_600, 5.5]]


def test_each_loan_stands_with_its_place_and_amounts(tmp_path, run):
    header, first, *_ = rows(write_collection(run, loans(), tmp_path, "zh"), 1)
    line = dict(zip(header, first, strict=True))
    assert (line["乡镇"], line["行政村"], line["贷款编号"], line["借款人类型"]) == ("芦台镇", "东庄村", "A3", "农户")
    assert (line["逾期天数"], line["贷款余额（元）"], line["有效到期日"]) == (545, 600, date(2002, 1, 1))


def test_nothing_overdue_is_said(tmp_path, run):
    path = write_collection(run, input_frames()["loans"].head(0), tmp_path, "en")
    assert rows(path, 0) == [["No loan is overdue."]]
