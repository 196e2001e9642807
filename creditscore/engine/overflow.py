"""The guard against sums of amounts beyond 64 bits, which would wrap without a word."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from creditscore.core.columns import TABLES
from creditscore.core.errors import TableError, one
from creditscore.core.money import yuan
from creditscore.core.text import Text
from creditscore.engine.exact import fits_64_bits


@dataclass(frozen=True)
class Amounts:
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
