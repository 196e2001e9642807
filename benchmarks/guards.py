"""Guards that the tool stays small and quick: start-up, a county's month, the sample county, and what is imported.

    python benchmarks/guards.py             # exit code 1 where a guard is broken
    python benchmarks/guards.py --write

In: nothing. Out: a table of what was measured beside its bound:

- `creditscore --help` within 0.15 s of a bare click program (difference of medians, whole processes in turn)
- a county's month (120,000 households, some 80,000 loans, CSV) rated with evidence, workbook and page within 8 s
- the bundled sample county within 3 s
- no library imported by a command that does not need it
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from machine import AS_OF, HERE, PROGRAM, WORK, Record, about_machine, in_turn, keep, say, table, timed

SAMPLE = HERE.parent / "sample_data"
OUT = WORK / "out" / "guards"
MONTH_HOUSEHOLDS = 120_000
HELP_RUNS, RATE_RUNS = 15, 3
HELP_BOUND, MONTH_BOUND, SAMPLE_BOUND = 0.15, 8.0, 3.0
BARE = "import click\n@click.command()\ndef bare(): 'Does nothing.'\nbare(['--help'])"
ALWAYS = {"matplotlib", "pandera", "pyspark", "duckdb", "pandas", "docx", "hypothesis", "IPython"}
"""Libraries that neither `--help`, `rate` nor `check` on CSV and Parquet need."""
HEAVY = {"polars", "numpy", "narwhals", "pydantic", "rich", "jinja2", "xlsxwriter", "fastexcel", "python_calamine", "importlib.metadata"}
NOT_NEEDED = {
    "--help": ALWAYS | HEAVY,
    "rate": ALWAYS | {"rich", "fastexcel", "python_calamine"},
    "check": ALWAYS | {"rich", "fastexcel", "python_calamine", "xlsxwriter", "jinja2"},
}
LIST_IMPORTS = """
import os, sys
real = os._exit
def told(code):
    sys.__stderr__.write("\\nMODULES " + " ".join(sys.modules)); sys.__stderr__.flush(); real(code)
os._exit = told
sys.argv[0] = "creditscore"
from creditscore.cli.main import run
try:
    run()
finally:
    told(0)
"""


@dataclass(frozen=True)
class Guard:
    """Something that must not grow: what was found, and what it may be."""

    what: str
    found: str
    bound: str
    holds: bool


def month() -> Path:
    """A county's month in CSV, made once."""
    folder = WORK / "inputs" / f"month-{MONTH_HOUSEHOLDS}"
    if not folder.is_dir():
        from creditscore.sample.write import write_county

        say(f"making {MONTH_HOUSEHOLDS:,} households in CSV")
        unfinished = folder.with_name(f"{folder.name}.part")
        write_county(unfinished, MONTH_HOUSEHOLDS, 1, date.fromisoformat(AS_OF))
        unfinished.replace(folder)
    return folder


def sample_months() -> list[Path]:
    """The sample county's folders of tables, oldest first."""
    return sorted({path.parent for path in SAMPLE.rglob("*") if path.stem in ("households", "农户")})


def rating(data: Path, as_of: str) -> list[str]:
    """The command that rates a folder, with all its reports."""
    return [*PROGRAM, "rate", str(data), "--as-of", as_of, "--out", str(OUT), "--lang", "zh"]


def start_up() -> Guard:
    """`--help` against a bare click program."""
    commands = {"help": [*PROGRAM, "--help"], "bare": [sys.executable, "-c", BARE]}
    record = Record(WORK / "guards-help.json", resume=False)
    for command in commands.values():
        timed(command)
    in_turn(record, dict.fromkeys(commands, HELP_RUNS), lambda name: timed(commands[name]))
    ours, bare = record["help"].median, record["bare"].median
    found = f"{ours - bare:.3f} s ({ours:.3f} s against {bare:.3f} s)"
    return Guard("`creditscore --help`, longer than a bare click program by", found, f"≤ {HELP_BOUND} s", ours - bare <= HELP_BOUND)


def quick(what: str, command: list[str], bound: float) -> Guard:
    """A rating within its bound."""
    record = Record(WORK / "guards-rate.json", resume=False)
    timed(command, OUT)
    in_turn(record, {what: RATE_RUNS}, lambda _: timed(command, OUT))
    timing = record[what]
    return Guard(what, f"{timing.median:.2f} s ({timing.spread}), {timing.peak:.0f} MB", f"≤ {bound:g} s", timing.median <= bound)


def imported(arguments: list[str]) -> set[str]:
    """The modules that a command has imported when it ends."""
    done = subprocess.run([sys.executable, "-c", LIST_IMPORTS, *arguments], capture_output=True, text=True, check=False)
    if "MODULES " not in done.stderr:
        sys.exit(f"creditscore {' '.join(arguments)} did not tell its modules:\n{done.stderr}")
    return set(done.stderr.rsplit("MODULES ", 1)[1].split())


def imports(command: str, arguments: list[str]) -> Guard:
    """Nothing imported that is not needed."""
    modules = imported(arguments)
    unneeded = sorted(NOT_NEEDED[command] & modules)
    found = f"{', '.join(unneeded)} of {len(modules)} modules" if unneeded else f"none of them; {len(modules)} modules"
    wanted = f"none of {', '.join(sorted(NOT_NEEDED[command]))}"
    return Guard(f"`creditscore {command}`, imports", found, wanted, not unneeded)


def guards() -> list[Guard]:
    """All guards, the quick ones first."""
    newest = sample_months()[-1]
    month_data = month()
    as_of = newest.name if newest.name[:4].isdigit() else AS_OF
    return [
        imports("--help", ["--help"]),
        imports("rate", ["rate", str(newest), "--as-of", as_of, "--out", str(OUT), "--replace"]),
        imports("check", ["check", str(newest)]),
        start_up(),
        quick("the sample county, with evidence, workbook and page", rating(newest, as_of), SAMPLE_BOUND),
        quick(f"a county's month: {MONTH_HOUSEHOLDS:,} households, CSV", rating(month_data, AS_OF), MONTH_BOUND),
    ]


def main() -> None:
    """Measure, print, and fail where a guard is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    found = guards()
    rows = [[guard.what, guard.found, guard.bound, "yes" if guard.holds else "**no**"] for guard in found]
    keep("guards", f"{about_machine()}\n\n{table(['', 'found', 'bound', 'holds'], rows)}", write=options.write)
    if broken := [guard.what for guard in found if not guard.holds]:
        say(f"broken: {json.dumps(broken, ensure_ascii=False)}")
        sys.exit(1)


if __name__ == "__main__":
    main()
