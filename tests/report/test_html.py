"""The page: everything escaped, nothing from the network, every part in both languages."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from creditscore.report.content import Content
from creditscore.report.page import rows
from creditscore.report.page.html import rendered, write_html

VOID = {"meta", "br", "link", "wbr", "img"}


class Outline(HTMLParser):
    """The page's tags, checked to close as they opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.addresses += [value for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def page_of(run, pack, lang="zh"):
    return rendered(Content(run.folder, pack, run.summary(), lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_well_formed_and_needs_no_network(run, pack, lang):
    outline = Outline()
    outline.feed(page_of(run, pack, lang))
    assert outline.open == []
    assert all(address.startswith("#") for address in outline.addresses)
    assert not {"img", "iframe", "link", "object"} & outline.tags


def test_only_the_pages_own_script_may_run(run, pack):
    text = page_of(run, pack)
    code = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    assert len(code) == 1
    digest = base64.b64encode(hashlib.sha256(code[0].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'" in text


def test_the_script_writes_text_never_markup(run, pack):
    code = page_of(run, pack)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", code)


def test_what_tables_say_is_escaped(run, pack):
    text = page_of(run, pack)
    assert r"西\u003cb\u003e庄\u003c/b\u003e村" in text
    assert "<b>" not in text


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "zh",
            ["主要数字", "各乡镇和行政村", "恰在标准值上的单位", "数据质量", "口径说明", "怎样核对", "120221", "2003-06-30", "ninghe 2001"],
        ),
        ("en", ["Figures", "Townships and villages", "Units exactly on a bound", "Data quality", "How to verify", "As of 2003-06-30"]),
    ],
)
def test_every_part_is_there(run, pack, lang, expected):
    text = page_of(run, pack, lang)
    assert [words for words in expected if words not in text] == []


def test_the_english_page_holds_chinese_only_in_names_and_clauses(run, pack):
    text = re.sub(r"<style>.*</style>", "", page_of(run, pack, "en"), flags=re.DOTALL)
    places = ("东庄村", r"西\u003cb\u003e庄\u003c/b\u003e村", "芦台镇", "板桥镇", "(一)", "(二)", "(三)", "以上", "以下", "达到……")
    for name in places:
        text = text.replace(name, "")
    assert re.findall(r"[\u4e00-\u9fff]+", text) == []


def test_boundary_units_are_listed_with_what_hangs_on_them(run, pack):
    (entry,) = rows.boundary_rows(Content(run.folder, pack, run.summary(), "en"))
    assert entry["heading"] == "V3a (below 30%), village level: 1"
    assert [unit.id for unit in entry["units"]] == ["V3"]
    assert "this reading alone" in entry["units"][0].note


def test_writing_it_again_gives_the_same_bytes(tmp_path, run, pack):
    for name in ("households.parquet", "villages.parquet", "townships.parquet"):
        (tmp_path / name).write_bytes((run.folder / name).read_bytes())
    first = write_html(tmp_path, pack, run.summary(), "zh").read_bytes()
    assert write_html(tmp_path, pack, run.summary(), "zh").read_bytes() == first
