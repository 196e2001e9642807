"""A run's workbook, `ratings.xlsx`: a sheet a level, shortfalls, criteria, rejected rows, definitions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from creditscore.core.text import Lang
from creditscore.packs.model import Pack
from creditscore.report.content import Content
from creditscore.report.sheets import sheets
from creditscore.report.spreadsheet import write_sheets

WORKBOOK = "ratings.xlsx"


def write_workbook(folder: Path, pack: Pack, summary: Mapping[str, Any], lang: Lang) -> Path:
    """Write `ratings.xlsx` into a run folder from its level tables, rejected rows and summary."""
    return write_workbook_of(Content(folder, pack, summary, lang))


def write_workbook_of(content: Content) -> Path:
    """Write `ratings.xlsx` beside what it is made of."""
    title = getattr(content.pack.pack.title, content.lang)
    return write_sheets(content.folder / WORKBOOK, title, content.as_of, content.lang, sheets(content))
