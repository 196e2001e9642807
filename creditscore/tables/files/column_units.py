"""The unit of each amount column of a text table: the rows above and inside its header in, units out; nothing is guessed silently.

A header's own unit goes before that of a heading over it, and this before a note. How far a heading reaches is told by its merged cells or
by the next heading. Where neither tells, it is taken to reach over amounts that stand side by side, and a warning says so; another
one names amounts that are taken to be in yuan for want of a unit while others have one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.aliases import Aliases
from creditscore.tables.cells.units import bare_remark, header_unit, note_unit
from creditscore.tables.files.headers import TIERS, HeaderPlace, Headers
from creditscore.tables.raw import Remark

Rows = Sequence[Sequence[str]]
Reach = Mapping[tuple[int, int], int]
"""The last column of each cell that is merged over several columns, by its row and its column, all from 0."""
_MOST_COLUMNS = 1 << 14


class Heading(Struct, frozen=True):
    """A heading over columns, first and last, with the unit that it states; `open` where nothing tells where it ends."""

    written: str
    first: int
    last: int
    unit: str = ""
    open: bool = False


class ColumnUnits(Struct):
    """What tells the units of a table's amounts: its headers, the headings inside the header and above it, the unit of a note.

    `file` is what messages call the file or sheet; `reached` and `unstated` are what the warnings are about.
    """

    file: str
    aliases: Aliases
    headers: Headers
    inside: Sequence[Heading]
    above: Sequence[Heading]
    noted: str | None
    reached: dict[str, list[str]] = field(default_factory=dict)
    unstated: list[str] = field(default_factory=list)

    def found(self, money: Sequence[str]) -> dict[str, str]:
        """The units of the amounts `money`; a TableError names all that cannot be told."""
        places = {self.headers.positions[name]: name for name in money if name in self.headers.positions}
        units: dict[str, str] = {}
        problems: list[Problem] = []
        for position, name in sorted(places.items()):
            try:
                units[name] = self._unit(position, sorted(places))
            except TableError as error:
                problems += error.problems
        if problems:
            raise TableError(problems)
        return {name: unit for name, unit in units.items() if unit != "yuan"}

    def remarks(self, units: Mapping[str, str]) -> Iterator[Remark]:
        """What there is to tell of headings of which nothing tells where they end, and of amounts without a unit beside some with one."""
        for heading, columns in self.reached.items():
            if len(columns) > 1:
                yield Remark("unit_heading_reach", value="、".join(columns), other=heading)
        if units and self.unstated:
            stated = self._header(self.headers.positions[next(iter(units))])
            yield Remark("unit_not_stated", value="、".join(self.unstated), other=stated)

    def _unit(self, position: int, money: Sequence[int]) -> str:
        own = header_unit(self.aliases, self.file, self.headers.written[position].split(TIERS)[-1])
        if own is not None:
            return own
        heading = next((one for one in (*self.inside, *self.above) if one.first <= position <= one.last), None)
        if heading is None:
            return self.noted or self._without(position)
        if heading.open and heading.unit != self.noted:
            if not self._side_by_side(heading, position, money):
                raise self._untold(heading, position)
            self.reached.setdefault(heading.written, []).append(self._header(position))
        return heading.unit

    def _without(self, position: int) -> str:
        """The unit of an amount for which nothing states one: yuan, unless the row above the header states units of other columns."""
        if self.above:
            raise self._untold(self.above[0], position)
        self.unstated.append(self._header(position))
        return "yuan"

    def _side_by_side(self, heading: Heading, position: int, money: Sequence[int]) -> bool:
        """Whether no known column of another kind stands between the first amount under a heading and the one at a position."""
        first = next(place for place in money if place >= heading.first)
        return not any(first < place < position for place in set(self.headers.positions.values()).difference(money))

    def _header(self, position: int) -> str:
        return self.headers.written[position].split(TIERS)[-1].strip()

    def _untold(self, heading: Heading, position: int) -> TableError:
        what = Text(
            "“{heading}”写了金额单位，看不出“{column}”一列是什么单位",
            "“{heading}” states a unit; that of the column “{column}” cannot be told",
        )
        cure = Text("请在列名里写明单位，如“{column}（元）”", "state the unit in the header of the column, as “{column}（元）”")
        column = self._header(position)
        return TableError([Problem(self.file, what.fill(heading=heading.written, column=column), cure=cure.fill(column=column))])


def units_of(file: str, aliases: Aliases, rows: Rows, place: HeaderPlace, headers: Headers, reach: Reach) -> ColumnUnits:
    """What tells the units in the first rows of a table."""
    own = rows[place.at + 1] if place.height > 1 else ()
    inside = [one for one in _tier(rows, place.at, reach) if one.first < len(own) and own[one.first].strip()]
    above = _tier(rows, place.at - 1, reach) if place.at else []
    over = [one for one in above if not _title(one, alone=len(above) == 1 and (place.at - 1, one.first) not in reach)]
    named, told_above = (list(_stating(aliases, file, tier)) for tier in (inside, over))
    told = {one.written for one in told_above}
    notes = [cell for row in rows[: place.at] for cell in row if cell.strip() and cell.strip() not in told]
    return ColumnUnits(file, aliases, headers, named, told_above, note_unit(aliases, file, notes))


def _tier(rows: Rows, at: int, reach: Reach) -> list[Heading]:
    """The texts of one row, each up to the end of its merged cells or to the next text."""
    filled = [position for position, cell in enumerate(rows[at]) if cell.strip()]
    found: list[Heading] = []
    for first, following in zip(filled, [*filled[1:], None], strict=False):
        last = reach.get((at, first), following - 1 if following is not None else _MOST_COLUMNS)
        found.append(Heading(rows[at][first].strip(), first, last, open=last == _MOST_COLUMNS))
    return found


def _stating(aliases: Aliases, file: str, tier: Sequence[Heading]) -> Iterator[Heading]:
    """The headings that state a unit, such as 存款（万元）."""
    for heading in tier:
        if unit := header_unit(aliases, file, heading.written):
            yield replace(heading, unit=unit)


def _title(heading: Heading, *, alone: bool) -> bool:
    """Whether a text above the header is no heading: the first or only one of its row, a unit alone, or a note."""
    text = unicodedata.normalize("NFKC", heading.written)
    return alone or heading.first == 0 or ":" in text or "单位" in text or bare_remark(text)
