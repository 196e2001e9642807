"""Sums that could leave 64 bits are refused, not wrapped."""

from __future__ import annotations

import polars as pl
import pytest

from creditscore.core.columns import TABLES
from creditscore.core.errors import TableError
from creditscore.engine.exact import fits_64_bits
from creditscore.engine.overflow import Amounts

LIMIT = 2**63 - 1


@pytest.mark.parametrize(("rows", "largest", "fits"), [(1, LIMIT, True), (2, LIMIT // 2, True), (2, LIMIT // 2 + 1, False), (0, 0, True)])
def test_both_sides_of_64_bits(rows: int, largest: int, fits: bool) -> None:
    assert fits_64_bits(rows, largest) is fits


def loans(*principals: int | None) -> pl.LazyFrame:
    amounts = [column.name for column in TABLES["loans"] if column.type == "money"]
    blank = dict.fromkeys(amounts, pl.Series([None] * len(principals), dtype=pl.Int64))
    return pl.LazyFrame(blank | {"principal": pl.Series(principals, dtype=pl.Int64)})


def test_amounts_that_could_wrap_are_refused() -> None:
    with pytest.raises(TableError, match="counted exactly"):
        Amounts.of(loans(LIMIT // 2 + 1, 1)).refuse_overflow()


@pytest.mark.parametrize("principals", [(), (None, None), (LIMIT // 2, LIMIT // 2)])
def test_amounts_that_cannot_are_taken(principals: tuple[int | None, ...]) -> None:
    Amounts.of(loans(*principals)).refuse_overflow()


def test_portions_that_fit_by_themselves_are_refused_together() -> None:
    one = Amounts.of(loans(LIMIT // 2 + 1))
    one.refuse_overflow()
    with pytest.raises(TableError, match="2 loans"):
        one.together(one).refuse_overflow()
