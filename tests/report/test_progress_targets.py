"""The plan: read strictly, in force from its month on, held against what the runs have."""

from __future__ import annotations

import polars as pl
import pytest

from creditscore.core.errors import UsageError
from creditscore.report.progress.figures.targets import read_targets
from tests.report.made_series import APRIL, JUNE, made_progress

PLAN = """
format = 1
level = "township"
[plan.T1]
"2003-05" = { credit_households = 2, credit_villages = 2 }
"2003-12" = { credit_households = 4 }
[plan.T2]
"2003-06" = { credit_households = 1 }
"""


def written(folder, text):
    path = folder / "targets.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("month", "planned"),
    [("2003-04", None), ("2003-05", ("2003-05", 2)), ("2003-11", ("2003-05", 2)), ("2003-12", ("2003-12", 4)), ("2004-01", ("2003-12", 4))],
)
def test_a_planned_count_holds_until_the_next_one(tmp_path, month, planned):
    assert read_targets(written(tmp_path, PLAN)).in_force("T1", "credit_households", month) == planned


def test_runs_are_held_against_the_plan_of_their_month(tmp_path):
    plan = made_progress(tmp_path / "reports", targets=read_targets(written(tmp_path, PLAN))).plan
    assert plan.filter(pl.col("as_of") == APRIL).is_empty()
    columns = ("id", "figure", "actual", "planned", "planned_month", "difference", "final_planned", "final_month", "met")
    assert plan.filter(pl.col("as_of") == JUNE).select(columns).rows() == [
        ("T1", "credit_households", 2, 2, "2003-05", 0, 4, "2003-12", True),
        ("T1", "credit_villages", 1, 2, "2003-05", -1, 2, "2003-05", False),
        ("T2", "credit_households", 0, 1, "2003-06", -1, 1, "2003-06", False),
    ]


def test_without_targets_the_plan_is_empty(tmp_path):
    assert made_progress(tmp_path).plan.is_empty()


def test_a_place_that_no_run_knows_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"plan\.T11.*did you mean T1"):
        made_progress(tmp_path / "reports", targets=read_targets(written(tmp_path, PLAN.replace("T1]", "T11]"))))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("format = 1", "format = 2"), "must say format = 1"),
        (('"township"', '"county"'), "there is no such level"),
        (("[plan.T2]", "[plans.T2]"), "plans: there is no such key"),
        (('"2003-06"', '"2003-13"'), "this is not a month"),
        (('"2003-06"', '"2003-6"'), "this is not a month"),
        (("{ credit_households = 1 }", "1"), "must hold planned counts"),
        (("credit_villages", "credit_vilages"), "did you mean credit_villages"),
        (("= 1 }", "= -1 }"), "a whole number, 0 or more"),
        (("= 1 }", "= 1.5 }"), "a whole number, 0 or more"),
        (("= 1 }", "= true }"), "a whole number, 0 or more"),
        (("= 1 }", "= }"), "not TOML"),
    ],
)
def test_a_mistake_in_the_plan_is_named(tmp_path, change, message):
    with pytest.raises(UsageError, match=message):
        read_targets(written(tmp_path, PLAN.replace(*change)))


def test_a_village_plan_has_no_credit_villages(tmp_path):
    with pytest.raises(UsageError, match="cannot be planned"):
        read_targets(written(tmp_path, PLAN.replace('"township"', '"village"')))


def test_a_missing_file_is_a_mistake_of_the_user(tmp_path):
    with pytest.raises(UsageError, match="cannot be opened"):
        read_targets(tmp_path / "targets.toml")
