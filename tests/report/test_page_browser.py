"""The page in a real browser: filters, sorting, drill-down, keys, a narrow screen, no error on the console."""

from __future__ import annotations

import pytest

from creditscore.report.content import Content
from creditscore.report.page.html import rendered
from tests.report.browser import Browser, found_browser

pytestmark = pytest.mark.skipif(found_browser() is None, reason="no Chromium on this machine: the page was not tried in a browser")
ROWS = "[...document.querySelectorAll('#units tbody tr')].map(row => row.querySelector('a').textContent)"
UNIT = "document.querySelector('#unit').hidden ? null : document.querySelector('#unit h3').textContent"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    started = Browser(tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory, run, pack):
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(rendered(Content(run.folder, pack, run.summary(), "zh")), encoding="utf-8")
    return path.as_uri()


def choose(browser, name, value):
    box = f"document.querySelector('[data-focus={name}]')"
    browser.run(f"(() => {{ const box = {box}; box.value = '{value}'; box.dispatchEvent(new Event('change')); }})()")


def test_it_opens_without_error_and_without_the_network(browser, address):
    browser.open(address)
    assert browser.run(ROWS) == ["东庄村", "西<b>庄</b>村", "V3", "=1+1"]
    assert browser.run("document.querySelectorAll('#units b').length") == 0
    assert browser.errors == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("status", "pending", ["=1+1"]),
        ("open", "V3a", ["V3"]),
        ("under", "T1", ["东庄村", "西<b>庄</b>村"]),
        ("level", "township", ["芦台镇", "板桥镇"]),
    ],
)
def test_filters(browser, address, name, value, expected):
    browser.open(address)
    choose(browser, name, value)
    assert browser.run(ROWS) == expected
    assert browser.errors == []


def test_searching_while_typing(browser, address):
    browser.open(address)
    browser.run(
        "(() => { const box = document.querySelector('[data-focus=q]'); box.value = '东庄'; box.dispatchEvent(new Event('input')); })()"
    )
    assert browser.run(ROWS) == ["东庄村"]
    assert browser.run("document.querySelector('#units [role=status]').textContent") == "1 / 4 个"


def test_sorting_up_and_down(browser, address):
    browser.open(address)
    sort = "document.querySelector('[data-focus=\"sort:missing\"]')"
    browser.run(f"{sort}.click()")
    assert browser.run(f"{sort}.parentNode.getAttribute('aria-sort')") == "ascending"
    assert browser.run(ROWS)[0] == "西<b>庄</b>村"
    browser.run(f"{sort}.click()")
    assert browser.run(ROWS)[-1] == "西<b>庄</b>村"


def test_drilling_down_from_township_to_village_to_criteria_and_back(browser, address):
    browser.open(address + "#level=township")
    browser.run("document.querySelector('#units tbody a').click()")
    assert browser.run(UNIT).startswith("乡镇 芦台镇")
    browser.run("[...document.querySelectorAll('#unit tbody a')].find(link => link.textContent === '东庄村').click()")
    assert browser.run(UNIT).startswith("行政村 东庄村")
    assert "还需1户清偿拖欠" in browser.run("document.querySelector('#unit').textContent")
    browser.run("new Promise(done => { addEventListener('popstate', () => setTimeout(done)); history.back(); })")
    assert browser.run(UNIT).startswith("乡镇 芦台镇")
    assert browser.errors == []


def test_the_keyboard_reaches_a_unit(browser, address):
    browser.open(address)
    browser.run("document.querySelector('#units tbody a').focus()")
    browser.press("Enter", 13)
    assert browser.run(UNIT).startswith("行政村 东庄村")
    assert browser.run("document.activeElement.id") == "unit"


def test_a_view_can_be_sent_on_as_an_address(browser, address):
    browser.open(address + "#level=village&status=not_rated&unit=V3")
    assert (browser.run(ROWS), browser.run("document.querySelector('#unit h3').textContent").split()[1]) == (["东庄村", "V3"], "V3")


@pytest.mark.parametrize("hashed", ["", "#unit=V3", "#level=nonsense&unit=%3Cb%3E&sort=x&open=y"])
def test_360_pixels_are_enough(browser, address, hashed):
    browser.open(address + hashed, width=360)
    assert browser.run("document.documentElement.scrollWidth") <= 360
    assert browser.errors == []
