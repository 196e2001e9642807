"""The default rating rules in plain Python: rows (lists of dicts) and an as-of date in, one dict a unit out.

Written only from the written definitions, row by row and slowly; shares no code with the tool that it checks. Money is
fen (int), dates are `datetime.date`, survey answers True, False or None (blank). A unit's dict holds its parents' ids,
`status`, `grade`, `possible_grade`, `priority` and `precondition` (household), one verdict a criterion, and the measures:
shares as (low, high, den), counts of loans as (low, high), `age` in years or None, `outstanding` in fen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from tests.oracle.judging import (
    NOT_APPLICABLE,
    PASS,
    PENDING,
    Row,
    Share,
    at_least,
    below,
    both,
    counted,
    effective_due,
    no,
    on_record,
    outstanding,
    overdue,
    status_of,
    yes,
)

Unit = dict[str, Any]
READINESS = ("committee_attitude", "committee_cooperates", "committee_united", "villagers_want_it")
DEBTS_FACED = ("no_debt_evasion", "bad_debts_acknowledged", "repayment_plan", "able_to_repay")
LEADERSHIP = ("leadership_stable", "values_project", "officer_assigned", "helps_collection", "helps_deposits", "no_debt_dispute")
BAD_CLASSES = {"overdue", "stagnant", "bad", "substandard", "doubtful", "loss"}
CRITERIA = {
    "household": tuple(f"H{number}" for number in range(1, 10)),
    "village": ("V1a", "V1b", "V2", "V3a", "V3b", "V4", "V5"),
    "township": ("T1", "T2", "T3", "T4"),
}
FOUR_FIFTHS, NINE_TENTHS, THREE_TENTHS, HALF = Fraction(80, 100), Fraction(90, 100), Fraction(30, 100), Fraction(50, 100)


def outcome(level: str, verdicts: dict[str, str], precondition: str = PASS) -> Unit:
    """Verdicts with the status, the confirmed grade and the best grade still possible."""
    assert tuple(verdicts) == CRITERIA[level]
    status = status_of(verdicts.values(), precondition)
    grade = "credit" if status == "rated" else None
    possible = "credit" if status in ("rated", "pending") else None
    return {**verdicts, "status": status, "grade": grade, "possible_grade": possible}


# Households


def birth_of(row: Row) -> date | None:
    """The birth date, or the one inside the ID number where only that is given (15 digits: births in the 1900s)."""
    number = row["id_number"]
    if row["birth_date"] is not None or number is None:
        birth: date | None = row["birth_date"]
        return birth
    digits = number[6:14] if len(number) == 18 else "19" + number[6:12]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def age_of(birth: date | None, as_of: date) -> int | None:
    """Completed years: a birthday on the as-of date counts; 29 February counts from 1 March in other years."""
    if birth is None:
        return None
    years = as_of.year - birth.year
    leap = as_of.year % 4 == 0 and (as_of.year % 100 != 0 or as_of.year % 400 == 0)
    month, day = (3, 1) if (birth.month, birth.day) == (2, 29) and not leap else (birth.month, birth.day)
    return years if as_of >= date(as_of.year, month, day) else years - 1


def rate_household(row: Row, loans: list[Row], village: Row, as_of: date) -> Unit:
    """One household by H1 to H9, under its village's readiness."""
    age = age_of(birth_of(row), as_of)
    record = counted(on_record(loan, as_of) for loan in loans)
    clean = False if record[0] else (None if record[1] else True)
    of_age = None if age is None else 18 <= age <= 60
    verdicts = {
        "H1": both(yes(row, "agricultural_registration", "fixed_residence")),
        "H2": both([*yes(row, "civil_capacity", "good_health", "independent_household"), of_age]),
        "H3": both([*yes(row, "good_repute"), *no(row, "economic_dispute"), clean]),
        "H4": both(yes(row, "production_skill", "reliable_income", "market_awareness")),
        "H5": both(yes(row, "fixed_premises_or_contract")),
        "H6": both(yes(row, "fits_structure_policy")),
        "H7": both(yes(row, "supports_cooperative")),
        "H8": both(yes(row, "has_deposit_account")),
        "H9": both([*yes(row, "law_abiding"), *no(row, "past_offence", "bad_habits")]),
    }
    ready = both(yes(village, *READINESS))
    unit = outcome("household", verdicts, ready)
    measures = {"age": age, "outstanding": sum(map(outstanding, loans)), "arrears_record": record}
    now = counted(overdue(loan, as_of) for loan in loans)
    flags = {"priority": row["shareholding_member"] is True, "has_deposit_account": row["has_deposit_account"]}
    return {**unit, **measures, **flags, "arrears_now": now, "precondition": ready, "village_id": row["village_id"]}


# Villages and townships


def arrears_free_share(households: Iterable[Unit]) -> Share:
    """Borrowing households not now in arrears ÷ borrowing households."""
    borrowing = [unit for unit in households if unit["outstanding"] > 0]
    sure = sum(unit["arrears_now"][0] > 0 for unit in borrowing)
    perhaps = sum(unit["arrears_now"][1] > 0 for unit in borrowing)
    return len(borrowing) - perhaps, len(borrowing) - sure, len(borrowing)


def depositor_share(households: list[Unit], registered: int | None) -> Share:
    """Households with deposits ÷ all households, those registered but not listed being unknown."""
    listed = len(households)
    everyone = listed if registered is None else max(registered, listed)
    answers = [unit["has_deposit_account"] for unit in households] + [None] * (everyone - listed)
    return (*counted(answers), everyone)


def micro_recovery(loans: list[Row], as_of: date) -> Share:
    """Principal repaid, capped at the principal, of household micro-loans due by the as-of date ÷ their principal."""
    micro = [loan for loan in loans if loan["borrower_type"] == "household" and loan["product"] == "micro"]
    due = [loan for loan in micro if effective_due(loan) <= as_of]
    repaid = sum(min(loan["repaid_principal"], loan["principal"]) for loan in due)
    return repaid, repaid, sum(loan["principal"] for loan in due)


def bad_loan_share(loans: list[Row]) -> Share:
    """Balance of bad loans ÷ whole balance, of the four borrower types that are not households."""
    enterprise = [loan for loan in loans if loan["borrower_type"] != "household"]
    bad = sum(outstanding(loan) for loan in enterprise if loan["loan_class"] in BAD_CLASSES)
    unknown = sum(outstanding(loan) for loan in enterprise if loan["loan_class"] is None)
    return bad, bad + unknown, sum(map(outstanding, enterprise))


def money_measures(households: list[Unit], loans: list[Row], as_of: date) -> dict[str, Share]:
    """The three measures that a village and a township share."""
    names = ("arrears_free_share", "micro_recovery", "bad_loan_share")
    return dict(zip(names, (arrears_free_share(households), micro_recovery(loans, as_of), bad_loan_share(loans)), strict=True))


def money_verdicts(measures: Mapping[str, Share]) -> list[str]:
    """V1a, V2 and V3a, or T2, T3 and T4."""
    return [
        at_least(measures["arrears_free_share"], FOUR_FIFTHS, PENDING),
        at_least(measures["micro_recovery"], NINE_TENTHS, PENDING),
        below(measures["bad_loan_share"], THREE_TENTHS, NOT_APPLICABLE),
    ]


def rate_village(row: Row, households: list[Unit], loans: list[Row], as_of: date) -> Unit:
    """One village by V1a to V5."""
    measures = money_measures(households, loans, as_of)
    deposits = depositor_share(households, row["registered_households"])
    arrears, recovery, bad = money_verdicts(measures)
    verdicts = {
        "V1a": arrears,
        "V1b": at_least(deposits, FOUR_FIFTHS, PENDING),
        "V2": recovery,
        "V3a": bad,
        "V3b": both(yes(row, *DEBTS_FACED)),
        "V4": both(yes(row, *LEADERSHIP)),
        "V5": both(yes(row, "committees_take_part")),
    }
    return {**outcome("village", verdicts), **measures, "depositor_share": deposits, "township_id": row["township_id"]}


def rate_township(row: Row, villages: list[Unit], households: list[Unit], loans: list[Row], as_of: date) -> Unit:
    """One township by T1 to T4."""
    rated = counted({"rated": True, "pending": None}.get(village["status"], False) for village in villages)
    share = (*rated, len(villages))
    measures = money_measures(households, loans, as_of)
    verdicts = dict(zip(CRITERIA["township"], (at_least(share, HALF, PENDING), *money_verdicts(measures)), strict=True))
    return {**outcome("township", verdicts), **measures, "credit_village_share": share, "county_id": row["county_id"]}


def by(rows: Iterable[Any], column: str) -> dict[Any, list[Any]]:
    """Rows grouped by one column; a key without rows has an empty list."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def rate(
    households: Iterable[Row], loans: Iterable[Row], villages: Iterable[Row], townships: list[Row], as_of: date
) -> dict[str, dict[str, Unit]]:
    """Every unit of every level, by id: level -> id -> unit."""
    village_rows = {row["village_id"]: row for row in villages}
    township_of = {name: row["township_id"] for name, row in village_rows.items()}
    county_of = {row["township_id"]: row["county_id"] for row in townships}
    all_loans = [{**loan, "township_id": township_of[loan["village_id"]]} for loan in loans]
    own = by((loan for loan in all_loans if loan["borrower_type"] == "household"), "household_id")
    people = {
        row["household_id"]: {
            **rate_household(row, own[row["household_id"]], village_rows[row["village_id"]], as_of),
            "township_id": township_of[row["village_id"]],
            "county_id": county_of[township_of[row["village_id"]]],
        }
        for row in households
    }
    lived_in, lent_in = by(people.values(), "village_id"), by(all_loans, "village_id")
    places = {
        name: {**rate_village(row, lived_in[name], lent_in[name], as_of), "county_id": county_of[row["township_id"]]}
        for name, row in village_rows.items()
    }
    people_of, loans_of, villages_of = (by(rows, "township_id") for rows in (people.values(), all_loans, places.values()))
    towns = {
        name: rate_township(row, villages_of[name], people_of[name], loans_of[name], as_of)
        for name, row in ((row["township_id"], row) for row in townships)
    }
    return {"household": people, "village": places, "township": towns}
