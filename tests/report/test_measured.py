"""Figures in words: cut off, never rounded up, the unit said."""

from __future__ import annotations

import pytest

from creditscore.report.measured import measure_reader, percent


@pytest.mark.parametrize(
    ("num", "den", "expected"),
    [
        (4, 5, "80.00%"),
        (79_999, 100_000, "79.99%"),
        (799_999_999, 1_000_000_000, "79.99%"),
        (1, 3, "33.33%"),
        (0, 7, "0.00%"),
        (7, 7, "100.00%"),
        (999_999, 1_000_000, "99.99%"),
        (3 * 10**17 - 1, 10**18, "29.99%"),
        (0, 0, "—"),
    ],
)
def test_percentages_are_cut_off(num, den, expected):
    assert percent(num, den) == expected


@pytest.mark.parametrize(
    ("name", "row", "zh", "en"),
    [
        ("arrears_free_share", {"num": 3, "den": 4, "low": 3, "high": 3}, "3/4（75.00%）", "3/4 (75.00%)"),
        ("arrears_free_share", {"num": 1, "den": 4, "low": 1, "high": 2}, "1–2/4（25.00%–50.00%）", "1–2/4 (25.00%–50.00%)"),
        ("arrears_free_share", {"num": 0, "den": 0, "low": 0, "high": 0}, "0/0（分母为零）", "0/0 (nothing to divide by)"),
        ("micro_recovery", {"num": 124_000, "den": 200_000}, "1,240.00/2,000.00元（62.00%）", "1,240.00/2,000.00 yuan (62.00%)"),
        ("outstanding", {"num": 1_240_000}, "12,400.00元", "12,400.00 yuan"),
        ("age", {"num": 40}, "40", "40"),
        ("age", {"num": None}, "没有数据", "no figure"),
        ("arrears_record", {"num": 0, "low": 0, "high": 2}, "0–2", "0–2"),
    ],
)
def test_measures_in_words(pack, name, row, zh, en):
    figure = measure_reader(pack, name)({f"{name}.{end}": value for end, value in row.items()})
    assert figure.words == (zh, en)
