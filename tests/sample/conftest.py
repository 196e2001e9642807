"""One synthetic county in memory for the tests that only look at its rows; amounts in yuan."""

from datetime import date

import polars as pl
import pytest

from tests.sample.reading import AS_OF, county_frames


@pytest.fixture(scope="session")
def county() -> dict[str, pl.DataFrame]:
    """4,000 households in 40 villages and 4 townships on the as-of date."""
    return county_frames(4000, 7, AS_OF, townships=4)


@pytest.fixture(scope="session")
def history() -> dict[date, dict[str, pl.DataFrame]]:
    """600 households in two townships, five moments of one story, oldest first."""
    days = (date(2001, 9, 30), date(2002, 3, 31), date(2002, 11, 30), date(2003, 2, 28), AS_OF)
    return {day: county_frames(600, 3, AS_OF, townships=2, snapshot=day) for day in days}
