"""A pack as an HTML page: complete, self-contained, and safe whatever its words are."""

import re
from html.parser import HTMLParser

import pytest

from creditscore.packs.library import edition_files, shipped_names
from creditscore.packs.load import load_pack
from creditscore.packs.words.page import page

SHIPPED = [path for name in shipped_names() for path in edition_files(name)]


class Outline(HTMLParser):
    """The tags of a page and the text it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.shown = ""

    def handle_starttag(self, tag, _attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.shown += data


def read(html):
    """The outline of a page."""
    outline = Outline()
    outline.feed(html)
    return outline


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_clause_stands_on_the_page(path, lang):
    loaded = load_pack(path)
    shown = read(page(loaded, loaded.pack.pack.reviewed_on, lang)).shown
    for criteria in loaded.pack.criteria.values():
        for name, criterion in criteria.items():
            assert name in shown
            assert getattr(criterion.text, lang) in shown


def test_one_block_a_criterion(workshop):
    loaded = workshop.load(workshop.small)
    tags = read(page(loaded, loaded.pack.pack.reviewed_on, "en")).tags
    others = 1 + 1 + 2  # the precondition, the priority, the grades of two levels
    assert tags.count("article") == 3 + others


def test_page_needs_nothing_else(workshop):
    html = page(workshop.load(workshop.small), workshop.load(workshop.small).pack.pack.reviewed_on, "zh")
    assert not re.search(r"https?:|<script|<link|<img|url\(|@import", html)


def test_words_are_never_markup(workshop):
    loaded = workshop.load(workshop.small, ("80%以上农户不拖欠", "80%以上<script>alert(1)</script>农户&不拖欠"))
    html = page(loaded, loaded.pack.pack.reviewed_on, "zh")
    assert "<script>" not in html
    assert "80%以上<script>alert(1)</script>农户&不拖欠" in read(html).shown


def test_bound_in_force_on_the_day_is_shown(workshop):
    loaded = workshop.load(workshop.small)
    day = loaded.pack.pack.reviewed_on
    before, after = (read(page(loaded, each, "en")).shown for each in (day, day.replace(year=2014)))
    assert "at least 85%" in before
    assert "at least 90%" in after


def test_scorecard_and_limits_are_shown():
    loaded = load_pack(next(path for path in (SHIPPED[0].parents[2] / "tests" / "packs" / "sound").glob("county.toml")))
    shown = read(page(loaded, loaded.pack.pack.reviewed_on, "en")).shown
    for words in (
        "Scorecard",
        "at least 98%: 40 points",
        "30% of own funds, no more than 20,000 yuan",
        "bonus items together no more than 5 points",
    ):
        assert words in shown


def test_paper_is_thought_of(workshop):
    html = page(workshop.load(workshop.small), workshop.load(workshop.small).pack.pack.reviewed_on, "zh")
    assert "@page" in html
    assert "break-inside: avoid" in html
