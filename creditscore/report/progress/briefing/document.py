"""The briefing as an editable Word document, `briefing.docx`: the paragraphs, a table of the figures, and the charts.

Every style names its East Asian font (宋体, 黑体), so that Word and WPS show Chinese in the faces that offices expect. The same
series gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from creditscore.core.terms import WORDS
from creditscore.core.text import Lang, Text
from creditscore.report.progress.briefing.text import Briefing, briefing
from creditscore.report.progress.documents import add_heading, add_paragraph, add_table, new_document, save
from creditscore.report.progress.figure_rows import figure_rows
from creditscore.report.progress.model import Progress

if TYPE_CHECKING:
    from docx.document import Document as Doc

BRIEFING = "briefing.docx"
CHARTS = "charts"
_WIDTHS = (5.6, 2.8, 2.8, 2.0, 2.6)
_FIGURES = Text("主要数字", "Figures")
_CHARTS = Text("图表", "Charts")
_COLUMNS = (Text("项目", "item"), WORDS["numerator"], WORDS["denominator"], WORDS["share"], Text("比上期", "change"))


def write_briefing_docx(progress: Progress, folder: Path, lang: Lang) -> list[Path]:
    """Write `briefing.docx`; the charts are the PNG files that stand in the folder's `charts`."""
    made = briefing(progress)
    document = new_document(made.title.say(lang), progress.as_of, lang)
    _write_text(document, made, lang)
    _write_figures(document, progress, lang)
    _write_charts(document, sorted((folder / CHARTS).glob("*.png")), lang)
    return [save(document, folder / BRIEFING)]


def _write_text(document: Doc, made: Briefing, lang: Lang) -> None:
    add_heading(document, made.title.say(lang), 0, lang)
    add_paragraph(document, made.subtitle.say(lang), lang, "Normal")
    for section in made.sections:
        add_heading(document, section.heading.say(lang), 1, lang)
        for words in section.paragraphs:
            add_paragraph(document, words.say(lang), lang)
    add_paragraph(document, made.note.say(lang), lang, "Caption")


def _write_figures(document: Doc, progress: Progress, lang: Lang) -> None:
    add_heading(document, _FIGURES.say(lang), 1, lang)
    rows = [
        [cell.say(lang) for cell in _COLUMNS],
        *([row.title, row.num, row.den, row.share, row.change] for row in figure_rows(progress, lang)),
    ]
    add_table(document, rows, _WIDTHS)


def _write_charts(document: Doc, charts: list[Path], lang: Lang) -> None:
    if not charts:
        return
    add_heading(document, _CHARTS.say(lang), 1, lang)
    for chart in charts:
        document.add_picture(chart.as_posix(), width=Cm(15.8))
        document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
