"""Whole calls of the commands that test, compare and try rule packs: what they print, how they end, what mistakes get."""

import json

import pytest

from creditscore.packs.library import edition_files

COUNTY = "sample_data/2003-06-30"
DAY = ("--as-of", "2003-06-30")
NINGHE = edition_files("ninghe")[0]


@pytest.fixture
def draft(tmp_path):
    """The shipped pack with another bound for V1a."""
    path = tmp_path / "draft.toml"
    bound = 'measure = "arrears_free_share"\nat_least = "80%"'
    text = NINGHE.read_text("utf-8")
    path.write_text(text.replace(bound, bound.replace("80%", "85%"), 1), "utf-8")
    return path


def test_examples_that_fail_end_with_one(call, draft):
    called = call("rules", "test", draft, "--lang", "en")
    assert called.code == 1
    assert "bound: 10 of 11 (90%)" in called.out
    assert "not covered: criteria.village.V1a.at_least 85%" in called.out


def test_test_gives_json(call):
    (edition,) = json.loads(call("rules", "test", "ninghe", "--format", "json").out)
    assert {part["kind"]: part["percent"] for part in edition["coverage"]} == dict.fromkeys(
        ["criteria", "bounds", "grades", "outcomes"], 100
    )


def test_list_gives_both_digests(call):
    for edition in json.loads(call("rules", "list", "--format", "json").out):
        assert len(edition["sha256"]) == len(edition["meaning_sha256"]) == 64


def test_diff_of_one_edition_with_itself(call):
    called = call("rules", "diff", "ninghe", NINGHE, "--lang", "en")
    assert (called.code, called.out) == (0, "the same rules (formatting, order and examples apart)\n")


@pytest.mark.parametrize(("lang", "line"), [("en", "bound: at least 80% → at least 85%"), ("zh", "标准值：不低于80% → 不低于85%")])
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_diff_names_the_bound(call, draft, lang, line, form):
    called = call("rules", "diff", "ninghe/2001", draft, "--lang", lang, "--format", form)
    assert called.code == 1
    assert line in called.out


def test_diff_gives_json(call, draft):
    found = json.loads(call("rules", "diff", "ninghe", draft, "--format", "json").out)
    assert not found["same_rules"]
    assert [change["path"] for change in found["changes"]] == [["criteria", "village", "V1a"]]


def test_impact_names_the_units(call, draft, tmp_path):
    out = tmp_path / "impact.xlsx"
    called = call("rules", "impact", "ninghe", draft, COUNTY, *DAY, "--out", out, "--lang", "en")
    assert called.code == 0
    assert "T01V003: V1a pass → fail (24/30; at least 80% → at least 85%)" in called.out
    assert out.is_file()


def test_sweep_marks_the_bound_in_force(call):
    called = call(
        "rules", "sweep", "ninghe", COUNTY, *DAY, "--criterion", "V1a", "--from", "79%", "--to", "81%", "--step", "1%", "--lang", "en"
    )
    assert called.code == 0
    assert [line.split()[0] for line in called.out.splitlines()[2:]] == ["79%", "80%", "81%"]
    assert "80% *" in called.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--criterion", "V1", "--from", "1%", "--to", "2%", "--step", "1%"), "did you mean V1"),
        (("--criterion", "H2", "--from", "17", "--to", "19", "--step", "1"), "--bound"),
        (("--criterion", "H4", "--from", "17", "--to", "19", "--step", "1"), "it has: none"),
        (("--criterion", "V1a", "--from", "90%", "--to", "70%", "--step", "1%"), "no range"),
        (("--criterion", "V1a", "--from", "70%", "--to", "90%", "--step", "0%"), "no range"),
        (("--criterion", "V1a", "--from", "70", "--to", "90%", "--step", "1%"), "no range"),
        (("--criterion", "V1a", "--from", "most", "--to", "90%", "--step", "1%"), "no value"),
    ],
)
def test_sweep_says_what_is_wrong(call, words, message):
    called = call("rules", "sweep", "ninghe", COUNTY, *DAY, *words, "--lang", "en")
    assert called.code == 2
    assert message in called.err


def test_boundary_lists_units_by_bound(call):
    found = json.loads(call("rules", "boundary", "ninghe", COUNTY, *DAY, "--format", "json").out)
    v3a = next(reading for reading in found if reading["criterion"] == "V3a")
    assert (v3a["operator"], v3a["other"], v3a["verdicts"]) == ("below", "at_most", 2)
    assert [unit["other_verdict"] for unit in v3a["units"]] == ["pass", "pass"]


def test_schema_is_json(call):
    assert json.loads(call("rules", "schema").out)["title"].startswith("creditscore")


def test_export_says_what_it_wrote(call, tmp_path):
    called = call("rules", "export", "ninghe", "--out", tmp_path / "mine")
    assert called.code == 0
    assert (tmp_path / "mine" / "ninghe" / "2001.toml").is_file()
    assert "pack.schema.json" in called.out


def test_show_makes_a_page(call):
    assert call("rules", "show", "ninghe", "--format", "html", "--lang", "en").out.startswith("<!DOCTYPE html>")
