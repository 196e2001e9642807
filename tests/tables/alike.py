"""Rows that came in portions, held against all rows read together: a reader or a folder in; what differs fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl

from creditscore.tables.files.inputs import find_inputs
from creditscore.tables.files.whole_files import Digests
from creditscore.tables.findings.result import Tables
from creditscore.tables.portions.portion import OWNER, HeldAcrossError, Portion
from creditscore.tables.portions.reader import PortionReader
from creditscore.tables.read import read_tables

Usable = dict[str, pl.DataFrame]


def gone_through(reader: PortionReader, digests: Digests, portions: Callable[[PortionReader], Iterator[Portion]]) -> tuple[Tables, Usable]:
    """What portions say of the tables, and their usable rows; once more where ids or numbers of several had to be looked into."""
    usable: dict[str, list[pl.DataFrame]] = {"households": [], "loans": []}
    try:
        for portion in portions(reader):
            checked = reader.check(portion)
            reader.take(checked)
            usable["households"].append(checked.usable["households"])
            usable["loans"].append(checked.usable["loans"].drop(OWNER))
        return reader.tables(digests), {table: pl.concat(rows) for table, rows in usable.items()}
    except HeldAcrossError:
        return gone_through(reader.again(), digests, portions)


def assert_alike(found: Tables, usable: Usable, folder: Path, as_of: date | None) -> None:
    """All rows of the folder together say the same, and the same rows are used."""
    expected = read_tables(find_inputs(folder), {}, as_of)
    assert usable["households"].equals(expected.frames["households"].collect().sort("household_id"))
    assert usable["loans"].sort("loan_id").equals(expected.frames["loans"].collect().sort("loan_id"))
    assert found.findings == expected.findings
    assert found.sources == expected.sources
    assert found.rejected.collect().equals(expected.rejected.collect())
    assert found.lines.collect().equals(expected.lines.collect())
