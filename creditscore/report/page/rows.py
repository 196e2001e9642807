"""The fixed parts of the HTML page, as plain records in one language: what the template prints and nothing it has to work out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from creditscore.core.terms import OPERATORS, STATUSES, VERDICTS, level_name
from creditscore.core.text import Text, same
from creditscore.packs.words.measure_words import table_title
from creditscore.report import wording
from creditscore.report.content import Content
from creditscore.report.names import grade_title
from creditscore.report.page.data import LIKE, SIGNS

_HUNDREDTHS = 10_000


class Mark(Struct, frozen=True):
    """A verdict or status to print: how it looks and its word."""

    look: str
    word: str

    @property
    def sign(self) -> str:
        """A sign that tells the verdict without colour."""
        return SIGNS[self.look]


class BoundaryUnit(Struct, frozen=True):
    """A unit exactly on a bound: its id and name, its verdict, and what hangs on it."""

    id: str
    name: str
    mark: Mark
    note: str


def status_mark(content: Content, status: str) -> Mark:
    """A status as a mark, coloured as the verdict that it is like."""
    return Mark(LIKE[status], content.say(STATUSES[status]))


def level_rows(content: Content) -> Iterator[dict[str, Any]]:
    """By level, highest first: the units, those of each status with their part of the bar, and those of each grade."""
    for level in reversed(content.levels):
        counts = content.summary["levels"][level]
        grades = {content.say(grade_title(content.pack, level, grade)): counts["grade"][grade] for grade in content.pack.grades[level]}
        statuses = [(status_mark(content, status), count, bar(count, counts["units"])) for status, count in counts["status"].items()]
        yield {
            "level": content.say(level_name(level)),
            "units": counts["units"],
            "statuses": sorted(statuses, key=lambda entry: list(SIGNS).index(entry[0].look)),
            "grades": grades,
        }


def bar(part: int, whole: int) -> str:
    """The length of a bar in percent, for the eye only."""
    return f"{part * _HUNDREDTHS // whole / 100:.2f}" if whole else "0"


def criteria_rows(content: Content) -> Iterator[dict[str, Any]]:
    """By criterion: level, clause, words, reading, requirement, its verdict counts and the bars of those that fail or are pending."""
    for record in content.criteria:
        level = content.summary["levels"][record.level]
        counts = level["criteria"][record.id]
        yield {
            "id": record.id,
            "level": content.say(level_name(record.level)),
            "clause": record.clause,
            "basis": content.say(record.basis),
            "text": content.say(record.text),
            "reading": content.say(record.reading) if record.reading is not None else "",
            "required": content.say(record.requirement),
            "counts": counts,
            "bars": {verdict: bar(counts[verdict], level["units"]) for verdict in ("fail", "pending")},
        }


def boundary_rows(content: Content) -> Iterator[dict[str, Any]]:
    """By strict bound: a heading, the units exactly on it, and how many more there are."""
    for entry in content.summary["boundary_units"]:
        bound = Text("{operator}{value}", "{operator} {value}").fill(operator=OPERATORS[entry["operator"]], value=same(entry["bound"]))
        level = level_name(entry["level"])
        heading = wording.BOUNDARY_LINE.fill(criterion=entry["criterion"], bound=bound, n=entry["count"], level=level)
        more = entry["count"] - len(entry["units"])
        yield {
            "level": entry["level"],
            "heading": content.say(heading),
            "units": [_boundary_unit(content, entry["level"], unit) for unit in entry["units"]],
            "more": content.say(wording.AND_MORE.fill(n=more)) if more else "",
        }


def _boundary_unit(content: Content, level: str, unit: dict[str, Any]) -> BoundaryUnit:
    mark = Mark(unit["verdict"], content.say(VERDICTS[unit["verdict"]]))
    note = wording.ONLY_OBSTACLE if unit["only_obstacle"] else wording.NOT_ONLY_OBSTACLE
    return BoundaryUnit(unit["id"], content.name(level, unit["id"]), mark, content.say(note))


def quality_rows(content: Content) -> list[dict[str, Any]]:
    """By input table: its name and row counts."""
    tables = content.summary["data_quality"]["tables"]
    return [{"table": content.say(table_title(content.pack, name)), **counts} for name, counts in tables.items()]
