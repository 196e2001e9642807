"""Runs duckdb_query.sql, the default ratings by hand in SQL, on a folder of Parquet tables.

In: DATA AS_OF OUT on the command line. Out: the three level tables as Parquet, sorted by id, as `creditscore rate` writes them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

TABLES = ("households", "loans", "villages", "townships")
SQL = Path(__file__).with_suffix(".sql")


def source(data: Path, table: str) -> str:
    """What DuckDB reads: the file, or every part of the folder."""
    file = data / f"{table}.parquet"
    return str(file if file.is_file() else data / table / "**" / "*.parquet")


def main(data: Path, as_of: str, out: Path) -> None:
    """Write the three level tables."""
    out.mkdir(parents=True, exist_ok=True)
    places = {table: source(data, table) for table in TABLES}
    with duckdb.connect() as database:
        database.execute(SQL.read_text(encoding="utf-8").format(as_of=as_of, out=out, **places))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
