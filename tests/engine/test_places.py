"""Bands, cuts and relative bounds read the other way and moved: judging again must come to the same as rating again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from creditscore.core.terms import plural
from creditscore.engine.changes.boundary import OTHER_READING, readings
from creditscore.engine.changes.sweep import swept
from creditscore.engine.changes.variants import constant_bound, judgeable
from creditscore.engine.examples.tables import POLARS_TYPES
from creditscore.engine.rate import rated_in_memory
from creditscore.engine.scorecards import card_columns
from creditscore.packs.levels import table_columns
from creditscore.packs.load import load_pack
from creditscore.packs.model.bounds import parse_value
from creditscore.packs.places import places, with_bound
from tests.oracle.four_levels import made_up

DAY = date(2012, 6, 30)
PACK = load_pack(Path(__file__).parents[1] / "packs" / "sound" / "county.toml").pack
CUT = "grades.village.ordinary.score"
BAND = "scorecards.village_card.items[1].bands[2]"


@pytest.fixture(scope="module")
def frames():
    """Tables of a small county."""
    found = {}
    for name, rows in made_up(5).items():
        schema = {column: POLARS_TYPES.get(kind, pl.String) for column, kind in table_columns(PACK, name).items()}
        found[name] = pl.LazyFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)
    return found


@pytest.fixture(scope="module")
def levels(frames):
    """The county rated."""
    return rated_in_memory(PACK, frames, DAY)


def at(name):
    """The village bound of that name."""
    return next(place for place in places(PACK, "village") if place.name == name)


def test_every_place_is_found_once():
    found = [(place.name, place.operator) for place in places(PACK, "village")]
    assert len(found) == len(set(found)) == 7
    assert {("V1", "below"), (CUT, "at_least"), ("grades.village.excellent.score", "at_least"), (BAND, "at_least")} <= set(found)


@pytest.mark.parametrize("level", ["village"])
def test_other_readings_change_what_new_ratings_change(frames, levels, level):
    tables = {name: levels[plural(name)].lazy() for name in PACK.unit_levels}
    own = {name: frames[plural(name)] for name in PACK.unit_levels if plural(name) in frames}
    found = [reading for reading in readings(tables, own, PACK, DAY) if reading.level == level]
    assert found
    for reading, place in ((each, at_level(level, each)) for each in found):
        again = rated_in_memory(with_bound(PACK, place, place.bound(PACK), instead=OTHER_READING[place.operator]), frames, DAY)
        before, after = levels[plural(level)], again[plural(level)]
        moved = ["status", "grade", *([reading.criterion] if place.kind == "criteria" else [])]
        points = card_columns("village_card") if place.kind == "scorecards" else []
        differs = pl.any_horizontal(*(pl.col(name).ne_missing(pl.col(f"{name}_after")) for name in [*moved, *points]))
        both = pl.concat([before, after.select(pl.all().name.suffix("_after"))], how="horizontal").filter(differs)
        assert set(reading.units["id"]) >= set(both[f"{level}_id"])
        if place.kind != "grades":
            assert set(reading.units["id"]) == set(both[f"{level}_id"])


def at_level(level, reading):
    """The place of a reading."""
    return next(place for place in places(PACK, level) if (place.name, place.operator) == (reading.criterion, reading.operator))


def test_bands_cuts_and_relative_bounds_are_read_the_other_way(frames, levels):
    tables = {name: levels[plural(name)].lazy() for name in PACK.unit_levels}
    own = {name: frames[plural(name)] for name in PACK.unit_levels if plural(name) in frames}
    found = {reading.criterion: reading for reading in readings(tables, own, PACK, DAY) if reading.level == "village"}
    assert (found["V1"].kind, found["V1"].bound, found["V1"].other) == ("criteria", "county.bad_share", "at_most")
    assert (found[BAND].kind, found[CUT].kind) == ("scorecards", "grades")


@pytest.mark.parametrize(("name", "values"), [(CUT, [30, 40, 60]), (BAND, ["50%", "90%"]), ("V1", ["10%", "60%"])])
def test_sweep_counts_what_new_ratings_count(frames, levels, name, values):
    place, held = at(name), [parse_value(value) for value in values]
    units = judgeable(levels["villages"].lazy(), frames["villages"], PACK, "village", [place])
    lines = swept(units, PACK, place, held, DAY)
    relative = lines.pop(0) if name == "V1" else None
    assert relative is None or (relative.value.written, relative.in_force) == ("county.bad_share", True)
    for value, line in zip(held, lines, strict=True):
        again = rated_in_memory(with_bound(PACK, place, constant_bound(value)), frames, DAY)["villages"]
        for column, counted in (("status", line.statuses), ("grade", line.grades)):
            fresh = {word: count for word, count in again.group_by(column).len().iter_rows() if word is not None}
            assert {word: count for word, count in counted.items() if count} == fresh
