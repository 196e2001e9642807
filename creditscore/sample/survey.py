"""The survey answers of households: one hidden quality makes them hang together, and they mend with time.

In: household lives (with `quality`, `listed_day`, `messy` and `chances`). Out: one expression for each survey column
as it stands at a moment, and whether all final answers are favourable.
"""

from __future__ import annotations

import polars as pl
from msgspec import Struct

from creditscore.sample.draws import Draws
from creditscore.sample.moment import Moment

NOISE = 130


class Question(Struct, frozen=True):
    """A survey column, the quality it takes to answer it favourably, and which answer is favourable."""

    column: str
    difficulty: int
    favourable: bool = True


QUESTIONS = (
    Question("agricultural_registration", 60),
    Question("fixed_residence", 80),
    Question("civil_capacity", 20),
    Question("good_health", 200),
    Question("independent_household", 120),
    Question("good_repute", 250),
    Question("economic_dispute", 110, favourable=False),
    Question("production_skill", 260),
    Question("reliable_income", 310),
    Question("market_awareness", 360),
    Question("fixed_premises_or_contract", 340),
    Question("fits_structure_policy", 220),
    Question("supports_cooperative", 250),
    Question("law_abiding", 90),
    Question("past_offence", 70, favourable=False),
    Question("bad_habits", 210, favourable=False),
)
OUTSIDE_CRITERIA = (Question("shareholding_member", 560), Question("has_labour", 60))
_FIELD = 1 << 16
_LATE, _MENDED = 25, 35
"""Of a thousand cells, how many are filled in after the listing, and up to which number they change from the contrary."""


def chances(draws: Draws) -> list[pl.Expr]:
    """One draw for each survey column, `chance_<column>`, from which everything about its cell follows."""
    return [draws.mixed(question.column).alias(f"chance_{question.column}") for question in (*QUESTIONS, *OUTSIDE_CRITERIA)]


def _parts(question: Question) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Three independent parts of a draw: noise on the quality, and two numbers below 1000."""
    mixed = pl.col(f"chance_{question.column}")
    noise, early, gap = ((mixed // pl.lit(_FIELD**power, dtype=pl.UInt64) % _FIELD).cast(pl.Int64) for power in (1, 2, 3))
    return noise % (2 * NOISE + 1) - NOISE, early % 1000, gap % 1000


def _favourable(question: Question) -> pl.Expr:
    return pl.col("quality") + _parts(question)[0] > question.difficulty


def final_answers() -> list[pl.Expr]:
    """For each question of the criteria, `good_<column>`: whether the household's last answer is favourable."""
    return [_favourable(question).alias(f"good_{question.column}") for question in QUESTIONS]


def all_favourable() -> pl.Expr:
    """Whether all last answers are favourable, blanks aside."""
    return pl.all_horizontal(f"good_{question.column}" for question in QUESTIONS)


def answers(moment: Moment) -> list[pl.Expr]:
    """Every survey column as it stands at a moment, blanks included."""
    asked = [_answer(question, pl.col(f"good_{question.column}"), moment) for question in QUESTIONS]
    return asked + [_answer(question, _favourable(question), moment) for question in OUTSIDE_CRITERIA]


def settled_day(moment: Moment) -> pl.Expr:
    """`settled_day`, the day from which every answer is the household's last one; null where one stays blank for good."""
    days = [_settled(question, moment) for question in QUESTIONS]
    never = pl.any_horizontal(_never(_parts(question)[2]) for question in QUESTIONS)
    return pl.when(~never).then(pl.max_horizontal(*days)).alias("settled_day")


def _settled(question: Question, moment: Moment) -> pl.Expr:
    _, early, gap = _parts(question)
    filled, changed = _filled_day(early), _changed_day(gap, moment)
    return pl.when(early < _LATE).then(filled).when(early < _MENDED).then(changed).otherwise(pl.col("listed_day"))


def _never(gap: pl.Expr) -> pl.Expr:
    return gap < pl.when("messy").then(180).otherwise(3)


def _filled_day(early: pl.Expr) -> pl.Expr:
    return pl.col("listed_day") + 20 + early * 4


def _changed_day(gap: pl.Expr, moment: Moment) -> pl.Expr:
    return moment.end - 20 - gap * 3 // 5


def _answer(question: Question, good: pl.Expr, moment: Moment) -> pl.Expr:
    """The last answer; before that, in some cells, a blank until it is filled in, or the contrary until it changes."""
    _, early, gap = _parts(question)
    not_yet = (early < _LATE) & (_filled_day(early) > moment.day)
    contrary = (early >= _LATE) & (early < _MENDED) & (_changed_day(gap, moment) > moment.day)
    value = (good ^ contrary) if question.favourable else ~(good ^ contrary)
    return pl.when(~_never(gap) & ~not_yet).then(value).alias(question.column)
