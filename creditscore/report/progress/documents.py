"""Word documents in the house's dress: A4, Chinese and Latin faces named in every style, tables, and the same bytes every time."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from creditscore.core.text import Lang

if TYPE_CHECKING:
    from docx.document import Document as Doc
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

_LATIN, _BODY, _HEAD = "Times New Roman", "宋体", "黑体"
_STYLES = {"Normal": (_BODY, 11), "Title": (_HEAD, 20), "Heading 1": (_HEAD, 14), "Heading 2": (_HEAD, 12), "Caption": (_BODY, 9)}
_INK, _SHADE = RGBColor(0x1D, 0x4F, 0x73), "E3EDF4"
_OLDEST = (1980, 1, 1, 0, 0, 0)


def new_document(title: str, day: date, lang: Lang) -> Doc:
    """An empty A4 document whose own dates are the given day."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.4)
    for name, (east_asian, size) in _STYLES.items():
        _set_font(document.styles[name], east_asian, size)
    document.styles["Caption"].font.bold = False
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "creditscore", "zh-CN" if lang == "zh" else "en-GB"
    properties.created = properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day has no zone
    return document


def _set_font(style: ParagraphStyle, east_asian: str, size: int) -> None:
    """One face for Latin and one for Chinese letters; a theme's fonts would win over both, so they go."""
    style.font.name, style.font.size = _LATIN, Pt(size)
    if style.name != "Normal":
        style.font.color.rgb = _INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hAnsi"), _LATIN)


def add_heading(document: Doc, words: str, level: int, lang: Lang) -> None:
    """A heading: 0 the title, 1 a section."""
    _as_chinese(document.add_heading(words, level), lang)


def add_paragraph(document: Doc, words: str, lang: Lang, style: str | None = None) -> Paragraph:
    """A paragraph of text, in Chinese with its first line set in by two characters."""
    paragraph = document.add_paragraph(words, style)
    _as_chinese(paragraph, lang)
    if style is None:
        paragraph.paragraph_format.line_spacing = 1.5
        if lang == "zh":
            paragraph.paragraph_format.first_line_indent = Pt(2 * _STYLES["Normal"][1])
    return paragraph


def _as_chinese(paragraph: Paragraph, lang: Lang) -> None:
    """Quotation marks and dots that both scripts share are set in the Chinese face."""
    for run in paragraph.runs if lang == "zh" else ():
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")  # noqa: SLF001 - the library has no call for it


def add_table(document: Doc, rows: Sequence[Sequence[str]], widths: Sequence[float], left: int = 1) -> None:
    """A table with a shaded heading, repeated on every page; widths in cm, the first `left` columns stand to the left."""
    table = document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for line, cells in zip(table.rows, rows, strict=True):
        for place, (cell, words) in enumerate(zip(line.cells, cells, strict=True)):
            cell.width = Cm(widths[place])
            paragraph = cell.paragraphs[0]
            paragraph.add_run(words).font.size = Pt(10)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if place < left else WD_ALIGN_PARAGRAPH.RIGHT
    for cell in table.rows[0].cells:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _SHADE)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def save(document: Doc, path: Path) -> Path:
    """Write a document; its parts carry no clock time."""
    written = BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, parts.read(name))
    return path
