"""A sweep: what the counts would be at other values of one bound, from the exact figures of one rating."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import polars as pl
from msgspec import Struct

from creditscore.core.terms import STATUSES
from creditscore.engine.changes.variants import OUTCOME, constant_bound, judged
from creditscore.engine.codes import WORDS
from creditscore.packs.model.bounds import Value
from creditscore.packs.model.pack import Pack
from creditscore.packs.places import Place, other_words, with_bound


class SweepLine(Struct, frozen=True):
    """The counts of a level's units at one value of a bound: by verdict (of a criterion, or of a grade), by status, by grade."""

    value: Value
    in_force: bool
    verdicts: dict[str, int]
    statuses: dict[str, int]
    grades: dict[str, int]

    def as_dict(self) -> dict[str, object]:
        """For programs."""
        counts = {"verdicts": self.verdicts, "status": self.statuses, "grade": self.grades}
        return {"bound": self.value.written, "in_force": self.in_force, **counts}


def swept(units: pl.LazyFrame, pack: Pack, place: Place, values: Sequence[Value], as_of: date) -> list[SweepLine]:
    """The counts at each value, in one query; `units` comes from `variants.judgeable`.

    Where the bound is another unit's measure, the first line is what holds now, and the others put numbers in its place.
    """
    held = place.bound(pack)
    now = held.at(as_of)
    relative = other_words(held)
    standing = [(Value(Fraction(0), relative.en), held, True)] if relative is not None else []
    tried = [(value, constant_bound(value), now is not None and now.exact == value.exact) for value in values]
    counts = [_counted(units, with_bound(pack, place, bound), place, as_of) for _, bound, _ in [*standing, *tried]]
    grades = list(pack.grades[place.level])
    return [
        SweepLine(
            value,
            in_force,
            _by(OUTCOME, counted, WORDS),
            _by("status", counted, list(STATUSES)),
            _by("grade", counted, grades),
        )
        for (value, _, in_force), counted in zip([*standing, *tried], pl.collect_all(counts, engine="streaming"), strict=True)
    ]


def _counted(units: pl.LazyFrame, pack: Pack, place: Place, as_of: date) -> pl.LazyFrame:
    return judged(units, pack, place, as_of).group_by("status", "grade", OUTCOME).len()


def _by(column: str, counts: pl.DataFrame, words: Sequence[str]) -> dict[str, int]:
    found = dict(counts.group_by(column).agg(pl.col("len").sum()).iter_rows())
    return {word: int(found.get(word, 0)) for word in words}
