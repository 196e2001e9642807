"""The oracle against cases worked by hand: villages and townships, both sides of every bound."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle.oracle import DEBTS_FACED, LEADERSHIP
from tests.oracle.rows import day, enterprise, household, loan, place, rated, village


def the_village(households=(), loans=(), **changes):
    """The unit of village V1."""
    return rated(place(list(households), list(loans), [village(**changes)]))["village"]["V1"]


def borrowers(free, late, blank=0):
    """Borrowing households: free of arrears, in arrears by one day, with blank overdue interest."""
    people = [household() for _ in range(free + late + blank)]
    kinds: list[dict[str, Any]] = [{}] * free + [{"due_date": day(-1)}] * late + [{"overdue_interest": None}] * blank
    return people, [loan(person, **kind) for person, kind in zip(people, kinds, strict=True)]


@pytest.mark.parametrize(
    ("free", "late", "blank", "share", "verdict"),
    [
        (8, 2, 0, (8, 8, 10), "pass"),
        (7, 3, 0, (7, 7, 10), "fail"),
        (9, 1, 0, (9, 9, 10), "pass"),
        (3, 1, 0, (3, 3, 4), "fail"),
        (79, 20, 1, (79, 80, 100), "pending"),
        (80, 19, 1, (80, 81, 100), "pass"),
        (78, 21, 1, (78, 79, 100), "fail"),
        (0, 0, 0, (0, 0, 0), "pending"),
    ],
)
def test_v1a_share_of_borrowers_not_in_arrears(free, late, blank, share, verdict):
    unit = the_village(*borrowers(free, late, blank))
    assert (unit["arrears_free_share"], unit["V1a"]) == (share, verdict)


def test_v1a_counts_households_with_a_balance_and_all_their_loans():
    repaid_only, mixed, idle = household(), household(), household()
    loans = [
        loan(repaid_only, repaid_principal=1000_00, overdue_interest=5_00),  # in arrears, but borrows nothing
        loan(mixed, product="other"),
        loan(mixed, repaid_principal=1000_00, overdue_interest=1),  # interest overdue on a repaid loan
    ]
    unit = the_village([repaid_only, mixed, idle], loans)
    assert (unit["arrears_free_share"], unit["V1a"]) == ((0, 0, 1), "fail")


def test_v1a_asks_for_arrears_now_not_for_the_past():
    person = household()
    assert the_village([person], [loan(person, ever_overdue=True)])["arrears_free_share"] == (1, 1, 1)


@pytest.mark.parametrize(
    ("yes", "no", "blank", "registered", "share", "verdict"),
    [
        (8, 2, 0, None, (8, 8, 10), "pass"),
        (7, 3, 0, None, (7, 7, 10), "fail"),
        (7, 2, 1, None, (7, 8, 10), "pending"),
        (8, 0, 0, 10, (8, 10, 10), "pass"),
        (8, 0, 0, 11, (8, 11, 11), "pending"),
        (8, 0, 0, 8, (8, 8, 8), "pass"),
        (8, 2, 0, 3, (8, 8, 10), "pass"),  # fewer registered than listed: those listed count
        (7, 2, 0, 10, (7, 8, 10), "pending"),
        (6, 3, 0, 10, (6, 7, 10), "fail"),
        (0, 0, 0, 5, (0, 5, 5), "pending"),
        (0, 1, 3, 5, (0, 4, 5), "pending"),
        (0, 2, 2, 5, (0, 3, 5), "fail"),
        (0, 0, 0, None, (0, 0, 0), "pending"),
    ],
)
def test_v1b_share_of_depositors(yes, no, blank, registered, share, verdict):
    answers = [True] * yes + [False] * no + [None] * blank
    unit = the_village([household(has_deposit_account=answer) for answer in answers], registered_households=registered)
    assert (unit["depositor_share"], unit["V1b"]) == (share, verdict)


@pytest.mark.parametrize(
    ("loans", "share", "verdict"),
    [
        ([(1000_00, 900_00, 0)], (900_00, 900_00, 1000_00), "pass"),
        ([(1000_00, 899_99, 0)], (899_99, 899_99, 1000_00), "fail"),
        ([(1000_00, 900_01, 0)], (900_01, 900_01, 1000_00), "pass"),
        ([(1000_00, 900_00, 0), (5_00, 0, 1)], (900_00, 900_00, 1000_00), "pass"),  # due tomorrow: not yet
        ([(1000_00, 900_00, 0), (5_00, 0, -1)], (900_00, 900_00, 1005_00), "fail"),
        ([(1000_00, 1000_00, 9)], (0, 0, 0), "pending"),
        ([], (0, 0, 0), "pending"),
        ([(7, 6, 0), (3, 3, -3)], (9, 9, 10), "pass"),
    ],
)
def test_v2_recovery_of_loans_due(loans, share, verdict):
    person = household()
    rows = [loan(person, principal=principal, repaid_principal=repaid, due_date=day(due)) for principal, repaid, due in loans]
    unit = the_village([person], rows)
    assert (unit["micro_recovery"], unit["V2"]) == (share, verdict)


def test_v2_takes_the_extended_due_date_and_only_micro_loans_of_households():
    person = household()
    rows = [
        loan(person, due_date=day(-5), extended_due_date=day(1)),
        loan(person, due_date=day(-5), product="other"),
        enterprise(50_00, "normal", product="micro", due_date=day(-5)),
        loan(person, due_date=day(-5), extended_due_date=day(0), repaid_principal=990_00),
    ]
    assert the_village([person], rows)["micro_recovery"] == (990_00, 990_00, 1000_00)


@pytest.mark.parametrize(
    ("bad", "unknown", "normal", "verdict"),
    [
        (30, 0, 70, "fail"),  # 30% exactly: not below
        (29, 0, 71, "pass"),
        (31, 0, 69, "fail"),
        (299_999, 0, 700_001, "pass"),
        (29, 1, 70, "pending"),
        (28, 1, 71, "pass"),
        (30, 1, 69, "fail"),
        (0, 100, 0, "pending"),
        (0, 0, 100, "pass"),
        (0, 0, 0, "not_applicable"),
    ],
)
def test_v3a_share_of_bad_loans(bad, unknown, normal, verdict):
    unit = the_village(loans=[enterprise(bad, "stagnant"), enterprise(unknown, None), enterprise(normal, "normal")])
    assert (unit["bad_loan_share"], unit["V3a"]) == ((bad, bad + unknown, bad + unknown + normal), verdict)


@pytest.mark.parametrize(
    ("loan_class", "bad"),
    [
        *(("normal", 0), ("special_mention", 0), ("overdue", 1), ("stagnant", 1), ("bad", 1)),
        *(("substandard", 1), ("doubtful", 1), ("loss", 1)),
    ],
)
def test_v3a_counts_the_whole_balance_of_bad_classes(loan_class, bad):
    row = enterprise(100_00, loan_class, repaid_principal=99_99)
    assert the_village(loans=[row])["bad_loan_share"] == (bad, bad, 1)


@pytest.mark.parametrize("borrower_type", ["village_enterprise", "village_committee", "private_enterprise", "joint_enterprise"])
def test_v3a_takes_the_four_kinds_of_enterprise_and_no_household(borrower_type):
    person = household()
    rows = [enterprise(10, "bad", borrower_type=borrower_type), loan(person, loan_class="bad")]
    assert the_village([person], rows)["bad_loan_share"] == (10, 10, 10)


def test_a_village_without_enterprise_balances_may_be_rated():
    unit = the_village(*rateable())
    assert (unit["V3a"], unit["status"], unit["grade"]) == ("not_applicable", "rated", "credit")


def rateable():
    """Households and loans of a village that passes V1a, V1b and V2."""
    person = household()
    return [person], [loan(person), loan(person, due_date=day(-9), repaid_principal=1000_00)]


CRITERION_OF = {**dict.fromkeys(DEBTS_FACED, "V3b"), **dict.fromkeys(LEADERSHIP, "V4"), "committees_take_part": "V5"}


@pytest.mark.parametrize("column", CRITERION_OF)
@pytest.mark.parametrize(("answer", "verdict", "status"), [(False, "fail", "not_rated"), (None, "pending", "pending")])
def test_survey_criteria_of_a_village(column, answer, verdict, status):
    unit = the_village(*rateable(), **{column: answer})
    assert (unit[CRITERION_OF[column]], unit["status"]) == (verdict, status)


def test_readiness_is_no_criterion_of_the_village_itself():
    assert the_village(*rateable(), committee_united=False)["status"] == "rated"


def township_of(*statuses):
    """The unit of a township whose villages come out with these statuses."""
    people, loans, villages = [], [], []
    for number, status in enumerate(statuses):
        name = f"V{number}"
        person = household(village_id=name)
        answer = {"rated": True, "pending": None, "not_rated": False}[status]
        people.append(person)
        loans += [loan(person, village_id=name), loan(person, village_id=name, due_date=day(-9), repaid_principal=1000_00)]
        villages.append(village(village_id=name, committees_take_part=answer))
    return rated(place(people, loans, villages))["township"]["T1"]


@pytest.mark.parametrize(
    ("statuses", "share", "verdict", "status"),
    [
        (["rated", "not_rated"], (1, 1, 2), "pass", "rated"),
        (["rated", "not_rated", "not_rated"], (1, 1, 3), "fail", "not_rated"),
        (["rated", "pending", "not_rated"], (1, 2, 3), "pending", "pending"),
        (["rated", "rated", "pending", "not_rated"], (2, 3, 4), "pass", "rated"),
        (["pending", "not_rated", "not_rated"], (0, 1, 3), "fail", "not_rated"),
    ],
)
def test_t1_share_of_credit_villages(statuses, share, verdict, status):
    unit = township_of(*statuses)
    assert (unit["credit_village_share"], unit["T1"], unit["status"]) == (share, verdict, status)


def test_a_township_without_villages_is_pending():
    unit = rated(place(villages=[]))["township"]["T1"]
    assert [unit[name] for name in ("T1", "T2", "T3", "T4")] == ["pending", "pending", "pending", "not_applicable"]
    assert (unit["status"], unit["possible_grade"]) == ("pending", "credit")


def test_t2_to_t4_stand_over_all_the_loans_of_the_township():
    first, second = household(village_id="A"), household(village_id="B")
    loans = [
        loan(first, village_id="A", due_date=day(-1), repaid_principal=899_00),
        loan(second, village_id="B", due_date=day(0), repaid_principal=901_00),
        enterprise(30, "bad", village_id="A"),
        enterprise(71, "normal", village_id="B"),
    ]
    ratings = rated(place([first, second], loans, [village(village_id="A"), village(village_id="B")]))
    town = ratings["township"]["T1"]
    assert (town["arrears_free_share"], town["T2"]) == ((1, 1, 2), "fail")
    assert (town["micro_recovery"], town["T3"]) == ((1800_00, 1800_00, 2000_00), "pass")
    assert (town["bad_loan_share"], town["T4"]) == ((30, 30, 101), "pass")
    assert (ratings["village"]["A"]["V3a"], ratings["village"]["B"]["V2"]) == ("fail", "pass")
