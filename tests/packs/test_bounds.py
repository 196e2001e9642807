"""Bounds: exact values, and which of a dated bound's values holds on a day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from creditscore.packs.model.bounds import ExpectedError, parse_bound, parse_value

READ = [
    (18, Fraction(18)),
    (0, Fraction(0)),
    (Decimal("0.5"), Fraction(1, 2)),
    (Decimal("0.1"), Fraction(1, 10)),
    (Decimal("1.123456789"), Fraction(1_123_456_789, 10**9)),
    ("80%", Fraction(4, 5)),
    ("33.3%", Fraction(333, 1000)),
    ("0%", Fraction(0)),
    ("100%", Fraction(1)),
    (10**12, Fraction(10**12)),
]
REFUSED = [True, "80", "80 %", "-80%", "80％", "%", ".5%", "８０%", "", 10**12 + 1, Decimal("1.1234567891"), Decimal("NaN"), None, 0.5, [1]]
DATED = {"2014-01-01": "85%", "2011-05-01": "80%"}


@pytest.mark.parametrize(("raw", "exact"), READ)
def test_value_is_exact(raw, exact):
    assert parse_value(raw).exact == exact


@pytest.mark.parametrize("raw", REFUSED, ids=repr)
def test_value_that_is_no_bound_is_refused(raw):
    with pytest.raises(ExpectedError):
        parse_value(raw)


def test_percentage_knows_that_it_is_one():
    assert parse_value("80%").is_percentage
    assert not parse_value(80).is_percentage


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2011, 4, 30), None),
        (date(2011, 5, 1), "80%"),
        (date(2013, 12, 31), "80%"),
        (date(2014, 1, 1), "85%"),
        (date(2099, 1, 1), "85%"),
    ],
)
def test_dated_bound_holds_from_its_day(day, written):
    value = parse_bound(DATED).at(day)
    assert (value and value.written) == written


def test_plain_bound_always_holds():
    held = parse_bound("80%").at(date(1, 1, 1))
    assert held is not None
    assert held.written == "80%"


def test_dates_out_of_order_are_sorted_and_told():
    bound = parse_bound(DATED)
    assert [value.written for value in bound.values] == ["80%", "85%"]
    assert not bound.in_order
    assert parse_bound(dict(reversed(DATED.items()))).in_order


@pytest.mark.parametrize("key", ["2014-1-1", "20140101", "2014-W01-1", "2014-02-30", "2014", ""])
def test_key_that_is_no_date_is_refused(key):
    with pytest.raises(ExpectedError, match="a date such as"):
        parse_bound({key: "80%"})


def test_empty_history_is_refused():
    with pytest.raises(ExpectedError, match="at least one date"):
        parse_bound({})
