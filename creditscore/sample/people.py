"""Made-up heads of household: names, birth dates and identity numbers that no two households share.

In: household rows with `n`, their number in the county. Out: expressions. A number is mapped one to one
to area code, birth date and serial, so any count of households gets distinct numbers without a lookup.
Some of the first households are born so that they are exactly 18 or 60, a day less or more, or on 29 February.
"""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import blake2b

import polars as pl

from creditscore.core.dates import latest_birth, month_end
from creditscore.core.identity import CHECK_DIGITS, WEIGHTS
from creditscore.sample.draws import Draws, days, pick
from creditscore.sample.moment import Moment, day_number

AREA = 120221
BIRTH_DAYS = 14831
"""A prime of the form 3k + 2: cubing permutes the birth days. About forty years of them."""
YOUNGEST_DAYS = 7900
SERIALS = 899
NOTABLE_EVERY = 60
_FAMILY = ("王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "林", "郑")
_GIVEN = (
    "国", "建", "文", "志", "永", "德", "明", "春", "玉", "广", "福", "宝", "海", "树", "长", "立", "万", "学", "光", "成",
    "秀", "桂", "兰", "英", "华", "荣", "庆", "和", "平", "安",
)  # fmt: skip


def notable_births(as_of: date) -> list[date]:
    """Birth dates on and beside the age bounds of 18 and 60 at the as-of date, and three on 29 February."""
    beside = [latest_birth(18, as_of), latest_birth(18, as_of) + timedelta(days=1), latest_birth(60, as_of)]
    beside += [latest_birth(61, as_of), latest_birth(61, as_of) + timedelta(days=1)]
    leap_years = [(as_of.year - age) // 4 * 4 for age in (24, 40, 57)]
    return list(dict.fromkeys(beside + [month_end(year, 2) for year in leap_years]))


def birth_parts(seed: int, moment: Moment) -> list[pl.Expr]:
    """`area`, `birth_day` (days) and `serial` of each household's head, together unlike anybody else's."""
    n, births = pl.col("n"), notable_births(moment.as_of)
    turn = int.from_bytes(blake2b(f"{seed}/births".encode(), digest_size=6).digest(), "big") % BIRTH_DAYS
    line = (n % BIRTH_DAYS * 7919 + turn) % BIRTH_DAYS
    usual_day = moment.end - YOUNGEST_DAYS - line * line * line % BIRTH_DAYS
    turns, which = n // BIRTH_DAYS, n // NOTABLE_EVERY
    notable = (n % NOTABLE_EVERY == 7) & (which < 100 * len(births))
    notable_day = pl.lit(pl.Series([day_number(day) for day in births], dtype=pl.Int64)).gather(which % len(births))
    return [
        (AREA + pl.when(notable).then(0).otherwise(turns // SERIALS)).alias("area"),
        pl.when(notable).then(notable_day).otherwise(usual_day).alias("birth_day"),
        pl.when(notable).then(SERIALS + 1 + which // len(births)).otherwise(1 + turns % SERIALS).alias("serial"),
        notable.alias("notable"),
    ]


def first_17_digits() -> pl.Expr:
    """`first_17`: the identity number of `area`, `birth_day` and `serial` without its check digit, as a whole number."""
    born = days(pl.col("birth_day"))
    ymd = born.dt.year().cast(pl.Int64) * 10_000 + born.dt.month().cast(pl.Int64) * 100 + born.dt.day().cast(pl.Int64)
    return ((pl.col("area") * 10**8 + ymd) * 1000 + pl.col("serial")).alias("first_17")


def id_number() -> pl.Expr:
    """The 18-character identity number of `first_17`, with its check digit."""
    first_17 = pl.col("first_17")
    weighted = pl.sum_horizontal(first_17 // 10 ** (16 - place) % 10 * weight for place, weight in enumerate(WEIGHTS))
    return pl.concat_str(first_17.cast(pl.String), pick(weighted % 11, tuple(CHECK_DIGITS)))


def head_name(draws: Draws) -> pl.Expr:
    """A family name and one or two given characters."""
    second = pick(draws.below("given_2", len(_GIVEN)), _GIVEN)
    short = pl.when(draws.happens("short_name", 250)).then(pl.lit("")).otherwise(second)
    return pl.concat_str(pick(draws.below("family", len(_FAMILY)), _FAMILY), pick(draws.below("given_1", len(_GIVEN)), _GIVEN), short)
