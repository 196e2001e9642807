"""Write the collected examples into a folder, to look at or to try by hand: `python -m tests.tables.arriving.make FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.tables.arriving.book_cases import BOOK_CASES
from tests.tables.arriving.cell_cases import CELL_CASES
from tests.tables.arriving.sheet_cases import SHEET_CASES
from tests.tables.arriving.text_cases import TEXT_CASES

CASES = [*TEXT_CASES, *CELL_CASES, *BOOK_CASES, *SHEET_CASES]


def make(folder: Path) -> None:
    """One file for each example, sound and unsound ones apart."""
    for case in CASES:
        sound = case.refused is None and case.rejected == 0
        place = folder / ("good" if sound else "bad")
        place.mkdir(parents=True, exist_ok=True)
        case.write(place / f"{case.table}_{case.name}{case.suffix}")


if __name__ == "__main__":
    make(Path(sys.argv[1] if len(sys.argv) > 1 else "build/examples"))
