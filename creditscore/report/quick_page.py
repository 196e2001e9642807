"""A worksheet that writes the same bytes as xlsxwriter's own, in less time: what is asked of every cell there is asked once a column.

In go cells of shared strings and numbers. Out comes their XML; whatever else a cell may be is left to xlsxwriter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format


class QuickPage(Worksheet):  # type: ignore[misc]
    """A sheet of a workbook that is not written in constant memory, and whose cells are named by row and column, never as `A1`."""

    write_string = Worksheet._write_string  # noqa: SLF001
    write_number = Worksheet._write_number  # noqa: SLF001

    def __init__(self) -> None:
        super().__init__()
        self._letters: dict[int, str] = {}
        self._looks: dict[int, str] = {}

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """The `<c>` element of one cell, in the format of the cell or of its column."""
        kind = cell.__class__.__name__
        info = self.row_info.get(row)
        if kind not in ("String", "Number") or (info is not None and info.row_format):
            super()._write_cell(row, col, cell)
            return
        if col not in self._letters:
            self._letters[col], self._looks[col] = xl_col_to_name(col), self._look_of_column(col)
        look = _look(cell.format) if cell.format else self._looks[col]
        if kind == "String":
            self.fh.write(f'<c r="{self._letters[col]}{row + 1}"{look} t="s"><v>{cell.string}</v></c>')
        else:
            self.fh.write(f'<c r="{self._letters[col]}{row + 1}"{look}><v>{cell.number:.16G}</v></c>')

    def _look_of_column(self, col: int) -> str:
        return _look(self.col_info[col].column_format) if col in self.col_info else ""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """A formula with Excel's own names of functions; the word that a condition compares with holds none of the 150 looked for."""
        if formula.startswith('"') and "(" not in formula:
            return formula
        expanded: str = super()._prepare_formula(formula, expand_future_functions)
        return expanded


def _look(form: Format | None) -> str:
    return f' s="{form._get_xf_index()}"' if form is not None else ""  # noqa: SLF001
