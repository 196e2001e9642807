"""What the counts would be at other bounds, exactly: the threshold sweep.

In: a run and its pack. Out: the frame `sweep` of `progress.model`. Each criterion that rests on one share and one bound is
judged again at bounds 20 percentage points either way, from the whole numbers of the level table; all other criteria stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import polars as pl
from msgspec import Struct

from creditscore.archive.runs import Run
from creditscore.packs.model.pack import Pack, Part

SPREAD = Fraction(20, 100)
GOOD = ("pass", "not_applicable")
_SCHEMA = {
    "level": pl.String,
    "criterion": pl.String,
    "operator": pl.String,
    "bound": pl.String,
    "bound_num": pl.Int64,
    "bound_den": pl.Int64,
    "is_current": pl.Boolean,
    "rated": pl.Int64,
    "passing": pl.Int64,
    "units": pl.Int64,
}


class _Judged(Struct, frozen=True):
    """A criterion that rests on one share and one bound alone."""

    level: str
    name: str
    measure: str
    operator: str
    bound: Fraction


def sweep(run: Run, pack: Pack) -> pl.DataFrame:
    """The frame `sweep` of a run."""
    rows = [row for judged in _judged(run, pack) for row in _of_criterion(run, pack, judged)]
    return pl.DataFrame(rows, schema=_SCHEMA)


def _judged(run: Run, pack: Pack) -> Iterator[_Judged]:
    """The criteria to be judged again; those with survey columns, two bounds, or no share are left alone."""
    for level in run.levels:
        for name, criterion in pack.criteria.get(level, {}).items():
            values = {word: value.exact for word, bound in criterion.bounds.items() if (value := bound.at(run.as_of)) is not None}
            share = criterion.measure is not None and pack.measures[criterion.measure].is_share
            if share and not criterion.columns and len(values) == 1:
                yield _Judged(level, name, str(criterion.measure), *next(iter(values.items())))


def bounds_around(bound: Fraction) -> list[Fraction]:
    """The bounds to try: whole percentage points up to 20 either way, between nothing and all, with the current one among them."""
    low, high = max(Fraction(0), bound - SPREAD), min(Fraction(1), bound + SPREAD)
    steps = [Fraction(step, 100) for step in range(101)]
    return sorted({bound, *(step for step in steps if low <= step <= high)})


def _of_criterion(run: Run, pack: Pack, judged: _Judged) -> Iterator[dict[str, Any]]:
    table = run.table(judged.level)
    columns = set(table.collect_schema().names())
    bounds = bounds_around(judged.bound)
    passes = [_passes(pack, judged, tried, columns) for tried in bounds]
    rated = [_rated_if(pack, judged, now_passes, columns) for now_passes in passes]
    counts = table.select(
        pl.len().cast(pl.Int64).alias("units"),
        *(expr.sum().cast(pl.Int64).alias(f"passing{place}") for place, expr in enumerate(passes)),
        *(expr.sum().cast(pl.Int64).alias(f"rated{place}") for place, expr in enumerate(rated)),
    )
    found = counts.collect(engine="streaming").row(0, named=True)
    for place, tried in enumerate(bounds):
        head = {"level": judged.level, "criterion": judged.name, "operator": judged.operator, "bound": as_percentage(tried)}
        exact = {"bound_num": tried.numerator, "bound_den": tried.denominator, "is_current": tried == judged.bound}
        yield head | exact | {"rated": found[f"rated{place}"], "passing": found[f"passing{place}"], "units": found["units"]}


def _passes(pack: Pack, judged: _Judged, bound: Fraction, columns: set[str]) -> pl.Expr:
    """Whether a unit passes (or the criterion does not apply) at a bound: both ends of its interval, in 128-bit integers."""
    low, high = (_wide(judged.measure, end, columns) * bound.denominator for end in ("low", "high"))
    den = pl.col(f"{judged.measure}.den").cast(pl.Int128)
    limit = den * bound.numerator
    meets = {"at_least": low >= limit, "above": low > limit, "at_most": high <= limit, "below": high < limit}[judged.operator]
    empty = pl.lit(value=pack.measures[judged.measure].when_empty == "not_applicable")
    return pl.when(den == 0).then(empty).otherwise(meets.fill_null(value=False))


def _wide(measure: str, end: str, columns: set[str]) -> pl.Expr:
    """One end of an interval in 128 bits; the known numerator where the measure has no unknown members."""
    return pl.col(f"{measure}.{end}" if f"{measure}.{end}" in columns else f"{measure}.num").cast(pl.Int128)


def _rated_if(pack: Pack, judged: _Judged, passes: pl.Expr, columns: set[str]) -> pl.Expr:
    """Whether a unit would have some grade if the judged criterion came out so, all its other verdicts as they are."""
    grades = [_holds(grade, judged.name, passes) for grade in pack.grades[judged.level].values()]
    ready = pl.col("precondition").is_in(GOOD) if "precondition" in columns else pl.lit(value=True)
    return ready & pl.any_horizontal(grades)


def _holds(part: str | Part, judged: str, passes: pl.Expr) -> pl.Expr:
    """Whether a part of a grade holds: a criterion, or all, any, so many of further parts; several lists must all hold."""
    if isinstance(part, str):
        return passes if part == judged else pl.col(part).is_in(GOOD)
    lists = [_holds(inner, judged, passes) for inner in part.all_of]
    if part.any_of:
        lists.append(pl.any_horizontal([_holds(inner, judged, passes) for inner in part.any_of]))
    if part.n_of is not None:
        held = [_holds(inner, judged, passes).cast(pl.Int64) for inner in part.n_of.of]
        lists.append(pl.sum_horizontal(held) >= part.n_of.at_least)
    return pl.all_horizontal(pl.lit(value=True), *lists)


def as_percentage(share: Fraction) -> str:
    """A bound as rule files write it: 80%, 82.5%."""
    points = share * 100
    return f"{points.numerator}%" if points.denominator == 1 else f"{float(points):g}%"


def current(swept: pl.DataFrame) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """The rows of the bounds in force, by level and criterion."""
    return {(row["level"], row["criterion"]): row for row in swept.filter("is_current").iter_rows(named=True)}
