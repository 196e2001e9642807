"""Units exactly on a strict bound are listed; their neighbours are not."""

from __future__ import annotations

import polars as pl
import pytest

from creditscore.archive.boundary import MOST_LISTED, boundary_units
from tests.archive.made_runs import AS_OF, VILLAGE_CRITERIA, pack


def villages(*rows: dict[str, object]) -> pl.LazyFrame:
    plain = dict.fromkeys(VILLAGE_CRITERIA, "pass")
    return pl.LazyFrame([{"village_id": f"V{number}"} | plain | row for number, row in enumerate(rows)], infer_schema_length=None)


def share(low: int, high: int, den: int, **verdicts: str) -> dict[str, object]:
    return {"bad_loan_share.num": low, "bad_loan_share.den": den, "bad_loan_share.low": low, "bad_loan_share.high": high, **verdicts}


def found(*rows: dict[str, object]) -> list[dict[str, object]]:
    entries = boundary_units(villages(*rows), pack().pack, "village", AS_OF)
    return [unit for entry in entries for unit in entry["units"]]


@pytest.mark.parametrize(
    ("low", "high", "den", "num"),
    [
        (30, 30, 100, 30),
        (29, 29, 100, None),
        (31, 31, 100, None),
        (0, 0, 0, None),
        (10, 30, 100, 30),
        (30, 40, 100, 30),
        (10, 40, 100, None),
        (3 * 10**17, 3 * 10**17, 10**18, 3 * 10**17),
        (3 * 10**17 + 1, 3 * 10**17 + 1, 10**18, None),
    ],
)
def test_either_end_on_the_bound_counts_and_one_fen_beside_it_does_not(low, high, den, num):
    assert [unit["num"] for unit in found(share(low, high, den))] == ([] if num is None else [num])


def test_an_entry_names_the_criterion_and_its_bound():
    (entry,) = boundary_units(villages(share(3, 3, 10, V3a="fail")), pack().pack, "village", AS_OF)
    assert {key: entry[key] for key in entry if key != "units"} == {
        "level": "village",
        "criterion": "V3a",
        "measure": "bad_loan_share",
        "operator": "below",
        "bound": "30%",
        "count": 1,
    }
    assert entry["units"] == [{"id": "V0", "num": 3, "den": 10, "verdict": "fail", "only_obstacle": True}]


@pytest.mark.parametrize(("other", "only"), [("pass", True), ("not_applicable", True), ("pending", False), ("fail", False)])
def test_only_obstacle_looks_at_the_other_criteria(other, only):
    assert [unit["only_obstacle"] for unit in found(share(3, 3, 10, V3a="fail", V2=other))] == [only]


def test_inclusive_bounds_are_not_listed():
    on_80_percent = {"arrears_free_share.num": 8, "arrears_free_share.den": 10, "arrears_free_share.low": 8, "arrears_free_share.high": 8}
    assert found(share(1, 1, 10) | on_80_percent) == []


def test_a_long_list_is_cut_and_its_count_is_not():
    (entry,) = boundary_units(villages(*[share(3, 3, 10)] * (MOST_LISTED + 1)), pack().pack, "village", AS_OF)
    assert entry["count"] == MOST_LISTED + 1
    assert len(entry["units"]) == MOST_LISTED
