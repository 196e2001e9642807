"""What messages show of a cell, by the type of its column."""

import polars as pl
import pytest

from creditscore.tables.masks import LONGEST_VALUE, masked

SHOWN = [
    ("name", "张三丰", "张*"),
    ("name", "", None),
    ("id_number", "11010519491231002X", "110105********002X"),
    ("id_number", "110105491231002", "110105********1002"),
    ("id_number", "12345", "****"),
    ("id_number", "张三", "****"),
    ("id_number", "张三11010519491231002X", "张*110105********002X"),
    ("id_number", "110105-1949-1231", "110105****"),
    ("bool", "诸葛亮", "诸*"),
    ("bool", "好", "好"),
    ("bool", "阿不都·热合曼", "阿*"),
    ("bool", "maybe", "maybe"),
    ("date", "11010519491231002X", "110105********002X"),
    ("date", "110105 19491231 002X", "110105********002X"),
    ("date", "１１０１０５１９４９１２３１００２Ｘ", "110105********002X"),
    ("date", "110105194913310026", "110105********0026"),
    ("date", "1.1010519491231e+17", "1.10105…e+17"),
    ("date", "2003年6月31日", "2003年6月31日"),
    ("date", "6/7/2003", "6/7/2003"),
    ("money", "1,000.505", "1,000.505"),
    ("id", "120221100201000123", "120221100201000123"),
    ("id", "L11010519491231002X", "L110105********002X"),
    ("id", "110105491231002", "110105********002"),
    ("id", "T01V001H0001", "T01V001H0001"),
    ("id", "李家庄", "李*"),
    ("text", "10\n00", "10 00"),
    ("id_number", "ll0l05l949l2310021", "ll0l05************"),
    ("id_number", "11010519491231002×", "110105********002×"),
    ("id_number", "护照G12345678", "护*G12****"),
]


@pytest.mark.parametrize(("kind", "cell", "shown"), SHOWN)
def test_a_cell_is_masked_by_the_type_of_its_column(kind, cell, shown):
    assert pl.select(masked(pl.lit(cell), kind)).item() == shown


@pytest.mark.parametrize("kind", ["name", "id_number", "bool", "id"])
def test_nothing_stays_nothing(kind):
    assert pl.select(masked(pl.lit(None, pl.String), kind)).item() is None


def test_long_text_is_cut():
    assert pl.select(masked(pl.lit("x" * 500), "text")).item() == "x" * LONGEST_VALUE + "…"
