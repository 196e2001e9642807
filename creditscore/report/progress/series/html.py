"""The page of a series, `progress.html`: briefing, figures, charts, periods, plan, and the units of the newest run.

One self-contained file: the charts that stand in the folder's `charts` are put in, nothing is asked of the network, all text is escaped.
"""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

from creditscore.core.terms import WORDS
from creditscore.core.text import Lang
from creditscore.report import wording
from creditscore.report.content import Content
from creditscore.report.page.data import has_places, levels_left_out
from creditscore.report.page.html import common_words, environment, page_script
from creditscore.report.progress.briefing.text import Section, briefing
from creditscore.report.progress.chart_data.titles import chart_titles
from creditscore.report.progress.figure_rows import figure_rows
from creditscore.report.progress.model import Progress
from creditscore.report.progress.series.tables import history, plan_table
from creditscore.report.progress.series.words import SERIES_WORDS, VERIFY_LINES

PAGE = "progress.html"
CHARTS = "charts"


def write_series_html(progress: Progress, folder: Path, lang: Lang) -> list[Path]:
    """Write `progress.html`; the charts are the PNG files that stand in the folder's `charts`."""
    path = folder / PAGE
    path.write_bytes(rendered(progress, folder, lang).encode())
    return [path]


def rendered(progress: Progress, folder: Path, lang: Lang) -> str:
    """The page of a series."""
    newest = progress.series.newest
    content = Content(newest.folder, progress.pack, newest.summary(), lang)
    made = briefing(progress)
    charts, plan = _charts(progress, folder / CHARTS, lang), plan_table(progress, lang)
    return (
        environment()
        .get_template("series.html")
        .render(
            **common_words(lang),
            title=made.title.say(lang),
            facts=_facts(progress, content, lang),
            rules=getattr(progress.pack.pack.title, lang),
            contents=_contents(lang, charts=bool(charts), plan=plan is not None, places=has_places(content)),
            has_places=has_places(content),
            words={name: words.say(lang) for name, words in SERIES_WORDS.items()},
            sections=[_said(entry, lang) for entry in made.sections],
            note=made.note.say(lang),
            figures=figure_rows(progress, lang),
            charts=charts,
            history=history(progress, lang),
            plan=plan,
            left_out=levels_left_out(content),
            definitions=content.definitions(),
            verify=[line.say(lang) for line in VERIFY_LINES],
            script=page_script(content) if has_places(content) else None,
        )
    )


def _said(section: Section, lang: Lang) -> dict[str, Any]:
    return {"heading": section.heading.say(lang), "paragraphs": [words.say(lang) for words in section.paragraphs]}


def _facts(progress: Progress, content: Content, lang: Lang) -> list[str]:
    header = progress.pack.pack
    facts = [
        wording.COUNTY_LINE.fill(county=content.counties or "—"),
        wording.AS_OF_LINE.fill(as_of=progress.as_of),
        wording.PACK_LINE.fill(pack=header.id, edition=header.edition),
    ]
    return [fact.say(lang) for fact in facts]


def _contents(lang: Lang, charts: bool, plan: bool, places: bool) -> list[tuple[str, str]]:
    found = {"briefing": SERIES_WORDS["briefing"], "figures": wording.FIGURES}
    found |= {"charts": SERIES_WORDS["charts"]} if charts else {}
    found |= {"periods": SERIES_WORDS["periods"]} | ({"plan": SERIES_WORDS["plan"]} if plan else {})
    found |= {"places": wording.PLACES} if places else {}
    found |= {"definitions": WORDS["definitions"], "verify": wording.VERIFY}
    return [(anchor, words.say(lang)) for anchor, words in found.items()]


def _charts(progress: Progress, folder: Path, lang: Lang) -> list[dict[str, Any]]:
    titles = chart_titles(progress)
    return [
        {
            "title": titles[path.stem].say(lang) if path.stem in titles else path.stem,
            "data": "data:image/png;base64," + b64encode(path.read_bytes()).decode(),
        }
        for path in sorted(folder.glob("*.png"))
    ]
