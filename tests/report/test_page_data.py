"""What the page's script is given: every unit with its criteria, figures, distances and counted households."""

from __future__ import annotations

import json

import polars as pl
import pytest

from creditscore.archive.households import household_counts
from creditscore.report import content as content_of_run
from creditscore.report.content import Content
from creditscore.report.page import data
from creditscore.report.page.html import rendered

ID, NAME, PARENT, STATUS, GRADE, CELLS, HOUSEHOLDS = range(7)


def data_of(run, pack, lang="zh"):
    return data.page_data(Content(run.folder, pack, run.summary(), lang))


def test_levels_stand_highest_first_without_the_households(run, pack):
    assert [(level["id"], len(level["units"])) for level in data_of(run, pack)["levels"]] == [("township", 2), ("village", 4)]


def test_a_village_points_at_its_township(run, pack):
    townships, villages = data_of(run, pack)["levels"]
    assert [(unit[ID], townships["units"][unit[PARENT]][ID]) for unit in villages["units"]] == [
        ("V1", "T1"),
        ("V2", "T1"),
        ("V3", "T2"),
        ("V4", "T2"),
    ]


def test_a_unit_has_status_figures_and_distances(run, pack):
    village = data_of(run, pack)["levels"][1]["units"][0]
    assert (village[NAME], village[STATUS], village[GRADE]) == ("东庄村", 2, "")
    assert village[CELLS][0] == [1, "75.00%", "3/4（75.00%）", "还需1户清偿拖欠"]
    assert village[CELLS][1] == [0, "80.00%", "4/5（80.00%）"]
    assert village[CELLS][4] == 0


def test_households_are_counted_never_listed(run, pack):
    data = data_of(run, pack)
    listed, statuses, fails, pending = data["levels"][1]["units"][0][HOUSEHOLDS]
    assert (listed, statuses) == (4, [1, 1, 2, 0])
    assert (fails, pending) == ([0, 0, 2, 0, 0, 0, 0, 1, 0], [0, 1, 0, 0, 0, 0, 0, 0, 0])
    assert "H001" not in json.dumps(data)


def test_a_townships_households_are_those_of_its_villages(run):
    counted = household_counts(run.table("household"), "township", ["H3"])
    assert (counted["T1"].listed, counted["T1"].fail["H3"], counted["T2"].status["not_organised"]) == (5, 2, 2)


def test_a_level_that_is_too_long_is_named_instead(run, pack, monkeypatch):
    monkeypatch.setattr(content_of_run, "MOST_PLACES", 3)
    content = Content(run.folder, pack, run.summary(), "zh")
    assert [level["id"] for level in data.page_data(content)["levels"]] == ["township"]
    assert "villages.parquet" in rendered(content)


@pytest.mark.parametrize("text", ["</script>", "<!--", "a&b", "\u2028"])
def test_no_text_can_end_the_script(text):
    written = data.as_script([text])
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == [text]


def test_1200_villages_stay_small(tmp_path, run, pack):
    village = pl.read_parquet(run.folder / "villages.parquet")
    many = pl.concat([village.with_columns(village_id=pl.lit(f"W{number:04d}") + pl.col("village_id")) for number in range(300)])
    many.sort("village_id").write_parquet(tmp_path / "villages.parquet")
    for name in ("households.parquet", "townships.parquet"):
        (tmp_path / name).write_bytes((run.folder / name).read_bytes())
    summary = run.summary()
    summary["levels"]["village"]["units"] = many.height
    assert len(rendered(Content(tmp_path, pack, summary, "zh")).encode()) < 1_000_000
