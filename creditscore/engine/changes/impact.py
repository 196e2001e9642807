"""Two ratings of the same tables compared: how many units change status, grade or a verdict, which ones, and by which criteria.

In go the level tables of both ratings, sorted by id. Out come counts and the changed units; figures are exact.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from msgspec import Struct

from creditscore.engine.measures import columns_of
from creditscore.packs.model.pack import Pack

MOST_LISTED = 20_000
ABSENT = "absent"
"""Stands for the verdict of a criterion that an edition does not have."""
_AFTER = "after "


class LevelImpact(Struct, frozen=True):
    """What changes on one level: counts of all units, and the first of the units whose status or grade changes.

    `status`, `grade` and `verdicts[criterion]` count (before, after) pairs that differ; `units` has the id, both ratings, and for
    every criterion both verdicts, `absent` where an edition lacks it.
    """

    level: str
    total: int
    rating_changes: int
    verdict_changes: int
    status: dict[tuple[str, str], int]
    grade: dict[tuple[str, str], int]
    verdicts: dict[str, dict[tuple[str, str], int]]
    units: pl.DataFrame


def level_impact(before: pl.LazyFrame, after: pl.LazyFrame, packs: tuple[Pack, Pack], level: str) -> LevelImpact:
    """The changes on one level between two level tables that hold the same units."""
    names = list(dict.fromkeys(name for pack in packs for name in pack.criteria.get(level, {})))
    both = _beside(before, after, packs, level, names)
    counted = pl.collect_all([_pairs(both, column) for column in ("status", "grade", *names)] + [_totals(both, names)], engine="streaming")
    totals = counted[-1].row(0, named=True)
    pairs = dict(zip(("status", "grade", *names), map(_as_dict, counted[:-1]), strict=True))
    units = both.filter(_differs("status") | _differs("grade")).sort(f"{level}_id").head(MOST_LISTED).collect(engine="streaming")
    verdicts = {name: pairs[name] for name in names if pairs[name]}
    return LevelImpact(level, totals["units"], totals["ratings"], totals["verdicts"], pairs["status"], pairs["grade"], verdicts, units)


def _beside(before: pl.LazyFrame, after: pl.LazyFrame, packs: tuple[Pack, Pack], level: str, names: list[str]) -> pl.LazyFrame:
    """Both tables side by side: they come from the same tables and are sorted by id, so the rows belong together."""
    left, right = (
        table.select(
            f"{level}_id",
            *(pl.col(column).cast(pl.String) for column in ("status", "grade")),
            *(_verdict(pack, level, name) for name in names),
            *_figures(pack, level),
        )
        for table, pack in zip((before, after), packs, strict=True)
    )
    return pl.concat([left, right.select(pl.all().name.prefix(_AFTER))], how="horizontal")


def _verdict(pack: Pack, level: str, name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String) if name in pack.criteria.get(level, {}) else pl.lit(ABSENT).alias(name)


def _figures(pack: Pack, level: str) -> list[str]:
    """The columns of the measures that the criteria of a level look at."""
    measures = dict.fromkeys(rule.measure for rule in pack.criteria.get(level, {}).values() if rule.measure is not None)
    return [column for measure in measures for column in columns_of(pack, measure)]


def figure(unit: Mapping[str, object], pack: Pack, level: str, name: str, *, later: bool) -> str | None:
    """What a criterion's measure was for a changed unit, as written before and after: `41/50`, or `0-2` where open; None without one."""
    rule = pack.criteria.get(level, {}).get(name)
    if rule is None or rule.measure is None:
        return None
    start = (_AFTER if later else "") + rule.measure
    low, high = (unit.get(f"{start}.{end}", unit[f"{start}.num"]) for end in ("low", "high"))
    ends = "?" if low is None else str(low) if low == high else f"{low}-{high}"
    return f"{ends}/{unit[f'{start}.den']}" if f"{start}.den" in unit else ends


def _differs(column: str) -> pl.Expr:
    return pl.col(column).ne_missing(pl.col(_AFTER + column))


def _pairs(both: pl.LazyFrame, column: str) -> pl.LazyFrame:
    return both.filter(_differs(column)).group_by(column, _AFTER + column).len()


def _totals(both: pl.LazyFrame, names: list[str]) -> pl.LazyFrame:
    rating = _differs("status") | _differs("grade")
    verdict = pl.any_horizontal(pl.lit(value=False), *(_differs(name) for name in names))
    return both.select(pl.len().alias("units"), rating.sum().alias("ratings"), verdict.sum().alias("verdicts"))


def _as_dict(counted: pl.DataFrame) -> dict[tuple[str, str], int]:
    rows = sorted(counted.iter_rows(), key=lambda row: -row[2])
    return {(str(before or "none"), str(after or "none")): count for before, after, count in rows}


def causes(unit: Mapping[str, object], names: list[str]) -> list[tuple[str, str, str]]:
    """The criteria that came out differently for one changed unit: id, verdict before, verdict after."""
    pairs = [(name, str(unit[name]), str(unit[_AFTER + name])) for name in names]
    return [(name, before, after) for name, before, after in pairs if before != after]


def after(unit: Mapping[str, object], column: str) -> str:
    """What a changed unit's status or grade is after the change."""
    return str(unit[_AFTER + column] or "none")
