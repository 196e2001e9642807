"""Charts are drawn without a warning: every character has a glyph, nothing leaves the page or lies over other words, bytes repeat."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text as Words

from creditscore.core.text import LANGS
from creditscore.report.progress.charts import fonts
from creditscore.report.progress.charts.draw import draw_all, figures
from creditscore.report.progress.charts.page import style
from tests.report.made_series import made_progress, sample_progress

NAMES = (
    "1-credit-households",
    "2-coverage",
    "3-funnel",
    "4-heat-map",
    "5-micro-loans",
    "6-recovery-and-bad-loans",
    "7-criteria-failed",
    "8-nearest-villages",
    "9-other-bounds",
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return sample_progress(tmp_path_factory.mktemp("reports"), ["2003-03-31", "2003-05-31", "2003-06-30"])


def boxes(figure):
    """The words of a figure with their boxes on the page, in pixels."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    shown = [words for words in figure.findobj(Words) if words.get_visible() and words.get_text().strip()]
    return [(words.get_text(), words.get_window_extent(renderer)) for words in shown]


@pytest.fixture(scope="module", params=LANGS)
def drawn(request, sample):
    """All figures of a language, drawn once: by name the words with their boxes, and the page."""
    with style():
        return {name: (boxes(figure), figure.bbox.frozen()) for name, figure in figures(sample, request.param)}


def overlap(one, other):
    """Whether two boxes share more than a hair."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 2 and high > 2


def test_all_nine_are_drawn_with_all_their_glyphs(drawn):
    assert tuple(drawn) == NAMES
    for found, _ in drawn.values():
        for words, _ in found:
            assert {ord(sign) for sign in words} - {10} <= fonts.characters()


def test_no_words_leave_the_page_or_lie_over_others(drawn):
    for name, (found, page) in drawn.items():
        outside = [words for words, box in found if box.x0 < 0 or box.y0 < 0 or box.x1 > page.x1 or box.y1 > page.y1]
        over = [(one[0], other[0]) for one, other in combinations(found, 2) if overlap(one[1], other[1])]
        assert (name, outside, over) == (name, [], [])


@pytest.fixture(scope="module")
def files(sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("charts")
    return {path.name: path.read_bytes() for path in draw_all(sample, folder, "zh")}


def test_the_same_figures_give_the_same_bytes(sample, files, tmp_path):
    assert {path.name: path.read_bytes() for path in draw_all(sample, tmp_path, "zh")} == files


def test_pictures_are_of_200_dots_an_inch_and_drawings_have_real_text(files):
    assert sorted(files) == sorted(f"{name}.{kind}" for name in NAMES for kind in ("png", "svg"))
    assert int.from_bytes(files["3-funnel.png"][16:20], "big") == 2000
    assert b"pHYs" in files["3-funnel.png"]
    drawing = files["1-credit-households.svg"].decode()
    assert "信用户 1,549 户" in drawing
    assert "−" in drawing
    assert "<dc:date>" not in drawing
    assert fonts.FAMILY not in drawing


def test_a_small_county_is_drawn_with_hostile_names(tmp_path):
    files = {path.name: path.read_bytes() for path in draw_all(made_progress(tmp_path / "reports"), tmp_path, "zh")}
    assert len(files) == 18
    assert not any(b"<b>" in content for name, content in files.items() if name.endswith(".svg"))
