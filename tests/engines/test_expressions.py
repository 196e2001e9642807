"""Single expressions on other engines: what differs between them, and must not here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import narwhals as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from creditscore.core.engines import EngineChoice
from creditscore.engine.backends.backend import Backend
from creditscore.engine.backends.choice import backend_of
from creditscore.engine.backends.elsewhere import narrowed
from creditscore.engine.codes import Frame, all_of, n_of
from creditscore.engine.examples.batches import GivenBatch, batches
from creditscore.engine.loans import age_in_years
from creditscore.packs.model.pack import Pack
from tests.engines.conftest import choice_of
from tests.engines.test_same_result import SHIPPED, pack_named

LEAP_DAYS = [date(2002, 2, 28), date(2002, 3, 1), date(2004, 2, 29), date(2005, 2, 28), date(2005, 3, 1), date(2003, 12, 30)]
BIRTHS = [date(1984, 2, 29), date(1984, 2, 28), date(1984, 3, 1), date(1985, 12, 30), date(1985, 12, 31), date(1944, 2, 29), None]
NUMBERS = [7, -7, 0, None, 2**53 + 1, -(2**53) - 1, 10**18]
Step = Callable[[Frame], Frame]


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    choice: EngineChoice = choice_of(request.param)
    with backend_of(choice, {}, tmp_path_factory.mktemp("folder")) as held:
        yield held


def agree(backend: Backend, rows: pl.DataFrame, step: Step) -> None:
    """Hold what a step makes of rows elsewhere against what Polars makes of them."""
    numbered = rows.with_row_index("row").cast({"row": pl.Int64})
    own: Frame = nw.from_native(numbered.lazy())
    expected = narrowed(step(own)).to_native().collect()
    got = backend.gathered(narrowed(step(backend.taken(own)))).to_native().collect().sort("row")
    assert_frame_equal(got, expected.select(got.columns), check_dtypes=False)


def test_ages_around_leap_days(backend: Backend) -> None:
    ages = {f"on {day}": age_in_years("born", day) for day in LEAP_DAYS}
    agree(backend, pl.DataFrame({"born": BIRTHS}), lambda frame: frame.with_columns(**ages))


def test_whole_division_rounds_down_and_loses_no_digit(backend: Backend) -> None:
    number = nw.col("number")
    quotients = {"narrow": number // 3, "wide": (number.cast(nw.Int128) * 7 // 11).cast(nw.Int64)}
    agree(backend, pl.DataFrame({"number": NUMBERS}, schema={"number": pl.Int64}), lambda frame: frame.with_columns(**quotients))


def test_products_beyond_64_bits_are_compared_exactly(backend: Backend) -> None:
    rows = pl.DataFrame({"num": [2**62, 2**62, 2**62 - 1, None], "den": [2**61, 2**61 + 1, 2**61, 1]})
    wide = nw.col("num").cast(nw.Int128) * 10**9
    tests = {"at_least": wide >= nw.col("den").cast(nw.Int128) * (2 * 10**9), "equal": wide == nw.col("den").cast(nw.Int128) * (2 * 10**9)}
    agree(backend, rows, lambda frame: frame.with_columns(**tests))


def test_outcomes_with_dots_in_their_names(backend: Backend) -> None:
    codes = [nw.col(name) for name in ("a.num", "~b", "c.num.den")]
    rows = pl.DataFrame({"a.num": [0, 1, 2, 3, 3], "~b": [2, 2, 2, 3, 3], "c.num.den": [2, 2, 2, 3, 1]}, schema_overrides={"~b": pl.Int8})
    outcomes = {"all.of": all_of(codes), "any": n_of(1, codes), "two": n_of(2, codes), "one": all_of(codes[:1])}
    agree(backend, rows, lambda frame: frame.with_columns(**outcomes).join(frame.select("row", again=codes[0]), on="row", how="left"))


@pytest.mark.parametrize("name", [*SHIPPED, "county"])
def test_all_given_examples_of_households(name: str, backend: Backend) -> None:
    pack = pack_named(name)
    given = [batch for batch in batches(pack) if isinstance(batch, GivenBatch) and batch.level == pack.unit_levels[0]]
    assert given
    for batch in given:
        agree(backend, batch.rows(pack).collect(), partial(judged, pack, batch))


def judged(pack: Pack, batch: GivenBatch, frame: Frame) -> Frame:
    """Given rows with their verdicts."""
    return batch.verdicts(frame, pack, "row")
