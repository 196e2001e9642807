"""The lay-out of a text table: its first rows in; the header, the units of its amounts and the names of all its columns out."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.aliases import Aliases
from creditscore.tables.headers import TIERS, HeaderPlace, Headers, header_place, matched
from creditscore.tables.raw import UNNAMED, Remark
from creditscore.tables.shapes import shape_of
from creditscore.tables.units import Heading, header_unit, heading_units, note_unit


@dataclass(frozen=True)
class LaidOut:
    """A table's header place, its headers matched, the units of amounts not in yuan, and what there is to tell of them."""

    place: HeaderPlace
    headers: Headers
    units: Mapping[str, str]
    remarks: tuple[Remark, ...]

    @property
    def first_row(self) -> int:
        """The number of the first row below the header, as the user counts."""
        return self.place.at + self.place.height + 1

    @property
    def columns(self) -> list[str]:
        """A name for each column of the file: canonical where known."""
        known = {position: name for name, position in self.headers.positions.items()}
        return [known.get(position, f"{UNNAMED}{position}") for position in range(len(self.headers.written))]

    @property
    def nameless(self) -> tuple[str, ...]:
        """The columns whose header is blank."""
        return tuple(name for name, written in zip(self.columns, self.headers.written, strict=True) if not written.strip())


def laid_out(table: str, file: str, rows: Sequence[Sequence[str]], declared: Mapping[str, str], aliases: Aliases) -> LaidOut:
    """The lay-out of a table by its first rows; a TableError where a column is missing or a unit not known."""
    place = header_place(table, rows, declared, aliases)
    headers = matched(table, file, place.written, declared, aliases)
    return LaidOut(place, headers, _units(table, file, headers, rows[: place.at], declared, aliases), tuple(_joined(headers, place)))


def _units(
    table: str, file: str, headers: Headers, above: Sequence[Sequence[str]], declared: Mapping[str, str], aliases: Aliases
) -> dict[str, str]:
    """The units of amounts that are not in yuan: a header's own goes before that of a heading over it, and this before a note."""
    headings = heading_units(aliases, file, above[-1]) if above else []
    told = {heading.written for heading in headings}
    noted = note_unit(aliases, file, [cell for row in above for cell in row if cell.strip() and _half(cell) not in told])
    money = [column.name for column in shape_of(table, declared).columns if column.type == "money"]
    units: dict[str, str] = {}
    problems: list[Problem] = []
    for name in money:
        if name in headers.positions:
            try:
                units[name] = header_unit(aliases, file, headers.names[name]) or _headed(file, headers, name, headings, noted)
            except TableError as error:
                problems += error.problems
    if problems:
        raise TableError(problems)
    return {name: unit for name, unit in units.items() if unit != "yuan"}


def _half(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def _headed(file: str, headers: Headers, name: str, headings: Sequence[Heading], noted: str | None) -> str:
    """The unit of a column by the heading over it, else by a note; a TableError where headings say it of other columns only."""
    position = headers.positions[name]
    over = next((heading.unit for heading in headings if heading.first <= position <= heading.last), noted)
    if over is None and headings:
        what = Text(
            "“{heading}”写了金额单位，看不出“{column}”一列是什么单位",
            "“{heading}” states a unit; that of the column “{column}” cannot be told",
        )
        cure = Text("请在列名里写明单位，如“{column}（元）”", "state the unit in the header of the column, as “{column}（元）”")
        column = headers.names[name].strip()
        raise TableError([Problem(file, what.fill(heading=headings[0].written, column=column), cure=cure.fill(column=column))])
    return over or "yuan"


def _joined(headers: Headers, place: HeaderPlace) -> list[Remark]:
    tiers = [header for header in headers.names.values() if TIERS in header]
    return [Remark("headers_joined", value="、".join(tiers), other=len(tiers))] if place.height > 1 and tiers else []
