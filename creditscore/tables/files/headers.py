"""Headers: which rows hold them, and which canonical column each stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from creditscore.core.errors import Problem, TableError, nearest
from creditscore.core.text import Text
from creditscore.tables.aliases import Aliases, plain, shipped
from creditscore.tables.shapes import TableShape, shape_of

SEARCHED_ROWS = 20
_LONG_NUMBER = re.compile(r"\d{4}")
TIERS = " › "
"""Stands between the two tiers of a joined header in messages."""


class Headers(Struct, frozen=True):
    """Canonical names to the position of their column, and the written headers that stand for nothing known."""

    positions: Mapping[str, int]
    written: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def names(self) -> dict[str, str]:
        """Canonical names to written headers."""
        return {name: self.written[position] for name, position in self.positions.items()}


class HeaderPlace(Struct, frozen=True):
    """Where the headers stand: the position of their first row, how many rows they take, and the headers, tiers joined."""

    at: int
    height: int
    written: tuple[str, ...]


def header_row(table: str, rows: Sequence[Sequence[str]], declared: Mapping[str, str], aliases: Aliases | None = None) -> int:
    """The position among the first rows of the one in which most headers are recognised."""
    counts = [len(_recognised(table, row, declared, aliases or shipped())) for row in rows[:SEARCHED_ROWS]]
    best = counts.index(max(counts)) if counts else 0
    return best if counts and counts[best] else next((at for at, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)


def header_place(table: str, rows: Sequence[Sequence[str]], declared: Mapping[str, str], aliases: Aliases) -> HeaderPlace:
    """The header row, or two rows joined where more headers are recognised so, as under merged cells."""
    single = header_row(table, rows, declared, aliases)
    best, place = len(_recognised(table, rows[single], declared, aliases)), HeaderPlace(single, 1, tuple(rows[single]))
    for at in range(min(len(rows) - 1, SEARCHED_ROWS - 1)):
        joined = _joined(rows[at], rows[at + 1])
        known = len(_recognised(table, joined, declared, aliases))
        if known > best:
            best, place = known, HeaderPlace(at, 2, tuple(joined))
    return place


def fits(table: str, rows: Sequence[Sequence[str]], declared: Mapping[str, str], aliases: Aliases) -> bool:
    """Whether first rows hold a header with all the columns that the table must have."""
    known = _recognised(table, header_place(table, rows, declared, aliases).written, declared, aliases) if rows else set()
    return known.issuperset(shape_of(table, declared).needed)


def matched(table: str, file: str, written: Sequence[str], declared: Mapping[str, str], aliases: Aliases | None = None) -> Headers:
    """The headers of one file matched to canonical and declared columns.

    A TableError lists all required and declared columns that are missing, and headers that mean the same column.
    """
    known = aliases or shipped()
    positions: dict[str, int] = {}
    problems: list[Problem] = []
    for position, header in enumerate(written):
        name = _canonical(table, header, declared, known)
        if name in positions:
            problems.append(_twice(file, name, written[positions[name]], header))
        elif name is not None:
            positions[name] = position
    if not positions and any(_LONG_NUMBER.search(cell) for cell in written):
        raise TableError([_no_header(shape_of(table, declared), file)])
    unused = tuple(header for position, header in enumerate(written) if header.strip() and position not in positions.values())
    headers = Headers(positions, tuple(written), unused)
    shape = shape_of(table, declared)
    missing = [name for name in shape.needed if name not in positions]
    problems += [_missing(shape, file, name, headers, known, whole=name == missing[0]) for name in missing]
    if problems:
        raise TableError(problems)
    return headers


def _recognised(table: str, row: Sequence[str], declared: Mapping[str, str], aliases: Aliases) -> set[str]:
    return {name for cell in row if (name := _canonical(table, cell, declared, aliases)) is not None}


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two tiers as one: a heading merged above several columns goes before each of theirs."""
    joined: list[str] = []
    heading = ""
    for position, below in enumerate(lower):
        above = upper[position] if position < len(upper) else ""
        heading = above.strip() or (heading if below.strip() else "")
        joined.append(TIERS.join(tier for tier in (heading, below.strip()) if tier))
    return joined + list(upper[len(lower) :])


def _canonical(table: str, header: str, declared: Mapping[str, str], aliases: Aliases) -> str | None:
    whole = header.strip()
    if not whole or whole in declared:
        return whole or None
    name = aliases.header(table, whole)
    return name if name or TIERS not in whole else _by_tiers(table, header.split(TIERS), declared, aliases)


def _by_tiers(table: str, tiers: Sequence[str], declared: Mapping[str, str], aliases: Aliases) -> str | None:
    """The canonical column of two tiers: both as one word, or the lower alone."""
    for way in ("".join(tiers).strip(), tiers[-1].strip()) if len(tiers) == 2 else ():
        if way in declared:
            return way
        if name := aliases.header(table, way):
            return name
    return None


def _no_header(shape: TableShape, file: str) -> Problem:
    """Rows without a header hold names and ID numbers: they are not listed."""
    what = Text("前 {rows} 行中没有找到{table}表的表头", "no header of the table {table} in the first {rows} rows")
    cure = Text("请在数据上方加一行列名", "put a row with the column names above the data")
    return Problem(file, what.fill(rows=SEARCHED_ROWS, table=shape.title), cure=cure)


def _twice(file: str, name: str | None, first: str, second: str) -> Problem:
    what = Text("“{first}”和“{second}”两列都是 {name}", "the columns “{first}” and “{second}” both stand for {name}")
    return Problem(file, what.fill(first=first, second=second, name=name), cure=Text("请只留一列", "keep only one"))


def _missing(shape: TableShape, file: str, name: str, headers: Headers, aliases: Aliases, *, whole: bool) -> Problem:
    """One missing column; with the whole list of what was found where it is the first of its table."""
    what = Text("{table}表缺少列“{title}”", "the table {table} lacks the column “{title}”")
    told = what.fill(table=shape.title, title=_title(shape, name))
    found = ", ".join(header for header in headers.written if header.strip())
    if whole:
        told = Text(f"{told.zh}；表头有：{found}", f"{told.en}; its headers are: {found}")
    return Problem(file, told, _taken(shape, headers) if whole else None, _suggested(shape.name, name, headers.unused, aliases))


def _title(shape: TableShape, name: str) -> Text:
    title = next((column.title.zh for column in shape.columns if column.name == name), name)
    return Text(f"{title}（{name}）" if title != name else name, name)


def _taken(shape: TableShape, headers: Headers) -> Text | None:
    """What the headers were taken for that are not called as the columns are; None where there is none."""
    known = [(header, _title(shape, name)) for name, header in headers.names.items() if not _own_name(shape, name, header)]
    zh = [f"“{header}”认作{title.zh}" for header, title in known] + [f"“{header}”没有认出" for header in headers.unused]
    en = [f"“{header}” was taken for {title.en}" for header, title in known] + [
        f"“{header}” was not recognised" for header in headers.unused
    ]
    return Text("，".join(zh), ", ".join(en)) if zh else None


def _own_name(shape: TableShape, name: str, header: str) -> bool:
    return plain(header) in {plain(name), *(plain(column.title.zh) for column in shape.columns if column.name == name)}


def _suggested(table: str, name: str, unused: Sequence[str], aliases: Aliases) -> Text:
    words = [word for word, canonical in aliases.columns[table].items() if canonical == name] or [name]
    near = {header: nearest(plain(header), words) for header in unused}
    best = next((header for header, word in near.items() if word), None)
    if best is not None:
        return Text(
            f"是否就是“{best}”一列？请改列名，或用 --aliases 写明", f"is it the column “{best}”? Rename it, or name it with --aliases"
        )
    return Text("请补上这一列；如已有而叫法不同，请改列名", "add the column, or rename it where it has another name")
