"""The rectification ledger: one line an open criterion, its state since the period before, and what staff filled in."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from creditscore.archive.series import read_series
from creditscore.core.errors import UsageError
from creditscore.report.progress.figures.build import build_progress
from creditscore.report.progress.ledgers.entries import LEDGER, Entry, Key, previous_folder, read_entries
from creditscore.report.progress.ledgers.ledger import ledger_lines, write_ledger
from creditscore.report.progress.ledgers.words import COLUMNS
from tests.archive.made_runs import made_run

V1A = Key("village", "V1", "V1a")
V2 = Key("village", "V4", "V2")


@pytest.fixture(scope="module")
def progress(tmp_path_factory, pack):
    """Two months: in the first V1 passes V1a and V4 fails V5."""
    reports = tmp_path_factory.mktemp("reports")
    before = made_run(reports, date(2003, 5, 31))
    table = before.folder / "villages.parquet"
    first = pl.col("village_id") == "V1"
    altered = pl.read_parquet(table).with_columns(
        V1a=pl.when(first).then(pl.lit("pass")).otherwise("V1a"),
        status=pl.when(first).then(pl.lit("rated")).otherwise("status"),
        V5=pl.when(pl.col("village_id") == "V4").then(pl.lit("fail")).otherwise("V5"),
    )
    made_run(reports)
    series = read_series(reports)
    altered.write_parquet(table)
    return build_progress(series, pack)


def states(lines):
    return {tuple(line.key): line.state for line in lines}


def rows(path, sheet=0):
    return CalamineWorkbook.from_path(path.as_posix()).get_sheet_by_index(sheet).to_python()


def filled(path, lines, lang="zh", columns=("level", "id", "criterion", "state", "measure", "who", "due")):
    """A ledger as staff send it back."""
    with xlsxwriter.Workbook(path.as_posix()) as book:
        page = book.add_worksheet()
        for number, line in enumerate([[COLUMNS[name].say(lang) for name in columns], *lines]):
            for place, value in enumerate(line):
                page.write(number, place, value)
    return path


def test_each_open_criterion_has_a_line_with_its_state(progress):
    assert states(ledger_lines(progress, {})) == {
        ("township", "T2", "T1"): "still_open",
        ("village", "V1", "V1a"): "to_solve",
        ("village", "V3", "V3a"): "still_open",
        ("village", "V4", "V2"): "still_open",
        ("village", "V4", "V5"): "solved",
    }


def test_a_line_tells_measured_required_and_the_exact_shortfall(tmp_path, progress):
    (path,) = write_ledger(progress, tmp_path, "zh")
    header, *found = rows(path)
    line = next(dict(zip(header, row, strict=True)) for row in found if row[1] == "V1")
    assert (line["名称"], line["所属"], line["条款"]) == ("东庄村", "芦台镇", "(二)1")
    assert (line["实际"], line["要求"], line["差距"]) == ("3/4（75.00%）", "不低于80%", "还需1户清偿拖欠")
    assert (line["评定结论"], line["整改状态"]) == ("不达标", "待解决")


def test_households_only_where_they_are_asked_for(progress):
    assert not any(line.key.level == "household" for line in ledger_lines(progress, {}))
    assert ("household", "H003", "H3") in states(ledger_lines(progress, {}, households=True))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_staff_filled_in_is_carried_over(tmp_path, progress, lang):
    lines = [["行政村" if lang == "zh" else "village", "V1", "V1a", "", "上门催收", "信贷员 3", date(2003, 7, 31).isoformat()]]
    filled(tmp_path / LEDGER, lines, lang)
    out = tmp_path / "next"
    out.mkdir()
    (path,) = write_ledger(progress, out, "zh", tmp_path)
    carried = next(row for row in rows(path) if row[1:5:3] == ["V1", "V1a"])
    assert carried[-3:] == ["上门催收", "信贷员 3", date(2003, 7, 31)]


def test_carrying_over_twice_changes_nothing(tmp_path, progress):
    filled(tmp_path / LEDGER, [["行政村", "V1", "V1a", "待解决", "催收", 12, "月底前"]])
    write_ledger(progress, tmp_path, "zh", tmp_path)
    first = read_entries(tmp_path / LEDGER)
    write_ledger(progress, tmp_path, "en", tmp_path)
    assert read_entries(tmp_path / LEDGER) == first
    assert first[V1A] == Entry("催收", "12", "月底前", is_open=True)


def test_entries_of_a_line_that_is_met_now_are_kept_for_one_period(tmp_path, progress):
    filled(tmp_path / LEDGER, [["行政村", "V2", "V4", "待解决", "换班子", "", ""], ["行政村", "V9", "V4", "待解决", "x", "", ""]])
    entries = read_entries(tmp_path / LEDGER)
    found = states(ledger_lines(progress, entries))
    assert (found["village", "V2", "V4"], found["village", "V9", "V4"]) == ("solved", "gone")
    write_ledger(progress, tmp_path, "zh", tmp_path)
    again = states(ledger_lines(progress, read_entries(tmp_path / LEDGER)))
    assert not {("village", "V2", "V4"), ("village", "V9", "V4")} & set(again)


def test_columns_may_be_moved(tmp_path):
    path = filled(tmp_path / LEDGER, [["催收", "V1a", "V1", "行政村"]], columns=("measure", "criterion", "id", "level"))
    assert read_entries(path) == {V1A: Entry("催收", "", "", is_open=True)}


def test_a_formula_that_staff_typed_stays_text(tmp_path, progress):
    filled(tmp_path / LEDGER, [["行政村", "V1", "V1a", "", "'=1+1", "", ""]])
    (path,) = write_ledger(progress, tmp_path, "zh", tmp_path)
    assert any("'=1+1" in row for row in rows(path))


@pytest.mark.parametrize("content", [b"no workbook", None])
def test_a_ledger_that_cannot_be_read_is_refused_not_dropped(tmp_path, progress, content):
    if content is None:
        filled(tmp_path / LEDGER, [["x"]], columns=("name",))
    else:
        (tmp_path / LEDGER).write_bytes(content)
    with pytest.raises(UsageError, match="previous ledger"):
        write_ledger(progress, tmp_path, "zh", tmp_path)


def test_no_previous_ledger_is_no_mistake(tmp_path):
    assert read_entries(tmp_path / LEDGER) == {}


@pytest.mark.parametrize(
    ("standing", "as_of", "expected"),
    [
        (["2003-05-31", "2003-06-30"], date(2003, 6, 30), "2003-06-30"),
        (["2003-05-31"], date(2003, 6, 30), "2003-05-31"),
        (["2003-07-31"], date(2003, 6, 30), None),
        (["2003-05-31-quarter", "notes"], date(2003, 6, 30), None),
        ([], date(2003, 6, 30), None),
    ],
)
def test_the_newest_ledger_beside_it_is_taken(tmp_path, standing, as_of, expected):
    for name in standing:
        (tmp_path / name).mkdir()
        (tmp_path / name / LEDGER).touch()
    found = previous_folder(tmp_path, as_of, "month")
    assert (found.name if found else None) == expected


def test_a_quarters_ledger_belongs_to_quarters(tmp_path):
    (tmp_path / "2003-03-31-quarter").mkdir()
    (tmp_path / "2003-03-31-quarter" / LEDGER).touch()
    found = previous_folder(tmp_path, date(2003, 6, 30), "quarter")
    assert found is not None
    assert found.name == "2003-03-31-quarter"


def test_a_report_made_anew_keeps_what_was_filled_in(tmp_path, progress):
    (tmp_path / "2003-06-30").mkdir()
    filled(tmp_path / "2003-06-30" / LEDGER, [["行政村", "V1", "V1a", "待解决", "催收", "", ""]])
    partial = tmp_path / ".2003-06-30.partial"
    partial.mkdir()
    (path,) = write_ledger(progress, partial, "zh")
    assert read_entries(path)[V1A].measure == "催收"
