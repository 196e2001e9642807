"""One criterion of one unit: its clause, what was measured, what is required, the verdict and the distance to passing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from creditscore.core.terms import VERDICTS, plural
from creditscore.core.text import Text, same
from creditscore.engine.shortfall import shortfall
from creditscore.packs.measure_words import column_title
from creditscore.packs.model import Criterion, Pack
from creditscore.packs.show import requirement
from creditscore.report.measured import Measured, measured

OPEN = ("fail", "pending")
"""The verdicts that stand between a unit and its rating."""
_SHORT = {
    "fen": Text("差{n}元", "{n} yuan short"),
    "units": Text("差{n}", "{n} short"),
    "years": Text("差{n}岁", "{n} years short"),
}


@dataclass(frozen=True)
class Answer:
    """One survey answer: what it asks, what was answered (None: blank), and what is wanted."""

    column: str
    title: Text
    given: bool | None
    wanted: bool


@dataclass(frozen=True)
class Line:
    """One criterion of one unit; `missing` is the distance in units or fen (0: none, None: no figure), `distance` in words."""

    criterion: str
    rule: Criterion
    required: Text
    verdict: str
    measured: Measured | None
    missing: int | None
    distance: Text | None
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class LevelRules:
    """The criteria of one level on one day, each with its requirement in words (worked out once for all units)."""

    pack: Pack
    level: str
    as_of: date
    required: Mapping[str, Text]

    def lines(self, row: Mapping[str, Any], answers: Mapping[str, Any] | None = None) -> tuple[Line, ...]:
        """A line for each criterion, from a unit's row of the level table; `answers` is the unit's row of its input table."""
        return tuple(self.line(name, row, answers) for name in self.required)

    def open_lines(self, row: Mapping[str, Any]) -> list[Line]:
        """The lines of the criteria that fail or are pending."""
        return [self.line(name, row) for name in self.required if row[name] in OPEN]

    def line(self, name: str, row: Mapping[str, Any], answers: Mapping[str, Any] | None = None) -> Line:
        """The line of one criterion."""
        rule = self.pack.criteria[self.level][name]
        figure = None if rule.measure is None else measured(rule.measure, self.pack.measures[rule.measure], row)
        missing = _missing(self.pack, rule, figure, self.as_of)
        distance = _distance(self.pack, figure, missing) if row[name] in OPEN else None
        asked = answered(rule.columns, plural(self.level), answers)
        return Line(name, rule, self.required[name], row[name], figure, missing, distance, asked)


def level_rules(pack: Pack, level: str, as_of: date) -> LevelRules:
    """The criteria of a level on a day."""
    criteria = pack.criteria.get(level, {})
    return LevelRules(pack, level, as_of, {name: requirement(pack, level, rule, as_of) for name, rule in criteria.items()})


def answered(columns: Mapping[str, bool], table: str, answers: Mapping[str, Any] | None) -> tuple[Answer, ...]:
    """The survey answers that a rule asks of a table's row; none where the row is not at hand."""
    if answers is None:
        return ()
    return tuple(Answer(column, column_title(table, column), answers.get(column), wanted) for column, wanted in columns.items())


def _missing(pack: Pack, rule: Criterion, figure: Measured | None, as_of: date) -> int | None:
    if rule.measure is None or figure is None or figure.low is None or figure.high is None:
        return None
    return shortfall(rule, pack.measures[rule.measure], figure.low, figure.high, figure.den, as_of)


def _distance(pack: Pack, figure: Measured | None, missing: int | None) -> Text | None:
    if figure is None or not missing:
        return None
    words = pack.measures[figure.name].shortfall
    number = figure.amount(missing)
    return words.filled(number) if words is not None else _SHORT[figure.unit].fill(n=number)


def shortfall_words(entry: Line) -> Text:
    """One open criterion in brief: its id, and the distance or at least the verdict."""
    words = entry.distance if entry.distance is not None else VERDICTS[entry.verdict]
    return Text("{criterion} {words}", "{criterion} {words}").fill(criterion=same(entry.criterion), words=words)
