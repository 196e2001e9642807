"""What the oracle's rules are made of: three-valued answers, shares held against bounds, and the facts of single loans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
Share = tuple[int, int, int]

PASS, FAIL, PENDING, NOT_APPLICABLE = "pass", "fail", "pending", "not_applicable"


# Three-valued answers


def both(answers: Iterable[bool | None]) -> str:
    """Kleene AND as a verdict: one contrary answer fails; otherwise one blank makes it pending."""
    given = list(answers)
    if any(answer is False for answer in given):
        return FAIL
    return PENDING if any(answer is None for answer in given) else PASS


def yes(row: Row, *columns: str) -> list[bool | None]:
    """The answers of columns that must be true."""
    return [row[column] for column in columns]


def no(row: Row, *columns: str) -> list[bool | None]:
    """The answers of columns that must be false, turned round."""
    return [None if row[column] is None else not row[column] for column in columns]


def at_least(share: Share, bound: Fraction, when_empty: str) -> str:
    """Decide `share >= bound` by both ends of the interval."""
    low, high, den = share
    if den == 0:
        return when_empty
    if Fraction(low, den) >= bound:
        return PASS
    return FAIL if Fraction(high, den) < bound else PENDING


def below(share: Share, bound: Fraction, when_empty: str) -> str:
    """Decide `share < bound` by both ends of the interval: the bound itself fails."""
    low, high, den = share
    if den == 0:
        return when_empty
    if Fraction(high, den) < bound:
        return PASS
    return FAIL if Fraction(low, den) >= bound else PENDING


def status_of(verdicts: Iterable[str], precondition: str = PASS) -> str:
    """The status of a unit from its precondition and criteria; `not_applicable` does not stand in the way."""
    given = list(verdicts)
    if precondition == FAIL:
        return "not_organised"
    if FAIL in given:
        return "not_rated"
    return "pending" if PENDING in [precondition, *given] else "rated"


# Single loans


def outstanding(loan: Row) -> int:
    """The balance in fen: principal not yet repaid."""
    return int(loan["principal"] - loan["repaid_principal"])


def effective_due(loan: Row) -> date:
    """The extended due date where one is given, else the due date."""
    day: date = loan["due_date"] if loan["extended_due_date"] is None else loan["extended_due_date"]
    return day


def overdue(loan: Row, as_of: date) -> bool | None:
    """Whether a loan is overdue; None where only blank interest leaves it open."""
    if outstanding(loan) > 0 and effective_due(loan) < as_of:
        return True
    interest = loan["overdue_interest"]
    return None if interest is None else interest > 0


def on_record(loan: Row, as_of: date) -> bool | None:
    """Whether a loan is overdue now or ever was; None where a blank leaves it open."""
    answers = (overdue(loan, as_of), loan["ever_overdue"])
    if True in answers:
        return True
    return None if None in answers else False


def counted(answers: Iterable[bool | None]) -> tuple[int, int]:
    """How many are true at the least and at the most."""
    given = list(answers)
    sure = given.count(True)
    return sure, sure + given.count(None)
