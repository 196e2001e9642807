"""What cells show by their number formats, where it says something else than the number; units in the headers of Parquet files."""

import polars as pl
import pytest

from creditscore.tables.cells.number_formats import shown_by, telling


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("0%", "0.45", "45%"),
        ("0.0%;[Red]-0.0%", "0.125", "12.5%"),
        ('0.00"万元"', "3", "3万元"),
        ("0.00万元", "3.5", "3.5万元"),
        ("#,##0.00\\万\\元;-#,##0.00\\万\\元", "3", "3万元"),
        ('#,##0"千元"', "1200", "1200千元"),
        ('[红色]0"亿"', "2", "2亿"),
        ('0!.0,"万"', "30000", "30000元"),
        ("#,##0,", "30000", "30000元"),
        ("0.0,,", "3E6", "3000000元"),
        ("00000", "12", "00012"),
        ('"H"000', "7", "H007"),
        ("\\H000", "7", "H007"),
        ("00000", "-12", None),
        ("00000", "1.5", None),
        ("000000000000000000", "110105194912310000", None),
    ],
)
def test_what_a_format_shows(code, number, shown):
    assert telling(code) is (shown is not None or code.startswith("0000"))
    assert shown_by(code, number) == shown if telling(code) else shown is None


@pytest.mark.parametrize(
    "code",
    [
        "",
        "General",
        "0",
        "0.00",
        "#,##0",
        "#,##0.00",
        "#,##0.00_);(#,##0.00)",
        "yyyy-mm-dd",
        '0"元"',
        "¥#,##0.00",
        "hh:mm",
        "0.00E+00",
        "@",
    ],
)
def test_formats_that_show_the_number(code):
    assert not telling(code)


def test_units_in_the_headers_of_parquet(county):
    county.write_parquet()
    written = county.folder / "loans.parquet"
    pl.read_parquet(written).rename({"principal": "贷款本金（万元）", "repaid_principal": "已还本金（千元）"}).write_parquet(written)
    tables = county.read()
    loans = tables.frames["loans"].collect()
    assert loans.get_column("principal").to_list() == [1000 * 10**6] * 2
    assert loans.get_column("repaid_principal").to_list() == [400 * 10**5] * 2
    assert {finding.code for finding in tables.findings.of("warning")} == {"unit_not_stated"}
