"""The life of villages: when each is ready, surveyed and listed, how many households borrow, owe and save; and its table rows.

In: village rows of the layout. Out: village lives (one row a village, hidden columns), and from them
the rows of the tables `villages` and `townships` as they stand at a moment.
"""

from __future__ import annotations

import polars as pl

from creditscore.sample.cases import with_cases
from creditscore.sample.draws import Draws, pick
from creditscore.sample.moment import Moment, month_start

READINESS = ("committee_attitude", "committee_cooperates", "committee_united", "villagers_want_it")
SURVEY = (
    "no_debt_evasion", "bad_debts_acknowledged", "repayment_plan", "able_to_repay", "leadership_stable", "values_project",
    "officer_assigned", "helps_collection", "helps_deposits", "no_debt_dispute", "committees_take_part",
)  # fmt: skip
SURVEY_MONTHS = 6
"""Village rating belongs to the last six months of the story."""
_SIDES = ("东", "西", "南", "北", "前", "后", "大", "小", "新", "中")
_KINDS = ("庄", "村", "营", "坨", "台", "屯", "铺", "堡", "淀", "口")
_CLANS = ("赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "杨", "朱", "许", "何", "张", "孔", "曹", "金", "陶", "姜")
_STEMS = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸")
COUNTY_ID = "120221"


def village_lives(rows: pl.DataFrame, seed: int, moment: Moment) -> pl.DataFrame:
    """Village rows with their case's aims, the counts that follow from them, and the days of their story."""
    return with_cases(rows, seed).with_columns(_registered(seed)).with_columns(*_counts(), *_days(Draws(seed, "v"), moment))


def _registered(seed: int) -> pl.Expr:
    """Households on the register: as many as are listed, rounded up to fives, or some more."""
    size, kind, draws = pl.col("size"), pl.col("registered"), Draws(seed, "v")
    more = pl.when(draws.happens("more", 500)).then(size * draws.between("more_by", 1, 4) // 100).otherwise(0)
    fives, many = (5 - size % 5) % 5, size * 8 // 100
    extra = pl.when(kind == "fives").then(fives).when(kind == "more").then(more).when(kind == "many_more").then(many).otherwise(0)
    return (size + extra).alias("registered_households")


def _counts() -> list[pl.Expr]:
    """Borrowers (a multiple of five, so that 80% can be met exactly), former borrowers, those in arrears, depositors."""
    size = pl.col("size")
    borrowers = size * 2 // 25 * 5
    free = _count_of("arrears_free", borrowers).clip(0, borrowers)
    savers = _count_of("deposits", pl.col("registered_households")).clip(0, size)
    return [borrowers.alias("borrowers"), (size // 10).alias("former"), (borrowers - free).alias("in_arrears"), savers.alias("savers")]


def _count_of(aim: str, whole: pl.Expr) -> pl.Expr:
    """The smallest count that reaches the aim, moved by its shift."""
    return (pl.col(f"{aim}_permille") * whole + 999) // 1000 + pl.col(f"{aim}_shift")


def _days(draws: Draws, moment: Moment) -> list[pl.Expr]:
    """First listing, readiness (null: never) and village survey, in days; leading townships are the pilot and begin first."""
    place, leading = pl.col("place"), pl.col("leading")
    pilot = (place * 3 // 2 - 25).clip(-25, -6)
    roll_out = -14 + (place * 5 + pl.col("t") * 3) % 12
    first = moment.end + month_start(1) * pl.when(leading).then(pilot).otherwise(roll_out)
    ready = first + draws.between("ready", 0, 45)
    month = pl.when(leading & pl.col("solid")).then(place // 2 % SURVEY_MONTHS).otherwise(draws.below("survey", SURVEY_MONTHS))
    surveyed = moment.end + month_start(1) * (month + 1 - SURVEY_MONTHS) - draws.below("survey_day", 20)
    return [
        first.alias("first_day"),
        pl.when(pl.col("ready")).then(ready).alias("ready_day"),
        surveyed.alias("survey_day"),
    ]


def village_table(lives: pl.DataFrame, seed: int, moment: Moment) -> pl.DataFrame:
    """The rows of the table `villages` at a moment; every village stands in it from the first month on."""
    draws = Draws(seed, "v")
    parts = {"side": _SIDES, "clan": _CLANS, "kind": _KINDS}
    name = pl.concat_str(pick(draws.below(part, len(words)), words) for part, words in parts.items())
    readiness = [_readiness(number, column, draws, moment) for number, column in enumerate(READINESS)]
    survey = [_surveyed(number, column, draws, moment) for number, column in enumerate(SURVEY)]
    return lives.select("village_id", name.alias("village_name"), "township_id", "registered_households", *readiness, *survey)


def _readiness(number: int, column: str, draws: Draws, moment: Moment) -> pl.Expr:
    """Blank before the first visit; then one or two contrary or blank answers until the committee is ready."""
    visited = pl.col("first_day") - 20 <= moment.day
    ready = (pl.col("ready_day") <= moment.day).fill_null(False)
    lacking = draws.below("lacking", 4)
    contrary = (lacking == number) | ((lacking + 2) % 4 == number) & draws.happens("two_lacking", 400)
    early = pl.when(contrary & draws.happens(column, 850)).then(False).when(~contrary).then(True)
    return pl.when(visited & ready).then(True).when(visited).then(early).alias(column)


def _surveyed(number: int, column: str, draws: Draws, moment: Moment) -> pl.Expr:
    """Blank before the village survey; then as the case says, weak villages by their leadership."""
    answers, chosen = pl.col("answers"), draws.below("chosen", len(SURVEY)) == number
    shown = pl.when(draws.happens(f"{column}_blank", 960)).then(pl.col("leadership") + draws.between(column, -300, 300) > 300)
    answer = (
        pl.when(answers == "mixed")
        .then(shown)
        .when(chosen & (answers == "one_contrary"))
        .then(False)
        .when(~(chosen & (answers == "one_blank")))
        .then(True)
    )
    return pl.when(pl.col("survey_day") <= moment.day).then(answer).alias(column)


def township_table(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of the table `townships`, named by the ten stems and, from the eleventh on, a number as well."""
    t = pl.col("t")
    number = pl.when(t >= len(_STEMS)).then((t // len(_STEMS) + 1).cast(pl.String)).otherwise(pl.lit(""))
    name = pl.concat_str(pick(t % len(_STEMS), _STEMS), number, pl.lit("镇"))
    return rows.select("township_id", name.alias("township_name"), pl.lit(COUNTY_ID).alias("county_id"))
