"""The guard against sums of amounts beyond 64 bits, which would wrap without a word."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from msgspec import Struct

from creditscore.core.columns import TABLES
from creditscore.core.errors import TableError, one
from creditscore.core.money import yuan
from creditscore.core.text import Text
from creditscore.engine.exact import fits_64_bits
from creditscore.packs.model.pack import Pack
from creditscore.packs.sources import amount_parts


class Amounts(Struct, frozen=True):
    """How many loans there are, and their largest amount in fen."""

    rows: int = 0
    largest: int = 0

    @classmethod
    def of(cls, loans: pl.LazyFrame) -> Amounts:
        """Those of some loans."""
        amounts = [column.name for column in TABLES["loans"] if column.type == "money"]
        rows, largest = loans.select(pl.len(), pl.max_horizontal(pl.col(amounts).max())).collect(engine="streaming").row(0)
        return cls(rows, largest or 0)

    def together(self, others: Amounts) -> Amounts:
        """Those of both."""
        return Amounts(self.rows + others.rows, max(self.largest, others.largest))

    def refuse_overflow(self) -> None:
        """A TableError where the amounts could add up beyond 64 bits."""
        if fits_64_bits(self.rows, self.largest):
            return
        what = Text("贷款金额之和可能超出可准确计算的范围", "the loans' amounts could add up to more than can be counted exactly")
        most = yuan(self.largest)
        expected = Text(f"{self.rows} 笔贷款，最大金额 {most} 元", f"{self.rows} loans, the largest amount {most} yuan")
        raise one(TableError, "loans", what, expected, Text("请核对最大的金额", "check the largest amounts"))


def refuse_overflow(pack: Pack, frames: Mapping[str, pl.LazyFrame]) -> None:
    """A TableError where the amounts of a table could add up beyond 64 bits, which would wrap without a word."""
    for table, columns in added_up(pack).items():
        if table in frames and columns:
            _refuse(table, frames[table], columns)


def added_up(pack: Pack) -> dict[str, list[str]]:
    """The columns that are added up, by table: all amounts of loans, and what measures name."""
    found = {"loans": dict.fromkeys(column.name for column in TABLES["loans"] if column.type == "money")}
    for measure in pack.measures.values():
        parts = amount_parts(measure)
        for table, part in parts:
            inner = pack.measures.get(part) if pack.type_of(table, part) is None else None
            name = part if inner is None else inner.column
            canonical = pack.canonical(table, name or "")
            if pack.kind_of(table) == "loans":
                found.setdefault(table, {}).update(found["loans"])
            elif name is not None and (canonical is not None or pack.type_of(table, name) is not None):
                found.setdefault(table, {})[name] = None
    return {table: list(columns) for table, columns in found.items()}


def _refuse(table: str, frame: pl.LazyFrame, columns: list[str]) -> None:
    if table == "loans":
        Amounts.of(frame).refuse_overflow()
        return
    rows, largest = frame.select(pl.len(), pl.max_horizontal(pl.col(columns).abs().max())).collect(engine="streaming").row(0)
    if not fits_64_bits(rows, largest or 0):
        en = f"the numbers of table {table} could add up to more than can be counted exactly"
        what = Text(f"表 {table} 的数之和可能超出可准确计算的范围", en)
        expected = Text(f"{rows} 行，最大的数 {largest}", f"{rows} rows, the largest number {largest}")
        raise one(TableError, table, what, expected, Text("请核对最大的数", "check the largest numbers"))
