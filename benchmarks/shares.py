"""What share of a rating is start-up, reading and checking, measures and verdicts, writing, hashing, summary, workbook and page.

    python benchmarks/shares.py                                 # 1,000,000 households, three runs
    python benchmarks/shares.py --households 10000000 --write

In: a county. Out: the seconds of work of each step inside the process of `creditscore rate`, by wrapping the functions that it
calls; time in an inner step does not count for the outer one. Where threads work side by side, the work of each is added up, so
the seconds together may be more than the time on the clock. Hashing, which has threads of its own, counts
with their processor time. Writing the level tables goes on beside the rest: it is timed by
writing the finished tables once more.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import GeneratorType
from typing import Any

from data import Kind, county
from machine import AS_OF, INPUTS, WORK, about_machine, keep, say, table
from same import LEVELS, level_table

RULES, READING, VERDICTS = "reading the rule file", "reading and checks", "villages and above; numbering ids"
BESIDE_UNITS, COMPARING, ADDING = (
    "measures of households: ages, sums over loans",
    "verdicts of households",
    "sums for villages, with intervals",
)
PLANNING = "planning what is done with a portion"
HASHING, SUMMARY, FINDINGS = "result hash", "summary", "rejected rows and findings"
START, REST, WRITING = "start-up: interpreter, imports, command line", "everything else", "writing the level tables"
WAITING = "waiting for portions"
STEPS = {
    "creditscore.jobs.rate": {
        "pack_in_force": RULES,
        "meaning_sha256": RULES,
        "summarise": SUMMARY,
        "write_summary": SUMMARY,
        "write_rejected": FINDINGS,
        "write_findings": FINDINGS,
        "write_manifest": "manifest and SHA-256 of the outputs",
    },
    "creditscore.report.run_files": {"draw_workbook": "workbook", "write_html_of": "page"},
    "creditscore.jobs.rating": {
        "portion_reader": READING,
        "read_data": READING,
        "level_tables": VERDICTS,
        "rate_levels": VERDICTS,
        "table_digest": HASHING,
        "combined": HASHING,
    },
    "creditscore.tables.portions.reader": {
        "PortionReader.portions": READING,
        "PortionReader.check": READING,
        "PortionReader.tables": READING,
    },
    "creditscore.engine.portions.backend": {"PortionBackend.rated_rows": WAITING, "PortionBackend._done": VERDICTS},
    "creditscore.engine.portions.plan": {
        "PortionPlan._make": PLANNING,
        "PortionPlan._fill": BESIDE_UNITS,
        "PortionPlan._rate": COMPARING,
        "PortionPlan._add_up": ADDING,
    },
    "creditscore.archive.watch": {"RunWatcher.look": SUMMARY, "RunWatcher.take": HASHING, "RunWatcher.note": HASHING},
    "creditscore.tables.files.whole_files": {"_pass_over": "SHA-256 of the inputs"},
}
BESIDE = {
    "creditscore.archive.result_hash": {"TableHasher._chunk_digest": HASHING},
    "creditscore.report.workbook.spreadsheet": {"QuickBook.close": "workbook"},
}
"""What goes on in threads of its own, which wait for each other: there a thread's own time counts, not the clock."""
CLOCK, CPU = "on the clock", "CPU"
OUT = WORK / "out" / "shares"


class Clock:
    """Seconds of work by step; a thread's time belongs to its innermost step."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.lock = threading.Lock()
        self.here = threading.local()

    def turn(self) -> list[str]:
        """Book this thread's time since its last turn; its open steps."""
        now = time.perf_counter()
        steps: list[str] = self.here.__dict__.setdefault("steps", [])
        if steps:
            self.book(steps[-1], now - self.here.last)
        self.here.last = now
        return steps

    def book(self, step: str, seconds: float) -> None:
        """Add to a step."""
        with self.lock:
            self.spent[step] = self.spent.get(step, 0.0) + seconds

    @contextmanager
    def during(self, step: str) -> Iterator[None]:
        """A step of this thread."""
        self.turn().append(step)
        try:
            yield
        finally:
            self.turn().pop()

    def around(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed; where it gives a generator, every step of it."""

        def timed(*given: Any, **named: Any) -> Any:
            with self.during(step):
                result = function(*given, **named)
            return self.each(step, result) if isinstance(result, GeneratorType) else result

        return timed

    def beside(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with the processor time of its thread."""

        def timed(*given: Any, **named: Any) -> Any:
            since = time.thread_time()
            result = function(*given, **named)
            self.book(step, time.thread_time() - since)
            return result

        return timed

    def each(self, step: str, items: Iterator[Any]) -> Iterator[Any]:
        """The items of a generator."""
        end = object()
        while True:
            with self.during(step):
                item = next(items, end)
            if item is end:
                return
            yield item


def wrap(clock: Clock) -> None:
    """Put the clock around every step; a function that is no longer there is named, and its time counts where it is called."""
    for steps, around in ((STEPS, clock.around), (BESIDE, clock.beside)):
        for module_name, names in steps.items():
            for name, step in names.items():
                try:
                    owner: Any = importlib.import_module(module_name)
                    *outer, last = name.split(".")
                    for part in outer:
                        owner = getattr(owner, part)
                    setattr(owner, last, around(step, getattr(owner, last)))
                except (ImportError, AttributeError):
                    say(f"{module_name} has no {name} any more: its time is not told apart")


def inside(data: str, born: float, answer: str) -> None:
    """Be `creditscore rate`, and write down what each step took."""
    clock = Clock()
    wrap(clock)
    from creditscore.cli.main import run

    gc.disable()  # as the command itself does
    clock.book(START, time.time() - born)
    with clock.during(REST), suppress(SystemExit):
        run(["rate", data, "--as-of", AS_OF, "--out", str(OUT), "--replace", "--lang", "en"])
    clock.spent |= {CLOCK: time.time() - born, CPU: time.process_time()}
    clock.book(WRITING, written_again())
    Path(answer).write_text(json.dumps(clock.spent), encoding="utf-8")


def written_again() -> float:
    """What writing the finished level tables takes."""
    seconds = 0.0
    for level in LEVELS:
        rows = level_table(OUT / AS_OF, level).collect()
        start = time.perf_counter()
        rows.write_parquet(OUT / "again.parquet", compression="zstd", compression_level=1)
        seconds += time.perf_counter() - start
    (OUT / "again.parquet").unlink()
    return seconds


def one_run(data: Path) -> dict[str, float]:
    """A process of its own."""
    answer = WORK / "shares.json"
    answer.unlink(missing_ok=True)
    command = [sys.executable, __file__, "--inside", str(data), "--born", str(time.time()), "--answer", str(answer)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    found: dict[str, float] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def shares(found: list[dict[str, float]]) -> str:
    """The table: medians of the runs, the largest share first."""
    medians = {step: statistics.median(run.get(step, 0.0) for run in found) for run in found for step in run}
    clock, cpu, _ = (medians.pop(name, 0.0) for name in (CLOCK, CPU, WAITING))
    total = sum(medians.values())
    rows = [[step, f"{spent:.2f}", f"{100 * spent / total:.0f}%"] for step, spent in sorted(medians.items(), key=lambda pair: -pair[1])]
    rows.append([f"together; {clock:.2f} s on the clock, {cpu:.2f} s of CPU", f"{total:.2f}", "100%"])
    return table(["step", "work, s", "share"], rows)


def main() -> None:
    """Run it so many times and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    parser.add_argument("--born", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--answer", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside(options.inside, options.born, options.answer)
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
