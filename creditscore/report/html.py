"""A run's page, `report.html`: one self-contained file that opens by double click, prints, and asks the network for nothing.

Every value is escaped; nothing that a table says can become part of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from creditscore.core.terms import SEVERITIES, VERDICTS, WORDS
from creditscore.core.text import Lang, Text
from creditscore.packs.model import Pack
from creditscore.report import page, wording
from creditscore.report.content import Content

REPORT = "report.html"


def write_html(folder: Path, pack: Pack, summary: Mapping[str, Any], lang: Lang) -> Path:
    """Write `report.html` into a run folder from its level tables and summary."""
    content = Content(folder, pack, summary, lang)
    path = folder / REPORT
    path.write_bytes(rendered(content).encode())
    return path


def rendered(content: Content) -> str:
    """The page of a run."""
    template = _environment().get_template("run.html")
    return template.render(
        **_words(content),
        **_heading(content),
        figures=content.figures(),
        levels=list(page.level_rows(content)),
        places=page.units_by_place(content),
        left_out=page.levels_left_out(content),
        criteria=list(page.criteria_rows(content)),
        boundary=list(page.boundary_rows(content)),
        quality=page.quality_rows(content),
        findings=content.summary["data_quality"]["findings"],
        definitions=content.definitions(),
        verify=[content.say(line) for line in wording.VERIFY_LINES],
    )


def _environment() -> Environment:
    loader = PackageLoader("creditscore.report", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _words(content: Content) -> dict[str, Any]:
    """The page's fixed wording: `w` the sentences by name, `term` the glossary, `verdicts` and `severities`."""
    said = {name: content.say(words) for name, words in vars(wording).items() if isinstance(words, Text)}
    return {
        "lang": content.lang,
        "w": said,
        "term": {name: content.say(words) for name, words in WORDS.items()},
        "verdicts": {name: content.say(words) for name, words in VERDICTS.items()},
        "severities": {name: content.say(words) for name, words in SEVERITIES.items()},
        "signs": page.SIGNS,
    }


def _heading(content: Content) -> dict[str, Any]:
    header = content.pack.pack
    facts = [
        wording.COUNTY_LINE.fill(county=content.counties or "—"),
        wording.AS_OF_LINE.fill(as_of=content.as_of),
        wording.PACK_LINE.fill(pack=header.id, edition=header.edition),
    ]
    return {"facts": [content.say(fact) for fact in facts], "rules": getattr(header.title, content.lang)}
