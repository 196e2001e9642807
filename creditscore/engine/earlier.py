"""Figures of an earlier run beside those of this one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import narwhals as nw

from creditscore.core.dates import day_then
from creditscore.engine.codes import Frame
from creditscore.engine.measures import columns_of
from creditscore.packs.model.pack import Pack

EarlierRuns = Mapping[date, Mapping[str, Frame]]
"""Level tables of earlier runs, by as-of date and level."""


def earlier_days(pack: Pack, as_of: date) -> list[date]:
    """The as-of dates of the earlier runs whose figures a pack reads, for a run of a day."""
    asked = (measure.earlier for measure in pack.measures.values())
    return sorted({day_then(as_of, one.ago) for one in asked if one is not None})


def with_earlier(units: Frame, pack: Pack, level: str, names: list[str], as_of: date, runs: EarlierRuns) -> Frame:
    """Units with the figures that earlier runs found for them; null where there is no such run, unit or figure."""
    key = f"{level}_id"
    for name in names:
        then = pack.measures[name].earlier
        if then is None:
            continue
        table = runs.get(day_then(as_of, then.ago), {}).get(level)
        columns = dict(zip(columns_of(pack, name), columns_of(pack, then.measure), strict=True))
        present = table.collect_schema().names() if table is not None else []
        if table is None or not set(columns.values()) <= set(present):
            units = units.with_columns(**dict.fromkeys(columns, nw.lit(None, dtype=nw.Int64)))
        else:
            found = table.select(nw.col(key), **{new: nw.col(old) for new, old in columns.items()})
            units = units.join(found, on=key, how="left")
    return units
