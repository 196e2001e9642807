"""What staff have filled into a ledger: measure to take, responsible and due date, by unit and criterion.

In: a `ledger.xlsx` as it came back from Excel, WPS or LibreOffice, in either language, its columns in any order. Out: the entries
by key. A heading row may have moved down; lines without an id are passed over.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from creditscore.core.errors import UsageError, one
from creditscore.core.terms import LEVELS
from creditscore.core.text import Text
from creditscore.report.progress.ledgers.words import COLUMNS, STATES, TITLE

LEDGER = "ledger.xlsx"
_HEADING_ROWS = 10
_NEEDED = ("level", "id", "criterion")
_LEVELS = {word: level for level, words in LEVELS.items() for word in words}


class Key(NamedTuple):
    """A line of the ledger: level, id of the unit, criterion."""

    level: str
    id: str
    criterion: str


class Entry(Struct, frozen=True):
    """What staff filled in, and whether the line was open; a due date that is no date is kept as it was written."""

    measure: str = ""
    who: str = ""
    due: date | str = ""
    is_open: bool = False


NO_ENTRY = Entry()


def read_entries(path: Path) -> dict[Key, Entry]:
    """The entries of a ledger; none where there is no such file. UsageError where it cannot be read as a ledger."""
    if not path.is_file():
        return {}
    rows = _rows(path)
    for number, row in enumerate(rows[:_HEADING_ROWS]):
        columns = _columns(row)
        if all(name in columns for name in _NEEDED):
            return dict(found for line in rows[number + 1 :] if (found := _entry(line, columns)) is not None)
    if len(rows) <= 1:
        return {}
    raise _unreadable(path, Text("找不到表头（级别、编号、评定标准）", "its headings (level, id, criterion) are not found"))


def previous_folder(reports: Path, as_of: date, period: str) -> Path | None:
    """The newest progress folder up to a day that has a ledger, of the same kind of period; None where there is none.

    That of the day itself comes first: when a report is made anew, what staff have filled in since stays.
    """
    ending = "" if period == "month" else f"-{period}"
    days = {_day(path.parent.name.removesuffix(ending)): path.parent for path in reports.glob(f"*{ending}/{LEDGER}")}
    found = [day for day in days if day is not None and day <= as_of]
    return days[max(found)] if found else None


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _rows(path: Path) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(path.as_posix()) as book:
            names = [name for name in book.sheet_names if name in TITLE] or book.sheet_names[:1]
            return book.get_sheet_by_name(names[0]).to_python()
    except (CalamineError, OSError, IndexError):
        raise _unreadable(path, Text("不是可读的工作簿", "it is not a workbook that can be read")) from None


def _unreadable(path: Path, why: Text) -> Exception:
    what = Text("上期台账无法读取：{why}", "the previous ledger cannot be read: {why}").fill(why=why)
    cure = Text(
        "请恢复该文件，或把它移走后再运行（已填写的内容将不会带入）",
        "restore the file, or move it away and run again (its entries are then not carried over)",
    )
    return one(UsageError, str(path), what, cure=cure)


def _columns(row: list[Any]) -> dict[str, int]:
    """Where each known column stands, by its heading in either language."""
    headings = {str(cell).strip(): place for place, cell in enumerate(row)}
    found = {name: [headings[word] for word in words if word in headings] for name, words in COLUMNS.items()}
    return {name: places[0] for name, places in found.items() if places}


def _entry(row: list[Any], columns: dict[str, int]) -> tuple[Key, Entry] | None:
    cells = {name: _text(row[place]) if name != "due" else row[place] for name, place in columns.items() if place < len(row)}
    level = _LEVELS.get(cells["level"], cells["level"])
    if not cells["id"] or not cells["criterion"]:
        return None
    is_open = cells.get("state", "") not in (*STATES["solved"], *STATES["gone"])
    entry = Entry(cells.get("measure", ""), cells.get("who", ""), _due(cells.get("due", "")), is_open)
    return Key(level, cells["id"], cells["criterion"]), entry


def _text(value: Any) -> str:
    """A cell as text: a number that Excel made of digits is written without its decimal point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _due(value: Any) -> date | str:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _text(value)
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError:
        return text
