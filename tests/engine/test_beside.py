"""What stands beside a portion's households is what joins and groups over all rows give: ages, sums, figures of upper units."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from creditscore.core.dates import completed_years
from creditscore.engine.portions.beside import _Added, _ages
from creditscore.jobs import rating
from creditscore.jobs.rate import RateRequest, rate
from creditscore.report import run_files
from creditscore.sample.write import write_county
from creditscore.tables.portions import portion

AS_OF = date(2003, 6, 30)
NINGHE = Path(__file__).parents[2] / "rules" / "ninghe"
OF_VILLAGE = """[measures.village_debt]
title = { zh = "全村贷款余额", en = "the village's balance" }
level = "village"
sum = "loans.outstanding"

[criteria.household.H10]
clause = "(一)3"
basis = "adopted"
text = { zh = "贷款余额不超过全村的百分之一", en = "owes no more than a hundredth of what the village owes" }
measure = "outstanding"
at_most = { measure = "village_debt", at = "village", times = "1%" }

[criteria.household.H4]
"""


@pytest.mark.parametrize("as_of", [date(2003, 6, 30), date(2004, 2, 29), date(2003, 2, 28), date(2003, 3, 1)])
@pytest.mark.parametrize("first", [date(1850, 1, 1), date(1849, 12, 31), date(1999, 12, 31), date(1960, 2, 1)])
def test_ages_are_completed_years(as_of, first):
    born = [first + timedelta(days=step) for step in range(0, (as_of - first).days + 1, 7)] + [as_of, None]
    expected = [None if day is None else completed_years(day, as_of) for day in born]
    assert _ages(pl.Series(born), as_of).to_list() == expected


def test_somebody_born_after_the_day_has_no_age_looked_up():
    assert _ages(pl.Series([date(2003, 7, 1), date(1960, 1, 1)]), AS_OF).to_list() == [-1, 43]


def test_no_birth_date_at_all_is_no_age():
    assert _ages(pl.Series([None, None], dtype=pl.Date), AS_OF).to_list() == [None, None]


LARGE = 1 << 61


@pytest.mark.parametrize(
    ("places", "amounts", "expected"),
    [
        ([], [], [0, 0, 0]),
        ([2, 0, 2], [5, 7, 1], [7, 0, 6]),
        ([None, 1], [9, 4], [0, 4, 0]),
        ([1, 1], [None, 4], [0, 4, 0]),
        ([0, 0, 0], [LARGE, LARGE, 1], [2 * LARGE + 1, 0, 0]),
    ],
)
def test_amounts_are_added_up_by_place_exactly(places, amounts, expected):
    rows = nw.from_native(pl.LazyFrame({"household_id": places, "fen": amounts}, schema={"household_id": pl.UInt32, "fen": pl.Int64}))
    once = nw.col("fen")
    added = _Added.of({"debt.num": once, "debt.low": once, "debt.high": nw.col("fen") + 0}, rows)
    assert {column.name: column.to_list() for column in added.columns(3)} == dict.fromkeys(["debt.num", "debt.low", "debt.high"], expected)


def test_households_held_against_their_village_are_rated_alike_in_portions_and_together(tmp_path, monkeypatch):
    monkeypatch.setattr(portion, "PORTION_ROWS", 60)
    monkeypatch.setattr(run_files, "write_run_files", lambda *_: None)
    rules = (NINGHE / "2001.toml").read_text(encoding="utf-8").replace("[criteria.household.H4]\n", OF_VILLAGE, 1)
    (tmp_path / "2001.toml").write_text(rules.replace('"H8", "H9"]', '"H8", "H9", "H10"]'), encoding="utf-8")
    (tmp_path / "source.md").write_bytes((NINGHE / "source.md").read_bytes())
    write_county(tmp_path / "county", 300, 3, AS_OF, file_format="parquet", townships=2)

    def rated(out: str) -> pl.DataFrame:
        run = rate(RateRequest(tmp_path / "county", AS_OF, tmp_path / out, rules=str(tmp_path / "2001.toml")))
        return pl.read_parquet(run.folder / "households.parquet")

    with monkeypatch.context() as patch:
        patch.setattr(rating, "_all_together", None)  # not asked for
        in_portions = rated("portions")
    monkeypatch.setattr(rating, "portion_reader", lambda *_: None)
    assert in_portions.equals(rated("together"))
    assert set(in_portions["H10"]) >= {"pass", "fail"}
