"""Bad rows end to end: rows in = used + rejected, a line in rejected.csv for each, and the rest rated as if they were not there."""

from __future__ import annotations

import csv
import json

import pytest

from creditscore.jobs.rate import RateRequest, rate
from tests.oracle.compare import compare
from tests.oracle.counties import county, write_csv
from tests.oracle.planting import RELATED, Planted, bad_cells, plant

PLACE = county(28, 25)
KINDS = [*bad_cells(Planted.on(PLACE)), *RELATED]
TABLES = ("households", "loans", "villages", "townships")


def rated(planted, folder):
    """The folder of a run over the county with its bad rows."""
    data = write_csv(planted.dirty, folder / "data")
    return rate(RateRequest(data=data, as_of=planted.clean.as_of, out=folder / "reports", rules="ninghe")).folder


def accounts(run):
    """(rows in, used, rejected) of each table by the manifest."""
    inputs = json.loads((run / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    return {one["table"]: (one["rows_in"], one["rows_used"], one["rows_rejected"]) for one in inputs}


def lines_rejected(run):
    """The lines of rejected.csv; the file opens in a spreadsheet as UTF-8."""
    content = (run / "rejected.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines(keepends=True)))


def expected_accounts(planted):
    """What the manifest must say."""
    dirty, clean = planted.dirty.tables(), planted.clean.tables()
    return {table: (len(dirty[table]), len(clean[table]), planted.rejected[table]) for table in TABLES}


def check(planted, run):
    """All accounts of a run over planted rows."""
    assert accounts(run) == expected_accounts(planted)
    assert all(rows_in == used + rejected for rows_in, used, rejected in accounts(run).values())
    assert len(lines_rejected(run)) == planted.rejected.total()
    assert compare(run, planted.clean, planted.clean.as_of) == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_bad_row(kind, tmp_path):
    planted = Planted.on(PLACE)
    plant(planted, kind)
    assert planted.rejected.total() >= 1
    check(planted, rated(planted, tmp_path))


@pytest.mark.parametrize("seed", [40, 41, 43, 44])
def test_every_kind_of_bad_row_at_once(seed, tmp_path):
    planted = Planted.on(county(seed, 90))
    for kind in KINDS:
        plant(planted, kind)
    check(planted, rated(planted, tmp_path))


def test_a_good_county_has_nothing_to_reject(tmp_path):
    planted = Planted.on(PLACE)
    check(planted, rated(planted, tmp_path))
