"""The parts of the HTML page, as plain records in one language: what the template prints and nothing it has to work out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from creditscore.core.terms import OPERATORS, STATUSES, TABLES, VERDICTS, level_name, plural
from creditscore.core.text import Text, same
from creditscore.packs.show import describe
from creditscore.report import wording
from creditscore.report.content import Content, UnitRow
from creditscore.report.level_sheet import shortfall_words
from creditscore.report.lines import Line
from creditscore.report.names import grade_title
from creditscore.report.sheet import MOST_PLACES

SIGNS = {"pass": "✓", "fail": "✗", "pending": "?", "not_applicable": "–"}
_LIKE = {"rated": "pass", "not_rated": "fail", "pending": "pending", "not_organised": "not_applicable"}


@dataclass(frozen=True)
class Mark:
    """A verdict or status to print: how it looks, its word, a figure beside it, and the figure in full."""

    look: str
    word: str
    figure: str = ""
    full: str = ""

    @property
    def sign(self) -> str:
        """A sign that tells the verdict without colour."""
        return SIGNS[self.look]


@dataclass(frozen=True)
class Unit:
    """One unit's row: name, id, status, rated households, a mark a criterion, what is still missing, and its children."""

    name: str
    id: str
    status: Mark
    households: str
    marks: tuple[Mark, ...]
    shortfalls: tuple[str, ...]


@dataclass(frozen=True)
class Units:
    """The units of one level, below one unit of the level above where there is one."""

    level: str
    criteria: tuple[str, ...]
    parent: Unit | None
    rows: tuple[Unit, ...]


def units_by_place(content: Content) -> list[Units]:
    """The units above the households: the highest level as a table, then the next level down, unit by unit.

    A level of more than `MOST_PLACES` units is left out; `levels_left_out` names it.
    """
    levels = [level for level in _places(content) if content.count(level) <= MOST_PLACES][:2]
    if not levels:
        return []
    top = [_unit(content, row) for row in content.units(levels[0])]
    tables = [_table(content, levels[0], None, top)]
    if len(levels) > 1:
        children: dict[str, list[Unit]] = {unit.id: [] for unit in top}
        for row in content.units(levels[1]):
            children.setdefault(row.parent, []).append(_unit(content, row))
        tables += [_table(content, levels[1], unit, children[unit.id]) for unit in top if children[unit.id]]
    return tables


def levels_left_out(content: Content) -> list[str]:
    """A sentence for each level above the households that is too long for the page."""
    found = [(level, content.count(level)) for level in _places(content) if content.count(level) > MOST_PLACES]
    return [
        content.say(wording.TOO_MANY_PLACES.fill(level=level_name(level), n=f"{n:,}", file=f"{plural(level)}.parquet"))
        for level, n in found
    ]


def _places(content: Content) -> list[str]:
    return [level for level in reversed(content.levels) if level != "household"]


def _table(content: Content, level: str, parent: Unit | None, rows: list[Unit]) -> Units:
    return Units(content.say(level_name(level)), tuple(content.pack.criteria.get(level, {})), parent, tuple(rows))


def _unit(content: Content, row: UnitRow) -> Unit:
    missing = tuple(shortfall_words(content, line) for line in row.shortfalls)
    return Unit(
        row.name,
        row.id,
        status_mark(content, row.row["status"]),
        row.rated_households,
        tuple(_mark(content, line) for line in row.lines),
        missing,
    )


def status_mark(content: Content, status: str) -> Mark:
    """A status as a mark, coloured as the verdict that it is like."""
    return Mark(_LIKE[status], content.say(STATUSES[status]))


def _mark(content: Content, line: Line) -> Mark:
    word = content.say(VERDICTS[line.verdict])
    figure = line.measured
    if figure is None or not figure.ends or figure.den == 0:
        return Mark(line.verdict, word)
    full = wording.MEASURED_AT.fill(measured=figure.words, required=line.required)
    return Mark(line.verdict, word, figure.short, content.say(full))


def level_rows(content: Content) -> Iterator[dict[str, Any]]:
    """By level, highest first: the units, those of each status, and those of each grade."""
    for level in reversed(content.levels):
        counts = content.summary["levels"][level]
        grades = {content.say(grade_title(content.pack, level, grade)): counts["grade"][grade] for grade in content.pack.grades[level]}
        statuses = [(status_mark(content, status), count) for status, count in counts["status"].items()]
        yield {
            "level": content.say(level_name(level)),
            "units": counts["units"],
            "statuses": sorted(statuses, key=_order),
            "grades": grades,
        }


def _order(entry: tuple[Mark, int]) -> int:
    return list(SIGNS).index(entry[0].look)


def criteria_rows(content: Content) -> Iterator[dict[str, Any]]:
    """By criterion: level, clause, words, reading, requirement and its verdict counts."""
    for record in describe(content.pack, content.as_of):
        yield {
            "id": record.id,
            "level": content.say(level_name(record.level)),
            "clause": record.clause,
            "basis": content.say(record.basis),
            "text": content.say(record.text),
            "reading": content.say(record.reading) if record.reading is not None else "",
            "required": content.say(record.requirement),
            "counts": content.summary["levels"][record.level]["criteria"][record.id],
        }


def boundary_rows(content: Content) -> Iterator[dict[str, Any]]:
    """By strict bound: a heading, the units exactly on it, and how many more there are."""
    for entry in content.summary["boundary_units"]:
        bound = Text("{operator}{value}", "{operator} {value}").fill(operator=OPERATORS[entry["operator"]], value=same(entry["bound"]))
        level = level_name(entry["level"])
        heading = wording.BOUNDARY_LINE.fill(criterion=entry["criterion"], bound=bound, n=entry["count"], level=level)
        more = entry["count"] - len(entry["units"])
        yield {
            "heading": content.say(heading),
            "units": [_boundary_unit(content, entry["level"], unit) for unit in entry["units"]],
            "more": content.say(wording.AND_MORE.fill(n=more)) if more else "",
        }


def _boundary_unit(content: Content, level: str, unit: dict[str, Any]) -> dict[str, Any]:
    mark = Mark(unit["verdict"], content.say(VERDICTS[unit["verdict"]]))
    note = wording.ONLY_OBSTACLE if unit["only_obstacle"] else wording.NOT_ONLY_OBSTACLE
    return {"id": unit["id"], "name": content.name(level, unit["id"]), "mark": mark, "note": content.say(note)}


def quality_rows(content: Content) -> list[dict[str, Any]]:
    """By input table: its name and row counts."""
    tables = content.summary["data_quality"]["tables"]
    return [{"table": content.say(TABLES[name]), **counts} for name, counts in tables.items()]
