"""The units that stand exactly on a strict bound: their verdict depends on how one word of a clause is read.

`below 30%` fails exactly 30%; read inclusively it would pass. The same holds for `above`. Whole
numbers wider than 64 bits decide, as in the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl
from msgspec import Struct

from creditscore.engine.codes import Frame
from creditscore.engine.exact import bound_of
from creditscore.packs.model.pack import Pack

MOST_LISTED = 1000
"""Units listed a criterion; `count` says how many there are."""
_STRICT = ("above", "below")


class _StrictBound(Struct, frozen=True):
    """One strict bound in force: its criterion and measure, and the bound exactly (in the measure's unit) and as written."""

    criterion: str
    measure: str
    operator: str
    exact: Fraction
    written: str


def boundary_units(table: pl.LazyFrame | Frame, pack: Pack, level: str, as_of: date) -> list[dict[str, Any]]:
    """Per strict bound of the level with units on it: criterion, measure, operator, bound, count and the units.

    A unit gives `id`, `num` (the end of its interval that meets the bound), `den`, `verdict`, and
    `only_obstacle`: whether no other criterion of its level stands between it and its rating.
    """
    frame: Frame = nw.from_native(table)
    entries = [_entry(frame, pack, level, bound) for bound in _strict_bounds(pack, level, as_of)]
    return [entry for entry in entries if entry["count"]]


def _strict_bounds(pack: Pack, level: str, as_of: date) -> Iterator[_StrictBound]:
    for name, criterion in pack.criteria.get(level, {}).items():
        for operator, bound in criterion.bounds.items():
            value = bound.at(as_of)
            if operator in _STRICT and value is not None and criterion.measure is not None:
                exact = bound_of(pack.measures[criterion.measure], value.exact)
                yield _StrictBound(name, criterion.measure, operator, exact, value.written)


def _entry(table: Frame, pack: Pack, level: str, bound: _StrictBound) -> dict[str, Any]:
    others = [other for other in pack.criteria[level] if other != bound.criterion]
    met = [nw.col(*others).is_in(["pass", "not_applicable"])] if others else []
    units = _on_the_bound(table, bound).select(
        nw.col("num", "den"),
        id=nw.col(f"{level}_id"),
        verdict=nw.col(bound.criterion),
        only_obstacle=nw.all_horizontal(nw.lit(True), *met, ignore_nulls=False),
    )
    first = units.sort("id").head(MOST_LISTED + 1).collect("polars").to_native()
    count = first.height if first.height <= MOST_LISTED else int(units.select(nw.len()).collect("polars").item())
    head = {"level": level, "criterion": bound.criterion, "measure": bound.measure, "operator": bound.operator, "bound": bound.written}
    return head | {"count": count, "units": first.head(MOST_LISTED).to_dicts()}


def _on_the_bound(table: Frame, bound: _StrictBound) -> Frame:
    """The units one end of whose measure meets the bound, with that end as `num` and the denominator as `den`."""
    present = table.collect_schema().names()
    ends = [column for column in (f"{bound.measure}.low", f"{bound.measure}.high", f"{bound.measure}.num") if column in present]
    den = nw.col(f"{bound.measure}.den") if f"{bound.measure}.den" in present else nw.lit(None, dtype=nw.Int64)
    limit = den.fill_null(1).cast(nw.Int128) * bound.exact.numerator
    meeting = [nw.when(nw.col(end).cast(nw.Int128) * bound.exact.denominator == limit).then(nw.col(end)) for end in ends]
    found = table.with_columns(num=nw.coalesce(*meeting), den=den)
    return found.filter(~nw.col("num").is_null() & (nw.col("den").is_null() | (nw.col("den") > 0)))
