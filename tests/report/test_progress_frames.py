"""Places, criteria, failures, nearest villages and the sweep are counted from the level tables."""

from __future__ import annotations

import polars as pl
import pytest

from creditscore.archive.series import read_series
from creditscore.core.errors import UsageError
from creditscore.report.progress.figures.build import build_progress
from creditscore.report.progress.figures.failures import only_this
from creditscore.report.progress.figures.sweep import as_percentage, bounds_around, current
from tests.archive.made_runs import pack
from tests.report.made_series import APRIL, JUNE, made_month, made_progress, sample_progress


@pytest.fixture(scope="module")
def progress(tmp_path_factory):
    return made_progress(tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return sample_progress(tmp_path_factory.mktemp("reports"), ["2003-06-30"])


def test_townships_add_up_to_the_county(progress):
    places = progress.places.filter(pl.col("as_of") == JUNE)
    rows = places.select("id", "name", "households", "organised", "credit_households", "villages", "credit_villages").rows()
    assert rows == [("T1", "芦台镇", 5, 5, 2, 2, 1), ("T2", "板桥镇", 2, 0, 0, 2, 0)]
    county = progress.figure("credit_households")
    assert (places["credit_households"].sum(), places["households"].sum()) == (county.num, county.den)


def test_places_may_be_villages(progress):
    found = build_progress(progress.series, progress.pack, "village").places.filter(pl.col("as_of") == JUNE)
    assert found.select("id", "township_id", "credit_households").rows() == [
        ("V1", "T1", 1),
        ("V2", "T1", 1),
        ("V3", "T2", 0),
        ("V4", "T2", 0),
    ]


def test_a_level_that_the_runs_do_not_have_is_refused(progress):
    with pytest.raises(UsageError, match="do not have this level: province"):
        build_progress(progress.series, progress.pack, "province")


def test_criteria_are_those_of_the_summary(progress):
    row = progress.criteria.filter((pl.col("as_of") == JUNE) & (pl.col("criterion") == "H3")).row(0, named=True)
    assert (row["level"], row["units"], row["fail"], row["only_failure"]) == ("household", 7, 2, 1)


def test_sets_of_criteria_that_fail_together_take_in_every_unit(progress):
    sets = progress.failures.filter(pl.col("level") == "household")
    assert dict(zip(map(tuple, sets["failed"].to_list()), sets["units"].to_list(), strict=True)) == {
        (): 4,
        ("H3",): 1,
        ("H3", "H8"): 1,
        ("H8",): 1,
    }


@pytest.mark.parametrize(("criterion", "count"), [("H3", 1), ("H8", 1), ("H1", 0)])
def test_units_that_fail_one_criterion_alone(progress, criterion, count):
    assert only_this(progress.failures, "household", criterion) == count


def test_nearest_villages_come_with_their_exact_distance(progress):
    rows = progress.nearest.select("rank", "id", "open", "criterion", "num", "den", "bound", "missing", "unit", "distance_en").rows()
    assert rows == [
        (1, "V4", 1, "V2", 0, 0, "90%", None, "fen", "evidence for V2 (Recovery rate of household micro-loans) is missing"),
        (2, "V3", 1, "V3a", 300_000, 1_000_000, "30%", 1, "fen", "0.01 yuan less in bad loans"),
        (3, "V1", 1, "V1a", 3, 4, "80%", 1, "household", "1 more household clears its arrears"),
    ]


def test_the_sweep_meets_the_ratings_at_the_bounds_in_force(sample):
    for (level, name), row in current(sample.sweep).items():
        summary = sample.series.newest.summary()["levels"][level]
        assert (row["rated"], row["units"]) == (summary["status"]["rated"], summary["units"])
        assert row["passing"] == summary["criteria"][name]["pass"] + summary["criteria"][name]["not_applicable"]


def test_looser_bounds_never_rate_fewer(sample):
    for rows in sample.sweep.partition_by("level", "criterion"):
        counts = rows["rated"].to_list()  # bounds ascend: a share to be reached gets stricter, one to stay below gets looser
        assert counts == sorted(counts, reverse=rows["operator"][0] == "at_least")


@pytest.mark.parametrize(("bound", "rated"), [("30%", 1), ("31%", 2), ("29%", 0)])
def test_another_bound_gives_the_exact_count(tmp_path, bound, rated):
    from tests.archive.made_runs import village

    rows = [village(1, bad=(29, 100)), village(2, bad=(30, 100)), village(3, bad=(31, 100)), village(4, V5="fail")]
    for row in rows:
        row["V3a"] = "pass" if row["bad_loan_share.num"] * 10 < row["bad_loan_share.den"] * 3 else "fail"
        row |= {"arrears_free_share.num": 4, "arrears_free_share.den": 4, "arrears_free_share.low": 4, "arrears_free_share.high": 4}
    made_month(tmp_path, APRIL, villages=pl.DataFrame(rows, infer_schema_length=None))
    swept = build_progress(read_series(tmp_path), pack().pack).sweep
    assert swept.filter((pl.col("criterion") == "V3a") & (pl.col("bound") == bound))["rated"].to_list() == [rated]


def test_bounds_to_try_stay_between_nothing_and_all():
    from fractions import Fraction

    tried = bounds_around(Fraction(9, 10))
    assert (as_percentage(tried[0]), as_percentage(tried[-1]), len(tried)) == ("70%", "100%", 31)
    assert "82.5%" in [as_percentage(bound) for bound in bounds_around(Fraction(825, 1000))]
