"""Survey answers hang together, differ between villages, and leave a small share of blanks."""

import polars as pl
import pytest

from creditscore.sample.survey import QUESTIONS
from creditscore.sample.villages import READINESS, SURVEY

FAVOURABLE = {question.column: question.favourable for question in QUESTIONS}


def favourable(column: str) -> pl.Expr:
    """Whether an answer speaks for the household; null where blank."""
    return pl.col(column) == FAVOURABLE[column]


@pytest.mark.parametrize("column", FAVOURABLE)
def test_answers_differ_but_most_are_favourable(county, column):
    share = county["households"].select(favourable(column).mean()).item()
    assert 0.6 < share < 1


PAIRS = [("reliable_income", "market_awareness"), ("good_repute", "production_skill"), ("bad_habits", "good_repute")]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_answers_correlate(county, one, other):
    frame = county["households"].select(favourable(one).alias("one"), favourable(other).alias("other")).drop_nulls()
    doubtful, all_of_them = (frame.filter(kept).select(pl.col("other").mean()).item() for kept in (~pl.col("one"), True))
    assert doubtful < all_of_them - 0.1


def test_borrowers_in_arrears_answer_worse(county):
    overdue = county["loans"].filter(pl.col("overdue_interest") > 0).select("household_id").unique()
    households = county["households"]
    worse = households.join(overdue, on="household_id", how="semi").select(favourable("good_repute").mean()).item()
    assert worse < households.select(favourable("good_repute").mean()).item() - 0.1


def test_villages_differ(county):
    shares = county["households"].group_by("village_id").agg(share=favourable("market_awareness").mean())
    assert shares.select(pl.col("share").max() - pl.col("share").min()).item() > 0.2


def test_one_or_two_cells_in_a_hundred_are_blank(county):
    survey = county["households"].select(*FAVOURABLE)
    blanks = sum(survey.null_count().row(0)) / (survey.height * survey.width)
    assert 0.01 < blanks < 0.02


def test_villages_have_contrary_and_blank_answers(county):
    answers = county["villages"].select(*READINESS, *SURVEY)
    assert answers.select(pl.any_horizontal(~pl.all()).sum()).item() > 3
    assert sum(answers.null_count().row(0)) > 3


def test_most_certificates_go_to_favourable_answers(county):
    sound = pl.all_horizontal(favourable(column).fill_null(True) for column in FAVOURABLE)
    holders = county["households"].drop_nulls("certificate_no")
    assert holders.height > 800
    assert holders.select(sound.all()).item()
    assert holders["certificate_date"].null_count() == 0
