"""Tables that are begun to be read before they are asked for: the same rows, to the one who asks first, where the columns are canonical."""

from __future__ import annotations

import threading
from pathlib import Path

import polars as pl
import pytest

from creditscore.core.columns import TABLES
from creditscore.tables.portions import rows_ahead
from creditscore.tables.portions.rows_ahead import Rows, read_ahead, rows_of

CANONICAL = [column.name for column in TABLES["loans"]]


@pytest.fixture(autouse=True)
def nothing_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_ahead, "_begun", {})
    monkeypatch.setattr(rows_ahead, "BATCH_ROWS", 2)


def written(folder: Path, names: list[str]) -> Path:
    path = folder / "loans.parquet"
    pl.DataFrame({name: [f"{name} {row}" for row in range(5)] for name in names}).write_parquet(path)
    return path


def rows(path: Path, names: list[str]) -> pl.DataFrame:
    return pl.concat(rows_of(pl.scan_parquet(path).select(names), {name: name for name in names}, path).batches)


def test_begun_rows_are_those_of_the_file_in_the_order_asked_for(tmp_path):
    path = written(tmp_path, CANONICAL[::-1])
    read_ahead(tmp_path)
    assert path in rows_ahead._begun
    assert rows(path, CANONICAL).equals(pl.read_parquet(path, columns=CANONICAL))


def test_begun_rows_are_given_once(tmp_path):
    path = written(tmp_path, CANONICAL)
    read_ahead(tmp_path)
    assert [rows(path, CANONICAL).height, rows(path, CANONICAL).height] == [5, 5]
    assert not rows_ahead._begun


def test_columns_that_are_asked_for_in_part_are_read_anew(tmp_path):
    path = written(tmp_path, CANONICAL)
    read_ahead(tmp_path)
    assert rows(path, CANONICAL[:3]).columns == CANONICAL[:3]


@pytest.mark.parametrize("names", [["贷款编号"], [*CANONICAL, "note"]])
def test_tables_with_other_columns_are_not_begun(tmp_path, names):
    written(tmp_path, names)
    read_ahead(tmp_path)
    assert not rows_ahead._begun


def test_what_is_no_parquet_is_left_to_whoever_opens_it(tmp_path):
    (tmp_path / "households.parquet").write_bytes(b"PK")
    (tmp_path / "loans.parquet").mkdir()
    read_ahead(tmp_path)
    read_ahead(tmp_path / "nowhere")
    assert not rows_ahead._begun


def test_batches_that_a_thread_pulls_come_in_their_order(tmp_path):
    pl.DataFrame({"village_id": [f"V{number:02}" for number in range(50)]}).write_parquet(tmp_path / "rows.parquet")
    cells = pl.scan_parquet(tmp_path / "rows.parquet")
    assert pl.concat(Rows.of(cells).pulled().batches).equals(cells.collect())


def test_what_goes_wrong_while_a_thread_pulls_is_told_to_whoever_asks():
    def batches():
        yield pl.DataFrame({"village_id": ["V1"]})
        raise pl.exceptions.ComputeError("damaged")

    pulled = Rows(pl.Schema({"village_id": pl.String}), batches()).pulled().batches
    assert next(pulled).height == 1
    with pytest.raises(pl.exceptions.ComputeError):
        next(pulled)


def test_batches_that_nobody_can_ask_for_are_not_kept():
    given = []

    def batches():
        for number in range(100):
            frame = pl.DataFrame({"village_id": [f"V{number}"]})
            given.append(number)
            yield frame

    others = set(threading.enumerate())
    pulled = Rows(pl.Schema({"village_id": pl.String}), batches()).pulled()
    assert next(pulled.batches).height == 1
    (thread,) = set(threading.enumerate()) - others
    del pulled
    thread.join(timeout=20)
    assert not thread.is_alive()
    assert len(given) < 100
