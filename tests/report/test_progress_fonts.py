"""The font of the charts: what it draws, what it says it lacks, and how words are fitted."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from creditscore.report.progress.charts import fonts

ROOT = Path(__file__).resolve().parents[2]


def test_every_character_of_gb2312_and_gb8105_has_a_glyph():
    rows = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    gb2312 = {sign for pair in rows if (sign := pair.decode("gb2312", "ignore"))}
    listed = (ROOT / "tools" / "gb8105_beyond_gb2312.txt").read_text("utf-8").splitlines()
    gb8105 = set("".join(line for line in listed if not line.startswith("#")))
    assert (len(gb2312), len(gb8105)) == (6763, 1467)
    assert {ord(sign) for sign in gb2312 | gb8105} <= fonts.characters()


@pytest.mark.parametrize("sign", "−–—…“”（），。：；？！%/0A×≥㙍𫠊")
def test_signs_that_charts_need_have_a_glyph(sign):
    assert ord(sign) in fonts.characters()


def test_a_character_without_a_glyph_is_named_never_a_box():
    with pytest.warns(fonts.MissingGlyphWarning, match="U\\+1F600"):
        assert fonts.drawable("村😀") == "村[U+1F600]"


@pytest.mark.parametrize("words", ["信用户占比", "credit households", "甲乡 T01"])
def test_words_are_cut_to_their_room(words):
    assert fonts.fitted(words, 9, 9.0) == words
    short = fonts.fitted(words, 9, 0.45)
    assert short != words
    assert short.endswith(("…", "..."))
    assert fonts.width(short, 9) <= 0.45


@pytest.mark.parametrize(
    "words", ["截止 2003-06-30；占列出农户 3,000 户的 51.63%，来源：24 个评定批次。", "12 of 30 villages fail V3a, more than any other"]
)
def test_long_words_are_broken_into_lines(words):
    lines = fonts.wrapped(words, 10, 1.6)
    assert len(lines) > 1
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(fonts.width(line, 10) <= 1.6 for line in lines)
    assert not any(line.startswith(tuple("，。；：%）")) for line in lines)


def test_the_font_travels_with_its_licence():
    folder = ROOT / "creditscore" / "report" / "fonts"
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "MIT AND OFL-1.1"
    assert "creditscore/report/fonts/OFL.txt" in project["license-files"]
