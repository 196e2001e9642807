"""Given values worth trying: every survey answer turned, every measure on, beside and across the bounds of a pack and of its mutant.

In go two packs that differ in one thing and a level. Out come `given` tables of examples, the plainest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import lcm

from creditscore.engine.exact import bound_of
from creditscore.packs.evidence import measure_may_be_unknown
from creditscore.packs.model.bounds import Bound
from creditscore.packs.model.pack import Criterion, Measure, Pack, Quantity

GivenValues = dict[str, bool | Quantity]
FINENESS = 1000
"""Shares are tried to a tenth of a percent to either side of a bound."""


def given_for_criterion(packs: tuple[Pack, Pack], level: str, name: str) -> Iterator[GivenValues]:
    """Values around one criterion: its columns as wanted and its measure at every point, then each column turned or blank."""
    rules = [pack.criteria[level][name] for pack in packs]
    columns: dict[str, bool | Quantity] = {column: wanted for rule in rules for column, wanted in rule.columns.items()}
    measures = list(dict.fromkeys(rule.measure for rule in rules if rule.measure is not None))
    fair = met(packs[0], rules[0])
    for measure in measures:
        yield from (fair | values for values in points(packs, measure, level))
    for rule in rules:
        yield from (fair | values for values in beside_others(packs, rule))
    yield from _turned(fair, columns)
    if measures:
        yield dict(columns)


def _turned(fair: GivenValues, columns: GivenValues) -> Iterator[GivenValues]:
    for column, wanted in columns.items():
        yield fair | {column: not wanted}
        yield {key: value for key, value in fair.items() if key != column}
        yield {column: not wanted}


def given_for_grades(packs: tuple[Pack, Pack], level: str) -> Iterator[GivenValues]:
    """Values of a whole unit: everything met, then each criterion failing, open, or the only one met; the precondition likewise."""
    pack = packs[0]
    criteria = pack.criteria.get(level, {})
    ready = _ready(pack, level)
    everything = ready | {key: value for rule in criteria.values() for key, value in met(pack, rule).items()}
    yield everything | _priority(pack, level)
    for rule in criteria.values():
        own = met(pack, rule)
        without = {key: value for key, value in everything.items() if key not in own}
        yield without
        yield everything | unmet(pack, rule)
        yield (
            without | ready | {key: value for other in criteria.values() if other is not rule for key, value in unmet(pack, other).items()}
        )
    yield from _turned(everything, ready | _priority(pack, level))


def _ready(pack: Pack, level: str) -> GivenValues:
    rule = pack.preconditions.get(level)
    if rule is None:
        return {}
    prefix = "" if rule.at == level else f"{rule.at}."
    return {prefix + column: wanted for column, wanted in rule.columns.items()}


def _priority(pack: Pack, level: str) -> GivenValues:
    return dict(pack.priority[level].columns) if level in pack.priority else {}


def met(pack: Pack, rule: Criterion) -> GivenValues:
    """Values with which a criterion passes."""
    values: GivenValues = dict(rule.columns)
    return values if rule.measure is None else values | _point(pack, rule, passing=True)


def unmet(pack: Pack, rule: Criterion) -> GivenValues:
    """Values with which a criterion fails."""
    if rule.columns:
        column, wanted = next(iter(rule.columns.items()))
        return {column: not wanted}
    return _point(pack, rule, passing=False)


def _point(pack: Pack, rule: Criterion, *, passing: bool) -> GivenValues:
    """A measure just inside or just outside the bounds that a criterion sets it."""
    name = str(rule.measure)
    if rule.relative_bounds:
        operator, relative = next(iter(rule.relative_bounds.items()))
        return against_other(pack, name, relative, more=(operator in ("at_least", "above")) is passing)
    measure = pack.measures[name]
    word, bound = next(iter(rule.bounds.items()), ("at_least", None))
    limit = bound_of(measure, bound.values[-1].exact) if bound is not None else Fraction(0)
    step = Fraction(1, FINENESS) if measure.is_share else Fraction(1)
    upwards = word in ("at_least", "above")
    inside = limit if word in ("at_least", "at_most") else limit + (step if upwards else -step)
    outside = inside - step if upwards else inside + step
    return valued(pack, name, inside if passing else outside)


def against_other(pack: Pack, name: str, bound: Bound, *, more: bool) -> GivenValues:
    """A measure well over another unit's, or well under it."""
    assert bound.other is not None
    other = f"{bound.other.at}.{bound.other.measure}"
    low, high = (exactly(pack.measures[each], Fraction(part, 4)) for each, part in ((name, 1), (name, 3)))
    return {name: high if more else low, other: exactly(pack.measures[bound.other.measure], Fraction(1, 2))}


def beside_others(packs: tuple[Pack, Pack], rule: Criterion) -> Iterator[GivenValues]:
    """A measure on another unit's, a step to either side, across it, and either of them empty."""
    for bound in rule.relative_bounds.values():
        assert bound.other is not None
        own, theirs = packs[0].measures[str(rule.measure)], packs[0].measures[bound.other.measure]
        name, other = str(rule.measure), f"{bound.other.at}.{bound.other.measure}"
        half, step = Fraction(1, 2), Fraction(1, FINENESS)
        for value in (half, half - step, half + step):
            yield {name: exactly(own, value), other: exactly(theirs, half)}
        if measure_may_be_unknown(packs[0], theirs):
            yield {name: exactly(own, half), other: exactly(theirs, half - step, half + step)}
        empty = Quantity(low=0, high=0, den=0)
        yield {name: exactly(own, half), other: empty}
        yield {name: empty, other: exactly(theirs, half)}


def only(name: str, value: bool | Quantity) -> GivenValues:
    """One value alone."""
    return {name: value}


def valued(pack: Pack, name: str, value: Fraction) -> GivenValues:
    """A measure at a value; an increment by the two ratios that it compares."""
    measure = pack.measures[name]
    if measure.increment is None:
        return {name: exactly(measure, value)}
    of, over = measure.increment.of, measure.increment.over
    return {over: exactly(pack.measures[over], Fraction(1, 2)), of: exactly(pack.measures[of], Fraction(1, 2) + value)}


def exactly(measure: Measure, value: Fraction, above: Fraction | None = None) -> Quantity:
    """A value, or an interval up to `above`, as a numerator over a denominator where the measure is a share."""
    den = lcm(FINENESS, value.denominator, above.denominator if above is not None else 1) if measure.has_den else 1
    low, high = int(value * den), int((value if above is None else above) * den)
    return Quantity(low=low, high=high, den=den)


def points(packs: tuple[Pack, Pack], name: str, level: str) -> Iterator[GivenValues]:
    """A measure on each bound that either pack sets it, a step to either side, half-way between, across, and empty."""
    measure = packs[0].measures[name]
    limits = sorted({limit for pack in packs for limit in _limits(pack, name, level)})
    step = Fraction(1, FINENESS) if measure.is_share else Fraction(1)
    between = [(left + right) / 2 for left, right in pairwise(limits)] if measure.has_den else []
    near = [value for limit in limits for value in (limit, limit - step, limit + step)]
    for value in [*near, *between]:
        if measure.increment is not None or (value >= 0 and not (measure.share_of is not None and value > 1)):
            yield valued(packs[0], name, value)
    if measure_may_be_unknown(packs[0], measure):
        yield from (only(name, exactly(measure, limit - step, limit)) for limit in limits if limit >= step)
    if measure.increment is not None:
        yield from (only(each, Quantity(low=0, high=0, den=0)) for each in (measure.increment.of, measure.increment.over))
    elif measure.has_den:
        yield {name: Quantity(low=0, high=0, den=0)}


def _limits(pack: Pack, name: str, level: str) -> Iterator[Fraction]:
    measure = pack.measures[name]
    for rule in pack.criteria.get(level, {}).values():
        if rule.measure == name:
            yield from (bound_of(measure, value.exact) for bound in rule.bounds.values() for value in bound.values)


def days(packs: tuple[Pack, Pack]) -> list[date]:
    """The day of the review, and each day on which a bound of either pack changes with the day before it."""
    rules = [rule for pack in packs for criteria in pack.criteria.values() for rule in criteria.values()]
    changes = {since for rule in rules for bound in rule.bounds.values() for since, _ in bound.history if since is not None}
    effective = packs[0].pack.effective
    near = sorted({day + timedelta(days=step) for day in changes for step in (-1, 0, 1)})
    held = [day for day in near if effective.from_ <= day and (effective.until is None or day <= effective.until)]
    return list(dict.fromkeys([packs[0].pack.reviewed_on, *held]))
