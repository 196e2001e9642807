"""How single cells are read: values, missing cells, and the reason where a cell cannot be read; quick and full reading agree."""

from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from creditscore.core.columns import Column
from creditscore.core.text import same
from creditscore.tables.cells.batches import BatchReader
from creditscore.tables.cells.quick import LARGEST_YUAN, as_text, quick_typed
from creditscore.tables.cells.read_cells import reading_of
from creditscore.tables.raw import ROW, SURPLUS, Raw


def raw_table(name, unit=None, typed=False):
    units = {name: unit} if unit else {}
    return Raw("loans", Path("x"), "x", None, None, pl.LazyFrame(), {name: name}, (), typed=typed, units=units)


def outcome(column, cells, unit=None, typed=False):
    """The value or the reason code of a single cell, read in a batch."""
    batch = pl.DataFrame({ROW: [2], SURPLUS: [None], column.name: cells}, schema_overrides={ROW: pl.UInt32, SURPLUS: pl.String})
    reader = BatchReader(raw_table(column.name, unit, typed), (column,), {column.name: batch.schema[column.name]})
    done = reader.read(batch.lazy()).collect()
    code = reader.told.unread[0].get_column("code").item() if reader.told.unread else None
    return code or done.get_column(column.name).item()


def read(kind, cell, name="x", choices=(), unit=None):
    column = Column(name, kind, same(name), choices=choices)
    found = outcome(column, pl.Series([cell], dtype=pl.String), unit)
    batch = pl.DataFrame({name: [cell]}, schema={name: pl.String})
    reading = reading_of(column, raw_table(name, unit))
    full = reading.ready(batch).select(value=reading.value, code=reading.code).row(0)
    assert found == (full[1] or full[0])
    return found


DATES = [
    ("2003-06-30", date(2003, 6, 30)),
    ("2003.6.30", date(2003, 6, 30)),
    ("2003/6/3", date(2003, 6, 3)),
    ("2003年6月30日", date(2003, 6, 30)),
    ("２００３年６月３０日", date(2003, 6, 30)),
    ("20030630", date(2003, 6, 30)),
    (" 2003-06-30 00:00:00 ", date(2003, 6, 30)),
    ("37802", date(2003, 6, 30)),
    ("37802.0", date(2003, 6, 30)),
    ("2000-02-29", date(2000, 2, 29)),
    ("1900-02-29", "date_impossible"),
    ("2003-02-30", "date_impossible"),
    ("20030230", "date_impossible"),
    ("0203-06-30", "date_out_of_range"),
    ("9999-12-31", "date_out_of_range"),
    ("2151-01-01", "date_out_of_range"),
    ("2150-12-31", date(2150, 12, 31)),
    ("1850-01-01", date(1850, 1, 1)),
    ("1849-12-31", "date_out_of_range"),
    ("2003。6。30", date(2003, 6, 30)),
    ("2003、6、30", date(2003, 6, 30)),
    ("2003–06–30", date(2003, 6, 30)),
    ("2003年06月30号", date(2003, 6, 30)),
    ("二〇〇三年六月三十日", date(2003, 6, 30)),
    ("二零零三年十二月廿一号", date(2003, 12, 21)),
    ("一九四九年十月一日", date(1949, 10, 1)),
    ("二〇〇三年二月三十日", "date_impossible"),
    ("二〇〇三年十三月一日", "date_impossible"),
    ("〇三年六月三十日", "date_unreadable"),
    ("民国92年6月30日", "date_unreadable"),
    ("2003-6", "date_unreadable"),
    ("6/7/2003", "date_ambiguous"),
    ("03-6-30", "date_ambiguous"),
    ("2003年6月", "date_unreadable"),
    ("去年", "date_unreadable"),
    ("—", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("cell", "expected"), DATES)
def test_dates(cell, expected):
    assert read("date", cell) == expected


AMOUNTS = [
    ("1200.50", 120050),
    ("1,200.5", 120050),
    ("1,234,567", 123456700),
    ("１，２００．５０", 120050),
    ("¥300元", 30000),
    ("-12.30", -1230),
    ("0012", 1200),
    (".5", 50),
    ("￥.05", 5),
    (".", "amount_unreadable"),
    ("人民币1000元", 100000),
    ("RMB 12.3", 1230),
    ("RMB", "amount_unreadable"),
    ("5.", 500),
    ("0.10000", 10),
    ("0.29", 29),
    ("99999999999.99", 9999999999999),
    ("1.005", "amount_decimals"),
    ("0.001", "amount_decimals"),
    ("1,20", "amount_unreadable"),
    ("12,34.5", "amount_unreadable"),
    ("1e3", "amount_unreadable"),
    ("99999999999999", "amount_too_large"),
    ("99999999999999999999999", "amount_too_large"),
    ("-", None),
]


@pytest.mark.parametrize(("cell", "expected"), AMOUNTS)
def test_amounts_in_fen(cell, expected):
    assert read("money", cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12", 12),
        ("12.0", 12),
        ("1,200", 1200),
        ("-3", -3),
        ("12.5", "integer_unreadable"),
        ("十二", "integer_unreadable"),
        ("", None),
        ("4人", 4),
        ("4 口人", 4),
        ("120户", 120),
        ("人", "integer_unreadable"),
        ("4-5人", "integer_unreadable"),
    ],
)
def test_integers(cell, expected):
    assert read("integer", cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(word, True) for word in ("是", "有", "√", "Y", "y", "TRUE", "1", "１", " 是 ")]
    + [(word, False) for word in ("否", "无", "×", "N", "false", "0")]
    + [("", None), (" ", None), ("—", None), ("不知道", "bool_unreadable"), ("2", "bool_unreadable")],
)
def test_booleans(cell, expected):
    assert read("bool", cell) is expected or read("bool", cell) == expected


@pytest.mark.parametrize(("cell", "expected"), [("是", True), ("否", False), ("有", "bool_ambiguous"), ("无", "bool_ambiguous")])
def test_under_a_negated_heading_have_and_have_not_are_refused(cell, expected):
    assert read("bool", cell, name="no_debt_evasion") == expected


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("product", "小额信用贷款", "micro"),
        ("product", "MICRO", "micro"),
        ("loan_class", "呆帐", "bad"),
        ("loan_class", "次级", "substandard"),
        ("borrower_type", "村委会", "village_committee"),
        ("classification_scheme", "五级分类", "five_class"),
        ("product", "按揭", "choice_unknown"),
        ("product", "", None),
    ],
)
def test_choices(column, cell, expected):
    assert read("choice", cell, name=column, choices=("any",)) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("007", "007"), (" Ａ０１ ", "A01"), ("\u200bV1\u00a0", "V1"), ("1,2", "1,2"), ("—", None), ("V 1", "V 1")],
)
def test_ids_stay_text(cell, expected):
    assert read("id", cell) == expected


@pytest.mark.parametrize(("cell", "expected"), [(" 张 三 ", "张 三"), ("Ａ村", "Ａ村"), ("", None)])
def test_names_keep_their_letter_forms(cell, expected):
    assert read("text", cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        (" 110105 19491231 002X", "11010519491231002X"),
        ("110105491231002", "11010519491231002X"),
        ("440524188001010014", "440524188001010014"),
        ("1.10105194912310E+17", "id_number_lost_digits"),
        ("1.1010519491231e+17", "id_number_lost_digits"),
        ("1101051949123100", "id_number_malformed"),
        ("X10105194912310021", "id_number_malformed"),
        ("张三", "id_number_malformed"),
        ("", None),
    ],
)
def test_id_numbers(cell, expected):
    assert read("id_number", cell) == expected


@pytest.mark.parametrize(
    ("value", "dtype", "kind", "expected"),
    [
        (1200.5, pl.Float64(), "money", 120050),
        (0.1 + 0.2, pl.Float64(), "money", 30),
        (1.005, pl.Float64(), "money", "amount_decimals"),
        (float("nan"), pl.Float64(), "money", None),
        (1200.5, pl.Float64(), "text", "1200.50"),
        (1.1010519491231002e17, pl.Float64(), "id_number", "id_number_lost_digits"),
        (1200, pl.Int32(), "money", 120000),
        (10**15, pl.Int64(), "money", "amount_too_large"),
        (1, pl.Int8(), "bool", True),
        (20030630, pl.Int64(), "date", date(2003, 6, 30)),
        (12, pl.Int64(), "id", "12"),
        (3.0, pl.Float64(), "integer", 3),
    ],
)
def test_typed_cells_read_as_the_text_that_they_show(value, dtype, kind, expected):
    column = Column("x", kind, same("x"))
    assert outcome(column, pl.Series([value], dtype=dtype), typed=True) == expected


def test_datetimes_lose_their_time_of_day():
    cells = pl.DataFrame({"x": pl.Series(["2003-06-30 00:00:00"]).str.to_datetime()})
    assert cells.select(as_text(pl.col("x"), cells.schema["x"])).item() == "2003-06-30"


@pytest.mark.parametrize("precision", [14, 16, 18, 19, 38])
def test_decimals_are_exact(precision):
    cells = pl.DataFrame({"x": pl.Series(["1200.55", "-0.01"]).cast(pl.Decimal(precision, 2))})
    quick = quick_typed(Column("x", "money", same("x")), cells.schema["x"])
    assert quick is not None
    assert cells.select(quick.value).to_series().to_list() == [120055, -1]


@pytest.mark.parametrize("dtype", [pl.Decimal(18, 0), pl.Decimal(18, 2), pl.Decimal(19, 2), pl.Decimal(38, 2)])
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("beyond", "strange"), [(0, False), (1, True)])
def test_decimals_beyond_the_largest_amount_are_left_to_the_full_reading(dtype, sign, beyond, strange):
    assert _strange(sign * (LARGEST_YUAN + beyond), dtype) == strange


@pytest.mark.parametrize("yuan", [2**64 // 100, -(2**64), 10**30])
def test_decimals_beyond_64_bits_are_left_to_the_full_reading(yuan):
    assert _strange(yuan, pl.Decimal(38, 2))


@pytest.mark.parametrize("scale", [0, 2])
@pytest.mark.parametrize("precision", [12, 16, 18])
def test_a_decimal_of_more_digits_than_its_file_declares_is_never_cut_off(precision, scale):
    cells = b"".join(number.to_bytes(16, "little") for number in (2**64 + 500, 700))
    declared = pa.Array.from_buffers(pa.decimal128(precision, scale), 2, [None, pa.py_buffer(cells)])
    frame = pl.DataFrame({"x": pl.from_arrow(declared)})
    quick = quick_typed(Column("x", "money", same("x")), frame.schema["x"])
    assert quick is not None
    beyond = quick.value.is_null() if quick.strange is None else quick.strange
    assert frame.select(beyond).to_series().to_list() == [True, False]


def _strange(yuan, dtype):
    quick = quick_typed(Column("x", "money", same("x")), dtype)
    assert quick is not None
    return pl.DataFrame({"x": pl.Series([str(yuan)]).cast(dtype)}).select(quick.strange).item()
