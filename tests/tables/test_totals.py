"""Printed totals: told with both figures where they differ from the rows used, exact in fen."""

import pytest

from tests.tables.arriving.cases import LOANS, loan
from tests.tables.arriving.writers import csv_bytes


def read_loans(county, rows):
    county.write()
    (county.folder / "loans.csv").write_bytes(csv_bytes([LOANS, *rows]))
    return county.read()


def total(label, principal, repaid=None):
    return [label, *[None] * 6, principal, repaid, None, None]


def test_both_figures_are_told(county):
    tables = read_loans(county, [loan(1), loan(2), total("合计", "2000.01")])
    told = tables.findings.coded("total_differs")
    assert [(one.row, one.column, one.value, one.severity) for one in told] == [(4, "principal", "2,000.01 元", "warning")]
    assert "合计数 2,000.01 元 与所用各行之和 2,000.00 元 不符" in told[0].text.zh
    assert tables.rows_rejected == 0


@pytest.mark.parametrize(("printed", "differs"), [("0.2万元", 0), ("2,000", 0), ("2000.00元", 0), (1999.99, 1), ("不详", 0), (None, 0)])
def test_a_total_is_read_as_the_amounts_are(county, printed, differs):
    assert read_loans(county, [loan(1), loan(2), total("合计", printed)]).findings.counts.get("total_differs", 0) == differs


@pytest.mark.parametrize(
    ("lines", "differing"),
    [
        ([loan(1), total("小计", 1000), loan(2), total("小计", 1000), total("合计", 2000)], []),
        ([loan(1), total("小计", 1000), loan(2), total("小计", 2000), total("合计", 2000)], []),
        ([loan(1), total("小计", 999), loan(2), total("小计", 1000), total("合计", 2000)], [3]),
        ([loan(1), total("小计", 1000), loan(2), total("小计", 1000), total("合计", 3000)], [6]),
        ([total("合计", 2000), loan(1), loan(2)], []),
        ([total("合计", 2001), loan(1), loan(2)], [2]),
    ],
)
def test_subtotals_stand_for_their_rows(county, lines, differing):
    assert [one.row for one in read_loans(county, lines).findings.coded("total_differs")] == differing


def test_rows_set_aside_are_not_in_the_sum(county):
    tables = read_loans(county, [loan(1), loan(2, 到期日="去年"), total("合计", 2000, 800)])
    assert [one.column for one in tables.findings.coded("total_differs")] == ["principal", "repaid_principal"]
    source = next(one for one in tables.sources if one.table == "loans")
    assert (source.rows_in, source.rows_used, source.rows_rejected, source.left_out) == (2, 1, 1, 1)
