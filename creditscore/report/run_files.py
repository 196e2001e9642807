"""The files of a run that people open: its workbook and its page."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from creditscore.archive.households import HouseholdCounts
from creditscore.core.text import Lang
from creditscore.packs.model.pack import Pack
from creditscore.report.content import Content
from creditscore.report.page.html import run_template, write_html_of
from creditscore.report.workbook.book import draw_workbook

Counted = Mapping[str, Mapping[str, HouseholdCounts]]


def make_ready() -> None:
    """Compile the page's template: ahead of need, while other work is done."""
    run_template()


def write_run_files(folder: Path, pack: Pack, summary: Mapping[str, Any], lang: Lang, places: Counted) -> None:
    """Write `ratings.xlsx` and `report.html` into a run folder; `places` are the households of places that were counted already."""
    content = Content(folder, pack, summary, lang, dict(places))
    content.list_units()
    with ThreadPoolExecutor(max_workers=1) as aside:
        counted = aside.submit(content.count_households)  # Polars counts while Python draws the workbook
        written = aside.submit(draw_workbook(content).close)  # which is compressed while Python writes the page
        counted.result()
        write_html_of(content)
        written.result()
