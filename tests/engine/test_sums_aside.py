"""What portions add up to is the same whether it was kept in memory or on disk."""

from __future__ import annotations

import narwhals as nw
import polars as pl
import pytest

from creditscore.engine.portions import sums_aside
from creditscore.engine.portions.sums_aside import SumsAside
from creditscore.engine.sums import Sum

SHARING = [{"V1": 3, "V2": 4}, {}, {"V2": 1}, {"V3": 1 << 40, "V4": 0}]
APART = [{"V2": 5, "V1": 3}, {}, {"V4": 0, "V3": 1 << 40}]
GOING_BACK = [{"V3": 1 << 40}, {"V1": 3, "V4": 0}, {"V2": 5}]


def portion(sums: dict[str, int]) -> pl.DataFrame:
    return pl.DataFrame({"village_id": list(sums), "m.num": list(sums.values())}, schema={"village_id": pl.String, "m.num": pl.Int64})


@pytest.mark.parametrize("portions", [SHARING, APART, GOING_BACK])
@pytest.mark.parametrize("in_memory", [0, 1, 3, 1000])
def test_portions_add_up(monkeypatch, in_memory, portions):
    monkeypatch.setattr(sums_aside, "IN_MEMORY", in_memory)
    aside = SumsAside(Sum("loans", "village_id", {"m.num": nw.col("m.num")}))
    for sums in portions:
        aside.add(portion(sums))
    found = aside.together().to_native().sort("village_id").collect()
    assert dict(found.iter_rows()) == {"V1": 3, "V2": 5, "V3": 1 << 40, "V4": 0}
