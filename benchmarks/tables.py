"""Time reading, normalising and checking tables against a bare scan of the same files, whole processes in turn.

    python benchmarks/tables.py                        # 1,000,000 households and their loans as CSV; a workbook of 100,000 rows
    python benchmarks/tables.py --households 6250000   # 10 million rows of CSV
    python benchmarks/tables.py --runs 3

The CSV base is a Polars streaming scan that casts every column to its type and counts what came of it; the
workbook base is fastexcel's read of the sheet. What counts is the ratio of the medians in one run.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import polars as pl
from machine import WORK, Record, Run, about_machine, in_turn, keep, table, timed

AS_OF = date(2003, 6, 30)
SHEET_ROWS = 100_000
HEADINGS = ["", "median, s", "CPU, s", "peak memory, MB", "ratio", "ratio of CPU", "goal"]
GOAL = "≤ 2.0"


def county(households: int) -> Path:
    """The CSV input: a synthetic county, made once."""
    folder = WORK / f"tables-{households}"
    if not folder.is_dir():
        from creditscore.sample.write import write_county

        write_county(folder, households, 1, AS_OF, file_format="csv")
    return folder


def workbook() -> Path:
    """The same kind of county with a households workbook of SHEET_ROWS rows, made once."""
    folder = WORK / "tables-workbook"
    if not (folder / "households.xlsx").is_file():
        import xlsxwriter

        source = county(SHEET_ROWS)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("loans", "villages", "townships"):
            (folder / f"{name}.csv").write_bytes((source / f"{name}.csv").read_bytes())
        data = pl.read_csv(source / "households.csv", infer_schema=False)
        numbers = ("members", "income_per_head", "own_funds", "production_funds_needed")
        data = data.with_columns(pl.col(name).cast(pl.Float64) for name in numbers)
        with xlsxwriter.Workbook(folder / "households.xlsx", {"constant_memory": True}) as book:
            page = book.add_worksheet("农户")
            page.write_row(0, 0, data.columns)
            for at, row in enumerate(data.iter_rows(), 1):
                page.write_row(at, 0, row)
    return folder


def read_ours(folder: Path) -> None:
    """Read, normalise and check the four tables."""
    from creditscore.tables.files.inputs import find_inputs
    from creditscore.tables.read import read_tables

    tables = read_tables(find_inputs(folder), {}, AS_OF)
    print(sum(source.rows_in for source in tables.sources), tables.rows_rejected)


def scan_bare(folder: Path) -> None:
    """Scan the CSV files and cast every column to its type."""
    from creditscore.core.columns import TABLES

    for name, columns in TABLES.items():
        kinds = {column.name: column.type for column in columns}
        names = pl.scan_csv(folder / f"{name}.csv", infer_schema=False).collect_schema().names()
        scan = pl.scan_csv(folder / f"{name}.csv", schema=dict.fromkeys(names, pl.String))
        typed = scan.select(_cast(name, kinds[name]) for name in names)
        print(typed.select(pl.all().is_not_null().sum()).collect(engine="streaming").row(0)[0])


def _cast(name: str, kind: str) -> pl.Expr:
    cell = pl.col(name)
    casts = {
        "date": cell.str.to_date("%Y-%m-%d", strict=False),
        "money": (cell.cast(pl.Decimal(14, 2), strict=False) * 100).cast(pl.Int64),
        "integer": cell.cast(pl.Int64, strict=False),
        "bool": cell == "true",
    }
    return casts.get(kind, cell)


def read_sheet(folder: Path, *, ours: bool) -> None:
    """Read the workbook's one sheet: into checked rows of the table alone, or bare."""
    if ours:
        read_ours(folder)
    else:
        import fastexcel

        print(fastexcel.read_excel(folder / "households.xlsx").load_sheet(0).to_polars().height)


PARTS = {
    "csv-ours": read_ours,
    "csv-bare": scan_bare,
    "sheet-ours": lambda folder: read_sheet(folder, ours=True),
    "sheet-bare": lambda folder: read_sheet(folder, ours=False),
}


def measured(part: str, folder: Path) -> Run:
    """One part in a process of its own."""
    return timed([sys.executable, __file__, "--part", part, "--folder", str(folder)])


def compared(kind: str, folder: Path, runs: int) -> list[list[str]]:
    """Both parts in turn, after one run of each that does not count, as rows of a table."""
    record, parts = Record(WORK / f"tables-{kind}.json", resume=False), (f"{kind}-ours", f"{kind}-bare")
    for part in parts:
        measured(part, folder)
    in_turn(record, dict.fromkeys(parts, runs), lambda part: measured(part, folder))
    base = record[parts[1]]
    return [
        [
            part,
            f"{one.median:.2f}",
            f"{one.cpu:.2f}",
            f"{one.peak:.0f}",
            f"{one.median / base.median:.2f}",
            f"{one.cpu / base.cpu:.2f}",
            goal,
        ]
        for part, one, goal in ((part, record[part], GOAL if part == parts[0] else "") for part in parts)
    ]


def main() -> None:
    """Make the inputs, time the parts in turn, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        PARTS[options.part](options.folder)
        return
    rows = compared("csv", county(options.households), options.runs) + compared("sheet", workbook(), options.runs)
    heading = f"{options.households:,} households in CSV; a workbook of {SHEET_ROWS:,} rows; {options.runs} runs; {about_machine()}"
    keep("tables", f"{heading}\n\n{table(HEADINGS, rows)}", write=options.write)


if __name__ == "__main__":
    main()
