"""Small tables of an example filled up to whole canonical tables.

An example writes only what matters; what it leaves out is filled so that it does not disturb: ids in
order (`h1`, `v1`, `t1`, `l1`), a normal household micro-loan of 1,000 yuan not yet due. Any other
column left out is blank, and `""` blanks one that would be filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import polars as pl

from creditscore.core.columns import TABLES, ColumnType
from creditscore.core.dates import add_months
from creditscore.core.money import fen
from creditscore.core.terms import plural
from creditscore.packs.levels import own_ids, table_columns
from creditscore.packs.model.pack import Cell, Example, Pack

Cells = dict[str, object]

POLARS_TYPES: dict[str, type[pl.DataType]] = {"bool": pl.Boolean, "date": pl.Date, "money": pl.Int64, "integer": pl.Int64}
_PARENTS: dict[str, Cells] = {
    "townships": {"county_id": "c1"},
    "villages": {"township_id": "t1"},
    "households": {"village_id": "v1"},
}


def small_tables(pack: Pack, examples: Mapping[int, Example], as_of: date) -> dict[str, pl.LazyFrame]:
    """The tables of several examples side by side as one county; ids carry the example's number, so that none meet."""
    frames = {}
    for table in [*TABLES, *(name for name in pack.tables if name not in TABLES)]:
        types = table_columns(pack, table)
        cells = [
            _numbered(number, _filled(pack, table, place, row, as_of), types)
            for number, example in examples.items()
            for place, row in enumerate(_rows(example, table, pack.row_tables), start=1)
        ]
        frames[table] = pl.LazyFrame(cells, schema={name: POLARS_TYPES.get(kind, pl.String) for name, kind in types.items()})
    return frames


def checked_unit(number: int, example: Example) -> str:
    """The id of the unit whose verdicts an example expects: the first of its level."""
    first = _rows(example, plural(example.level))[0]
    return _own(number, str(first.get(f"{example.level}_id", f"{example.level[0]}1")))


def _rows(example: Example, table: str, row_tables: Sequence[str] = ()) -> list[dict[str, Cell]]:
    return (example.tables or {}).get(table, [] if table in row_tables else [{}])


def _own(number: int, unit: str) -> str:
    return f"{number}:{unit}"


def _numbered(number: int, cells: Cells, types: dict[str, ColumnType]) -> Cells:
    ids = [name for name, value in cells.items() if types[name] == "id" and value is not None]
    return cells | {name: _own(number, str(cells[name])) for name in ids}


def _filled(pack: Pack, table: str, number: int, row: dict[str, Cell], as_of: date) -> Cells:
    types = table_columns(pack, table)
    cells = _ids(pack, table, number)
    if pack.kind_of(table) == "loans":
        cells |= _ordinary_loan(pack.day_of(table, as_of), household=row.get("borrower_type", "household") == "household")
    cells |= {name: _cell(value, types.get(name)) for name, value in row.items()}
    return {name: cells.get(name) for name in types}


def _ids(pack: Pack, table: str, number: int) -> Cells:
    """The ids of a row that an example leaves out: the number in the table for its own, the first unit for all others."""
    level = pack.level_of(table)
    own = f"{level}_id" if level is not None else "loan_id" if pack.kind_of(table) == "loans" else f"{table.removesuffix('s')}_id"
    if level is None and table in pack.tables:
        above, own = [f"{pack.tables[table].level}_id"], pack.tables[table].key or own
    else:
        above = own_ids(pack, level) if level is not None else []
    return {name: f"{name[0]}1" for name in above} | _PARENTS.get(table, {}) | {own: f"{table[0]}{number}"}


def _cell(value: Cell, kind: str | None) -> object:
    """A written cell as the engine holds it: `""` is a blank, money is fen."""
    if value == "":
        return None
    return fen(value) if kind == "money" and isinstance(value, (int, Decimal)) else value


def _ordinary_loan(as_of: date, household: bool) -> Cells:
    return {
        "borrower_type": "household",
        "household_id": "h1" if household else None,
        "village_id": "v1",
        "product": "micro",
        "issue_date": add_months(as_of, -12),
        "due_date": add_months(as_of, 12),
        "principal": fen(1000),
        "repaid_principal": 0,
        "overdue_interest": 0,
        "ever_overdue": False,
        "classification_scheme": "five_class",
        "loan_class": "normal",
    }
