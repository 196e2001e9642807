"""Loans of the generated counties: of households in arrears or not, on either side of every day, and of enterprises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.oracle.steering import parts, shares, topping_up

Row = dict[str, Any]
ENTERPRISES = ("village_enterprise", "village_committee", "private_enterprise", "joint_enterprise")
GOOD_CLASSES = {"four_class": ("normal",), "five_class": ("normal", "special_mention")}
BAD_CLASSES = {"four_class": ("overdue", "stagnant", "bad"), "five_class": ("substandard", "doubtful", "loss")}


@dataclass
class Lender:
    """Makes loans of one county: its random numbers, day, classification scheme, and running number."""

    rng: Random
    as_of: date
    scheme: str
    loans: list[Row] = field(default_factory=list)

    def lend(self, borrower: Row, principal: int, repaid: int, due: int, extended: int | None = None, **changes: Any) -> Row:
        """Add one loan; `due` and `extended` are days after the as-of date (negative: before)."""
        rng = self.rng
        due_date = self.as_of + timedelta(due)
        issued = min(due_date, self.as_of) - timedelta(rng.choice((0, 1, 90, rng.randint(2, 700))))
        loan: Row = {
            "loan_id": f"{len(self.loans) + 1:05d}",
            "borrower_type": "household",
            "household_id": borrower.get("household_id"),
            "village_id": borrower["village_id"],
            "product": "micro" if rng.random() < 0.75 else "other",
            "issue_date": issued,
            "due_date": due_date,
            "extended_due_date": None if extended is None else self.as_of + timedelta(extended),
            "principal": principal,
            "repaid_principal": repaid,
            "overdue_interest": 0,
            "ever_overdue": rng.choices((False, None, True), (90, 6, 4))[0],
            **self.classified(),
        }
        loan.update(changes)
        self.loans.append(loan)
        return loan

    def classified(self) -> Row:
        """A random class of the county's scheme, sometimes blank (then with or without its scheme)."""
        rng = self.rng
        if rng.random() < 0.15:
            return {"loan_class": None, "classification_scheme": rng.choice((None, self.scheme))}
        names = GOOD_CLASSES[self.scheme] + BAD_CLASSES[self.scheme]
        return {"loan_class": rng.choice(names), "classification_scheme": self.scheme}

    def amount(self) -> int:
        """A principal in fen: round yuan, odd fen, tiny or large."""
        rng = self.rng
        return rng.choice((1, 3, 100_00 * rng.randint(1, 90), rng.randint(2, 9_999_999), rng.randint(10**6, 10**10)))

    def part_of(self, principal: int) -> int:
        """A repaid amount that leaves something outstanding."""
        return self.rng.choice((0, principal - 1, self.rng.randint(0, principal - 1)))


def running(lender: Lender, household: Row, **changes: Any) -> None:
    """A loan with a balance that is not overdue by its day: due today, tomorrow, later, or extended to such a day."""
    principal = lender.amount()
    due, extended = lender.rng.choice(((0, None), (1, None), (200, None), (-1, 0), (-40, 1), (-3, 300), (0, 0), (5, 9)))
    lender.lend(household, principal, lender.part_of(principal), due, extended, **changes)


def late(lender: Lender, household: Row, **changes: Any) -> None:
    """A loan with a balance whose effective due date has passed, by one day or many."""
    principal = lender.amount()
    due, extended = lender.rng.choice(((-1, None), (-2, None), (-400, None), (-1, -1), (-90, -1), (-500, -30)))
    lender.lend(household, principal, lender.part_of(principal), due, extended, **changes)


def settled(lender: Lender, household: Row, **changes: Any) -> None:
    """A fully repaid loan (rarely of nothing at all), due before, on or after the day."""
    principal = lender.rng.choice((0, *[lender.amount() for _ in range(20)]))
    due = lender.rng.choice((-700, -1, 0, 1, 60))
    lender.lend(household, principal, principal, due, lender.rng.choice((None, None, due, due + 2)), **changes)


def in_arrears(lender: Lender, household: Row) -> None:
    """A borrowing household in arrears: by day, by interest, by interest of a repaid loan, with unknowns beside it."""
    way = lender.rng.randrange(4)
    if way == 0:
        late(lender, household, overdue_interest=lender.rng.choice((0, None, 1, 5_37)))
    elif way == 1:
        running(lender, household, overdue_interest=lender.rng.choice((1, 100_00)))
    elif way == 2:
        running(lender, household)
        settled(lender, household, overdue_interest=1)
    else:
        late(lender, household)
        running(lender, household, overdue_interest=None)


def perhaps_in_arrears(lender: Lender, household: Row) -> None:
    """A borrowing household with nothing overdue for sure and a blank overdue interest."""
    if lender.rng.random() < 0.6:
        running(lender, household, overdue_interest=None)
        return
    running(lender, household)
    settled(lender, household, overdue_interest=None)


def free_of_arrears(lender: Lender, household: Row) -> None:
    """A borrowing household with nothing overdue, sometimes with an old repaid loan."""
    running(lender, household)
    if lender.rng.random() < 0.3:
        settled(lender, household)


def not_borrowing(lender: Lender, household: Row) -> None:
    """A household with no balance: mostly no loan, or a repaid one whose interest may be overdue or blank."""
    if lender.rng.random() < 0.15:
        settled(lender, household, overdue_interest=lender.rng.choice((0, 0, None, 7)))


def due_micro(lender: Lender, village_id: str) -> Iterator[Row]:
    """The village's micro-loans due by the day."""
    for loan in lender.loans:
        day = loan["extended_due_date"] or loan["due_date"]
        of_household = loan["village_id"] == village_id and loan["borrower_type"] == "household"
        if of_household and loan["product"] == "micro" and day <= lender.as_of:
            yield loan


def steer_recovery(lender: Lender, village_id: str, borrowers: list[Row], mode: str) -> None:
    """Bring the village's recovery of micro-loans to its mode, by one more loan due (or extended to) the very day."""
    due = list(due_micro(lender, village_id))
    if mode == "empty":
        for loan in due:
            loan["product"] = "other"
    if not borrowers:
        return
    repaid, owed = sum(loan["repaid_principal"] for loan in due), sum(loan["principal"] for loan in due)
    extra = topping_up(lender.rng, repaid, owed, mode)
    if extra:
        due_day, extended = lender.rng.choice(((0, None), (-30, 0), (0, 0)))
        lender.lend(borrowers[0], *extra, due_day, extended, product="micro", ever_overdue=False)


def lend_to_enterprises(lender: Lender, village: Row, mode: str) -> None:
    """Loans of the village's enterprises whose bad share is as the mode says."""
    rng = lender.rng
    good, bad = GOOD_CLASSES[lender.scheme], BAD_CLASSES[lender.scheme]
    if mode not in ("empty", "repaid"):
        for amounts, classes in zip(shares(rng, mode, 10 * rng.randint(10, 10**8), 30), (bad, (None,), good), strict=True):
            for balance in parts(rng, amounts):
                enterprise_loan(lender, village, balance, rng.choice(classes))
    for _ in range(rng.randint(1, 2) if mode == "repaid" else rng.choice((0, 0, 1)) * (mode != "empty")):
        enterprise_loan(lender, village, 0, rng.choice((None, *good, *bad)))


def enterprise_loan(lender: Lender, village: Row, balance: int, loan_class: str | None) -> None:
    """One loan of an enterprise with the given balance; day, interest and product say nothing about it."""
    rng = lender.rng
    repaid = rng.choice((0, 1, rng.randint(0, 10**7)))
    borrowers = [loan["household_id"] for loan in lender.loans if loan["village_id"] == village["village_id"]]
    stray = rng.choice(borrowers) if borrowers and rng.random() < 0.1 else None  # a household's id here has no effect
    lender.lend(
        {"village_id": village["village_id"], "household_id": stray},
        balance + repaid,
        repaid,
        rng.choice((-300, -1, 0, 1, 400)),
        borrower_type=rng.choice(ENTERPRISES),
        product=rng.choice((None, "micro", "other")),
        overdue_interest=rng.choice((None, 0, 9)),
        loan_class=loan_class,
        classification_scheme=lender.scheme if loan_class else rng.choice((None, lender.scheme)),
    )
