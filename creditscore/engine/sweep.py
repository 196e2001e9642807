"""A sweep: what the counts would be at other values of one bound, from the exact figures of one rating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from creditscore.core.terms import STATUSES
from creditscore.engine.codes import WORDS
from creditscore.engine.variants import constant_bound, judged, with_bound
from creditscore.packs.bounds import Value
from creditscore.packs.model import Pack


@dataclass(frozen=True)
class SweepLine:
    """The counts of a level's units at one value of a bound: by verdict of the criterion, by status, by grade."""

    value: Value
    in_force: bool
    verdicts: dict[str, int]
    statuses: dict[str, int]
    grades: dict[str, int]

    def as_dict(self) -> dict[str, object]:
        """For programs."""
        counts = {"verdicts": self.verdicts, "status": self.statuses, "grade": self.grades}
        return {"bound": self.value.written, "in_force": self.in_force, **counts}


def swept(units: pl.DataFrame, pack: Pack, place: tuple[str, str, str], values: Sequence[Value], as_of: date) -> list[SweepLine]:
    """The counts at each value; `place` is level, criterion and operator word, `units` comes from `variants.judgeable`."""
    level, name, operator = place
    rule = pack.criteria[level][name]
    held = rule.bounds[operator].at(as_of)
    queries = [
        judged(units, pack, level, name, with_bound(rule, operator, constant_bound(value)), as_of).group_by("status", "grade", name).len()
        for value in values
    ]
    counted = pl.collect_all(queries)
    grades = list(pack.grades[level])
    return [
        SweepLine(
            value,
            held is not None and held.exact == value.exact,
            _by(name, counts, WORDS),
            _by("status", counts, list(STATUSES)),
            _by("grade", counts, grades),
        )
        for value, counts in zip(values, counted, strict=True)
    ]


def _by(column: str, counts: pl.DataFrame, words: Sequence[str]) -> dict[str, int]:
    found = dict(counts.group_by(column).agg(pl.col("len").sum()).iter_rows())
    return {word: int(found.get(word, 0)) for word in words}
