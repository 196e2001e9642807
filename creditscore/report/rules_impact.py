"""The workbook of what another edition of the rules would change: a sheet of counts, and a sheet of changed units a level."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from msgspec import Struct

from creditscore.core.terms import STATUSES, WORDS, grade_name, level_name
from creditscore.core.text import Lang, Text

_NONE = Text("无等级", "no grade")
_LEFT_OUT = Text("只列出前 {n} 个", "only the first {n} are listed")


class ImpactLine(Struct, frozen=True):
    """One unit whose rating changes: (before, after) of status and grade, the criteria behind it, and why in words."""

    unit: str
    status: tuple[str, str]
    grade: tuple[str, str]
    causes: list[str]
    why: Text


class ImpactSheet(Struct, frozen=True):
    """One level: how many units, how many change, the (before, after) counts, and the changed units (the first of them)."""

    level: str
    total: int
    changes: int
    status: dict[tuple[str, str], int]
    grade: dict[tuple[str, str], int]
    lines: Sequence[ImpactLine]


def write_impact(path: Path, sheets: Sequence[ImpactSheet], lang: Lang) -> None:
    """Write the workbook; texts stay texts (no formula, no link)."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        _counts(book.add_worksheet(Text("概况", "overview").say(lang)), sheets, bold, lang)
        for sheet in sheets:
            _units(book.add_worksheet(level_name(sheet.level).say(lang)), sheet, bold, lang)


def _counts(page: Any, sheets: Sequence[ImpactSheet], bold: Any, lang: Lang) -> None:
    heads = (Text("级别", "level"), Text("项目", "what"), Text("原", "before"), Text("新", "after"), Text("单位数", "units"))
    page.write_row(0, 0, [head.say(lang) for head in heads], bold)
    rows = [row for sheet in sheets for row in _count_rows(sheet, lang)]
    for place, row in enumerate(rows, start=1):
        page.write_row(place, 0, row)
    page.set_column(0, 4, 18)


def _count_rows(sheet: ImpactSheet, lang: Lang) -> list[list[Any]]:
    name = level_name(sheet.level).say(lang)
    changed = Text("评定结果改变", "rating changes").say(lang)
    rows: list[list[Any]] = [[name, Text("总数", "all").say(lang), "", "", sheet.total], [name, changed, "", "", sheet.changes]]
    for word, counts, names in ((WORDS["status"], sheet.status, _status), (WORDS["grade"], sheet.grade, _grade)):
        rows += [[name, word.say(lang), names(before).say(lang), names(after).say(lang), n] for (before, after), n in counts.items()]
    return rows


def _status(word: str) -> Text:
    return STATUSES[word]


def _grade(word: str) -> Text:
    return _NONE if word == "none" else grade_name(word)


def _units(page: Any, sheet: ImpactSheet, bold: Any, lang: Lang) -> None:
    before, after = Text("原", "before").say(lang), Text("新", "after").say(lang)
    status, grade = WORDS["status"].say(lang), WORDS["grade"].say(lang)
    heads = [WORDS["id"].say(lang), f"{status}（{before}）", f"{status}（{after}）", f"{grade}（{before}）", f"{grade}（{after}）"]
    page.write_row(0, 0, [*heads, Text("原因", "why").say(lang)], bold)
    for place, line in enumerate(sheet.lines, start=1):
        ratings = [*(_status(word).say(lang) for word in line.status), *(_grade(word).say(lang) for word in line.grade)]
        page.write_row(place, 0, [line.unit, *ratings, line.why.say(lang)])
    if sheet.changes > len(sheet.lines):
        page.write_string(len(sheet.lines) + 1, 0, _LEFT_OUT.fill(n=len(sheet.lines)).say(lang))
    page.set_column(0, 4, 16)
    page.set_column(5, 5, 80)
    page.freeze_panes(1, 1)
