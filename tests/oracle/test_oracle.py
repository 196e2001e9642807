"""The oracle against cases worked by hand: households, their loans and the readiness of their village."""

from __future__ import annotations

from datetime import date

import pytest

from tests.oracle.identities import number_of
from tests.oracle.rows import day, household, loan, place, rated, village

TRUE_COLUMNS = {
    "H1": ("agricultural_registration", "fixed_residence"),
    "H2": ("civil_capacity", "good_health", "independent_household"),
    "H3": ("good_repute",),
    "H4": ("production_skill", "reliable_income", "market_awareness"),
    "H5": ("fixed_premises_or_contract",),
    "H6": ("fits_structure_policy",),
    "H7": ("supports_cooperative",),
    "H8": ("has_deposit_account",),
    "H9": ("law_abiding",),
}
FALSE_COLUMNS = {"H3": ("economic_dispute",), "H9": ("past_offence", "bad_habits")}
POLARITIES = [
    *((criterion, column, True) for criterion, columns in TRUE_COLUMNS.items() for column in columns),
    *((criterion, column, False) for criterion, columns in FALSE_COLUMNS.items() for column in columns),
]


def only(person, *loans, as_of=None, **readiness):
    """The unit of one household with these loans, in a village of that readiness."""
    county = place([person], list(loans), [village(**readiness)], **({"as_of": as_of} if as_of else {}))
    return rated(county)["household"][person["household_id"]]


def test_a_household_with_everything_in_order_is_rated():
    unit = only(household())
    assert [unit[f"H{number}"] for number in range(1, 10)] == ["pass"] * 9
    assert (unit["status"], unit["grade"], unit["possible_grade"], unit["precondition"]) == ("rated", "credit", "credit", "pass")


@pytest.mark.parametrize(("criterion", "column", "wanted"), POLARITIES)
def test_a_contrary_answer_fails_only_its_criterion(criterion, column, wanted):
    unit = only(household(**{column: not wanted}))
    assert [name for name in unit if unit[name] == "fail"] == [criterion]
    assert (unit["status"], unit["grade"], unit["possible_grade"]) == ("not_rated", None, None)


@pytest.mark.parametrize(("criterion", "column"), [(criterion, column) for criterion, column, _ in POLARITIES])
def test_a_blank_answer_is_pending(criterion, column):
    unit = only(household(**{column: None}))
    assert [name for name in unit if unit[name] == "pending"] == [criterion, "status"]
    assert (unit["grade"], unit["possible_grade"]) == (None, "credit")


def test_one_contrary_answer_outweighs_a_blank():
    unit = only(household(law_abiding=None, bad_habits=True, production_skill=None, market_awareness=False))
    assert (unit["H9"], unit["H4"], unit["status"]) == ("fail", "fail", "not_rated")


@pytest.mark.parametrize(
    ("birth", "as_of", "age", "verdict"),
    [
        (date(1985, 6, 30), date(2003, 6, 30), 18, "pass"),  # the birthday itself counts
        (date(1985, 7, 1), date(2003, 6, 30), 17, "fail"),
        (date(1985, 6, 29), date(2003, 6, 30), 18, "pass"),
        (date(1943, 6, 30), date(2003, 6, 30), 60, "pass"),
        (date(1942, 7, 1), date(2003, 6, 30), 60, "pass"),  # 61 tomorrow
        (date(1942, 6, 30), date(2003, 6, 30), 61, "fail"),
        (date(1984, 2, 29), date(2002, 2, 28), 17, "fail"),  # no 29 February in 2002
        (date(1984, 2, 29), date(2002, 3, 1), 18, "pass"),
        (date(1944, 2, 29), date(2005, 2, 28), 60, "pass"),
        (date(1944, 2, 29), date(2005, 3, 1), 61, "fail"),
        (date(1944, 2, 29), date(2004, 2, 28), 59, "pass"),
        (date(1944, 2, 29), date(2004, 2, 29), 60, "pass"),
        (date(1940, 2, 29), date(2100, 2, 28), 159, "fail"),  # 2100 is no leap year
        (date(1940, 2, 29), date(2100, 3, 1), 160, "fail"),
        (date(1940, 2, 29), date(2000, 2, 29), 60, "pass"),  # 2000 is one
        (date(1986, 3, 1), date(2004, 2, 29), 17, "fail"),
        (date(1986, 2, 28), date(2004, 2, 29), 18, "pass"),
        (None, date(2003, 6, 30), None, "pending"),
    ],
)
def test_age_in_completed_years(birth, as_of, age, verdict):
    unit = only(household(birth_date=birth), as_of=as_of)
    assert (unit["age"], unit["H2"]) == (age, verdict)


def test_an_unknown_age_does_not_hide_a_contrary_answer():
    assert only(household(birth_date=None, good_health=False))["H2"] == "fail"


@pytest.mark.parametrize("digits", [18, 15])
def test_the_age_comes_from_the_id_number_where_only_that_is_given(digits):
    number = number_of(date(1985, 7, 1), 7)
    number = number if digits == 18 else number[:6] + number[8:17]
    assert only(household(birth_date=None, id_number=number))["age"] == 17


def test_made_up_id_numbers_carry_the_check_character_of_the_standard():
    assert number_of(date(1949, 12, 31), 2)[:17] == "12022119491231002"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)
    numbers = [number_of(date(1960, 1, 1), sequence) for sequence in range(40)]
    digits = [[10 if sign == "X" else int(sign) for sign in number] for number in numbers]
    assert {sum(a * b for a, b in zip(row, weights, strict=True)) % 11 for row in digits} == {1}


LOANS = [
    # changes to a loan of 1,000.00 yuan, nothing repaid; arrears now (low, high); record (low, high); H3
    ({}, (0, 0), (0, 0), "pass"),
    ({"due_date": day(0)}, (0, 0), (0, 0), "pass"),
    ({"due_date": day(1)}, (0, 0), (0, 0), "pass"),
    ({"due_date": day(-1)}, (1, 1), (1, 1), "fail"),
    ({"due_date": day(-1), "repaid_principal": 1000_00}, (0, 0), (0, 0), "pass"),
    ({"due_date": day(-1), "repaid_principal": 999_99}, (1, 1), (1, 1), "fail"),
    ({"due_date": day(-9), "extended_due_date": day(0)}, (0, 0), (0, 0), "pass"),
    ({"due_date": day(-9), "extended_due_date": day(-1)}, (1, 1), (1, 1), "fail"),
    ({"due_date": day(-1), "extended_due_date": day(1)}, (0, 0), (0, 0), "pass"),
    ({"overdue_interest": 1}, (1, 1), (1, 1), "fail"),
    ({"overdue_interest": 1, "repaid_principal": 1000_00}, (1, 1), (1, 1), "fail"),
    ({"overdue_interest": None}, (0, 1), (0, 1), "pending"),
    ({"overdue_interest": None, "due_date": day(-1)}, (1, 1), (1, 1), "fail"),
    ({"overdue_interest": None, "due_date": day(-1), "repaid_principal": 1000_00}, (0, 1), (0, 1), "pending"),
    ({"ever_overdue": True}, (0, 0), (1, 1), "fail"),
    ({"ever_overdue": True, "overdue_interest": None}, (0, 1), (1, 1), "fail"),
    ({"ever_overdue": None}, (0, 0), (0, 1), "pending"),
    ({"ever_overdue": None, "overdue_interest": None}, (0, 1), (0, 1), "pending"),
    ({"ever_overdue": None, "due_date": day(-1)}, (1, 1), (1, 1), "fail"),
    ({"product": "other", "due_date": day(-1)}, (1, 1), (1, 1), "fail"),
]


@pytest.mark.parametrize(("changes", "now", "record", "verdict"), LOANS)
def test_arrears_of_one_loan(changes, now, record, verdict):
    person = household()
    unit = only(person, loan(person, **changes))
    assert (unit["arrears_now"], unit["arrears_record"], unit["H3"]) == (now, record, verdict)


def test_loans_of_a_household_are_counted_together():
    person, other = household(), household()
    mine = [loan(person, due_date=day(-1)), loan(person, overdue_interest=None), loan(person, ever_overdue=True, repaid_principal=1)]
    unit = rated(place([person, other], [*mine, loan(other, ever_overdue=True)]))["household"][person["household_id"]]
    assert (unit["arrears_now"], unit["arrears_record"], unit["outstanding"]) == ((1, 2), (2, 3), 2999_99)


def test_a_clean_record_does_not_hide_a_dispute_nor_a_blank_one():
    assert only(household(economic_dispute=True))["H3"] == "fail"
    assert only(household(good_repute=None))["H3"] == "pending"


def test_a_bad_record_outweighs_blank_survey_answers():
    person = household(good_repute=None)
    assert only(person, loan(person, due_date=day(-1)))["H3"] == "fail"


@pytest.mark.parametrize(
    ("readiness", "precondition", "status"),
    [
        ({}, "pass", "rated"),
        ({"committee_attitude": False}, "fail", "not_organised"),
        ({"committee_cooperates": False}, "fail", "not_organised"),
        ({"committee_united": False, "villagers_want_it": None}, "fail", "not_organised"),
        ({"villagers_want_it": False}, "fail", "not_organised"),
        ({"villagers_want_it": None}, "pending", "pending"),
        ({"committee_united": None}, "pending", "pending"),
    ],
)
def test_household_rating_is_organised_only_in_a_ready_village(readiness, precondition, status):
    unit = only(household(), **readiness)
    assert (unit["precondition"], unit["status"]) == (precondition, status)
    assert unit["grade"] == ("credit" if status == "rated" else None)
    assert unit["possible_grade"] == (None if status == "not_organised" else "credit")


def test_a_failing_household_is_not_organised_where_the_village_is_not_ready_and_not_rated_where_that_is_unknown():
    assert only(household(good_health=False), committee_united=False)["status"] == "not_organised"
    assert only(household(good_health=False), committee_united=None)["status"] == "not_rated"


@pytest.mark.parametrize(("answer", "priority"), [(True, True), (False, False), (None, False)])
def test_members_go_first_and_membership_is_no_criterion(answer, priority):
    unit = only(household(shareholding_member=answer))
    assert (unit["priority"], unit["status"]) == (priority, "rated")
    refused = only(household(shareholding_member=answer, bad_habits=True))
    assert (refused["priority"], refused["status"]) == (priority, "not_rated")
