"""Numbers that no two rows may share: repeated ones are found, whether the numbers are in memory or on disk."""

from __future__ import annotations

import numpy as np
import pytest

from creditscore.tables.portions import numbers_aside
from creditscore.tables.portions.numbers_aside import NumbersAside

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
        ([], []),
        ([[]], []),
        ([[1, 2, 3], [4, MOST]], []),
        ([[1, 2, 3], [4, 3]], [3]),
        ([[MOST, 5], [6], [7, 8, 5], [MOST], [5]], [5, MOST]),
        ([[0], [1 << 63], [0]], [0]),
        ([[1 << 58, (1 << 58) - 1], [1 << 63, (1 << 63) - 1]], []),
    ],
)
def test_numbers_that_come_again_are_found(monkeypatch, in_memory, portions, expected):
    monkeypatch.setattr(numbers_aside, "IN_MEMORY", in_memory)
    assert aside(*portions).repeated().tolist() == expected


def test_nothing_is_left_on_disk(monkeypatch, tmp_path):
    monkeypatch.setattr(numbers_aside, "IN_MEMORY", 2)
    monkeypatch.setattr(numbers_aside, "fresh_file", lambda _: tmp_path / "numbers")
    numbers = aside([1, 2, 3], [4])
    assert list((tmp_path / "numbers").iterdir())
    assert not numbers.repeated().size
    assert not list((tmp_path / "numbers").iterdir())
