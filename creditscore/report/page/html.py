"""A run's page, `report.html`: one self-contained file that opens by double click, prints, and asks the network for nothing.

Every value is escaped; nothing that a table says can become part of the page. The only script that may run is the page's own,
named by its digest.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from msgspec import Struct

from creditscore.core.terms import SEVERITIES, VERDICTS, WORDS
from creditscore.core.text import Lang, Text
from creditscore.packs.model.pack import Pack
from creditscore.report import wording
from creditscore.report.content import Content
from creditscore.report.page import rows
from creditscore.report.page.data import as_script, has_places, levels_left_out, page_data

REPORT = "report.html"
_CONTENTS = {
    "figures": wording.FIGURES,
    "levels": wording.BY_LEVEL,
    "places": wording.PLACES,
    "criteria": wording.CRITERIA,
    "boundary": wording.BOUNDARY,
    "quality": wording.QUALITY,
    "definitions": WORDS["definitions"],
    "verify": wording.VERIFY,
}


class Script(Struct, frozen=True):
    """The page's script, its data as JSON, and the digest by which the page allows the script to run."""

    code: str
    data: str

    @property
    def digest(self) -> str:
        """The script's SHA-256 as a content security policy names it."""
        return "sha256-" + b64encode(sha256(self.code.encode()).digest()).decode()


def write_html(folder: Path, pack: Pack, summary: Mapping[str, Any], lang: Lang) -> Path:
    """Write `report.html` into a run folder from its level tables and summary."""
    return write_html_of(Content(folder, pack, summary, lang))


def write_html_of(content: Content) -> Path:
    """Write `report.html` beside what it is made of."""
    path = content.folder / REPORT
    path.write_bytes(rendered(content).encode())
    return path


def rendered(content: Content) -> str:
    """The page of a run."""
    return run_template().render(
        **common_words(content.lang),
        **_heading(content),
        contents=[(anchor, content.say(words)) for anchor, words in _CONTENTS.items() if anchor != "places" or has_places(content)],
        has_places=has_places(content),
        figures=content.figures(),
        levels=list(rows.level_rows(content)),
        left_out=levels_left_out(content),
        criteria=list(rows.criteria_rows(content)),
        boundary=list(rows.boundary_rows(content)),
        quality=rows.quality_rows(content),
        findings=content.summary["data_quality"]["findings"],
        definitions=content.definitions(),
        verify=[content.say(line) for line in wording.VERIFY_LINES],
        script=page_script(content) if has_places(content) else None,
    )


def page_script(content: Content) -> Script:
    """The script of a page, with the units of a run as its data."""
    code = files("creditscore.report").joinpath("templates", "page.js").read_text(encoding="utf-8")
    return Script(code, as_script(page_data(content)))


@cache
def run_template() -> Template:
    """The page's template, compiled with what it is built on."""
    templates = environment()
    for part in ("base.html", "style.css"):
        templates.get_template(part)
    return templates.get_template("run.html")


def environment() -> Environment:
    """The templates of the pages: everything that is put in is escaped."""
    loader = PackageLoader("creditscore.report", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def common_words(lang: Lang) -> dict[str, Any]:
    """The fixed wording of the pages: `w` the sentences by name, `term` the glossary, `verdicts` and `severities`."""
    said = {name: words.say(lang) for name, words in vars(wording).items() if isinstance(words, Text)}
    return {
        "lang": lang,
        "w": said,
        "term": {name: words.say(lang) for name, words in WORDS.items()},
        "verdicts": {name: words.say(lang) for name, words in VERDICTS.items()},
        "severities": {name: words.say(lang) for name, words in SEVERITIES.items()},
    }


def _heading(content: Content) -> dict[str, Any]:
    header = content.pack.pack
    facts = [
        wording.COUNTY_LINE.fill(county=content.counties or "—"),
        wording.AS_OF_LINE.fill(as_of=content.as_of),
        wording.PACK_LINE.fill(pack=header.id, edition=header.edition),
    ]
    return {"facts": [content.say(fact) for fact in facts], "rules": getattr(header.title, content.lang)}
