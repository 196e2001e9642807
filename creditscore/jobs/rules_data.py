"""What the rule commands that look at real tables share: which edition is meant, reading the tables once, rating beside any archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from pydantic import BaseModel

from creditscore.core.errors import PackError, one
from creditscore.core.terms import level_name, plural
from creditscore.core.text import Text, same
from creditscore.engine.rate import rate_levels
from creditscore.jobs.reading import Data, read_data
from creditscore.packs.library import covers, editions, pack_in_force, shipped_names, span
from creditscore.packs.load import LoadedPack, load_pack
from creditscore.packs.model.bounds import Bound
from creditscore.packs.model.pack import Pack, Table
from creditscore.tables.findings.result import Tables

Report = Callable[[Text], None]
LevelTables = dict[str, pl.LazyFrame]


def silent(step: Text) -> None:
    """Where nobody watches."""


def edition_named(name: str, as_of: date | None = None) -> LoadedPack:
    """One edition: a rule file as it is, `pack/edition` by name, or of a pack the one in force on a day (without a day, the newest)."""
    path = Path(name)
    if path.is_file():
        return _usable(load_pack(path), as_of)
    pack, _, edition = name.partition("/")
    if edition and pack in shipped_names():
        found = [each for each in editions(pack) if each.pack.pack.edition == edition]
        if found:
            return _usable(found[0], as_of)
    return editions(name)[-1] if as_of is None else pack_in_force(name, as_of)


def _usable(loaded: LoadedPack, as_of: date | None) -> LoadedPack:
    """A draft may be tried on a day before it is in force, but not where one of its bounds has no value yet."""
    if as_of is not None and not covers(loaded, as_of) and any(bound.history and bound.at(as_of) is None for bound in _bounds(loaded.pack)):
        what = Text("{day}没有值可用：有标准值从更晚的日期起才有", "a bound has no value yet on {day}").fill(day=as_of)
        expected = Text("应为有效期内的一天：{span}", "expected a day of {span}").fill(span=span(loaded))
        raise one(PackError, loaded.path.name, what, expected)
    return loaded


def _bounds(part: Any) -> Iterator[Bound]:
    if isinstance(part, Bound):
        yield part
    elif isinstance(part, BaseModel):
        yield from (bound for name in type(part).model_fields for bound in _bounds(getattr(part, name)))
    elif isinstance(part, (dict, list)):
        yield from (bound for inner in (part.values() if isinstance(part, dict) else part) for bound in _bounds(inner))


def read_for(data: Data, packs: Sequence[Pack], as_of: date) -> Tables:
    """The tables with every column that any of the packs declares, read once."""
    first = packs[0]
    tables = read_data(data, first.model_copy(update={"tables": _together([pack.tables for pack in packs])}), as_of)
    if tables.refusal is not None:
        raise tables.refusal
    return tables


def _together(declared: list[dict[str, Table]]) -> dict[str, Table]:
    """The declarations of several packs as one; a column may be lacking where every pack that names it lets it be."""
    names = dict.fromkeys(name for tables in declared for name in tables)
    return {name: _joined([tables[name] for tables in declared if name in tables], name) for name in names}


def _joined(tables: list[Table], name: str) -> Table:
    columns: dict[str, Any] = {}
    for table in tables:
        for column, kind in table.columns.items():
            if columns.setdefault(column, kind) != kind:
                what = Text("两个版本给同一列写了不同的类型", "the editions give the same column different types")
                raise one(PackError, f"tables.{name}.columns.{column}", what, same(f"{columns[column]} / {kind}"))
    lacking = [column for column in columns if all(column in table.may_lack for table in tables if column in table.columns)]
    return tables[0].model_copy(update={"columns": columns, "may_lack": lacking})


@contextmanager
def rated(pack: Pack, tables: Tables, as_of: date, report: Report = silent) -> Iterator[LevelTables]:
    """Rate every level into a folder that is gone afterwards; the level tables by level."""
    told = Text("正在评定{level}", "rating the {level} level")
    with TemporaryDirectory(prefix="creditscore-") as folder:
        rate_levels(pack, tables.frames, as_of, Path(folder), lambda level: report(told.fill(level=level_name(level))))
        yield {level: pl.scan_parquet(Path(folder) / f"{plural(level)}.parquet") for level in pack.unit_levels}
