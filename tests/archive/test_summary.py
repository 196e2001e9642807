"""The summary's counts and figures, held against the small county counted by hand."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest

from creditscore.archive.definitions import DEFINITIONS
from creditscore.archive.figures import counted_rows, figures
from creditscore.archive.manifest import as_json
from creditscore.archive.summary import summarise
from tests.archive.made_runs import AS_OF, input_frames, loan, made_run, pack, tables, write_level_tables


@pytest.fixture(scope="module")
def summary(tmp_path_factory):
    return made_run(tmp_path_factory.mktemp("runs")).summary()


@pytest.mark.parametrize(
    ("level", "units", "status"),
    [
        ("household", 7, {"rated": 2, "pending": 1, "not_rated": 2, "not_organised": 2}),
        ("village", 4, {"rated": 1, "pending": 1, "not_rated": 2, "not_organised": 0}),
        ("township", 2, {"rated": 1, "pending": 0, "not_rated": 1, "not_organised": 0}),
    ],
)
def test_units_by_status(summary, level, units, status):
    assert summary["levels"][level]["units"] == units
    assert summary["levels"][level]["status"] == status


def test_units_by_confirmed_and_possible_grade(summary):
    assert summary["levels"]["household"]["grade"] == {"credit": 2}
    assert summary["levels"]["household"]["possible_grade"] == {"credit": 3}


@pytest.mark.parametrize(
    ("level", "criterion", "expected"),
    [
        ("household", "H2", {"pass": 6, "fail": 0, "pending": 1, "not_applicable": 0, "only_failure": 0}),
        ("household", "H3", {"pass": 5, "fail": 2, "pending": 0, "not_applicable": 0, "only_failure": 1}),
        ("household", "H8", {"pass": 5, "fail": 2, "pending": 0, "not_applicable": 0, "only_failure": 1}),
        ("village", "V3a", {"pass": 2, "fail": 1, "pending": 0, "not_applicable": 1, "only_failure": 1}),
    ],
)
def test_verdicts_of_a_criterion(summary, level, criterion, expected):
    assert summary["levels"][level]["criteria"][criterion] == expected


def test_precondition_and_priority_are_counted_where_the_level_has_them(summary):
    assert summary["levels"]["household"]["precondition"] == {"pass": 5, "fail": 2, "pending": 0, "not_applicable": 0}
    assert summary["levels"]["household"]["priority"] == 1
    assert not {"precondition", "priority"} & set(summary["levels"]["village"])


@pytest.mark.parametrize(
    ("figure", "num", "den", "unit"),
    [
        ("credit_households", 2, 7, "household"),
        ("certificates", 2, 7, "household"),
        ("micro_loan_households", 2, 7, "household"),
        ("micro_loan_amount", 1_500_000, None, "fen"),
        ("micro_loan_outstanding", 1_100_000, None, "fen"),
        ("micro_loan_share_of_year", 500_000, 1_000_000, "fen"),
        ("credit_villages", 1, 4, "village"),
        ("townships_with_credit_village", 1, 2, "township"),
        ("credit_townships", 1, 2, "township"),
    ],
)
def test_figures_with_numerator_and_denominator(summary, figure, num, den, unit):
    assert summary["figures"][figure] == {"num": num, "den": den, "unit": unit}


def test_every_figure_is_defined(summary):
    assert set(summary["figures"]) <= set(DEFINITIONS)


@pytest.mark.parametrize(("issued", "counted"), [(AS_OF, 1), (date(2003, 7, 1), 0), (date(2003, 1, 1), 1), (date(2002, 12, 31), 0)])
def test_the_share_of_the_year_counts_from_new_year_to_the_as_of_date(tmp_path, issued, counted):
    loans = pl.LazyFrame([loan("L1", "H001", issued, 100, 0)])
    share = figures({}, tmp_path, [counted_rows({"loans": loans}, AS_OF)])["micro_loan_share_of_year"]
    assert (share["num"], share["den"]) == (100 * counted, 100 * counted)


def test_no_loans_make_figures_of_nought(tmp_path):
    nobody = input_frames()["loans"].clear()
    found = figures({}, tmp_path, [counted_rows({"loans": nobody}, AS_OF)])
    assert {name: figure["num"] for name, figure in found.items()} == dict.fromkeys(found, 0)


def test_rows_and_findings_are_reported(summary):
    quality = summary["data_quality"]
    assert quality["tables"] == {"households": {"rows_in": 9, "rows_used": 7, "rows_rejected": 2, "left_out": 1}}
    assert quality["findings"]["unknown_parent"]["count"] == 2
    assert "{" not in quality["findings"]["unknown_parent"]["zh"]


def test_places_are_named_and_persons_are_not(summary):
    assert summary["names"]["township"] == {"T1": "芦台镇", "T2": "板桥镇"}
    assert summary["names"]["village"] == {"V1": "东庄村", "V2": "西<b>庄</b>村", "V4": "=1+1"}
    assert set(summary["names"]) == {"township", "village"}


def test_the_same_inputs_give_the_same_bytes(tmp_path):
    write_level_tables(tmp_path)
    made = [summarise(tmp_path, pack().pack, tables(tmp_path), AS_OF) for _ in range(2)]
    assert as_json(made[0]) == as_json(made[1])
    assert json.loads(as_json(made[0])) == made[0]
