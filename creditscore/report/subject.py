"""Finding the unit that somebody asks about, by its id."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import polars as pl

from creditscore.archive.runs import Run
from creditscore.core.errors import CreditscoreError, UsageError, one
from creditscore.core.terms import level_name
from creditscore.core.text import Text, same

_CANDIDATES = 2000
_NEAREST = 3


def find_subject(run: Run, unit_id: str, level: str | None = None) -> tuple[str, dict[str, Any]]:
    """The level of a unit and its row of the level table.

    UsageError where no unit has the id (with the nearest ids), or units of several levels have it
    and `level` does not say which is meant.
    """
    wanted = unit_id.strip()
    rows = {name: _row(run, name, wanted) for name in run.levels if level in (None, name)}
    found = {name: row for name, row in rows.items() if row is not None}
    if not found:
        raise _unknown(run, wanted, list(rows))
    if len(found) > 1:
        raise _ambiguous(wanted, list(found))
    return next(iter(found.items()))


def _row(run: Run, level: str, unit_id: str) -> dict[str, Any] | None:
    rows = run.table(level).filter(pl.col(f"{level}_id") == unit_id).collect(engine="streaming").to_dicts()
    return rows[0] if rows else None


def _unknown(run: Run, unit_id: str, levels: list[str]) -> CreditscoreError:
    what = Text("该评定批次中没有编号为 {id} 的单位", "this run has no unit with the id {id}").fill(id=unit_id)
    near = get_close_matches(unit_id, [name for level in levels for name in _alike(run, level, unit_id)], n=_NEAREST, cutoff=0.5)
    cure = Text("最接近的编号：{ids}", "the nearest ids: {ids}").fill(ids=Text("、".join(near), ", ".join(near)))
    expected = Text("应为农户、行政村或乡镇的编号", "expected the id of a household, a village or a township")
    return one(UsageError, run.folder.name, what, expected, cure if near else None)


def _ambiguous(unit_id: str, levels: list[str]) -> CreditscoreError:
    names = [level_name(level) for level in levels]
    what = Text("编号 {id} 同时属于：{levels}", "the id {id} belongs to units of several levels: {levels}")
    filled = what.fill(id=same(unit_id), levels=Text("、".join(name.zh for name in names), ", ".join(name.en for name in names)))
    return one(UsageError, "", filled, cure=Text("请用 --level 指明级别", "say which with --level"))


def _alike(run: Run, level: str, unit_id: str) -> list[str]:
    """Ids that begin or end as the wanted one does, or have the same length; no more than can be compared quickly."""
    key = pl.col(f"{level}_id")
    half = max(len(unit_id) // 2, 1)
    tests = (
        key.str.starts_with(unit_id[:-1] or unit_id),
        key.str.starts_with(unit_id[:half]) & key.str.ends_with(unit_id[-1:]),
        key.str.ends_with(unit_id[-half:]),
    )
    ids = [run.table(level).filter(test).select(key).head(_CANDIDATES).collect()[f"{level}_id"].to_list() for test in tests]
    return sorted({name for found in ids for name in found})
