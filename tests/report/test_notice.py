"""The public notice of a village: who is proposed, masked, for which days."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from docx import Document

from creditscore.core.errors import UsageError
from creditscore.report.notice import notice, write_notice
from tests.archive.made_runs import AS_OF

START = date(2003, 7, 1)
PERSONS = pl.LazyFrame(
    {
        "household_id": ["H001", "H005", "H003"],
        "head_name": ["张三丰", None, "李四"],
        "id_number": ["120221196001011234", None, "120221196001015678"],
    }
)


def made(run, pack, village="V1", days=7, persons=PERSONS):
    return notice(run, pack, village, START, days, persons)


def test_only_rated_households_are_proposed_masked(run, pack):
    assert made(run, pack).rows == (("1", "张*", "120221********1234", "H001"),)


def test_a_person_whose_name_is_blank_stands_with_a_dash(run, pack):
    assert made(run, pack, "V2").rows == (("1", "—", "—", "H005"),)


def test_without_the_inputs_ids_alone_are_listed(run, pack):
    assert made(run, pack, persons=None).rows == (("1", "—", "—", "H001"),)


def test_no_full_name_or_number_is_in_the_text(run, pack):
    text = made(run, pack).text("zh") + made(run, pack).text("en")
    assert not [private for private in ("三丰", "19600101", "李") if private in text]


@pytest.mark.parametrize(("days", "end"), [(1, "2003年7月1日"), (7, "2003年7月7日"), (31, "2003年7月31日")])
def test_the_period_includes_its_first_and_last_day(run, pack, days, end):
    assert f"公示期{days}天，自2003年7月1日起至{end}止" in made(run, pack, days=days).text("zh")


@pytest.mark.parametrize(("village", "proposed"), [("V1", False), ("V2", True)])
def test_the_village_itself_is_proposed_where_it_is_rated(run, pack, village, proposed):
    assert ("拟授予本村“信用村”称号" in made(run, pack, village).text("zh")) is proposed


def test_a_village_without_proposals_says_so(run, pack):
    told = made(run, pack, "V3")
    assert told.rows == ()
    assert "本村没有拟授予称号的农户" in told.text("zh")


def test_the_text_names_rules_as_of_date_and_count(run, pack):
    assert "截至2003年6月30日，经评定，拟授予下列1户农户“信用户”称号" in made(run, pack).text("zh")
    assert "Public notice of credit ratings: 东庄村" in made(run, pack).text("en")


@pytest.mark.parametrize(("village", "days"), [("V99", 7), ("H001", 7), ("V1", 0)])
def test_what_cannot_be_noticed_is_refused(run, pack, village, days):
    with pytest.raises(UsageError):
        made(run, pack, village, days)


def test_document_and_text_are_written(tmp_path, run, pack):
    document, text = write_notice(made(run, pack), tmp_path, AS_OF, "zh")
    assert (document.name, text.name) == ("notice-V1.docx", "notice-V1.txt")
    rows = [[cell.text for cell in row.cells] for row in Document(document.as_posix()).tables[0].rows]
    assert rows == [["序号", "户主姓名", "身份证号码", "农户编号"], ["1", "张*", "120221********1234", "H001"]]
    assert text.read_text("utf-8-sig").startswith("东庄村信用评定结果公示")
