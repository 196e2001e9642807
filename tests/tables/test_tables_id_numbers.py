"""Check digits and birth dates as expressions agree with the plain Python of core, number by number."""

import random

import polars as pl
import pytest

from creditscore.core.identity import birth_date, check_digit, is_valid, upgraded
from creditscore.tables.cells.number_facts import BORN_INSIDE, DIGITS_WRONG, with_number_facts
from creditscore.tables.cells.read_id_numbers import id_numbers_from_text


def facts(numbers):
    frame = pl.LazyFrame({"id_number": numbers}, schema={"id_number": pl.String})
    return with_number_facts(frame).select(DIGITS_WRONG, BORN_INSIDE).collect()


def made_up(count):
    draw = random.Random(7)
    for _ in range(count):
        day = f"{draw.randrange(1900, 2020)}{draw.randrange(1, 14):02d}{draw.randrange(1, 33):02d}"
        first17 = f"{draw.randrange(110000, 660000)}{day}{draw.randrange(1000):03d}"
        yield first17 + draw.choice([check_digit(first17), draw.choice("0123456789X")])


def test_numbers_agree_with_core():
    numbers = list(made_up(3000))
    outcome = facts(numbers)
    judged = [not wrong and born is not None for wrong, born in outcome.rows()]
    assert judged == [is_valid(number) for number in numbers]
    assert 500 < sum(judged) < 2500
    assert outcome[BORN_INSIDE].to_list() == [birth_date(number) for number in numbers]


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1",
        "11010519491231002",
        "11010519491231002XX",
        "1101051949123100 X",
        "11010519491231002国",
        "+1010519491231002X",
        "A1010519491231002X",
    ],
)
def test_what_is_no_number_is_wrong(number):
    assert facts([number])[DIGITS_WRONG].to_list() == [True]


def test_no_number_is_neither_right_nor_wrong():
    assert facts([None]).rows() == [(None, None)]


@pytest.mark.parametrize("year", [1, 4, 100, 1600, 1899, 1900, 1904, 1999, 2000, 2001, 2004, 2100, 9999])
def test_the_date_inside_is_a_real_one_or_none(year):
    written = [f"{year:04d}{month:02d}{day:02d}" for month in (*range(14), 20, 99) for day in (0, 1, 27, 28, 29, 30, 31, 32, 99)]
    born = facts([f"110105{day}002X" for day in written])[BORN_INSIDE]
    expected = pl.Series(written).str.to_date("%Y%m%d", strict=False)
    assert born.to_list() == expected.to_list()


def test_numbers_of_other_forms_among_sound_ones_have_their_own_facts():
    sound, short, letter = "11010519491231002X", "110105194912310", "A1010519491231002X"
    outcome = facts([sound, None, short, sound, letter, ""])
    assert outcome[DIGITS_WRONG].to_list() == [False, None, True, False, True, True]
    assert outcome[BORN_INSIDE].is_null().to_list() == [False, True, False, False, False, True]


@pytest.mark.parametrize("mistyped", range(18))
def test_one_mistyped_character_is_noticed(mistyped):
    sound = "11010519491231002X"
    other = "7" if sound[mistyped] != "7" else "8"
    assert facts([sound[:mistyped] + other + sound[mistyped + 1 :]])[DIGITS_WRONG].item()


def test_old_numbers_are_upgraded_as_in_core():
    draw = random.Random(3)
    old = [f"{draw.randrange(110000, 660000)}{draw.randrange(0, 100):02d}0101{draw.randrange(1000):03d}" for _ in range(500)]
    reading = id_numbers_from_text(pl.col("x"))
    frame = reading.ready(pl.DataFrame({"x": old})).select(reading.value)
    assert frame.to_series().to_list() == [upgraded(number) for number in old]
