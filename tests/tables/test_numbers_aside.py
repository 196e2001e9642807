"""Numbers that no two rows may share: a repeated one is found, whether the numbers are in memory or on disk."""

from __future__ import annotations

import numpy as np
import pytest

from creditscore.tables import numbers_aside
from creditscore.tables.numbers_aside import NumbersAside

MOST = (1 << 64) - 1


def aside(*portions: list[int]) -> NumbersAside:
    numbers = NumbersAside()
    for portion in portions:
        numbers.add(np.array(portion, dtype=np.uint64))
    return numbers


@pytest.mark.parametrize("in_memory", [0, 3, 100])
@pytest.mark.parametrize(
    ("portions", "expected"),
    [
        ([], False),
        ([[]], False),
        ([[1, 2, 3], [4, MOST]], False),
        ([[1, 2, 3], [4, 3]], True),
        ([[MOST, 5], [6], [7, 8], [MOST]], True),
        ([[0], [1 << 63], [0]], True),
        ([[1 << 58, (1 << 58) - 1], [1 << 63, (1 << 63) - 1]], False),
    ],
)
def test_a_number_that_comes_again_is_found(monkeypatch, in_memory, portions, expected):
    monkeypatch.setattr(numbers_aside, "IN_MEMORY", in_memory)
    assert aside(*portions).any_equal() is expected


def test_nothing_is_left_on_disk(monkeypatch, tmp_path):
    monkeypatch.setattr(numbers_aside, "IN_MEMORY", 2)
    monkeypatch.setattr(numbers_aside, "fresh_file", lambda _: tmp_path / "numbers")
    numbers = aside([1, 2, 3], [4])
    assert list((tmp_path / "numbers").iterdir())
    assert not numbers.any_equal()
    assert not list((tmp_path / "numbers").iterdir())
