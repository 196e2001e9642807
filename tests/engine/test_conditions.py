"""Conditions are three-valued: a blank leaves open what no other answer decides."""

from __future__ import annotations

from datetime import date

import narwhals as nw
import polars as pl
import pytest

from creditscore.engine.codes import WORDS, all_of, from_answer
from creditscore.engine.conditions import all_true, any_true, truth
from creditscore.packs.library import pack_in_force
from creditscore.packs.model.pack import Condition, Pack

AS_OF = date(2003, 6, 30)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return pack_in_force("ninghe", AS_OF).pack


def values(expression: nw.Expr, **columns: list[object]) -> list[object]:
    return nw.from_native(pl.DataFrame(columns)).select(value=expression)["value"].to_list()


@pytest.mark.parametrize(("wanted", "expected"), [(True, ["pass", "fail", "pending"]), (False, ["fail", "pass", "pending"])])
def test_a_survey_answer(wanted: bool, expected: list[str]) -> None:
    codes = values(from_answer("a", wanted), a=[True, False, None])
    assert [WORDS[int(str(code))] for code in codes] == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(True, True, "pass"), (True, None, "pending"), (False, None, "fail"), (None, False, "fail"), (None, None, "pending")],
)
def test_one_contrary_answer_decides_and_a_blank_leaves_open(first: bool | None, second: bool | None, expected: str) -> None:
    frame = nw.from_native(pl.DataFrame({"a": [first], "b": [second]}, schema={"a": pl.Boolean, "b": pl.Boolean}))
    code = frame.select(code=all_of([from_answer("a", True), from_answer("b", True)]))["code"][0]
    assert WORDS[code] == expected


def test_conjunction_and_disjunction_follow_kleene() -> None:
    a, b = nw.col("a"), nw.col("b")
    columns: dict[str, list[object]] = {"a": [True, True, False, None], "b": [None, False, None, None]}
    assert values(all_true([a, b]), **columns) == [None, False, False, None]
    assert values(any_true([a, b]), **columns) == [True, True, None, None]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"column": "loan_class", "is": "bad"}, [True, False, None]),
        ({"column": "loan_class", "is_in": ["bad", "stagnant"]}, [True, False, None]),
    ],
)
def test_a_blank_choice_is_unknown(pack: Pack, condition: dict[str, object], expected: list[object]) -> None:
    assert values(truth(Condition.model_validate(condition), pack, "loans", AS_OF), loan_class=["bad", "normal", None]) == expected


def test_a_date_on_or_before_the_as_of_date(pack: Pack) -> None:
    condition = Condition.model_validate({"column": "due", "on_or_before": "as_of"})
    assert values(truth(condition, pack, "loans", AS_OF), due=[date(2003, 6, 29), AS_OF, date(2003, 7, 1)]) == [True, True, False]


def test_a_grade_that_is_only_possible_is_unknown(pack: Pack) -> None:
    condition = Condition.model_validate({"grade_at_least": "credit"})
    columns: dict[str, list[object]] = {"grade": ["credit", None, None], "possible_grade": ["credit", "credit", None]}
    assert values(truth(condition, pack, "villages", AS_OF), **columns) == [True, None, False]
