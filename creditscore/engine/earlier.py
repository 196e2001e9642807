"""Figures of an earlier run beside those of this one, and the increment of one ratio over another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import narwhals as nw

from creditscore.core.dates import shifted
from creditscore.engine.codes import Frame
from creditscore.engine.conditions import interval_of
from creditscore.engine.exact import Interval
from creditscore.engine.measures import columns_of
from creditscore.packs.evidence import measure_may_be_unknown
from creditscore.packs.model import Increment, Measure, Pack

EarlierRuns = Mapping[date, Mapping[str, Frame]]
"""Level tables of earlier runs, by as-of date and level."""


def earlier_days(pack: Pack, as_of: date) -> list[date]:
    """The as-of dates of the earlier runs whose figures a pack reads, for a run of a day."""
    asked = (measure.earlier for measure in pack.measures.values())
    return sorted({shifted(as_of, one.ago, -1) for one in asked if one is not None})


def with_earlier(units: Frame, pack: Pack, level: str, names: list[str], as_of: date, runs: EarlierRuns) -> Frame:
    """Units with the figures that earlier runs found for them; null where there is no such run, unit or figure."""
    key = f"{level}_id"
    for name in names:
        then = pack.measures[name].earlier
        if then is None:
            continue
        table = runs.get(shifted(as_of, then.ago, -1), {}).get(level)
        columns = dict(zip(columns_of(pack, name), columns_of(pack, then.measure), strict=True))
        present = table.collect_schema().names() if table is not None else []
        if table is None or not set(columns.values()) <= set(present):
            units = units.with_columns(**dict.fromkeys(columns, nw.lit(None, dtype=nw.Int64)))
        else:
            found = table.select(nw.col(key), **{new: nw.col(old) for new, old in columns.items()})
            units = units.join(found, on=key, how="left")
    return units


def increment_interval(pack: Pack, measure: Measure, increment: Increment) -> Interval:
    """One ratio less another, over the product of their denominators, in 128 bits."""
    now, before = (_ends(pack, name) for name in (increment.of, increment.over))
    assert now.den is not None
    assert before.den is not None
    low = now.low * before.den - before.high * now.den
    high = now.high * before.den - before.low * now.den
    return Interval(low, high, now.den * before.den, measure.when_empty)


def _ends(pack: Pack, name: str) -> Interval:
    measure = pack.measures[name]
    narrow = interval_of(name, measure, known=not measure_may_be_unknown(pack, measure))
    low, high, den = (None if part is None else part.cast(nw.Int128) for part in (narrow.low, narrow.high, narrow.den))
    assert low is not None
    assert high is not None
    return Interval(low, high, den)
