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
    content = Content(folder, pack, summary, lang)
    return write_sheets(folder / WORKBOOK, getattr(pack.pack.title, lang), content.as_of, lang, sheets(content))
