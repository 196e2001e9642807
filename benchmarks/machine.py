"""What every measurement here needs: where things lie, whole processes timed in turn, tables put into docs/performance.md.

In: commands. Out: wall seconds and peak memory of each run, kept in a file after every run so that a measurement that was broken off
goes on with `--resume`; Markdown tables between marks.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

HERE = Path(__file__).resolve().parent
WORK = HERE.parent / "build" / "benchmarks"
INPUTS = WORK / "inputs"
PAGE = HERE.parent / "docs" / "performance.md"
PEERS_PYTHON = WORK / "venv" / "bin" / "python"
AS_OF = "2003-06-30"
PROGRAM = [sys.executable, "-m", "creditscore"]


@dataclass(frozen=True)
class Run:
    """One run of a whole process: wall seconds, the largest resident memory in MB, CPU seconds."""

    seconds: float
    peak: float
    cpu: float = 0.0


@dataclass
class Timing:
    """All runs of one command."""

    runs: list[Run] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median of the wall times."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def cpu(self) -> float:
        """The median of the CPU times, which other programs on the machine disturb less."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def spread(self) -> str:
        """The least and the most."""
        return f"{min(run.seconds for run in self.runs):.2f}–{max(run.seconds for run in self.runs):.2f}"

    @property
    def peak(self) -> float:
        """The largest memory of any run."""
        return max(run.peak for run in self.runs)


def say(words: str) -> None:
    """What is going on, on stderr."""
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def timed(command: list[str], out: Path | None = None) -> Run:
    """Run a command to its end, after removing what it is to write; stop everything where it fails."""
    if out is not None:
        shutil.rmtree(out, ignore_errors=True)
    launched = [sys.executable, str(HERE / "launch.py"), *command]
    told = json.loads(subprocess.run(launched, stdout=subprocess.PIPE, text=True, check=True).stdout)
    if told["code"] != 0:
        sys.exit(f"failed with exit code {told['code']}: {' '.join(command)}")
    return Run(told["seconds"], told["peak"], told["cpu"])


class Record:
    """Runs by name, in a file that is written after every run."""

    def __init__(self, path: Path, *, resume: bool) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        known = json.loads(path.read_text(encoding="utf-8")) if resume and path.is_file() else {}
        self.timings = {name: Timing([Run(*run) for run in runs]) for name, runs in known.items()}

    def __getitem__(self, name: str) -> Timing:
        return self.timings.setdefault(name, Timing())

    def add(self, name: str, run: Run) -> None:
        """One more run."""
        self[name].runs.append(run)
        written = {each: [[run.seconds, run.peak, run.cpu] for run in timing.runs] for each, timing in self.timings.items()}
        self.path.write_text(json.dumps(written, indent=1), encoding="utf-8")


def in_turn(record: Record, runs: Mapping[str, int], run: Callable[[str], Run]) -> None:
    """Run each in turn, A B C A B C, until each has as many runs as it is to have."""
    for turn in range(max(runs.values(), default=0)):
        for name, wanted in runs.items():
            if len(record[name].runs) <= turn < wanted:
                record.add(name, run(name))
                say(f"run {turn + 1} of {wanted}: {name}: {record[name].runs[-1].seconds:.2f} s, {record[name].runs[-1].peak:.0f} MB")


def about_machine() -> str:
    """Cores, processor, and the versions that decide the speed."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").is_file() else []
    processor = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    return f"{os.cpu_count()} cores ({processor}), Python {platform.python_version()}, Polars {pl.__version__}"


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def met(ratio: float, goal: float, *, at_least: bool = False) -> str:
    """Whether a goal is met, as a word."""
    return "yes" if (ratio >= goal if at_least else ratio <= goal) else "**no**"


def put_into_page(mark: str, text: str) -> None:
    """Put a generated text between its two marks on the page."""
    start, end = f"<!-- {mark}: start -->", f"<!-- {mark}: end -->"
    page = PAGE.read_text(encoding="utf-8")
    if start not in page or end not in page:
        sys.exit(f"{PAGE} has no marks for {mark}")
    before, rest = page.split(start)
    PAGE.write_text(f"{before}{start}\n{text}\n{end}{rest.split(end)[1]}", encoding="utf-8")


def keep(mark: str, text: str, *, write: bool) -> None:
    """Print a result, and put it into the page where that is wished."""
    print(text, flush=True)
    if write:
        put_into_page(mark, text)
        say(f"written to {PAGE.name}")
