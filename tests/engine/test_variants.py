"""Sweeps and boundary words against ratings made anew: judging again must come to the same as rating again."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from creditscore.core.terms import plural
from creditscore.engine.changes.boundary import readings
from creditscore.engine.changes.sweep import swept
from creditscore.engine.changes.variants import constant_bound, judgeable, steps
from creditscore.engine.rate import rate_levels
from creditscore.jobs.reading import Data, read_data
from creditscore.packs.library import edition_files
from creditscore.packs.load import load_pack
from creditscore.packs.model.bounds import parse_value
from creditscore.packs.places import Place, with_bound

DAY = date(2003, 6, 30)
COUNTY = Path(__file__).parents[2] / "sample_data" / "2003-06-30"
PACK = load_pack(edition_files("ninghe")[0]).pack
V1A = Place("village", ("criteria", "village", "V1a"), "at_least")


@pytest.fixture(scope="module")
def tables():
    """The usable rows of the sample county."""
    return read_data(Data(COUNTY), PACK, DAY).frames


def rated(pack, tables, folder):
    """The level tables of a rating."""
    folder.mkdir()
    rate_levels(pack, tables, DAY, folder)
    return {level: pl.scan_parquet(folder / f"{plural(level)}.parquet") for level in pack.unit_levels}


@pytest.mark.parametrize(
    ("level", "name", "operator", "values"),
    [
        ("village", "V1a", "at_least", ["70%", "80%", "90%"]),
        ("village", "V3a", "below", ["20%", "30%", "40%"]),
        ("household", "H2", "at_most", ["50", "60", "61"]),
        ("township", "T1", "at_least", ["40%", "50%"]),
    ],
)
def test_sweep_counts_what_a_new_rating_counts(tables, tmp_path, level, name, operator, values):
    held = [parse_value(value if "%" in value else int(value)) for value in values]
    place = Place(level, ("criteria", level, name), operator)
    units = judgeable(rated(PACK, tables, tmp_path / "now")[level], tables[plural(level)], PACK, level, [place])
    for number, line in enumerate(swept(units, PACK, place, held, DAY)):
        changed = with_bound(PACK, place, constant_bound(held[number]))
        again = rated(changed, tables, tmp_path / str(number))[level].collect()
        for column, counted in ((name, line.verdicts), ("status", line.statuses)):
            fresh = dict(again.group_by(column).len().iter_rows())
            assert {word: count for word, count in counted.items() if count} == fresh


def test_value_in_force_is_marked(tables, tmp_path):
    units = judgeable(rated(PACK, tables, tmp_path / "now")["village"], tables["villages"], PACK, "village", [V1A])
    lines = swept(units, PACK, V1A, [parse_value("79%"), parse_value("80%")], DAY)
    assert [line.in_force for line in lines] == [False, True]


def test_other_reading_changes_what_a_new_rating_changes(tables, tmp_path):
    now = rated(PACK, tables, tmp_path / "now")
    own = {level: tables[plural(level)] for level in PACK.unit_levels}
    found = {(reading.criterion, reading.operator): reading for reading in readings(now, own, PACK, DAY)}
    reading = found["V1a", "at_least"]
    strict = with_bound(PACK, V1A, V1A.bound(PACK), instead="above")
    again = rated(strict, tables, tmp_path / "strict")["village"].collect()
    before = now["village"].collect()
    assert reading.verdicts == int((before["V1a"] != again["V1a"]).sum()) > 0
    assert reading.ratings == int((before["status"] != again["status"]).sum())
    assert set(reading.units["id"]) == set(before.filter(before["V1a"] != again["V1a"])["village_id"])


def test_none_at_all_has_no_other_reading(tables, tmp_path):
    now = rated(PACK, tables, tmp_path / "now")
    own = {level: tables[plural(level)] for level in PACK.unit_levels}
    assert "H3" not in {reading.criterion for reading in readings(now, own, PACK, DAY)}


@pytest.mark.parametrize(
    ("first", "last", "step", "written"),
    [
        ("70%", "72%", "1%", ["70%", "71%", "72%"]),
        ("79.5%", "80.5%", "0.5%", ["79.5%", "80%", "80.5%"]),
        ("70%", "71%", "0.3%", ["70%", "70.3%", "70.6%", "70.9%"]),
        (18, 20, 1, ["18", "19", "20"]),
    ],
)
def test_steps_are_exact(first, last, step, written):
    values = steps(parse_value(first), parse_value(last), parse_value(step))
    assert [value.written for value in values] == written
    assert all(parse_value(value.written if "%" in value.written else int(value.written)).exact == value.exact for value in values)
