"""What `rules check` finds in packs that load: the shipped pack, clean as it is, with one thing changed at a time."""

from datetime import date

import pytest

from creditscore.packs.lint.pack import check_file, lint

H6 = "criteria.household.H6"
FOUND = {
    "words changed": (
        ('zh = "所从事或经营的项目必须符合当地农业结构调整政策"', 'zh = "所从事的项目必须符合当地政策"'),
        ["not-quoted", f"{H6}.text.zh"],
    ),
    "source renamed": (('file = "source.md"', 'file = "sources.md"'), ["source-missing", "pack.source.file"]),
    "source not named": (('file = "source.md"\n', ""), ["no-source", "pack.source"]),
    "digest changed": (('sha256 = "', 'sha256 = "0000'), ["wrong-value", "pack.source.sha256"]),
    "english in place of chinese": (('zh = "辖内信用村占行政村总数的50%以上"', 'zh = "50%"'), ["language", "criteria.township.T1.text.zh"]),
    "chinese in place of english": (
        ('en = "credit villages are 50% or more of the township\'s villages"', 'en = "信用村"'),
        ["language", "criteria.township.T1.text.en"],
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_one_change_one_finding(workshop, name):
    edit, (code, place) = FOUND[name]
    found = check_file(workshop.write(workshop.ninghe, edit))
    assert [(problem.code, problem.where.split(" ")[1]) for problem in found] == [(code, place)]


def test_finding_names_file_line_and_cure(workshop):
    edit, _ = FOUND["words changed"]
    found = check_file(workshop.write(workshop.ninghe, edit))
    line = next(number for number, text in enumerate(workshop.ninghe.split("\n"), 1) if "所从事或经营的项目必须" in text)
    assert found[0].say("en") == (
        f'pack.toml:{line} {H6}.text.zh: these words are not in the source file; quote the source as it is, or write basis = "adopted"'
    )


def test_clean_pack_has_no_findings(workshop):
    assert check_file(workshop.write(workshop.ninghe)) == []


def test_other_source_file_is_noticed(workshop):
    path = workshop.write(workshop.ninghe)
    source = path.parent / "source.md"
    source.write_text(source.read_text("utf-8") + "\n", "utf-8")
    assert [problem.code for problem in check_file(path)] == ["source-changed"]


def test_adopted_words_need_no_source(workshop):
    loaded = workshop.load(workshop.small)
    assert {"no-source", "not-quoted"}.isdisjoint(problem.code for problem in lint(loaded))


@pytest.mark.parametrize(
    ("period", "due"),
    [("1 year", date(2012, 6, 30)), ("2 years", date(2013, 6, 30)), ("8 months", date(2012, 2, 29)), ("1 month", date(2011, 7, 30))],
)
def test_review_is_due_the_day_after_the_period_ends(workshop, period, due):
    loaded = workshop.load(workshop.small, ('review_every = "1 year"', f'review_every = "{period}"'))
    assert "review-due" not in [problem.code for problem in lint(loaded, due)]
    assert "review-due" in [problem.code for problem in lint(loaded, due.fromordinal(due.toordinal() + 1))]


def test_without_a_day_no_review_is_due(workshop):
    assert "review-due" not in [problem.code for problem in lint(workshop.load(workshop.small))]


def test_dates_out_of_order_are_found(workshop):
    dated = '{ 2011-05-01 = "85%", 2014-01-01 = "90%" }', '{ 2014-01-01 = "90%", 2011-05-01 = "85%" }'
    found = [problem for problem in lint(workshop.load(workshop.small, dated)) if problem.code == "dates-out-of-order"]
    assert [problem.where for problem in found] == ["pack.toml:76 criteria.village.V2.at_least"]


def test_pack_that_does_not_load_is_explained(workshop):
    found = check_file(workshop.write(workshop.small, ("at_most = 60", "at_mots = 60")))
    assert [problem.code for problem in found] == ["unknown-key"]
