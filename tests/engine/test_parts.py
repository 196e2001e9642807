"""Groups of parts: at least so many of several, with what is open and what is not applicable."""

from __future__ import annotations

from itertools import product

import narwhals as nw
import polars as pl
import pytest

from creditscore.engine.codes import WORDS, all_of, n_of


def outcome(least: int, words: tuple[str, ...]) -> str:
    columns = {f"c{place}": [WORDS.index(word)] for place, word in enumerate(words)}
    frame = nw.from_native(pl.LazyFrame(columns, schema=dict.fromkeys(columns, pl.Int8)))
    return WORDS[frame.select(code=n_of(least, [nw.col(name) for name in columns])).collect()["code"][0]]


@pytest.mark.parametrize(
    ("least", "words", "expected"),
    [
        (2, ("pass", "pass", "fail"), "pass"),
        (2, ("pass", "pending", "fail"), "pending"),
        (2, ("pass", "fail", "fail"), "fail"),
        (2, ("pass", "not_applicable", "fail"), "fail"),
        (2, ("pass", "pass", "not_applicable"), "pass"),
        (2, ("pass", "not_applicable", "not_applicable"), "pass"),
        (1, ("not_applicable", "not_applicable"), "not_applicable"),
        (1, ("not_applicable", "fail"), "fail"),
        (1, ("pending", "fail"), "pending"),
    ],
)
def test_so_many_of_several(least: int, words: tuple[str, ...], expected: str) -> None:
    assert outcome(least, words) == expected


def test_all_of_is_so_many_as_there_are() -> None:
    for words in product(WORDS, repeat=3):
        codes = [nw.lit(WORDS.index(word), dtype=nw.Int8) for word in words]
        frame = nw.from_native(pl.LazyFrame({"a": [0]})).select(code=all_of(codes))
        assert outcome(3, words) == WORDS[frame.collect()["code"][0]]
