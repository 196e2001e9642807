"""Units judged again with one bound changed, from a level table that has been rated: nothing is counted a second time.

In go a level table (verdicts in words, measures as exact numerators and denominators) and, for survey answers, the units' own
table. Out come status, grade and outcome as they would be.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import narwhals as nw
import polars as pl

from creditscore.engine.codes import WORDS, Frame, code_of, in_words
from creditscore.engine.measures import columns_of
from creditscore.engine.scorecards import card_columns
from creditscore.engine.verdicts import PRECONDITION, code_column, other_columns, result_columns, result_words, with_codes
from creditscore.packs.model.bounds import Bound, Value
from creditscore.packs.model.pack import Pack, Scorecard
from creditscore.packs.places import Place

OUTCOME = "outcome"
"""The column of what comes out at a place: a criterion's verdict, a scorecard's points, a grade's verdict."""


def judgeable(table: pl.LazyFrame, own: pl.LazyFrame | None, pack: Pack, level: str, changed: Iterable[Place]) -> pl.LazyFrame:
    """What judging a level again at some places needs: ids, outcomes as numbers, points, figures and survey answers."""
    key, places = f"{level}_id", list(changed)
    verdicts = [*pack.criteria.get(level, {}), *([PRECONDITION] if level in pack.preconditions else [])]
    codes = [pl.col(word).replace_strict(list(WORDS), [code_of(each) for each in WORDS], return_dtype=pl.Int8) for word in verdicts]
    points = [column for card in pack.cards_of(level) for column in card_columns(card)]
    figures = dict.fromkeys(column for place in places for column in _figures(pack, place))
    needed = table.select(key, *(code.name.map(code_column) for code in codes), *points, *figures)
    surveys = list(dict.fromkeys(column for place in places for column in _surveys(pack, place)))
    if own is None or not surveys:
        return needed
    return needed.join(own.select(key, *surveys), on=key, how="left", maintain_order="left")


def _card(pack: Pack, place: Place) -> Scorecard | None:
    return pack.scorecards[str(place.path[1])] if place.kind == "scorecards" else None


def _figures(pack: Pack, place: Place) -> list[str]:
    """The figures that the changed part looks at."""
    card = _card(pack, place)
    if card is not None:
        return [column for item in card.items if item.measure is not None for column in figures_of(pack, item.measure)]
    if place.kind == "grades":
        return []
    rule = pack.criteria[place.level][place.name]
    own = figures_of(pack, str(rule.measure))
    others = [bound.other for bound in rule.relative_bounds.values() if bound.other is not None]
    above = [column for other in others if other.at != place.level for column in other_columns(pack, other)]
    return own + above + [column for other in others if other.at == place.level for column in figures_of(pack, other.measure)]


def figures_of(pack: Pack, name: str) -> list[str]:
    """The columns of a measure; of an increment those of the two fractions that it compares."""
    increment = pack.measures[name].increment
    names = [name] if increment is None else [increment.of, increment.over]
    return [column for each in names for column in columns_of(pack, each)]


def _surveys(pack: Pack, place: Place) -> list[str]:
    card = _card(pack, place)
    if card is not None:
        named = [item.column for item in card.items if item.column is not None]
        return [*named, *(column for item in card.items for column in item.columns)]
    return pack.criteria[place.level][place.name].columns_asked if place.kind == "criteria" else []


def judged(units: pl.LazyFrame, pack: Pack, place: Place, as_of: date) -> pl.LazyFrame:
    """The units with `status`, `grade` and the outcome at a place, in words, by a pack that is changed there and nowhere else."""
    level, name = place.level, str(place.path[-1])
    criteria = {level: {name: pack.criteria[level][name]}} if place.kind == "criteria" else {}
    cards = {str(place.path[1]): pack.scorecards[str(place.path[1])]} if place.kind == "scorecards" else {}
    part = pack.model_copy(update={"criteria": criteria, "scorecards": cards, "priority": {}})
    frame: Frame = nw.from_native(units)
    coded = with_codes(frame, part, level, as_of)
    results = result_columns(part, level)
    numbered = coded.select(nw.col(f"{level}_id"), status=results["status"], grade=results["grade"], **_outcome(place))
    words = {key: listed for key, listed in result_words(part, level).items() if key in ("status", "grade")}
    native: pl.LazyFrame = in_words(numbered, words | ({} if cards else {OUTCOME: WORDS})).to_native()
    return native.with_columns(_span().alias(OUTCOME)).drop("~low", "~high") if cards else native


def _outcome(place: Place) -> dict[str, nw.Expr]:
    """The column of the outcome; of points both ends."""
    if place.kind == "scorecards":
        return {end: nw.col(column) for end, column in zip(("~low", "~high"), card_columns(str(place.path[1])), strict=True)}
    return {OUTCOME: nw.col(code_column(place.name if place.kind == "criteria" else f"grade.{place.path[2]}"))}


def _span() -> pl.Expr:
    """Points as written: `81.5`, `40-100`."""
    low, high = (_written(pl.col(column)) for column in ("~low", "~high"))
    return pl.when(pl.col("~low") == pl.col("~high")).then(low).otherwise(pl.format("{}-{}", low, high))


def _written(hundredths: pl.Expr) -> pl.Expr:
    """Hundredths without superfluous noughts."""
    size = hundredths.abs()
    rest = (
        pl.when(size % 100 == 0)
        .then(pl.lit(""))
        .otherwise(pl.format(".{}", (size % 100).cast(pl.String).str.zfill(2).str.strip_chars_end("0")))
    )
    return pl.format("{}{}{}", pl.when(hundredths < 0).then(pl.lit("-")).otherwise(pl.lit("")), size // 100, rest)


def constant_bound(value: Value) -> Bound:
    """A bound that has held the same value always."""
    return Bound(((None, value),))


def steps(first: Value, last: Value, step: Value) -> list[Value]:
    """The values from one to another, both included where the step meets the last; written as the first is."""
    count = int((last.exact - first.exact) / step.exact) + 1
    return [_like(first, first.exact + place * step.exact) for place in range(count)]


def _like(model: Value, exact: Fraction) -> Value:
    scaled = Decimal(exact.numerator) / exact.denominator * (100 if model.is_percentage else 1)
    written = f"{scaled.normalize():f}"
    return Value(exact, f"{written}%" if model.is_percentage else written)
