"""What share of a rating is start-up, reading and checking, measures and verdicts, writing, hashing, summary, workbook and page.

    python benchmarks/shares.py                                 # 1,000,000 households, three runs
    python benchmarks/shares.py --households 10000000 --write

In: a county. Out: wall and CPU seconds of each step inside the process of `creditscore rate`, by wrapping the functions that it calls; time in
an inner step does not count for the outer one. The level tables are computed and written by one streaming query: what writing is of it
is found by writing the finished tables once more. The inputs are hashed by a thread beside the reading: its CPU time is known, its wall time is
part of the reading.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from data import Kind, county
from machine import AS_OF, INPUTS, WORK, about_machine, keep, say, table
from same import LEVELS

STEPS = {
    "creditscore.jobs.rate": {
        "pack_in_force": "reading the rule file",
        "meaning_sha256": "reading the rule file",
        "read_data": "reading and checks",
        "rate_levels": "measures, verdicts and writing the level tables",
        "result_hash": "result hash",
        "summarise": "summary",
        "write_summary": "summary",
        "write_rejected": "rejected rows and findings",
        "write_findings": "rejected rows and findings",
        "write_workbook": "workbook",
        "write_html": "page",
        "write_manifest": "manifest and SHA-256 of the outputs",
    },
    "creditscore.tables.read": {"sha256_of": "SHA-256 of the inputs (a thread beside)"},
}
START, REST, WRITING = "start-up: interpreter, imports, command line", "everything else", "of which writing (written once more)"
COMPUTING = "measures, verdicts and writing the level tables"
OUT = WORK / "out" / "shares"


class Clock:
    """Wall and CPU seconds by step; the main thread's time belongs to its innermost step."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}
        self.open: list[str] = [REST]
        self.last = (time.perf_counter(), time.process_time())

    def turn(self) -> None:
        """Book the time since the last turn."""
        now = (time.perf_counter(), time.process_time())
        self.book(self.open[-1], now[0] - self.last[0], now[1] - self.last[1])
        self.last = now

    def book(self, step: str, wall: float, cpu: float) -> None:
        """Add to a step."""
        spent = self.spent.setdefault(step, [0.0, 0.0])
        spent[0] += wall
        spent[1] += cpu

    def around(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed."""

        def in_main(*given: Any, **named: Any) -> Any:
            if threading.current_thread() is not threading.main_thread():
                start = time.thread_time()
                try:
                    return function(*given, **named)
                finally:
                    self.book(step, 0.0, time.thread_time() - start)
            self.turn()
            self.open.append(step)
            try:
                return function(*given, **named)
            finally:
                self.turn()
                self.open.pop()

        return in_main


def wrap(clock: Clock) -> None:
    """Put the clock around every step; a step that is no longer there is named and counts as everything else."""
    for module_name, names in STEPS.items():
        module = importlib.import_module(module_name)
        for name, step in names.items():
            if hasattr(module, name):
                setattr(module, name, clock.around(step, getattr(module, name)))
            else:
                say(f"{module_name} no longer calls {name}: not told apart")


def inside(data: str, born: float) -> None:
    """Be `creditscore rate`, and print what each step took."""
    clock = Clock()
    wrap(clock)
    from creditscore.cli.main import run

    gc.disable()  # as the command itself does
    clock.last = (time.perf_counter(), time.process_time())
    clock.book(START, time.time() - born, clock.last[1])
    sys.stdout = sys.stderr
    try:
        run(["rate", data, "--as-of", AS_OF, "--out", str(OUT), "--replace", "--lang", "en"])
    except SystemExit as leaving:
        if leaving.code:
            raise
    clock.turn()
    clock.book(WRITING, *written_again())
    print(json.dumps(clock.spent), file=sys.__stdout__)


def written_again() -> tuple[float, float]:
    """What writing the finished level tables takes, wall and CPU."""
    wall = cpu = 0.0
    for level in LEVELS:
        parts = sorted((OUT / AS_OF).glob(f"{level}*/**/*.parquet")) or [OUT / AS_OF / f"{level}.parquet"]
        for path in parts:
            rows, again = pl.read_parquet(path), OUT / "again.parquet"
            start, spent = time.perf_counter(), time.process_time()
            rows.write_parquet(again, compression="zstd", compression_level=1)
            wall, cpu = wall + time.perf_counter() - start, cpu + time.process_time() - spent
            again.unlink()
    return wall, cpu


def one_run(data: Path) -> dict[str, list[float]]:
    """A process of its own."""
    command = [sys.executable, __file__, "--inside", str(data), "--born", str(time.time())]
    answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if answer.returncode:
        sys.exit(answer.stderr)
    return json.loads(answer.stdout.splitlines()[-1])


def shares(found: list[dict[str, list[float]]]) -> str:
    """The table: medians of the runs, the largest share first."""
    medians = {step: [statistics.median(run.get(step, [0, 0])[at] for run in found) for at in (0, 1)] for run in found for step in run}
    total = sum(wall for step, (wall, _) in medians.items() if step != WRITING)
    writing = medians.pop(WRITING)
    rows = []
    for step, (wall, cpu) in sorted(medians.items(), key=lambda pair: -pair[1][0]):
        rows.append([step, f"{wall:.2f}", f"{100 * wall / total:.0f}%", f"{cpu:.2f}"])
        if step == COMPUTING:
            rows.append([f"– {WRITING}", f"{writing[0]:.2f}", f"{100 * writing[0] / total:.0f}%", f"{writing[1]:.2f}"])
    rows.append(["together", f"{total:.2f}", "100%", f"{sum(cpu for _, cpu in medians.values()):.2f}"])
    return table(["step", "wall, s", "share", "CPU, s"], rows)


def main() -> None:
    """Run it so many times and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    parser.add_argument("--born", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside(options.inside, options.born)
        return
    data = county(Kind(options.households), INPUTS)
    found = []
    for number in range(options.runs):
        found.append(one_run(data))
        say(f"run {number + 1} of {options.runs} done")
    heading = f"{options.households:,} households; medians of {options.runs} runs; {about_machine()}"
    keep("shares", f"{heading}\n\n{shares(found)}", write=options.write)


if __name__ == "__main__":
    main()
