"""Units rated a slice at a time: the level tables are the same, byte for byte, as where one slice holds all of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from creditscore.core.engines import EngineChoice
from creditscore.engine import slices
from creditscore.engine.examples.batches import day_of
from creditscore.engine.examples.tables import small_tables
from creditscore.engine.portions.near_units import NearUnits
from creditscore.engine.rate import IN_POLARS, rate_levels, rated_in_memory
from creditscore.engine.slices import cuts_of, sliced
from creditscore.packs.library import pack_in_force
from creditscore.packs.load import load_pack
from creditscore.packs.model.pack import Pack
from tests.oracle.counties import county, write_parquet

SOUND = Path(__file__).parents[1] / "packs" / "sound"
AS_OF = date(2003, 6, 30)
SIZES = [1, 2, 3, 7]


def written(pack: Pack, frames: dict[str, pl.LazyFrame], folder: Path, choice: EngineChoice = IN_POLARS) -> dict[str, bytes]:
    folder.mkdir()
    return {level: (folder / f"{level}.parquet").read_bytes() for level in rate_levels(pack, frames, AS_OF, folder, choice=choice)}


@pytest.mark.parametrize("choice", [IN_POLARS, EngineChoice("duckdb")], ids=["polars", "duckdb"])
def test_slices_give_the_bytes_of_the_whole(monkeypatch, tmp_path, choice):
    """Villages without households, and households whose village is in no table or blank, included."""
    made = county(8, 60, AS_OF)
    write_parquet(made, tmp_path / "data")
    frames = {table: pl.scan_parquet(tmp_path / "data" / f"{table}.parquet") for table in made.tables()}
    frames["households"] = frames["households"].with_columns(
        village_id=pl.when(pl.int_range(pl.len()) % 9 == 0).then(pl.lit("V0")).otherwise("village_id").replace("V1", None)
    )
    pack = pack_in_force("ninghe", AS_OF).pack
    whole = written(pack, frames, tmp_path / "whole", choice)
    monkeypatch.setattr(slices, "SLICE_UNITS", 2)
    assert written(pack, frames, tmp_path / "slices", choice) == whole


@pytest.mark.parametrize("name", ["county", "cooperative", "small"])
def test_packs_with_levels_of_their_own(monkeypatch, name):
    pack = load_pack(SOUND / f"{name}.toml").pack
    examples = [example for example in pack.examples if example.tables is not None]
    days = {day_of(pack, example) for example in examples}
    assert days
    for day in days:
        frames = small_tables(pack, {number: example for number, example in enumerate(examples) if day_of(pack, example) == day}, day)
        whole = rated_in_memory(pack, frames, day)
        for size in SIZES:
            with monkeypatch.context() as patch:
                patch.setattr(slices, "SLICE_UNITS", size)
                found = rated_in_memory(pack, frames, day)
            assert {level: table.rows() for level, table in found.items()} == {level: table.rows() for level, table in whole.items()}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("ids", ["", "A", "BA", "CABGFED", "AAAABBBBAAC"])
def test_every_unit_is_in_one_slice_and_ids_go_up(monkeypatch, ids, size):
    monkeypatch.setattr(slices, "SLICE_UNITS", size)
    units = nw.from_native(pl.LazyFrame({"village_id": list(ids)}, schema={"village_id": pl.String}))
    found = [one.to_native().sort("village_id").collect() for one in sliced(units, "village_id", cuts_of(units, "village_id"))]
    assert pl.concat(found)["village_id"].to_list() == sorted(ids)
    assert (len(found) > 1) == (len(ids) > size and len(set(ids)) > 1)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("near", ["", "A", "C", "BC", "AE", "ZZ"])
def test_units_put_aside_are_found_again(monkeypatch, near, size):
    monkeypatch.setattr(slices, "SLICE_UNITS", size)
    aside = NearUnits.of(nw.from_native(pl.LazyFrame({"village_id": list("CABED"), "township_id": list("cabed")})))
    for asked in ("AB", near, near):
        found = dict(aside.near(pl.Series(list(asked), dtype=pl.String)).iter_rows())
        assert {one: found.get(one) for one in asked} == {one: one.lower() if one in "CABED" else None for one in asked}
