"""Packs described for readers."""

import json
from datetime import date

import pytest

from creditscore.core.columns import LOAN_CLASSES, LOANS
from creditscore.core.terms import CHOICES
from creditscore.packs.library import pack_in_force
from creditscore.packs.words.markdown import markdown
from creditscore.packs.words.measure_words import measure_words
from creditscore.packs.words.show import describe

DAY = date(2003, 6, 30)
LOADED = pack_in_force("ninghe", DAY)
RECORDS = {record.id: record for record in describe(LOADED.pack, DAY)}
REQUIRED = {
    "H1": ("常住农业户口：是；固定住所：是", "agricultural registration: yes; fixed residence: yes"),
    "H9": ("遵纪守法：是；有违法行为：否；有不良嗜好：否", "law abiding: yes; past offence: no; bad habits: no"),
    "V1a": ("不低于80%", "at least 80%"),
    "V3a": ("低于30%", "below 30%"),
}
COUNTED = {
    "age": "completed years from birth date to the as-of date",
    "outstanding": "total outstanding balance",
    "arrears_record": "number of loans (loans with overdue or ever overdue)",
    "arrears_free_share": "households with loans in arrears now at most 0 ÷ households with outstanding balance above 0",
    "credit_village_share": "villages with grade at least credit ÷ all villages",
}


def test_every_criterion_has_a_record_lowest_level_first():
    assert next(iter(RECORDS)) == "H1"
    assert list(RECORDS)[-1] == "T4"
    assert len(RECORDS) == 20


@pytest.mark.parametrize("name", REQUIRED)
def test_requirement_in_words(name):
    assert RECORDS[name].requirement == REQUIRED[name]


def test_survey_and_bounds_stand_together():
    assert RECORDS["H2"].requirement.en.endswith("Age in completed years at the as-of date at least 18 and at most 60")


@pytest.mark.parametrize("name", COUNTED)
def test_measure_in_words(name):
    assert measure_words(LOADED.pack, name, DAY).en == COUNTED[name]


@pytest.mark.parametrize("name", LOADED.pack.measures)
def test_measure_in_chinese_has_no_english_in_it(name):
    assert not any(letter.isascii() and letter.isalpha() for letter in measure_words(LOADED.pack, name, DAY).zh)


def test_every_choice_has_a_name():
    assert set(LOAN_CLASSES) <= set(CHOICES)
    assert {choice for column in LOANS for choice in column.choices} == set(CHOICES)


def test_record_is_plain_for_json():
    record = json.loads(json.dumps(RECORDS["V3a"].as_dict(), ensure_ascii=False))
    assert record["basis"] == {"zh": "有出处", "en": "documented"}
    assert record["bounds"] == ["below 30%"]
    assert record["when_empty"] == "not_applicable"
    assert list(record)[:3] == ["id", "level", "clause"]


@pytest.mark.parametrize(("day", "words"), [(date(2013, 12, 31), "at least 85%"), (date(2014, 1, 1), "at least 90%")])
def test_bound_is_the_one_in_force(workshop, day, words):
    records = {record.id: record for record in describe(workshop.load(workshop.small).pack, day)}
    assert records["V2"].requirement.en == words
    assert records["V2"].bounds == ("at_least 2011-05-01 85%", "at_least 2014-01-01 90%")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_has_every_clause_and_its_words(lang):
    page = markdown(LOADED, DAY, lang)
    for record in RECORDS.values():
        assert f"### {record.id} · {record.clause}\n" in page
        assert f"> {record.text.say(lang)}\n" in page
    assert page.endswith("\n")
    assert not page.endswith("\n\n")


def test_page_names_edition_dates_and_digest():
    page = markdown(LOADED, DAY, "en")
    assert "- edition: 2001, in force from 2001-01-01\n" in page
    assert f"- SHA-256: {LOADED.sha256}\n" in page


def test_page_shows_the_history_of_a_bound(workshop):
    page = markdown(workshop.load(workshop.small), date(2012, 1, 1), "zh")
    assert "- 各时期标准值：自2011-05-01起不低于85%；自2014-01-01起不低于90%\n" in page
