"""A small sound county whose tables tests can change cell by cell and write as files."""

from __future__ import annotations

import csv
import io
from copy import deepcopy
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from creditscore.tables.files.inputs import find_inputs
from creditscore.tables.findings.result import Tables
from creditscore.tables.read import read_tables

AS_OF = date(2003, 6, 30)
ROWS = {
    "townships": [{"township_id": "T1", "township_name": "甲镇", "county_id": "C1"}],
    "villages": [
        {"village_id": "V1", "village_name": "一村", "township_id": "T1", "registered_households": "5"},
        {"village_id": "V2", "village_name": "二村", "township_id": "T1", "registered_households": "5"},
    ],
    "households": [
        {
            "household_id": f"H{number}",
            "village_id": "V1",
            "head_name": "张三",
            "id_number": "",
            "birth_date": "1960-01-02",
            "members": "4",
            "good_health": "是",
            "certificate_date": "",
            "income_per_head": "1200.50",
            "own_funds": "100",
        }
        for number in (1, 2)
    ],
    "loans": [
        {
            "loan_id": f"L{number}",
            "borrower_type": "household",
            "household_id": f"H{number}",
            "village_id": "V1",
            "product": "micro",
            "issue_date": "2002-01-01",
            "due_date": "2003-01-01",
            "extended_due_date": "",
            "principal": "1000.00",
            "repaid_principal": "400.00",
            "overdue_interest": "0",
            "ever_overdue": "否",
            "loan_class": "normal",
            "classification_scheme": "four_class",
        }
        for number in (1, 2)
    ],
}


_READ: dict[str, dict[str, pl.DataFrame]] = {}


class County:
    """The small county in a folder: change rows, write files, read the tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: dict[str, list[dict[str, str]]] = deepcopy(ROWS)

    def change(self, table: str, at: int = 0, **cells: str) -> County:
        self.rows[table][at].update(cells)
        return self

    def write(self) -> County:
        for table, rows in self.rows.items():
            names = list(dict.fromkeys(name for row in rows for name in row))
            out = io.StringIO()
            writer = csv.DictWriter(out, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            (self.folder / f"{table}.csv").write_text(out.getvalue(), "utf-8")
        return self

    def typed(self) -> dict[str, pl.DataFrame]:
        """The tables as they are read, as of no day; the same rows are read once for all tests."""
        written = repr(self.rows)
        if written not in _READ:
            frames = self.write().read(None).frames
            _READ[written] = {table: frame.collect() for table, frame in frames.items()}
        return _READ[written]

    def write_parquet(self) -> County:
        """The same tables in Parquet with canonical dtypes and decimal amounts."""
        for table, data in self.typed().items():
            money = [
                name
                for name in ("principal", "repaid_principal", "overdue_interest", "income_per_head", "own_funds")
                if name in data.columns
            ]
            yuan = [(pl.col(name).cast(pl.Decimal(14, 2)) / 100).cast(pl.Decimal(14, 2)) for name in money]
            (self.folder / f"{table}.csv").unlink(missing_ok=True)
            data.with_columns(yuan).write_parquet(self.folder / f"{table}.parquet")
        return self

    def read(self, as_of: date | None = AS_OF) -> Tables:
        return read_tables(find_inputs(self.folder), {}, as_of)


@pytest.fixture
def county(tmp_path: Path) -> County:
    return County(tmp_path)
