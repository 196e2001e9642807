"""Given values worth trying around scorecards and credit limits: every item on, beside and beyond its bands and steps, every cut.

In go two packs that differ in one thing and a level. Out come `given` tables of examples; the search keeps those on which the packs
disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from random import Random

from creditscore.engine.exact import bound_of
from creditscore.engine.examples.suggest_values import FINENESS, GivenValues, exactly, given_for_grades, met, only
from creditscore.packs.checks.limits import columns_in_limits
from creditscore.packs.evidence import measure_may_be_unknown
from creditscore.packs.model.pack import Amount, Item, Measure, Pack, Quantity, Scorecard

MOST_MIXED = 2500
_SEED = 1
_STEPS = (0, 1, 2, 3, 5, 8, 1000)


def given_for_card(packs: tuple[Pack, Pack], name: str) -> Iterator[GivenValues]:
    """Values of one card: each item at every point with all others at their first, then mixed."""
    cards = [pack.scorecards[name] for pack in packs if name in pack.scorecards]
    tries = [item for card in cards for item in _tries(packs[0], card)]
    plain = {key: value for item in tries for key, value in item[0].items()}
    yield from (plain | values for item in tries for values in item)
    yield from ({key: value for key, value in plain.items() if key not in item[0]} for item in tries)
    yield from _mixed(tries)


def given_for_cuts(packs: tuple[Pack, Pack], level: str) -> Iterator[GivenValues]:
    """Values of whole units around the cuts of a level's grades: mixed points, with the criteria met, and with nothing else known."""
    tries = [item for pack in packs for card in pack.cards_of(level).values() for item in _tries(packs[0], card)]
    if not tries:
        return
    everything = next(given_for_grades(packs, level))
    for values in _mixed(tries):
        yield everything | values
        yield values


def _mixed(tries: list[list[GivenValues]]) -> Iterator[GivenValues]:
    """Every item at some point or other, the same ones each time."""
    chance = Random(_SEED)
    for _ in range(MOST_MIXED):
        yield {key: value for item in tries for key, value in chance.choice(item).items()}


def _tries(pack: Pack, card: Scorecard) -> list[list[GivenValues]]:
    """For each item of a card the values to try."""
    return [list(_item_tries(pack, card, item)) for item in card.items]


def _item_tries(pack: Pack, card: Scorecard, item: Item) -> Iterator[GivenValues]:
    if item.measure is None:
        holds: GivenValues = dict(item.columns)
        yield holds | (met(pack, pack.criteria[card.level][item.criterion]) if item.criterion is not None else {})
        yield from (only(column, not wanted) for column, wanted in item.columns.items())
        return
    measure = pack.measures[item.measure]
    step = Fraction(1, FINENESS) if measure.is_share else Fraction(1)
    limits = sorted({bound_of(measure, limit) for limit in _limits(item)})
    for value in dict.fromkeys(value for limit in limits for value in (limit, limit - step, limit + step)):
        if value >= 0 and not (measure.share_of is not None and value > 1):
            yield {item.measure: exactly(measure, value)}
    yield from _open_or_empty(pack, item.measure, measure, limits, step)


def _open_or_empty(pack: Pack, name: str, measure: Measure, limits: list[Fraction], step: Fraction) -> Iterator[GivenValues]:
    if measure_may_be_unknown(pack, measure):
        yield from (only(name, exactly(measure, limit - step, limit)) for limit in limits if limit >= step)
    if measure.has_den:
        yield {name: Quantity(low=0, high=0, den=0)}


def _limits(item: Item) -> Iterator[Fraction]:
    """The values at which an item's points change: those of its bands, and some of its steps."""
    for band in item.bands:
        yield from (value.exact for bound in band.bounds.values() for value in bound.values)
    steps = item.steps
    if steps is None:
        return
    start = steps.short_of if steps.short_of is not None else steps.in_excess_of
    sense = -1 if steps.short_of is not None else 1
    for target in start.values if start is not None else ():
        yield from (target.exact + sense * count * per.exact for per in steps.per.values for count in _STEPS)


def given_for_limits(packs: tuple[Pack, Pack], level: str) -> Iterator[GivenValues]:
    """Whole units of every grade, with the amounts that limits rest on at many sizes."""
    columns = list(dict.fromkeys(column for pack in packs for column in columns_in_limits(pack, level)))
    sizes = sorted({size for pack in packs for size in _sizes(pack, level)})
    for unit in islice(given_for_grades(packs, level), FINENESS):
        if not columns:
            yield unit
        for size in sizes if columns else ():
            yield unit | dict.fromkeys(columns, Quantity(low=size, high=size))


def _sizes(pack: Pack, level: str) -> Iterator[int]:
    """Amounts in fen: nothing, odd ones, and those around which a cap or a step of rounding begins to count."""
    yield from (0, 1, 99_999, 123_456, 10_000_000, 10**12)
    for amount in pack.limits[level].amounts.values() if level in pack.limits else ():
        if not isinstance(amount, Amount):
            continue
        for part in amount.parts:
            for percent in part.percent.values if part.percent is not None else ():
                yield from _turning(amount, percent.exact)


def _turning(amount: Amount, percent: Fraction) -> Iterator[int]:
    """The amounts at which a percentage takes the limit to its cap, or over a step of rounding."""
    if not percent:
        return
    step = Fraction(amount.rounded_down_to or 1)
    base = max((value.exact for value in amount.base.values), default=Fraction(0)) if amount.base is not None else Fraction(0)
    caps = [value.exact for value in amount.at_most.values] if amount.at_most is not None else []
    targets = [*(base + step * count for count in (1, 2, 3, 10)), *caps]
    for target in targets:
        exact = int((target - base) * 100 / percent)
        yield from (max(exact + move, 0) for move in (-1, 0, 1, 100, 1000))
