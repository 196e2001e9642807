"""Whose rating changes from one edition to another: the counts, the units, the causes."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from creditscore.core.errors import PackError, TableError
from creditscore.engine.changes.impact import level_impact
from creditscore.jobs.rules_data import edition_named
from creditscore.jobs.rules_impact import ImpactRequest, impact
from creditscore.packs.library import edition_files

DAY = date(2003, 6, 30)
COUNTY = Path(__file__).parents[2] / "sample_data" / "2003-06-30"
NINGHE = edition_files("ninghe")[0]
V1A = 'measure = "arrears_free_share"\nat_least = "80%"'


@pytest.fixture
def draft(tmp_path):
    """A function that writes an edited copy of the shipped pack."""

    def write(old, new, name="draft.toml"):
        text = NINGHE.read_text("utf-8")
        assert old in text
        path = tmp_path / name
        path.write_text(text[: text.index("\n[[examples]]")].replace(old, new, 1), "utf-8")
        return str(path)

    return write


def compared(after, out=None, as_of=DAY):
    """The impact of a draft on the sample county."""
    return impact(ImpactRequest("ninghe", after, COUNTY, as_of, out), "en")


def test_same_rules_change_nothing(draft):
    found = compared(draft("format = 1", "format = 1 # a draft"))
    assert found.changes == 0
    assert all(not level.verdicts and level.units.height == 0 for level in found.levels)


def test_higher_bound_flips_units_and_says_why(draft):
    found = compared(draft(V1A, V1A.replace("80%", "85%")))
    village = {level.level: level for level in found.levels}["village"]
    assert village.rating_changes == village.status["rated", "not_rated"] == village.units.height > 0
    assert set(village.verdicts) == {"V1a"}
    lines = found.unit_lines(village)
    assert all(line.causes == ["V1a"] for line in lines)
    assert any("V1a pass → fail (24/30; at least 80% → at least 85%)" in line.why.en for line in lines)


def test_counts_agree_with_the_level_tables(draft):
    found = compared(draft(V1A, V1A.replace("80%", "85%")))
    for level in found.levels:
        assert sum(level.status.values()) <= level.rating_changes <= level.total
        assert level.rating_changes == level.units.height


def test_criterion_that_is_gone_is_a_cause(draft):
    path = draft('"V4", "V5"] }', '"V4"] }')
    text = Path(path).read_text("utf-8")
    start, end = text.index("[criteria.village.V5]"), text.index("# ----", text.index("[criteria.village.V5]"))
    Path(path).write_text(text[:start] + text[end:], "utf-8")
    village = {level.level: level for level in compared(path).levels}["village"]
    assert "V5" in village.verdicts
    assert {after for _, after in village.verdicts["V5"]} == {"absent"}


def test_record_for_programs_is_json(draft):
    record = compared(draft(V1A, V1A.replace("80%", "85%"))).as_dict()
    assert json.loads(json.dumps(record))["levels"]["village"]["rating_changes"] > 0


def test_workbook_lists_counts_and_units(draft, tmp_path):
    out = tmp_path / "impact.xlsx"
    found = compared(draft(V1A, V1A.replace("80%", "85%")), out)
    book = CalamineWorkbook.from_path(str(out))
    assert book.sheet_names == ["overview", "household", "village", "township"]
    village = {level.level: level for level in found.levels}["village"]
    rows = book.get_sheet_by_name("village").to_python()
    assert [row[0] for row in rows[1:]] == village.units["village_id"].to_list()


def test_columns_of_both_editions_must_be_there(draft):
    path = draft('bad_habits = "bool"', 'bad_habits = "bool"\npays_taxes = "bool"')
    text = Path(path).read_text("utf-8")
    Path(path).write_text(
        text.replace("past_offence = false, bad_habits = false }", "past_offence = false, bad_habits = false, pays_taxes = true }"), "utf-8"
    )
    with pytest.raises(TableError):
        compared(path)


def test_draft_may_be_tried_before_it_is_in_force(draft):
    assert compared(draft("{ from = 2001-01-01 }", "{ from = 2005-01-01 }")).changes == 0


def test_draft_without_a_value_on_the_day_is_refused(draft):
    path = draft("{ from = 2001-01-01 }", "{ from = 2005-01-01 }")
    text = Path(path).read_text("utf-8")
    Path(path).write_text(text.replace(V1A, V1A.replace('"80%"', '{ 2005-01-01 = "80%" }'), 1), "utf-8")
    with pytest.raises(PackError, match="has no value yet"):
        compared(path)


@pytest.mark.parametrize("name", ["ninghe", "ninghe/2001", str(NINGHE)])
def test_edition_is_named_in_three_ways(name):
    assert edition_named(name, DAY).path == NINGHE


def test_units_are_listed_by_id_up_to_a_limit(monkeypatch):
    monkeypatch.setattr("creditscore.engine.changes.impact.MOST_LISTED", 2)
    pack = edition_named("ninghe").pack
    plain = {name: ["pass"] * 3 for name in pack.criteria["township"]}
    figures = {
        f"{measure}.{part}": [1] * 3
        for measure in ("credit_village_share", "arrears_free_share", "micro_recovery", "bad_loan_share")
        for part in ("num", "den", "low", "high")
    }
    table = pl.LazyFrame({"township_id": ["a", "b", "c"], "status": ["rated"] * 3, "grade": ["credit"] * 3, **plain, **figures})
    other = table.with_columns(status=pl.lit("pending"), grade=pl.lit(None, dtype=pl.String))
    found = level_impact(table, other, (pack, pack), "township")
    assert (found.rating_changes, found.units["township_id"].to_list()) == (3, ["a", "b"])
