"""The workbook's sheet of shortfalls: one row for each criterion that keeps a village, or a unit above it, from its rating."""

from __future__ import annotations

from collections.abc import Iterator

from creditscore.core.terms import WORDS, level_name
from creditscore.report import wording
from creditscore.report.content import Content, UnitRow
from creditscore.report.sheet import Column, Kind, Row, Sheet


def shortfall_sheet(content: Content) -> Sheet:
    """Every open criterion of the places, highest level first."""
    kinds: dict[str, Kind] = {"verdict": "verdict", "required": "wide", "measured": "wide", "shortfall": "wide"}
    first = [wording.LEVEL, WORDS["id"], WORDS["name"], wording.WITHIN, WORDS["criterion"], WORDS["clause"]]
    columns = [Column(content.say(words)) for words in first]
    columns += [Column(content.say(WORDS[name]), kind) for name, kind in kinds.items()]
    rows = list(_rows(content))
    instead = None if rows else content.say(wording.NO_SHORTFALLS)
    return Sheet(content.say(wording.SHORTFALLS), tuple(columns), rows, instead, frozen=3)


def _rows(content: Content) -> Iterator[Row]:
    for level in reversed(content.listed):
        for unit in content.units(level):
            yield from _unit_rows(content, level, unit)


def _unit_rows(content: Content, level: str, unit: UnitRow) -> Iterator[Row]:
    above = content.pack.levels.get(level, "")
    parent = content.name(above, unit.parent) or unit.parent
    for entry in unit.shortfalls:
        figure = content.say(entry.measured.words) if entry.measured is not None else ""
        distance = content.say(entry.distance) if entry.distance is not None else ""
        place = [content.say(level_name(level)), unit.id, unit.name, parent]
        yield [*place, entry.criterion, entry.rule.clause, entry.verdict, content.say(entry.required), figure, distance]
