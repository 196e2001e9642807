"""The units of a run as the page's script reads them: one compact JSON, every wording already in the page's language.

A level has its criteria and its units. A unit is a list: id, name, place of its parent in the level above (-1: none),
status, grade, its criteria, its households, and where the pack has them its points and credit limit. A criterion is a verdict's
number, or a list of that number, the figure in brief, the figure in full and the distance to passing. Households are counted
(by status, failing and pending by criterion).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import json

from creditscore.archive.households import BASE, HouseholdCounts
from creditscore.core.terms import STATUSES, VERDICTS, WORDS, level_name, plural
from creditscore.packs.words.measure_words import joined
from creditscore.packs.words.show import CriterionRecord
from creditscore.report import wording
from creditscore.report.content import Content, UnitRow
from creditscore.report.lines import Line
from creditscore.report.names import grade_title
from creditscore.report.page import words
from creditscore.report.points import card_span, card_title, cut_lines, limit_line

_VERDICTS = list(VERDICTS)
_STATUSES = list(STATUSES)
LIKE = {"rated": "pass", "not_rated": "fail", "pending": "pending", "not_organised": "not_applicable"}
"""The verdict that each status is coloured as."""
SIGNS = {"pass": "✓", "fail": "✗", "pending": "?", "not_applicable": "–"}
"""A sign a verdict, so that it can be told without colour."""


def page_data(content: Content) -> dict[str, Any]:
    """Everything that the page's script shows, highest level first."""
    listed = listed_levels(content)
    return {
        "lang": content.lang,
        "words": words.said(content.lang),
        "verdicts": [[name, SIGNS[name], content.say(words)] for name, words in VERDICTS.items()],
        "statuses": [[name, LIKE[name], content.say(words)] for name, words in STATUSES.items()],
        "households": [_criterion(content, record) for record in _records(content, BASE)] if BASE in content.levels else [],
        "levels": list(_levels(content, listed)),
    }


def as_script(data: object) -> str:
    """Data as JSON that may stand inside a `script` element: no sign in it can end the element."""
    text = json.encode(data).decode()
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def has_places(content: Content) -> bool:
    """Whether the run has a level above the households at all."""
    return bool(_places(content))


def listed_levels(content: Content) -> list[str]:
    """The levels above the households, highest first, that the page lists unit by unit."""
    return content.listed[::-1]


def levels_left_out(content: Content) -> list[str]:
    """A sentence for each level above the households that is too long for the page."""
    found = [(level, content.count(level)) for level in _places(content) if level not in content.listed]
    return [
        content.say(wording.TOO_MANY_PLACES.fill(level=level_name(level), n=f"{n:,}", file=f"{plural(level)}.parquet"))
        for level, n in found
    ]


def _places(content: Content) -> list[str]:
    return [level for level in reversed(content.levels) if level != BASE]


def _levels(content: Content, listed: list[str]) -> Iterator[dict[str, Any]]:
    above: dict[str, int] = {}
    for level in listed:
        units = _units(content, level, above)
        yield {
            "id": level,
            "name": content.say(level_name(level)),
            "criteria": [_criterion(content, record) for record in _records(content, level)],
            "units": units,
        }
        above = {unit[0]: place for place, unit in enumerate(units)}


def _records(content: Content, level: str) -> list[CriterionRecord]:
    return [record for record in content.criteria if record.level == level]


def _criterion(content: Content, record: CriterionRecord) -> list[str]:
    words = content.say(record.text), content.say(record.requirement)
    return [record.id, record.clause, *words, content.say(record.measure) if record.measure else ""]


def _units(content: Content, level: str, above: Mapping[str, int]) -> list[list[Any]]:
    counted = content.households(level)
    return [_unit(content, row, above.get(row.parent, -1), counted.get(row.id)) for row in content.units(level)]


def _unit(content: Content, unit: UnitRow, parent: int, households: HouseholdCounts | None) -> list[Any]:
    grade = content.say(grade_title(content.pack, unit.level, unit.row["grade"])) if unit.row["grade"] else ""
    cells = [_cell(content, entry) for entry in unit.lines]
    counted = _household_cell(households) if households is not None else 0
    facts = list(_facts(content, unit))
    return [unit.id, unit.name, parent, _STATUSES.index(unit.row["status"]), grade, cells, counted, *([facts] if facts else [])]


def _facts(content: Content, unit: UnitRow) -> Iterator[list[str]]:
    """Points with each grade's cut, and the credit limit: what is named, what it is, and in brief what is missing."""
    pack, level, row = content.pack, unit.level, unit.row
    for name, card in pack.cards_of(level).items():
        total = wording.POINTS_OF.fill(points=card_span(name, row).words, total=card.total)
        yield [content.say(card_title(name, card)), content.say(total), ""]
        for cut in cut_lines(pack, level, name, row, content.as_of):
            brief = content.say(wording.IN_BRIEF.fill(name=cut.grade, words=cut.distance)) if cut.worst else ""
            yield ["", content.say(cut.words), brief]
    limit = limit_line(pack, level, row, content.as_of)
    if limit is not None:
        yield [content.say(WORDS["limit"]), content.say(limit.words), ""]


def _cell(content: Content, entry: Line) -> int | list[Any]:
    verdict = _VERDICTS.index(entry.verdict)
    figure = entry.measured
    if figure is None or not figure.ends:
        return verdict
    short = figure.short
    distance = content.say(entry.distance) if entry.distance is not None else ""
    words = figure.in_full(short)
    words = joined((words, *(other.words for other in entry.others)), "；", "; ") if entry.others else words
    cell = [verdict, "" if figure.den == 0 else short, content.say(words)]
    return [*cell, distance] if distance else cell


def _household_cell(counted: HouseholdCounts) -> list[Any]:
    return [counted.listed, list(counted.status.values()), list(counted.fail.values()), list(counted.pending.values())]
