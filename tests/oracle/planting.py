"""Bad rows planted in a good county: what must be set aside for each, and the county that remains to be rated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.oracle.counties import County
from tests.oracle.files import KEYS
from tests.oracle.identities import number_of

Row = dict[str, Any]
NOWHERE = "no-such-id"
DAY = timedelta(1)
DIFFERENT: dict[Any, Any] = {None: True, True: False, False: True, "micro": "other", "other": "micro"}
"""What a second row of the same id says otherwise, by what the first says."""


@dataclass
class Planted:
    """A county with bad rows in it, the county without them, and how many rows of each table are to be set aside."""

    dirty: County
    clean: County
    rejected: Counter[str] = field(default_factory=Counter)

    @classmethod
    def on(cls, place: County) -> Planted:
        """A copy of a good county, nothing planted yet."""
        return cls(deepcopy(place), deepcopy(place))

    def add(self, table: str, row: Row) -> None:
        """Plant one bad row."""
        self.dirty.tables()[table].append(row)
        self.rejected[table] += 1

    def lose(self, table: str, name: str) -> None:
        """Set a row of the good county aside with everything that belongs to it."""
        rows = self.clean.tables()[table]
        gone = [row for row in rows if row[KEYS[table]] == name]
        rows[:] = [row for row in rows if row[KEYS[table]] != name]
        self.rejected[table] += len(gone)
        children = {"townships": ("villages",), "villages": ("households", "loans"), "households": ("loans",)}
        for child in children.get(table, ()):
            owned = [row[KEYS[child]] for row in self.clean.tables()[child] if belongs(child, row, table, name)]
            for one in owned:
                self.lose(child, one)

    def fresh(self, table: str, **changes: Any) -> Row:
        """A new good row of a table, like an old one, with changes; a loan is one of a household."""
        like = next(row for row in self.clean.tables()[table] if row.get("borrower_type", "household") == "household")
        new: Row = {**like, KEYS[table]: f"new-{table}-{self.rejected[table]}"}
        if table == "households":
            new |= {"id_number": None}
        if table == "loans":
            new |= {"extended_due_date": None, "principal": 500_00, "repaid_principal": 0, "overdue_interest": 0}
        return new | changes


def belongs(child: str, row: Row, table: str, name: str) -> bool:
    """Whether a row hangs on the parent; a household's id on an enterprise loan has no effect."""
    if (child, table) == ("loans", "households") and row["borrower_type"] != "household":
        return False
    return bool(row[KEYS[table]] == name)


def bad_households(as_of: date) -> dict[str, tuple[str, Row]]:
    """Cells that spoil a household."""
    number = number_of(as_of.replace(year=as_of.year - 30, day=1), 5)
    unborn = number_of(as_of + DAY, 5)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    return {
        "household of no village": ("households", {"village_id": NOWHERE}),
        "household without id": ("households", {"household_id": None}),
        "household without village": ("households", {"village_id": None}),
        "wrong check digit": ("households", {"id_number": wrong}),
        "ID number too short": ("households", {"id_number": number[:17]}),
        "birth day that is none": ("households", {"birth_date": f"{as_of.year - 30}-02-30"}),
        "born after the day": ("households", {"birth_date": as_of + DAY}),
        "ID number of one born after the day": ("households", {"birth_date": None, "id_number": unborn}),
        "answer that is neither yes nor no": ("households", {"good_health": "maybe"}),
        "members not a number": ("households", {"members": "several"}),
    }


def bad_loans(as_of: date, elsewhere: str, other_class: Row) -> dict[str, tuple[str, Row]]:
    """Cells that spoil a loan of a household."""
    return {
        "loan of no household": ("loans", {"household_id": NOWHERE}),
        "loan of no village": ("loans", {"borrower_type": "joint_enterprise", "household_id": None, "village_id": NOWHERE}),
        "loan of a household elsewhere": ("loans", {"village_id": elsewhere}),
        "household loan without household": ("loans", {"household_id": None}),
        "household loan without product": ("loans", {"product": None}),
        "loan without id": ("loans", {"loan_id": None}),
        "loan without principal": ("loans", {"principal": None}),
        "loan without due date": ("loans", {"due_date": None}),
        "repaid more than lent": ("loans", {"principal": 100, "repaid_principal": 101}),
        "due before issued": ("loans", {"issue_date": as_of - DAY, "due_date": as_of - 2 * DAY}),
        "extended to before due": ("loans", {"due_date": as_of + 2 * DAY, "extended_due_date": as_of + DAY}),
        "issued after the day": ("loans", {"issue_date": as_of + DAY, "due_date": as_of + 9 * DAY}),
        "negative interest": ("loans", {"overdue_interest": "-0.01"}),
        "three decimals": ("loans", {"overdue_interest": "1.005"}),
        "too large": ("loans", {"principal": 10**13 + 1}),
        "amount unreadable": ("loans", {"principal": "about 500"}),
        "ambiguous date": ("loans", {"due_date": "6/7/2003"}),
        "unknown borrower type": ("loans", {"borrower_type": "company"}),
        "class of another scheme": ("loans", other_class),
        "history unreadable": ("loans", {"ever_overdue": "perhaps"}),
    }


def bad_cells(planted: Planted) -> dict[str, tuple[str, Row]]:
    """Changes that spoil a fresh good row, by kind: table and cells."""
    as_of, home = planted.clean.as_of, planted.fresh("loans")["village_id"]
    elsewhere = next(row["village_id"] for row in planted.clean.villages if row["village_id"] != home)
    scheme = next(loan["classification_scheme"] for loan in planted.clean.loans if loan["classification_scheme"])
    other_class = {"loan_class": "loss" if scheme == "four_class" else "stagnant", "classification_scheme": scheme}
    return {
        **bad_households(as_of),
        **bad_loans(as_of, elsewhere, other_class),
        "village of no township": ("villages", {"township_id": NOWHERE}),
        "village without township": ("villages", {"township_id": None}),
        "township without id": ("townships", {"township_id": None}),
    }


def copied(table: str) -> Callable[[Planted], None]:
    """An exact copy: the first stays."""

    def plant(planted: Planted) -> None:
        planted.add(table, dict(planted.clean.tables()[table][0]))

    return plant


def contradicted(table: str, column: str) -> Callable[[Planted], None]:
    """A second row of the same id that says otherwise: both go, with what hangs on them."""

    def plant(planted: Planted) -> None:
        row = most_children(planted, table)
        planted.add(table, {**row, column: DIFFERENT.get(row[column], "another")})
        planted.lose(table, row[KEYS[table]])

    return plant


def most_children(planted: Planted, table: str) -> Row:
    """The row on which most loans hang, so that setting it aside is felt."""
    loans = Counter(loan.get(KEYS[table]) for loan in planted.clean.loans if loan["borrower_type"] == "household")
    rows = planted.clean.tables()[table]
    return max(rows, key=lambda row: loans[row[KEYS[table]]])


def bad_family(planted: Planted) -> None:
    """A village of no township, with a household and its loan: all three go."""
    name = "new-village"
    planted.add("villages", planted.fresh("villages", village_id=name, township_id=NOWHERE))
    planted.add("households", planted.fresh("households", village_id=name, household_id="new-child"))
    planted.add("loans", planted.fresh("loans", village_id=name, household_id="new-child", loan_id="new-grandchild"))


def bad_borrower(planted: Planted) -> None:
    """A household with an unreadable answer, and its loan."""
    borrower = planted.fresh("households", household_id="new-borrower", bad_habits="?")
    planted.add("households", borrower)
    planted.add("loans", planted.fresh("loans", household_id="new-borrower", village_id=borrower["village_id"]))


RELATED: dict[str, Callable[[Planted], None]] = {
    "village of no township and its household": bad_family,
    "household set aside and its loan": bad_borrower,
    **{f"copy in {table}": copied(table) for table in KEYS},
    "contradicting households": contradicted("households", "good_health"),
    "contradicting loans": contradicted("loans", "product"),
    "contradicting villages": contradicted("villages", "village_name"),
    "contradicting townships": contradicted("townships", "township_name"),
}


def plant(planted: Planted, kind: str) -> None:
    """Plant the bad rows of one kind."""
    if kind in RELATED:
        RELATED[kind](planted)
        return
    table, cells = bad_cells(planted)[kind]
    planted.add(table, planted.fresh(table, **cells))
