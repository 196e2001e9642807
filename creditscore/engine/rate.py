"""Rate every level of a pack: each level is written and read back before the next one is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl

from creditscore.core.columns import TABLES
from creditscore.core.errors import TableError, one
from creditscore.core.money import yuan
from creditscore.core.terms import plural
from creditscore.core.text import Text
from creditscore.engine.backends import Backend, PolarsBackend
from creditscore.engine.codes import Frame
from creditscore.engine.exact import fits_64_bits
from creditscore.engine.levels import Stage, rated_level
from creditscore.engine.loans import with_definitions
from creditscore.engine.units import with_unit_tables
from creditscore.engine.verdicts import result_words
from creditscore.packs.model import Pack

EarlierTables = Mapping[date, Mapping[str, pl.LazyFrame]]


def rate_levels(
    pack: Pack,
    frames: Mapping[str, pl.LazyFrame],
    as_of: date,
    folder: Path,
    progress: Callable[[str], None] | None = None,
    earlier: EarlierTables | None = None,
) -> list[str]:
    """Write the level tables of a run into a folder, children first, and return their names.

    `frames` are the usable rows of the canonical tables; `as_of` is the day at whose end every
    figure stands. The columns of a level table are described in docs/run-folder.md. `earlier` are the level tables
    of earlier runs by as-of date and level: those of `earlier.earlier_days`, where there are any.
    A TableError where the loans' amounts could add up beyond 64 bits, which would wrap without a word.
    """
    _refuse_overflow(frames["loans"])
    return level_tables(pack, frames, as_of, PolarsBackend(folder), progress, earlier)


def level_tables(
    pack: Pack,
    frames: Mapping[str, pl.LazyFrame],
    as_of: date,
    backend: Backend,
    progress: Callable[[str], None] | None = None,
    earlier: EarlierTables | None = None,
) -> list[str]:
    """Compute every level of a pack, children first, through a backend; the names of the level tables."""
    tables = with_unit_tables(pack, {name: nw.from_native(frame) for name, frame in frames.items()})
    tables["loans"] = with_definitions(tables["loans"], as_of)
    children: Frame | None = None
    results: dict[str, Frame] = {}
    runs = {day: {level: nw.from_native(table) for level, table in levels.items()} for day, levels in (earlier or {}).items()}
    for level in pack.unit_levels:
        if progress is not None:
            progress(level)
        result = rated_level(Stage(pack, level, as_of, tables, children, results, runs))
        children = backend.stored(result, result_words(pack, level), plural(level))
        results[level] = children
    return [plural(level) for level in pack.unit_levels]


def _refuse_overflow(loans: pl.LazyFrame) -> None:
    amounts = [column.name for column in TABLES["loans"] if column.type == "money"]
    rows, largest = loans.select(pl.len(), pl.max_horizontal(pl.col(amounts).max())).collect(engine="streaming").row(0)
    if not fits_64_bits(rows, largest or 0):
        what = Text("贷款金额之和可能超出可准确计算的范围", "the loans' amounts could add up to more than can be counted exactly")
        expected = Text(f"{rows} 笔贷款，最大金额 {yuan(largest)} 元", f"{rows} loans, the largest amount {yuan(largest)} yuan")
        raise one(TableError, "loans", what, expected, Text("请核对最大的金额", "check the largest amounts"))
