"""A run's workbook, `ratings.xlsx`: a sheet a level, shortfalls, criteria, rejected rows, definitions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from creditscore.core.text import Lang
from creditscore.packs.model.pack import Pack
from creditscore.report.content import Content
from creditscore.report.workbook.quick_book import QuickBook
from creditscore.report.workbook.sheets import sheets
from creditscore.report.workbook.spreadsheet import draw_sheets

WORKBOOK = "ratings.xlsx"


def write_workbook(folder: Path, pack: Pack, summary: Mapping[str, Any], lang: Lang) -> Path:
    """Write `ratings.xlsx` into a run folder from its level tables, rejected rows and summary."""
    draw_workbook(Content(folder, pack, summary, lang)).close()
    return folder / WORKBOOK


def draw_workbook(content: Content) -> QuickBook:
    """`ratings.xlsx`, which is written beside what it is made of when it is closed."""
    title = getattr(content.pack.pack.title, content.lang)
    return draw_sheets(content.folder / WORKBOOK, title, content.as_of, content.lang, sheets(content))
