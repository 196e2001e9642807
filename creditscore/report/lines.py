"""One criterion of one unit: its clause, what was measured, what is required, the verdict and the distance to passing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec import Struct

from creditscore.core.terms import VERDICTS, level_name, plural
from creditscore.core.text import Text, same
from creditscore.engine.exact import bound_of
from creditscore.engine.shortfall import RISING, Limits, distance, limits_of, short_of
from creditscore.packs.measure_words import column_title, joined
from creditscore.packs.model import Criterion, Pack
from creditscore.packs.show import requirement
from creditscore.report.measured import Gained, Measured, measured

OPEN = ("fail", "pending")
"""The verdicts that stand between a unit and its rating."""
_SHORT = {
    "fen": Text("差{n}元", "{n} yuan short"),
    "units": Text("差{n}", "{n} short"),
    "years": Text("差{n}岁", "{n} years short"),
}

_AS_IT_STANDS = Text("{distance}（对方数字不变时）", "{distance}, while the other figure stays as it is")


class Answer(Struct, frozen=True):
    """One survey answer: what it asks, what was answered (None: blank), and what is wanted."""

    column: str
    title: Text
    given: bool | None
    wanted: bool


class Other(Struct, frozen=True):
    """The measure of a unit above that a criterion is held against: behind which operator word, of which level, and its figure."""

    operator: str
    level: str
    figure: Measured
    times: Fraction = Fraction(1)

    @property
    def limit(self) -> Fraction | None:
        """The end of the figure that a unit must be on the right side of, whatever the missing evidence turns out to be."""
        end = self.figure.high if self.operator in RISING else self.figure.low
        return Fraction(end, self.figure.den or 1) * self.times if end is not None and self.figure.den != 0 else None

    @property
    def words(self) -> Text:
        """`county 12/80 (15.00%)`."""
        return Text("{level} {figure}", "{level} {figure}").fill(level=level_name(self.level), figure=self.figure.words)


class Line(Struct, frozen=True):
    """One criterion of one unit; `missing` is the distance in units or fen (0: none, None: no figure), `distance` in words."""

    criterion: str
    rule: Criterion
    required: Text
    verdict: str
    measured: Measured | None
    missing: int | None
    distance: Text | None
    answers: tuple[Answer, ...] = ()
    others: tuple[Other, ...] = ()


class LevelRules(Struct, frozen=True):
    """The criteria of one level on one day, each with its requirement in words and its limits (worked out once for all units)."""

    pack: Pack
    level: str
    as_of: date
    required: Mapping[str, Text]
    limits: Mapping[str, Limits]

    def lines(self, row: Mapping[str, Any], answers: Mapping[str, Any] | None = None) -> tuple[Line, ...]:
        """A line for each criterion, from a unit's row of the level table; `answers` is the unit's row of its input table."""
        return tuple(self.line(name, row, answers) for name in self.required)

    def open_lines(self, row: Mapping[str, Any]) -> list[Line]:
        """The lines of the criteria that fail or are pending."""
        return [self.line(name, row) for name in self.required if row[name] in OPEN]

    def line(self, name: str, row: Mapping[str, Any], answers: Mapping[str, Any] | None = None) -> Line:
        """The line of one criterion."""
        rule = self.pack.criteria[self.level][name]
        figure = None if rule.measure is None else measured(self.pack, rule.measure, row)
        others = _others(self.pack, self.level, rule, row)
        missing = _missing(rule, figure, self.limits[name], others)
        short = _distance(self.pack, figure, missing) if row[name] in OPEN else None
        short = _AS_IT_STANDS.fill(distance=short) if short is not None and others else short
        asked = answered(rule.columns, plural(self.level), answers)
        return Line(name, rule, _beside(self.required[name], others), row[name], figure, missing, short, asked, others)


def level_rules(pack: Pack, level: str, as_of: date) -> LevelRules:
    """The criteria of a level on a day."""
    criteria = pack.criteria.get(level, {})
    required = {name: requirement(pack, level, rule, as_of) for name, rule in criteria.items()}
    return LevelRules(pack, level, as_of, required, {name: _limits(pack, rule, as_of) for name, rule in criteria.items()})


def _limits(pack: Pack, rule: Criterion, as_of: date) -> Limits:
    """The bounds in force that are numbers, in the unit of the measure."""
    if rule.measure is None:
        return []
    measure = pack.measures[rule.measure]
    return limits_of(rule, 1 if measure.increment is not None else bound_of(measure, Fraction(1)), as_of)


def answered(columns: Mapping[str, bool], table: str, answers: Mapping[str, Any] | None) -> tuple[Answer, ...]:
    """The survey answers that a rule asks of a table's row; none where the row is not at hand."""
    if answers is None:
        return ()
    return tuple(Answer(column, column_title(table, column), answers.get(column), wanted) for column, wanted in columns.items())


def _others(pack: Pack, level: str, rule: Criterion, row: Mapping[str, Any]) -> tuple[Other, ...]:
    found = [(word, bound.other) for word, bound in rule.relative_bounds.items() if bound.other is not None]
    figures = [measured(pack, other.measure, row, "" if other.at == level else f"{other.at}.") for _, other in found]
    return tuple(Other(word, other.at, figure, other.times.exact) for (word, other), figure in zip(found, figures, strict=True))


def _beside(required: Text, others: tuple[Other, ...]) -> Text:
    """What is required, with the figures of other units that it names: `below the county's bad-loan share: 12/80 (15.00%)`."""
    if not others:
        return required
    figures = joined((other.figure.words for other in others), "；", "; ")
    return Text("{required}：{figures}", "{required}: {figures}").fill(required=required, figures=figures)


def _missing(rule: Criterion, figure: Measured | None, limits: Limits, others: tuple[Other, ...]) -> int | None:
    if isinstance(figure, Gained):
        return _gain_missing(figure, limits)
    if figure is None or figure.low is None or figure.high is None:
        return None
    known = {other.operator: other.limit for other in others if other.limit is not None}
    return short_of(rule, (figure.low, figure.high, figure.den), limits, known)


def _gain_missing(figure: Gained, limits: Limits) -> int | None:
    """What the later ratio is short of, the earlier one being what it is."""
    now, before = figure.now, figure.before
    if now.low is None or now.high is None or not now.den or before.low is None or before.high is None or not before.den:
        return None
    later = [(operator, limit + Fraction(before.high if operator in RISING else before.low, before.den)) for operator, limit in limits]
    return distance((now.low, now.high, now.den), later)


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
