"""Every engine gives the same result: the same hash and, row by row, the same level tables."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from creditscore.archive.result_hash import result_hash
from creditscore.core.engines import EngineChoice
from creditscore.engine.examples.batches import day_of
from creditscore.engine.examples.tables import small_tables
from creditscore.engine.rate import IN_POLARS, rate_levels
from creditscore.packs.library import pack_in_force
from creditscore.packs.load import load_pack
from creditscore.packs.model.pack import Pack
from creditscore.tables.files.inputs import find_inputs
from creditscore.tables.read import read_tables
from tests.engines.conftest import Chosen
from tests.oracle.counties import County, county, write_parquet

SOUND = Path(__file__).parents[1] / "packs" / "sound"
SHIPPED = ("ninghe", "pboc-1999")
SEEDS = (3, 8, 21)


def pack_named(name: str) -> Pack:
    """A shipped pack by its name, or one of the tests' own by its file."""
    file = SOUND / f"{name}.toml"
    return load_pack(file).pack if file.exists() else pack_in_force(name, date(2003, 6, 30)).pack


def same(pack: Pack, tables: dict[str, pl.LazyFrame], as_of: date, choice: EngineChoice, folder: Path) -> None:
    """Hold an engine's level tables against those of Polars."""
    own, its = folder / "polars", folder / choice.engine
    for place, engine in ((own, IN_POLARS), (its, choice)):
        place.mkdir()
        levels = rate_levels(pack, tables, as_of, place, choice=engine)
    for level in levels:
        expected, got = (pl.read_parquet(place / f"{level}.parquet") for place in (own, its))
        assert_frame_equal(got, expected)
    assert result_hash(its, levels) == result_hash(own, levels)


def crowd() -> County:
    """Several generated counties as one: blanks, bounds met exactly, villages without households or loans."""
    places = [county(seed, 60, date(2003, 6, 30)) for seed in SEEDS]
    for number, place in enumerate(places):
        for rows in place.tables().values():
            for row in rows:
                row.update({name: f"{number}-{row[name]}" for name in row if name.endswith("_id") and row[name] is not None})
                row.pop("classification_scheme", None)  # schemes differ from county to county
    return County(places[0].as_of, *([row for place in places for row in place.tables()[table]] for table in places[0].tables()))


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.LazyFrame]:
    inputs = find_inputs(write_parquet(crowd(), tmp_path_factory.mktemp("crowd"), 1))
    return read_tables(inputs, {}, date(2003, 6, 30)).frames


@pytest.mark.parametrize("name", SHIPPED)
def test_generated_counties(name: str, crowded: dict[str, pl.LazyFrame], other: EngineChoice, tmp_path: Path) -> None:
    same(pack_named(name), crowded, date(2003, 6, 30), other, tmp_path)


def days_of_examples(name: str) -> list[tuple[str, date, str]]:
    """The days on which a pack has examples with small tables; Spark, which is slow to start on each, takes those with several."""
    pack = pack_named(name)
    days = Counter(day_of(pack, example) for example in pack.examples if example.tables is not None)
    return [(name, day, engine) for day, many in days.items() for engine in ("duckdb", "spark") if many > 1 or engine == "duckdb"]


@pytest.mark.parametrize(("name", "as_of", "engine"), [case for name in (*SHIPPED, "county") for case in days_of_examples(name)])
def test_all_examples_with_tables_as_one_county(name: str, as_of: date, engine: str, chosen: Chosen, tmp_path: Path) -> None:
    pack = pack_named(name)
    of_the_day = [example for example in pack.examples if example.tables is not None and day_of(pack, example) == as_of]
    same(pack, small_tables(pack, dict(enumerate(of_the_day)), as_of), as_of, chosen(engine), tmp_path)
