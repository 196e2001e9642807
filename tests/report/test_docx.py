"""The briefing as a Word document: its fonts, table and charts; the same bytes every time; LibreOffice opens it."""

from __future__ import annotations

import shutil
import subprocess
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from creditscore.archive.series import read_series
from creditscore.report.progress.briefing.document import write_briefing_docx
from creditscore.report.progress.figures.build import build_progress
from tests.archive.made_runs import made_run

SMALLEST_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def progress(tmp_path_factory, pack):
    reports = tmp_path_factory.mktemp("reports")
    made_run(reports)
    return build_progress(read_series(reports), pack)


@pytest.mark.parametrize(("style", "face"), [("Normal", "宋体"), ("Title", "黑体"), ("Heading 1", "黑体")])
def test_every_style_names_its_chinese_face(tmp_path, progress, style, face):
    (path,) = write_briefing_docx(progress, tmp_path, "zh")
    fonts = Document(path.as_posix()).styles[style].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == face
    assert fonts.get(qn("w:eastAsiaTheme")) is None


def test_figures_stand_in_a_table_with_numerator_and_denominator(tmp_path, progress):
    (path,) = write_briefing_docx(progress, tmp_path, "en")
    rows = [[cell.text for cell in row.cells] for row in Document(path.as_posix()).tables[0].rows]
    assert rows[0] == ["item", "numerator", "denominator", "share", "change"]
    assert rows[1] == ["credit households", "2", "7", "28.57%", "—"]


def test_charts_are_put_in(tmp_path, progress):
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "1.png").write_bytes(SMALLEST_PNG)
    (path,) = write_briefing_docx(progress, tmp_path, "zh")
    assert len(Document(path.as_posix()).inline_shapes) == 1


def test_the_same_series_gives_the_same_bytes(tmp_path, progress):
    first = write_briefing_docx(progress, tmp_path, "zh")[0].read_bytes()
    assert write_briefing_docx(progress, tmp_path, "zh")[0].read_bytes() == first


def test_its_own_date_is_the_as_of_date(tmp_path, progress):
    (path,) = write_briefing_docx(progress, tmp_path, "zh")
    with zipfile.ZipFile(path) as parts:
        assert "2003-06-30T00:00:00Z" in parts.read("docProps/core.xml").decode()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine: the document was not opened in it")
def test_libreoffice_opens_it(tmp_path, progress):
    (path,) = write_briefing_docx(progress, tmp_path, "zh")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to", "txt:Text", path.name]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert "信用户2户" in path.with_suffix(".txt").read_text("utf-8-sig")
