"""Time `creditscore rate` against a hand-written Polars query on the same input, whole processes in turn.

    python benchmarks/run.py                      # 1,000,000 households, five runs of each
    python benchmarks/run.py --households 100000 --runs 3
    python benchmarks/run.py --write              # put the table into docs/performance.md as well

Both must write the same level tables, cell for cell, or there is no comparison. What counts is the ratio of
the medians in one run: single times depend on the machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

HERE = Path(__file__).resolve().parent
WORK = HERE.parent / "build" / "benchmarks"
PAGE = HERE.parent / "docs" / "performance.md"
START, END = "<!-- rate: start -->", "<!-- rate: end -->"
AS_OF = "2003-06-30"
LEVELS = ("households", "villages", "townships")


@dataclass(frozen=True)
class Timing:
    """The runs of one command: wall seconds and the largest resident memory in MB."""

    name: str
    seconds: list[float]
    peaks: list[float]

    @property
    def median(self) -> float:
        """The median of the wall times."""
        return statistics.median(self.seconds)


def county(households: int) -> Path:
    """The input: a synthetic county in Parquet, made once."""
    folder = WORK / f"county-{households}"
    if not folder.is_dir():
        from creditscore.sample.write import write_county

        write_county(folder, households, 1, date.fromisoformat(AS_OF), file_format="parquet")
    return folder


def timed(command: list[str]) -> tuple[float, float]:
    """Run a command to its end; its wall time and the peak memory of its process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"failed with exit code {process.returncode}: {' '.join(command)}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def in_turn(commands: dict[str, list[str]], runs: int) -> list[Timing]:
    """Each command in turn, after one run of each that does not count."""
    timings = {name: Timing(name, [], []) for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            seconds, peak = timed(command)
            if number:
                timings[name].seconds.append(seconds)
                timings[name].peaks.append(peak)
    return list(timings.values())


def differing_columns(first: Path, second: Path) -> list[str]:
    """The columns in which two folders of level tables differ."""
    wrong = []
    for level in LEVELS:
        one, other = (pl.read_parquet(folder / f"{level}.parquet") for folder in (first, second))
        same_names = one.columns == other.columns
        wrong += [f"{level}.{name}" for name in one.columns if not same_names or not one[name].equals(other[name], null_equal=True)]
    return wrong


def table(timings: list[Timing], households: int, loans: int, runs: int) -> str:
    """The result as a Markdown table; ratios are to the last command."""
    base = timings[-1]
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, Polars {pl.__version__}"
    rows = [
        f"{households:,} households, {loans:,} loans; median of {runs} runs in turn; {machine}",
        "",
        "| | median, s | min, s | max, s | peak memory, MB | ratio |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for timing in timings:
        spread = f"{timing.median:.2f} | {min(timing.seconds):.2f} | {max(timing.seconds):.2f} | {max(timing.peaks):.0f}"
        rows.append(f"| {timing.name} | {spread} | {timing.median / base.median:.2f} |")
    return "\n".join(rows)


def put_into_page(text: str) -> None:
    """Put the table between its two marks on the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(START)
    PAGE.write_text(f"{before}{START}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def main() -> None:
    """Make the input, time both, compare what they wrote, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    data, ours, theirs = county(options.households), WORK / "ours", WORK / "handwritten"
    shutil.rmtree(theirs, ignore_errors=True)
    program = [sys.executable, "-c", "from creditscore.cli.main import run; run()"]
    commands = {
        "`creditscore rate`": [*program, "rate", str(data), "--as-of", AS_OF, "--out", str(ours), "--replace", "--lang", "en"],
        "hand-written Polars query": [sys.executable, str(HERE / "handwritten_polars.py"), str(data), AS_OF, str(theirs)],
    }
    timings = in_turn(commands, options.runs)
    if wrong := differing_columns(ours / AS_OF, theirs):
        sys.exit(f"no comparison: the two differ in {', '.join(wrong)}")
    loans = pl.scan_parquet(data / "loans.parquet").select(pl.len()).collect().item()
    text = table(timings, options.households, loans, options.runs)
    print(text)
    if options.write:
        put_into_page(text)


if __name__ == "__main__":
    main()
