"""The lay-out of a text table: its first rows in; the header, the units of its amounts and the names of all its columns out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from creditscore.tables.aliases import Aliases
from creditscore.tables.files.column_units import Reach, units_of
from creditscore.tables.files.headers import TIERS, HeaderPlace, Headers, header_place, matched
from creditscore.tables.raw import UNNAMED, Remark
from creditscore.tables.shapes import shape_of

_BREAK = re.compile(r"\s*[\r\n]+\s*")
_CHINESE_BREAK = re.compile(r"(?<=[\u2e80-\uffef])\s*[\r\n]+\s*|\s*[\r\n]+\s*(?=[\u2e80-\uffef])")


class LaidOut(Struct, frozen=True):
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


def laid_out(
    table: str, file: str, rows: Sequence[Sequence[str]], declared: Mapping[str, str], aliases: Aliases, reach: Reach | None = None
) -> LaidOut:
    """The lay-out of a table by its first rows; a TableError where a column is missing or a unit not known.

    `reach` says how far cells are merged to the right, where the file tells.
    """
    lines = [[_one_line(cell) for cell in row] for row in rows]
    place = header_place(table, lines, declared, aliases)
    headers = matched(table, file, place.written, declared, aliases)
    money = [column.name for column in shape_of(table, declared).columns if column.type == "money"]
    telling = units_of(file, aliases, lines, place, headers, reach or {})
    units = telling.found(money)
    return LaidOut(place, headers, units, (*_joined(headers, place), *telling.remarks(units)))


def _one_line(cell: str) -> str:
    """A header with line breaks inside it (Alt+Enter) as one line; between Chinese characters nothing is put in their place."""
    return _BREAK.sub(" ", _CHINESE_BREAK.sub("", cell)) if "\n" in cell or "\r" in cell else cell


def _joined(headers: Headers, place: HeaderPlace) -> list[Remark]:
    tiers = [header for header in headers.names.values() if TIERS in header]
    return [Remark("headers_joined", value="、".join(tiers), other=len(tiers))] if place.height > 1 and tiers else []
