"""Headers: which row holds them, and which canonical column each stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from creditscore.core import terms
from creditscore.core.columns import TABLES, column_named
from creditscore.core.errors import Problem, TableError, nearest
from creditscore.core.text import Text
from creditscore.tables.aliases import plain, shipped

SEARCHED_ROWS = 20


@dataclass(frozen=True)
class Headers:
    """Canonical names to the position of their column, and the written headers that stand for nothing known."""

    positions: Mapping[str, int]
    written: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def names(self) -> dict[str, str]:
        """Canonical names to written headers."""
        return {name: self.written[position] for name, position in self.positions.items()}


def header_row(table: str, rows: Sequence[Sequence[str]], declared: Mapping[str, str]) -> int:
    """The position among the first rows of the one in which most headers are recognised."""
    counts = [sum(_canonical(table, cell, declared) is not None for cell in row) for row in rows[:SEARCHED_ROWS]]
    return counts.index(max(counts)) if counts else 0


def matched(table: str, file: str, written: Sequence[str], declared: Mapping[str, str]) -> Headers:
    """The headers of one file matched to canonical and declared columns.

    A TableError lists all required and declared columns that are missing, and headers that mean the same column.
    """
    positions: dict[str, int] = {}
    problems: list[Problem] = []
    for position, header in enumerate(written):
        name = _canonical(table, header, declared)
        if name in positions:
            problems.append(_twice(file, name, written[positions[name]], header))
        elif name is not None:
            positions[name] = position
    unused = tuple(header for position, header in enumerate(written) if header.strip() and position not in positions.values())
    needed = [column.name for column in TABLES[table] if column.required] + list(declared)
    problems += [_missing(table, file, name, written, unused) for name in dict.fromkeys(needed) if name not in positions]
    if problems:
        raise TableError(problems)
    return Headers(positions, tuple(written), unused)


def _canonical(table: str, header: str, declared: Mapping[str, str]) -> str | None:
    return header.strip() if header.strip() in declared else shipped().header(table, header)


def _twice(file: str, name: str | None, first: str, second: str) -> Problem:
    what = Text("“{first}”和“{second}”两列都是 {name}", "the columns “{first}” and “{second}” both stand for {name}")
    return Problem(file, what.fill(first=first, second=second, name=name), cure=Text("请只留一列", "keep only one"))


def _missing(table: str, file: str, name: str, written: Sequence[str], unused: Sequence[str]) -> Problem:
    column = column_named(table, name)
    title = Text(f"{column.title.zh}（{name}）", name) if column else Text(name, name)
    what = Text("{table}表缺少列“{title}”；表头有：{found}", "the table {table} lacks the column “{title}”; its headers are: {found}")
    found = ", ".join(header for header in written if header.strip())
    return Problem(file, what.fill(table=terms.TABLES[table], title=title, found=found), cure=_suggested(table, name, unused))


def _suggested(table: str, name: str, unused: Sequence[str]) -> Text:
    words = [word for word, canonical in shipped().columns[table].items() if canonical == name] or [name]
    near = {header: nearest(plain(header), words) for header in unused}
    best = next((header for header, word in near.items() if word), None)
    if best is not None:
        return Text(f"是否就是“{best}”一列?请改列名", f"is it the column “{best}”? Rename it")
    return Text("请补上这一列", "add the column")
