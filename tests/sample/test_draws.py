"""Draws: fixed numbers for fixed arguments, spread evenly, and different under another name or seed."""

from hashlib import blake2b

import polars as pl
import pytest

from creditscore.sample.draws import Draws, days, pick

ROWS = pl.DataFrame({"n": range(10_000)})


def drawn(expression: pl.Expr) -> list[int]:
    """The values of one draw."""
    return ROWS.select(expression.alias("drawn"))["drawn"].to_list()


def mixed_by_hand(value: int) -> int:
    """The mixing in plain Python, on integers of any size."""
    wrap = (1 << 64) - 1
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & wrap
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & wrap
    return value ^ (value >> 31)


def test_mixing_wraps_like_64_bit_integers():
    start = int.from_bytes(blake2b(b"5/n/x", digest_size=8).digest(), "big")
    expected = [mixed_by_hand((row * 0x9E3779B97F4A7C15 + start) % (1 << 64)) for row in range(100)]
    assert drawn(Draws(5, "n").mixed("x"))[:100] == expected


def test_draw_depends_on_the_row_number_alone():
    whole = ROWS.select(Draws(1, "n").below("x", 1000))["n"]
    tail = ROWS.slice(9_000).select(Draws(1, "n").below("x", 1000))["n"]
    assert whole.slice(9_000).to_list() == tail.to_list()


@pytest.mark.parametrize("other", [Draws(1, "n").mixed("y"), Draws(2, "n").mixed("x")], ids=["another name", "another seed"])
def test_draws_differ(other):
    assert drawn(Draws(1, "n").mixed("x")) != drawn(other)


def test_draws_spread_evenly():
    counts = pl.Series(drawn(Draws(1, "n").below("x", 10))).value_counts()["count"].to_list()
    assert len(counts) == 10
    assert 850 < min(counts) <= max(counts) < 1150


def test_between_includes_both_ends():
    assert set(drawn(Draws(1, "n").between("x", -2, 2))) == {-2, -1, 0, 1, 2}


@pytest.mark.parametrize(("permille", "least", "most"), [(0, 0, 0), (1000, 10_000, 10_000), (100, 850, 1150)])
def test_happens_about_so_often(permille, least, most):
    assert least <= sum(drawn(Draws(1, "n").happens("x", permille))) <= most


def test_pick_takes_the_word_at_a_place():
    chosen = pl.DataFrame({"place": [2, 0]}).select(pick(pl.col("place"), ("a", "b", "c")).alias("word"))
    assert chosen["word"].to_list() == ["c", "a"]


def test_days_count_from_1970():
    assert str(pl.select(days(pl.lit(31 + 28))).item()) == "1970-03-01"
