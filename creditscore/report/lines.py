"""One criterion of one unit: its clause, what was measured, what is required, the verdict and the distance to passing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from msgspec import Struct

from creditscore.core.terms import VERDICTS, level_name, plural
from creditscore.core.text import Text
from creditscore.engine.exact import bound_of
from creditscore.engine.shortfall import RISING, Limits, distance, limits_of, short_of
from creditscore.packs.model.base import Shortfall
from creditscore.packs.model.bounds import OtherMeasure
from creditscore.packs.model.pack import Criterion, Pack
from creditscore.packs.words.measure_words import column_title, joined
from creditscore.packs.words.show import requirement
from creditscore.report.measured import Gained, Measured, Reader, measure_reader

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
    """One criterion of one unit; `distance` is what is missing to its `limits`, in words, where it does not pass."""

    criterion: str
    rule: Criterion
    required: Text
    verdict: str
    measured: Measured | None
    limits: Limits
    distance: Text | None
    answers: tuple[Answer, ...] = ()
    others: tuple[Other, ...] = ()

    @property
    def missing(self) -> int | None:
        """The distance in units or fen (0: none, None: no figure)."""
        return _missing(self.rule, self.measured, self.limits, self.others)


class LevelRule(Struct, frozen=True):
    """One criterion of one level on one day, with all that is the same for every unit, worked out once.

    `required` is its requirement in words, `figure` how its measure is read; `others` are the measures of other units that it is held
    against, each with its operator word and how it is read; `short` says a distance.
    """

    name: str
    rule: Criterion
    table: str
    required: Text
    limits: Limits
    figure: Reader | None
    others: tuple[tuple[str, OtherMeasure, Reader], ...]
    short: Shortfall | None

    def line(self, row: Mapping[str, Any], answers: Mapping[str, Any] | None = None) -> Line:
        """The line of one unit."""
        verdict = row[self.name]
        figure = self.figure(row) if self.figure is not None else None
        others = tuple([Other(word, other.at, read(row), other.times.exact) for word, other, read in self.others])
        short = self._distance(figure, others) if figure is not None and verdict in OPEN else None
        asked = answered(self.rule.columns, self.table, answers)
        return Line(self.name, self.rule, _beside(self.required, others), verdict, figure, self.limits, short, asked, others)

    def _distance(self, figure: Measured, others: tuple[Other, ...]) -> Text | None:
        missing = _missing(self.rule, figure, self.limits, others)
        if not missing:
            return None
        number = figure.amount(missing)
        words = self.short.filled(number) if self.short is not None else _SHORT[figure.unit].fill(n=number)
        return _AS_IT_STANDS.fill(distance=words) if others else words


class LevelRules(Struct, frozen=True):
    """The criteria of one level on one day, by name."""

    level: str
    criteria: Mapping[str, LevelRule]

    def lines(self, row: Mapping[str, Any], answers: Mapping[str, Any] | None = None) -> tuple[Line, ...]:
        """A line for each criterion, from a unit's row of the level table; `answers` is the unit's row of its input table."""
        return tuple([rule.line(row, answers) for rule in self.criteria.values()])

    def open_lines(self, row: Mapping[str, Any]) -> list[Line]:
        """The lines of the criteria that fail or are pending."""
        return [rule.line(row) for name, rule in self.criteria.items() if row[name] in OPEN]

    def line(self, name: str, row: Mapping[str, Any], answers: Mapping[str, Any] | None = None) -> Line:
        """The line of one criterion."""
        return self.criteria[name].line(row, answers)


def level_rules(pack: Pack, level: str, as_of: date) -> LevelRules:
    """The criteria of a level on a day."""
    return LevelRules(level, {name: _level_rule(pack, level, name, as_of) for name in pack.criteria.get(level, {})})


def _level_rule(pack: Pack, level: str, name: str, as_of: date) -> LevelRule:
    rule = pack.criteria[level][name]
    measure = pack.measures[rule.measure] if rule.measure is not None else None
    return LevelRule(
        name=name,
        rule=rule,
        table=plural(level),
        required=requirement(pack, level, rule, as_of),
        limits=_limits(pack, rule, as_of),
        figure=measure_reader(pack, rule.measure) if rule.measure is not None else None,
        others=tuple(_others(pack, level, rule)),
        short=measure.shortfall if measure is not None else None,
    )


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


def _others(pack: Pack, level: str, rule: Criterion) -> Iterator[tuple[str, OtherMeasure, Reader]]:
    for word, bound in rule.relative_bounds.items():
        if bound.other is not None:
            yield word, bound.other, measure_reader(pack, bound.other.measure, "" if bound.other.at == level else f"{bound.other.at}.")


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


def shortfall_words(entry: Line) -> Text:
    """One open criterion in brief: its id, and the distance or at least the verdict."""
    words = entry.distance if entry.distance is not None else VERDICTS[entry.verdict]
    return Text(f"{entry.criterion} {words.zh}", f"{entry.criterion} {words.en}")
