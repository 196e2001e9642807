"""The figures of a series: numerators, denominators, changes, ratings won and lost."""

from __future__ import annotations

import polars as pl
import pytest

from creditscore.archive.series import read_series
from creditscore.report.progress.figures.figures import month_figures
from creditscore.report.progress.model import FIGURES
from tests.report.made_series import APRIL, JUNE, MAY, made_month, rated


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    out = tmp_path_factory.mktemp("reports")
    made_month(out, APRIL, rated(1, 2, 3))
    made_month(out, MAY, rated(2, 3, 4, 5))
    made_month(out, JUNE, rated(2))
    return month_figures(read_series(out))


def of(figures, name, as_of):
    return figures.filter((pl.col("figure") == name) & (pl.col("as_of") == as_of)).row(0, named=True)


@pytest.mark.parametrize(
    ("as_of", "num", "change", "gained", "lost"),
    [(APRIL, 3, None, None, None), (MAY, 4, 1, 2, 1), (JUNE, 1, -3, 0, 3)],
)
def test_credit_households_are_net_of_ratings_lost(figures, as_of, num, change, gained, lost):
    row = of(figures, "credit_households", as_of)
    assert (row["num"], row["den"], row["change"], row["gained"], row["lost"]) == (num, 7, change, gained, lost)


def test_a_change_is_what_was_won_less_what_was_lost(figures):
    moved = figures.filter(pl.col("gained").is_not_null())
    assert moved.height == 6
    assert moved.select((pl.col("gained") - pl.col("lost") == pl.col("change")).all()).item()


def test_every_figure_carries_that_of_the_period_before(figures):
    april, may = (figures.filter(pl.col("as_of") == day) for day in (APRIL, MAY))
    assert may["previous_num"].to_list() == april["num"].to_list()
    assert may["previous_den"].to_list() == april["den"].to_list()


def test_figures_stand_in_the_order_in_which_they_are_shown(figures):
    assert figures.filter(pl.col("as_of") == JUNE)["figure"].to_list() == [name for name in FIGURES if name != "other"]


def test_after_a_month_without_a_run_nothing_is_compared(tmp_path):
    made_month(tmp_path, APRIL, rated(1))
    made_month(tmp_path, JUNE, rated(1, 2))
    row = of(month_figures(read_series(tmp_path)), "credit_households", JUNE)
    assert (row["num"], row["change"], row["previous_num"], row["gained"]) == (2, None, None, None)


def test_quarters_are_compared_with_quarters(tmp_path):
    made_month(tmp_path, APRIL.replace(month=3), rated(1))
    made_month(tmp_path, MAY, rated(1, 2, 3))
    made_month(tmp_path, JUNE, rated(2, 3))
    row = of(month_figures(read_series(tmp_path, period="quarter")), "credit_households", JUNE)
    assert (row["period"], row["change"], row["gained"], row["lost"]) == ("2003-Q2", 1, 2, 1)


def test_households_that_are_no_longer_listed_lost_their_rating(tmp_path):
    made_month(tmp_path, APRIL, rated(1, 2))
    made_month(tmp_path, MAY, rated(1, 2).filter(pl.col("household_id") != "H002"))
    row = of(month_figures(read_series(tmp_path)), "credit_households", MAY)
    assert (row["num"], row["gained"], row["lost"]) == (1, 0, 1)
