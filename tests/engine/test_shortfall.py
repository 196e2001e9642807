"""The distance to passing: exact, and just enough."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditscore.engine.shortfall import shortfall
from creditscore.packs.model.pack import Criterion, Measure

AS_OF = date(2003, 6, 30)
WORDS = {"zh": "文", "en": "words"}
SHARE = Measure.model_validate({"title": WORDS, "level": "village", "share_of": {"unit": "household"}, "when_empty": "pending"})
AGE = Measure.model_validate({"title": WORDS, "level": "household", "age_of": "birth_date"})
MONEY = Measure.model_validate({"title": WORDS, "level": "household", "sum": "loans.outstanding"})


def criterion(**bounds: object) -> Criterion:
    return Criterion.model_validate({"clause": "1", "basis": "documented", "text": WORDS, "measure": "m", **bounds})


@pytest.mark.parametrize(
    ("bounds", "low", "high", "den", "expected"),
    [
        ({"at_least": "80%"}, 8, 8, 10, 0),
        ({"at_least": "80%"}, 7, 7, 10, 1),
        ({"at_least": "80%"}, 7, 9, 10, 1),
        ({"at_least": "80%"}, 0, 0, 11, 9),
        ({"above": "80%"}, 8, 8, 10, 1),
        ({"at_most": "30%"}, 30, 30, 100, 0),
        ({"at_most": "30%"}, 31, 31, 100, 2),
        ({"below": "30%"}, 29, 29, 100, 0),
        ({"below": "30%"}, 30, 30, 100, 1),
        ({"below": "30%"}, 29, 31, 100, 2),
        ({"at_least": "80%"}, 0, 0, 0, None),
    ],
)
def test_what_a_share_is_short_of(bounds: dict[str, object], low: int, high: int, den: int, expected: int | None) -> None:
    assert shortfall(criterion(**bounds), SHARE, (low, high, den), AS_OF) == expected


@pytest.mark.parametrize(("age", "expected"), [(15, 3), (18, 0), (60, 0), (62, 2)])
def test_what_a_quantity_is_short_of(age: int, expected: int) -> None:
    assert shortfall(criterion(at_least=18, at_most=60), AGE, (age, age, None), AS_OF) == expected


def test_money_is_short_of_fen() -> None:
    assert shortfall(criterion(at_least=2000), MONEY, (199_950, 199_950, None), AS_OF) == 50


@settings(deadline=None)  # a busy machine is no failure
@given(den=st.integers(1, 10_000), data=st.data(), percent=st.integers(1, 100))
def test_adding_the_shortfall_reaches_the_bound_and_one_less_does_not(den: int, data: st.DataObject, percent: int) -> None:
    num = data.draw(st.integers(0, den))
    gap = shortfall(criterion(at_least=f"{percent}%"), SHARE, (num, num, den), AS_OF)
    assert gap is not None
    assert (num + gap) * 100 >= den * percent
    assert gap == 0 or (num + gap - 1) * 100 < den * percent


@settings(deadline=None)  # a busy machine is no failure
@given(den=st.integers(1, 10_000), data=st.data(), percent=st.integers(1, 99))
def test_repaying_the_shortfall_brings_a_share_below_its_bound_and_one_less_does_not(den: int, data: st.DataObject, percent: int) -> None:
    num = data.draw(st.integers(0, den))
    gap = shortfall(criterion(below=f"{percent}%"), SHARE, (num, num, den), AS_OF)
    assert gap is not None
    left = den - gap
    assert left == 0 or (num - gap) * 100 < left * percent
    assert gap == 0 or (num - gap + 1) * 100 >= (left + 1) * percent
