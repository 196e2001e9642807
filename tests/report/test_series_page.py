"""The page and the workbook of a series: briefing, figures, charts, periods, units; escaped, self-contained, the same bytes."""

from __future__ import annotations

import re
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from creditscore.archive.series import read_series
from creditscore.report.progress.figures.build import build_progress
from creditscore.report.progress.series.html import rendered, write_series_html
from creditscore.report.progress.series.workbook import write_series_workbook
from tests.archive.made_runs import made_run
from tests.report.browser import Browser, found_browser
from tests.report.test_docx import SMALLEST_PNG
from tests.report.test_html import Outline


@pytest.fixture(scope="module")
def progress(tmp_path_factory, pack):
    """April and June: May has no run."""
    reports = tmp_path_factory.mktemp("reports")
    for day in (date(2003, 4, 30), date(2003, 6, 30)):
        made_run(reports, day)
    return build_progress(read_series(reports), pack)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "1-credit-households.png").write_bytes(SMALLEST_PNG)
    return tmp_path


def sheet(path, name):
    return CalamineWorkbook.from_path(path.as_posix()).get_sheet_by_name(name).to_python()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_well_formed_and_needs_no_network(progress, folder, lang):
    outline = Outline()
    outline.feed(rendered(progress, folder, lang))
    assert outline.open == []
    assert all(address.startswith(("#", "data:image/png;base64,")) for address in outline.addresses)


def test_the_page_has_briefing_figures_chart_and_periods(progress, folder):
    text = rendered(progress, folder, "zh")
    assert "截止2003年6月30日，全县信用社已评定信用户2户" in text
    assert re.search(r'<img src="data:image/png;base64,[^"]+" alt="信用户 2 户', text)
    assert [label in text for label in ("2003-04", "2003-05", "2003-06")] == [True] * 3
    assert text.count("本期没有评定批次（不是零）") == 1


def test_what_tables_say_is_escaped(progress, folder):
    assert "<b>" not in rendered(progress, folder, "zh")


def test_page_and_workbook_come_out_the_same_again(progress, folder):
    writers = (write_series_html, write_series_workbook)
    first = [write(progress, folder, "zh")[0].read_bytes() for write in writers]
    assert [write(progress, folder, "zh")[0].read_bytes() for write in writers] == first


def test_the_workbook_has_the_figures_as_numbers(progress, folder):
    (path,) = write_series_workbook(progress, folder, "zh")
    header, first, *_ = sheet(path, "各期数字")
    row = dict(zip(header, first, strict=True))
    assert (row["截止日"], row["项目"], row["分子"], row["分母"], row["占比"]) == (date(2003, 6, 30), "信用户", 2, 7, "28.57%")


def test_the_workbook_lists_nearest_villages_and_remarks(progress, folder):
    (path,) = write_series_workbook(progress, folder, "en")
    assert [row[1] for row in sheet(path, "nearest villages")[1:]] == ["V4", "V3", "V1"]
    assert any("2003-05" in row[0] for row in sheet(path, "remarks"))


def test_the_workbook_holds_the_charts_and_no_formula(progress, folder):
    (path,) = write_series_workbook(progress, folder, "zh")
    with zipfile.ZipFile(path) as parts:
        assert [name for name in parts.namelist() if name.startswith("xl/media/")] == ["xl/media/image1.png"]
        assert not any(re.search(rb"<f[ >]", parts.read(name)) for name in parts.namelist() if "worksheets/sheet" in name)


@pytest.mark.skipif(found_browser() is None, reason="no Chromium on this machine: the page was not tried in a browser")
def test_it_opens_in_a_browser_without_error(progress, folder, tmp_path):
    (path,) = write_series_html(progress, folder, "zh")
    browser = Browser(tmp_path / "profile")
    try:
        for width in (360, 1200):
            browser.open(path.as_uri(), width)
            assert browser.run("document.querySelectorAll('#units tbody tr').length") == 4
            assert browser.run("document.documentElement.scrollWidth") <= width
        assert browser.errors == []
    finally:
        browser.close()
