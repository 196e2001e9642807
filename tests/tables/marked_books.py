"""Reads workbooks for tests as a spreadsheet would see them: cells, fills, comments, formulas, merged cells."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Book:
    """One workbook, by its parts."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as parts:
            self.parts = {name: parts.read(name) for name in parts.namelist()}
        with CalamineWorkbook.from_path(path) as book:
            self.names = book.sheet_names
            self.rows = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in self.names}
            self.merged = {name: book.get_sheet_by_name(name).merged_cell_ranges for name in self.names}
            self.visible = {one.name: str(one.visible) for one in book.sheets_metadata}

    def fills(self, sheet: str) -> dict[str, str]:
        """The coloured cells of a sheet: address to colour."""
        styles = ET.fromstring(self.parts["xl/styles.xml"])
        colours = [fill.findtext(f".//{MAIN}fgColor") is not None and self._colour(fill) for fill in styles.find(f"{MAIN}fills") or ()]
        used = [int(form.get("fillId", "0")) for form in styles.find(f"{MAIN}cellXfs") or ()]
        cells = self._sheet(sheet).iter(f"{MAIN}c")
        shown = {cell.get("r", ""): colours[used[int(cell.get("s", "0"))]] for cell in cells}
        return {address: str(colour) for address, colour in shown.items() if colour}

    def comments(self, sheet: str) -> dict[str, str]:
        """The comments of a sheet: address to text."""
        links = self.parts.get(f"xl/worksheets/_rels/sheet{self.names.index(sheet) + 1}.xml.rels", b"").decode()
        named = re.search(r"comments(\d+)\.xml", links)
        if named is None:
            return {}
        root = ET.fromstring(self.parts[f"xl/comments{named[1]}.xml"])
        return {one.get("ref", ""): "".join(one.itertext()) for one in root.iter(f"{MAIN}comment")}

    @property
    def formulas(self) -> int:
        """How many cells are formulas."""
        return sum(part.count(b"<f>") + part.count(b"<f ") for part in self.parts.values())

    def _sheet(self, sheet: str) -> ET.Element:
        return ET.fromstring(self.parts[f"xl/worksheets/sheet{self.names.index(sheet) + 1}.xml"])

    def _colour(self, fill: ET.Element) -> str:
        found = fill.find(f".//{MAIN}fgColor")
        return "" if found is None else found.get("rgb", "")
