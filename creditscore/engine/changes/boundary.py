"""The units whose verdict, points or whole rating depend on whether the word before a bound includes the number.

`at least 80%` read as `above 80%` fails exactly 80%; `below 30%` read as `at most 30%` passes exactly 30%. Each bound in force (of a
criterion, against a number or another unit's measure; of a scorecard's band; of a grade's cut) is read the other way, and the units
that come out differently are listed. All the readings of a level are one query over its table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl
from msgspec import Struct
from msgspec.structs import asdict

from creditscore.engine.changes.variants import OUTCOME, judgeable, judged
from creditscore.packs.model.pack import Pack
from creditscore.packs.places import Place, other_words, places, with_bound

OTHER_READING = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}
MOST_LISTED = 10_000


class Reading(Struct, frozen=True):
    """One bound in force, and how the other reading of its word changes the units of its level.

    `criterion` is a criterion's id, or the key path of a band or cut (`kind` says which section it stands in). `verdicts` units get
    another verdict or other points, `ratings` of them another status or grade; `units` lists the first of them, those whose rating
    changes before the others.
    """

    level: str
    kind: str
    criterion: str
    operator: str
    other: str
    bound: str
    verdicts: int
    ratings: int
    units: pl.DataFrame

    def as_dict(self) -> dict[str, object]:
        """For programs."""
        return asdict(self) | {"units": self.units.to_dicts()}


def readings(tables: Mapping[str, pl.LazyFrame], own: Mapping[str, pl.LazyFrame], pack: Pack, as_of: date) -> Iterator[Reading]:
    """Every bound in force read the other way; `tables` are the level tables and `own` the units' own tables, by level."""
    for level in pack.unit_levels:
        held = [place for place in places(pack, level) if _has_two_readings(pack, place, as_of)]
        units = judgeable(tables[level], own.get(level), pack, level, held)
        changed = pl.collect_all([_changed(units, pack, place, as_of) for place in held], engine="streaming")
        for place, found in zip(held, changed, strict=True):
            yield _reading(pack, place, as_of, found)


def _has_two_readings(pack: Pack, place: Place, as_of: date) -> bool:
    """Whether a bound is in force; 'none at all' has no other reading."""
    bound = place.bound(pack)
    value = bound.at(as_of)
    return bound.other is not None or (value is not None and not (place.operator == "at_most" and not value.exact))


def _reading(pack: Pack, place: Place, as_of: date, found: pl.DataFrame) -> Reading:
    bound = place.bound(pack)
    value, other = bound.at(as_of), other_words(bound)
    written = other.en if other is not None else value.written if value is not None else ""
    listed = found.sort(pl.col("rating_changes").not_(), "id").head(MOST_LISTED)
    ratings = int(found["rating_changes"].sum())
    word = place.operator
    return Reading(place.level, place.kind, place.name, word, OTHER_READING[word], written, found.height, ratings, listed)


def _changed(units: pl.LazyFrame, pack: Pack, place: Place, as_of: date) -> pl.LazyFrame:
    """The units whose outcome differs, with both outcomes and ratings, and what they are judged by."""
    other = with_bound(pack, place, place.bound(pack), instead=OTHER_READING[place.operator])
    outcomes = ("status", "grade", OUTCOME)
    key = f"{place.level}_id"
    here, there = (judged(units, each, place, as_of) for each in (pack, other))
    both = pl.concat([here, there.select(pl.col(outcomes).name.prefix("other_"))], how="horizontal")
    rating = pl.col("status").ne_missing(pl.col("other_status")) | pl.col("grade").ne_missing(pl.col("other_grade"))
    changed = both.filter(pl.col(OUTCOME).ne_missing(pl.col(f"other_{OUTCOME}"))).with_columns(rating.alias("rating_changes"))
    return changed.rename({key: "id", OUTCOME: "verdict", f"other_{OUTCOME}": "other_verdict"})
