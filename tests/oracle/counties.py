"""Seeded small counties full of traps: a seed in, four tables of valid rows out, every kind of status and every grade among them.

Blanks stand wherever a survey column may be blank; ages, due days, shares and ratios lie on their bounds and one unit to
either side. `write_csv` and `write_parquet` put a county down as users would have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.oracle.files import write_csv, write_parquet
from tests.oracle.identities import dated, identity
from tests.oracle.lending import Lender, free_of_arrears, in_arrears, lend_to_enterprises, not_borrowing, perhaps_in_arrears, steer_recovery
from tests.oracle.oracle import DEBTS_FACED, LEADERSHIP, READINESS
from tests.oracle.steering import AT_LEAST_MODES, BELOW_MODES, BELOW_PASSING, PASSING, counts

__all__ = ["AS_OF_DATES", "SURVEY", "County", "county", "write_csv", "write_parquet"]

Row = dict[str, Any]
AS_OF_DATES = (
    *(date(2002, 2, 28), date(2002, 3, 1), date(2004, 2, 28), date(2004, 2, 29), date(2004, 3, 1), date(2005, 2, 28)),
    *(date(2005, 3, 1), date(2001, 2, 28), date(2001, 3, 1), date(2002, 12, 31), date(2003, 6, 30), date(2024, 2, 29)),
)
WANTED_TRUE = (
    *("agricultural_registration", "fixed_residence", "civil_capacity", "good_health", "independent_household", "good_repute"),
    *("production_skill", "reliable_income", "market_awareness", "fixed_premises_or_contract", "fits_structure_policy"),
    *("supports_cooperative", "law_abiding"),
)
WANTED_FALSE = ("economic_dispute", "past_offence", "bad_habits")
SURVEY = (*WANTED_TRUE, *WANTED_FALSE)
VILLAGE_SURVEY = (*DEBTS_FACED, *LEADERSHIP, "committees_take_part")


@dataclass
class County:
    """Four tables (amounts in fen) and the as-of date that they were made for."""

    as_of: date
    households: list[Row]
    loans: list[Row]
    villages: list[Row]
    townships: list[Row]

    def tables(self) -> dict[str, list[Row]]:
        """The tables by name."""
        return {"households": self.households, "loans": self.loans, "villages": self.villages, "townships": self.townships}


class Builder:
    """Builds one county; every decision is drawn from one seeded source of random numbers."""

    def __init__(self, seed: int, households: int, as_of: date | None) -> None:
        self.rng = Random(seed)
        drawn = self.rng.choice(AS_OF_DATES)
        self.as_of = as_of or drawn
        self.left = households
        self.lender = Lender(self.rng, self.as_of, self.rng.choice(("four_class", "five_class")))
        self.county = County(self.as_of, [], self.lender.loans, [], [])
        self.plain_ids = self.rng.random() < 0.5

    def name(self, letter: str, number: int) -> str:
        """An id: with its letter, or zero-padded digits that repeat from table to table."""
        return f"{number:05d}" if self.plain_ids else f"{letter}{number}"

    def build(self) -> County:
        """Townships until the households are used up, sometimes an empty township, rows in random order."""
        while self.left > 0:
            self.township(self.rng.randint(1, 4))
        if self.rng.random() < 0.15:
            self.township(0)
        for rows in self.county.tables().values():
            self.rng.shuffle(rows)
        return self.county

    def township(self, villages: int) -> None:
        """A township of some villages: all good, all bent to the same bounds, or mixed."""
        rng = self.rng
        number = len(self.county.townships) + 1
        row: Row = {"township_id": self.name("T", number), "township_name": f"乡镇{number}"}
        row["county_id"] = rng.choice(("C1", "C1", None))
        self.county.townships.append(row)
        goodness = rng.choice((0.2, 0.6, 0.9, 1.0))
        shared = self.modes(rng.random() < 0.7) if rng.random() < 0.3 else None
        for _ in range(villages):
            good = rng.random() < goodness
            self.village(row["township_id"], shared or self.modes(good), good)

    def modes(self, good: bool) -> dict[str, str]:
        """How each of a village's four figures lies to its bound; a good village passes all."""
        rng = self.rng
        share, ratio, bad = (PASSING, ("clear", "exact", "above"), BELOW_PASSING) if good else (AT_LEAST_MODES, AT_LEAST_MODES, BELOW_MODES)
        return {"V1a": rng.choice(share), "V1b": rng.choice(share), "V2": rng.choice(ratio), "V3a": rng.choice(bad)}

    def village(self, township_id: str, modes: dict[str, str], good: bool) -> None:
        """A village with its households and loans, driven to its modes."""
        rng = self.rng
        number = len(self.county.villages) + 1
        listed = 0 if not good and rng.random() < 0.08 else min(rng.choice((5, 10, 15, 20, rng.randint(1, 18))), max(self.left, 1))
        self.left -= max(listed, 1)
        registered = rng.choice((None, listed, listed, -(-listed // 5) * 5, listed + rng.randint(1, 4), max(listed - 1, 0)))
        row: Row = {"village_id": self.name("V", number), "village_name": f"第{number}村", "township_id": township_id}
        row |= {"registered_households": registered, **self.answers(READINESS, 0.72), **self.answers(VILLAGE_SURVEY, 0.95 if good else 0.5)}
        self.county.villages.append(row)
        people = [self.household(row["village_id"]) for _ in range(listed)]
        self.depositors(people, max(registered or 0, listed), modes["V1b"])
        self.borrowers(row["village_id"], people, modes)
        lend_to_enterprises(self.lender, row, modes["V3a"])

    def answers(self, columns: tuple[str, ...], favourable: float) -> Row:
        """Survey answers that are all true with the given chance, else with one or two blanks or contrary ones."""
        rng = self.rng
        row: Row = dict.fromkeys(columns, True)
        if rng.random() >= favourable:
            kind = rng.choice(((None,), (False,), (None, False)))
            row.update((column, rng.choice(kind)) for column in rng.sample(columns, min(rng.randint(1, 2), len(columns))))
        return row

    def household(self, village_id: str) -> Row:
        """A household that mostly answers well: else one blank, one contrary answer, or answers at random."""
        rng = self.rng
        number = len(self.county.households) + 1
        row: Row = {"household_id": self.name("H", number), "village_id": village_id, "head_name": None}
        row |= {**dict.fromkeys(WANTED_TRUE, True), **dict.fromkeys(WANTED_FALSE, False), "has_deposit_account": None}
        row["shareholding_member"] = rng.choice((True, False, None))
        row |= {
            "members": rng.choice((None, 1, 4)),
            "certificate_no": rng.choice((None, f"{number:04d}")),
            "certificate_date": rng.choice((None, self.as_of)),
        }
        kind = rng.choices(("good", "blank", "contrary", "random"), (70, 14, 12, 4))[0]
        for column in {"good": (), "random": SURVEY}.get(kind, (rng.choice(SURVEY),)):
            contrary = not row[column]
            row[column] = {"blank": None, "contrary": contrary}.get(kind, rng.choice((True, False, None)))
        row |= identity(rng, self.birth(), number)
        self.county.households.append(row)
        return row

    def birth(self) -> date | None:
        """A birth date of working age, on a bound of age or a day beside it, on 29 February, or blank."""
        rng = self.rng
        if rng.random() < 0.65:
            return self.as_of - timedelta(rng.randint(19 * 366, 59 * 365))
        leap_day = dated(self.as_of.year - rng.choice((17, 18, 19, 57, 58, 59, 60, 61)), 2, 29)
        bound = dated(self.as_of.year - rng.choice((18, 60, 61)), self.as_of.month, self.as_of.day)
        return rng.choice((None, leap_day, bound + timedelta(rng.choice((-1, 0, 1)))))

    def depositors(self, people: list[Row], everyone: int, mode: str) -> None:
        """Deposit accounts of a village; registered but unlisted households are unknown members already."""
        have, unknown, _ = counts(self.rng, mode, everyone, 80)
        blanks = max(0, unknown - (everyone - len(people)))
        accounts: list[bool | None] = [*[True] * have, *[None] * blanks, *[False] * len(people)]
        for person, account in zip(people, self.rng.sample(accounts[: len(people)], len(people)), strict=True):
            person["has_deposit_account"] = account

    def borrowers(self, village_id: str, people: list[Row], modes: dict[str, str]) -> None:
        """Loans of a village's households, driven to the modes of V1a and V2."""
        rng = self.rng
        number = 0 if modes["V1a"] == "empty" else min(rng.choice((5, 10, rng.randint(1, 12))), len(people))
        chosen = rng.sample(people, number)
        free, unknown, _ = counts(rng, modes["V1a"], number, 80)
        for place, person in enumerate(chosen):
            lend = free_of_arrears if place < free else perhaps_in_arrears if place < free + unknown else in_arrears
            lend(self.lender, person)
        for person in (person for person in people if person not in chosen):
            not_borrowing(self.lender, person)
        steer_recovery(self.lender, village_id, chosen, modes["V2"])


def county(seed: int, households: int = 90, as_of: date | None = None) -> County:
    """The county of a seed: about `households` households, in one classification scheme, without a row to reject."""
    return Builder(seed, households, as_of).build()
