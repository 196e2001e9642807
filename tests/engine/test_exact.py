"""Comparison with bounds: both sides, the bound itself, intervals, empty denominators, numbers beyond 64 bits."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditscore.engine.codes import WORDS
from creditscore.engine.exact import Interval, compare
from creditscore.packs.model.pack import Comparison, Measure

AS_OF = date(2003, 6, 30)
TITLE = {"zh": "指标", "en": "measure"}
SHARE = Measure.model_validate({"title": TITLE, "level": "village", "share_of": {"unit": "household"}, "when_empty": "pending"})
COUNT = Measure.model_validate({"title": TITLE, "level": "household", "count": "loans"})
MONEY = Measure.model_validate({"title": TITLE, "level": "household", "sum": "loans.outstanding"})


def outcome(measure: Measure, low: int | None, high: int | None, den: int | None, bounds: dict[str, object], empty: str = "pending") -> str:
    frame = nw.from_native(
        pl.LazyFrame({"low": [low], "high": [high], "den": [den]}, schema=dict.fromkeys(("low", "high", "den"), pl.Int64))
    )
    interval = Interval(nw.col("low"), nw.col("high"), nw.col("den") if measure.is_share else None, empty if measure.is_share else None)  # type: ignore[arg-type]
    code = compare(interval, Comparison.model_validate(bounds), measure, AS_OF)
    return WORDS[frame.select(code=code).collect()["code"][0]]


@pytest.mark.parametrize(
    ("operator", "below", "on", "above"),
    [
        ("at_least", "fail", "pass", "pass"),
        ("above", "fail", "fail", "pass"),
        ("at_most", "pass", "pass", "fail"),
        ("below", "pass", "fail", "fail"),
    ],
)
def test_each_operator_on_both_sides_of_a_share_bound_and_on_it(operator: str, below: str, on: str, above: str) -> None:
    got = [outcome(SHARE, num, num, 10_000, {operator: "80%"}) for num in (7_999, 8_000, 8_001)]
    assert got == [below, on, above]


@pytest.mark.parametrize(("age", "expected"), [(17, "fail"), (18, "pass"), (60, "pass"), (61, "fail"), (None, "pending")])
def test_two_bounds_hold_together(age: int | None, expected: str) -> None:
    assert outcome(COUNT, age, age, None, {"at_least": 18, "at_most": 60}) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(80, 90, "pass"), (79, 80, "pending"), (79, 100, "pending"), (70, 79, "fail"), (80, 80, "pass"), (79, 79, "fail")],
)
def test_an_interval_is_decided_only_where_both_ends_agree(low: int, high: int, expected: str) -> None:
    assert outcome(SHARE, low, high, 100, {"at_least": "80%"}) == expected


@pytest.mark.parametrize(("low", "high", "expected"), [(0, 29, "pass"), (29, 30, "pending"), (30, 31, "fail")])
def test_an_interval_against_a_strict_upper_bound(low: int, high: int, expected: str) -> None:
    assert outcome(SHARE, low, high, 100, {"below": "30%"}) == expected


@pytest.mark.parametrize("empty", ["pending", "not_applicable"])
def test_an_empty_denominator_is_what_the_rule_file_says(empty: str) -> None:
    assert outcome(SHARE, 0, 0, 0, {"at_least": "80%"}, empty) == empty


def test_a_measure_that_is_not_given_is_pending() -> None:
    assert outcome(SHARE, None, None, None, {"at_least": "80%"}) == "pending"


@pytest.mark.parametrize(("fen", "expected"), [(199_999, "fail"), (200_000, "pass")])
def test_a_money_bound_is_written_in_yuan_and_held_in_fen(fen: int, expected: str) -> None:
    assert outcome(MONEY, fen, fen, None, {"at_least": 2000}) == expected


def test_products_beyond_64_bits_do_not_wrap() -> None:
    den = 9 * 10**18
    bounds: dict[str, object] = {"at_least": "33.333333333%"}
    assert [outcome(SHARE, num, num, den, bounds) for num in (2_999_999_999_969_999_999, 2_999_999_999_970_000_000)] == ["fail", "pass"]


@pytest.mark.parametrize(("day", "expected"), [(date(2003, 6, 29), "pass"), (date(2003, 6, 30), "fail")])
def test_a_dated_bound_holds_from_its_day_on(day: date, expected: str) -> None:
    frame = nw.from_native(pl.LazyFrame({"num": [80], "den": [100]}))
    interval = Interval(nw.col("num"), nw.col("num"), nw.col("den"), "pending")
    bounds = Comparison.model_validate({"at_least": {"2001-01-01": "80%", "2003-06-30": "85%"}})
    assert WORDS[frame.select(code=compare(interval, bounds, SHARE, day)).collect()["code"][0]] == expected


@settings(deadline=None)  # a busy machine is no failure
@given(num=st.integers(0, 10**6), den=st.integers(1, 10**6), percent=st.integers(0, 100))
def test_a_share_is_decided_as_a_fraction_would_be(num: int, den: int, percent: int) -> None:
    expected = "pass" if Fraction(num, den) >= Fraction(percent, 100) else "fail"
    assert outcome(SHARE, num, num, den, {"at_least": f"{percent}%"}) == expected
