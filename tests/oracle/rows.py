"""Rows for hand-worked cases: a ready village where everything is in order, with single cells changed by the case."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from tests.oracle import oracle
from tests.oracle.counties import VILLAGE_SURVEY, WANTED_FALSE, WANTED_TRUE, County

Row = dict[str, Any]
AS_OF = date(2003, 6, 30)
NUMBERS = count(1)


def day(after: int) -> date:
    """A day after the as-of date (negative: before it)."""
    return AS_OF + timedelta(after)


def household(**changes: Any) -> Row:
    """A household that meets H1 to H9 in village V1."""
    row: Row = {"household_id": f"H{next(NUMBERS)}", "village_id": "V1", "birth_date": date(1965, 5, 5), "id_number": None}
    row |= {**dict.fromkeys(WANTED_TRUE, True), **dict.fromkeys(WANTED_FALSE, False)}
    return row | {"has_deposit_account": True, "shareholding_member": None} | changes


def loan(borrower: Row | None = None, **changes: Any) -> Row:
    """A micro-loan of 1,000.00 yuan, of which nothing is repaid, due in 30 days."""
    row: Row = {"loan_id": f"L{next(NUMBERS)}", "borrower_type": "household", "village_id": "V1", "product": "micro"}
    row |= {"household_id": borrower["household_id"] if borrower else None, "issue_date": date(2003, 1, 1), "due_date": day(30)}
    row |= {"extended_due_date": None, "principal": 1000_00, "repaid_principal": 0, "overdue_interest": 0, "ever_overdue": False}
    return row | {"loan_class": "normal", "classification_scheme": "four_class"} | changes


def enterprise(balance: int, loan_class: str | None, **changes: Any) -> Row:
    """A loan of a village enterprise with that balance in fen."""
    row = loan(borrower_type="village_enterprise", product=None, principal=balance, loan_class=loan_class)
    return row | {"village_id": "V1"} | changes


def village(**changes: Any) -> Row:
    """A ready village V1 in township T1 that meets its survey criteria."""
    row: Row = {"village_id": "V1", "township_id": "T1", "registered_households": None}
    return row | dict.fromkeys((*oracle.READINESS, *VILLAGE_SURVEY), True) | changes


def place(
    households: list[Row] | None = None, loans: list[Row] | None = None, villages: list[Row] | None = None, as_of: date = AS_OF
) -> County:
    """A county of one township T1, by default with the one village V1."""
    towns: list[Row] = [{"township_id": "T1", "county_id": "C1"}]
    return County(as_of, households or [], loans or [], [village()] if villages is None else villages, towns)


def rated(county: County) -> dict[str, dict[str, oracle.Unit]]:
    """The oracle's ratings of a county."""
    return oracle.rate(**county.tables(), as_of=county.as_of)
