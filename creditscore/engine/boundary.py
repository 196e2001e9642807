"""The units whose verdict, or whose whole rating, depends on whether the word before a bound includes the number.

`at least 80%` read as `above 80%` fails exactly 80%; `below 30%` read as `at most 30%` passes exactly 30%. Each bound in force is
read the other way, and the units that come out differently are listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from creditscore.engine.measures import columns_of
from creditscore.engine.variants import judgeable, judged, with_bound
from creditscore.packs.model import Pack

OTHER_READING = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}
MOST_LISTED = 10_000


@dataclass(frozen=True)
class Reading:
    """One bound in force, and how the other reading of its word changes the units of its level.

    `verdicts` units get another verdict, `ratings` of them another status or grade; `units` lists the first of them, those
    whose rating changes before the others.
    """

    level: str
    criterion: str
    operator: str
    other: str
    bound: str
    verdicts: int
    ratings: int
    units: pl.DataFrame

    def as_dict(self) -> dict[str, object]:
        """For programs."""
        return {**{key: value for key, value in vars(self).items() if key != "units"}, "units": self.units.to_dicts()}


def readings(tables: Mapping[str, pl.LazyFrame], own: Mapping[str, pl.LazyFrame], pack: Pack, as_of: date) -> Iterator[Reading]:
    """Every bound in force read the other way; `tables` are the level tables and `own` the units' own tables, by level."""
    for level in pack.unit_levels:
        for name, rule in pack.criteria.get(level, {}).items():
            held = {word: value for word, bound in rule.bounds.items() if (value := bound.at(as_of)) is not None}
            units = judgeable(tables[level], own[level], pack, level, name) if held else None
            for operator, value in held.items():
                if units is None or (operator == "at_most" and not value.exact):
                    continue  # "none at all" has no other reading
                found = _changed(units, pack, (level, name, operator), as_of)
                ratings = int(found["rating_changes"].sum())
                listed = found.head(MOST_LISTED)
                yield Reading(level, name, operator, OTHER_READING[operator], value.written, found.height, ratings, listed)


def _changed(units: pl.DataFrame, pack: Pack, place: tuple[str, str, str], as_of: date) -> pl.DataFrame:
    """The units whose verdict differs, with both verdicts and ratings; those whose rating differs first."""
    level, name, operator = place
    rule = pack.criteria[level][name]
    other = with_bound(rule, operator, rule.bounds[operator], instead=OTHER_READING[operator])
    key, figures = f"{level}_id", columns_of(pack, str(rule.measure))
    outcomes = ("status", "grade", name)
    here, there = (judged(units, pack, level, name, each, as_of) for each in (rule, other))
    both = pl.concat([here, there.select(pl.col(outcomes).name.prefix("other "))], how="horizontal")
    rating = pl.col("status").ne_missing(pl.col("other status")) | pl.col("grade").ne_missing(pl.col("other grade"))
    changed = both.filter(pl.col(name).ne_missing(pl.col(f"other {name}"))).with_columns(rating.alias("rating_changes"))
    named = {key: "id", name: "verdict", f"other {name}": "other_verdict", "other status": "other_status", "other grade": "other_grade"}
    shown = changed.select(key, *figures, *outcomes, *(f"other {column}" for column in outcomes), "rating_changes")
    return shown.rename(named).sort(pl.col("rating_changes").not_(), "id").collect()
