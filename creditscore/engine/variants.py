"""Units judged again with one criterion changed, from a level table that has been rated: nothing is counted a second time.

In go a level table (verdicts in words, measures as exact numerators and denominators) and, for survey answers, the units' own
table. Out come status, grade and verdict as they would be.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import narwhals as nw
import polars as pl

from creditscore.engine.codes import WORDS, Frame, code_of, in_words
from creditscore.engine.measures import columns_of
from creditscore.engine.verdicts import PRECONDITION, code_column, result_columns, result_words, with_codes
from creditscore.packs.bounds import Bound, Value
from creditscore.packs.model import Criterion, Pack

RATING = ("status", "grade", "possible_grade")


def judgeable(table: pl.LazyFrame, own: pl.LazyFrame, pack: Pack, level: str, name: str) -> pl.DataFrame:
    """What judging one criterion of a level again needs: ids, verdicts as numbers, its measure and its survey answers."""
    rule = pack.criteria[level][name]
    key = f"{level}_id"
    verdicts = [*pack.criteria[level], *([PRECONDITION] if level in pack.preconditions else [])]
    codes = [pl.col(word).replace_strict(list(WORDS), [code_of(each) for each in WORDS], return_dtype=pl.Int8) for word in verdicts]
    figures = columns_of(pack, rule.measure) if rule.measure is not None else []
    needed = table.select(key, *RATING, *(code.name.map(code_column) for code in codes), *figures)
    if rule.columns:
        needed = needed.join(own.select(key, *rule.columns), on=key, how="left", maintain_order="left")
    return needed.collect(engine="streaming")


def judged(units: pl.DataFrame, pack: Pack, level: str, name: str, rule: Criterion, as_of: date) -> pl.LazyFrame:
    """The units with `status`, `grade`, `possible_grade` and the criterion's verdict, in words, by a changed criterion."""
    changed = pack.model_copy(update={"criteria": {level: {name: rule}}, "priority": {}})
    frame: Frame = nw.from_native(units.lazy().drop(RATING))
    coded = with_codes(frame, changed, level, as_of)
    kept = {key: nw.col(key) for key in (f"{level}_id", *(columns_of(pack, rule.measure) if rule.measure is not None else []))}
    numbered = coded.select(**kept, **{key: value for key, value in result_columns(changed, level).items() if key != PRECONDITION})
    words = {key: listed for key, listed in result_words(changed, level).items() if key != PRECONDITION}
    native: pl.LazyFrame = in_words(numbered, words).to_native()
    return native


def with_bound(rule: Criterion, operator: str, bound: Bound | None, instead: str | None = None) -> Criterion:
    """A criterion with another bound behind an operator word, or the bound behind another word."""
    update: dict[str, Bound | None] = {operator: bound} if instead is None else {operator: None, instead: bound}
    return rule.model_copy(update=update)


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
