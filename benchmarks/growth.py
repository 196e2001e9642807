"""How time and memory grow from 0.1 to 200 million households: preparing, rating what was prepared, and the hand-written sorted query.

    python benchmarks/growth.py --write                         # all sizes: needs 25 GB of disk and an hour or more
    python benchmarks/growth.py --millions 0.1 1 --runs 3
    python benchmarks/growth.py --resume --write                # goes on where it was broken off; sizes that are done are kept

In: sizes. Out: for each the wall seconds and the peak memory of `creditscore prepare`, of `creditscore rate` on the prepared folder
and of peers/polars_sorted.py on the same folder, which must give the same ratings cell by cell; a table and a plot
(docs/images/growth.*.png). The large files of a size are deleted when it is done. `--shuffled` prepares rows in random order;
`--unprepared` rates the files as they are made.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data import Kind, county
from machine import AS_OF, HERE, INPUTS, PROGRAM, WORK, Run, about_machine, keep, say, table, timed
from same import differing_columns

MILLION = 1_000_000
SIZES = (0.1, 1, 10, 100, 200)
MANY_RUNS_UP_TO = 10
SPACE_A_MILLION = 0.12
"""GB of disk that a million households take at the most: made, prepared, rated twice."""
STEPS = ("prepare", "rate", "query")
Found = dict[str, list[list[float]]]


@dataclass(frozen=True)
class Place:
    """Where one size's files lie."""

    size: float
    shuffled: bool
    unprepared: bool

    @property
    def kind(self) -> Kind:
        """The input."""
        return Kind(round(self.size * MILLION), shuffled=self.shuffled)

    @property
    def prepared(self) -> Path:
        """What is rated."""
        return INPUTS / self.kind.name if self.unprepared else WORK / "prepared" / self.kind.name

    @property
    def ours(self) -> Path:
        """Where the run goes."""
        return WORK / "out" / "growth-rate"

    @property
    def theirs(self) -> Path:
        """Where the hand-written query's tables go."""
        return WORK / "out" / "growth-query"

    def command(self, step: str) -> tuple[list[str], Path]:
        """The command of a step, and what it writes."""
        if step == "prepare":
            return [*PROGRAM, "prepare", str(INPUTS / self.kind.name), str(self.prepared)], self.prepared
        if step == "rate":
            return [*PROGRAM, "rate", str(self.prepared), "--as-of", AS_OF, "--out", str(self.ours), "--lang", "en"], self.ours
        return [sys.executable, str(HERE / "peers" / "polars_sorted.py"), str(self.prepared), AS_OF, str(self.theirs)], self.theirs

    def clear(self) -> None:
        """Delete the large files; small inputs stay for the next time."""
        for folder in (WORK / "prepared", WORK / "out"):
            shutil.rmtree(folder, ignore_errors=True)
        if self.size > 1:
            shutil.rmtree(INPUTS / self.kind.name, ignore_errors=True)


class Notes:
    """What has been found, size by size, in a file that is written after every step."""

    def __init__(self, path: Path, *, resume: bool) -> None:
        self.path = path
        self.found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if resume and path.is_file() else {}

    def of(self, size: float) -> dict[str, Any]:
        """A size's findings."""
        here: dict[str, Any] = self.found.setdefault(f"{size:g}", {"runs": {}, "same": None})
        return here

    def save(self) -> None:
        """Write everything down."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.found, indent=1), encoding="utf-8")


def measure(place: Place, notes: Notes, runs: int) -> None:
    """All steps of one size, as far as they are not done: prepare once, then the other two in turn."""
    here = notes.of(place.size)
    if here["same"] is not None:
        say(f"{place.size:g} million: done before")
        return
    say(f"{place.size:g} million households: making them")
    county(place.kind, INPUTS)
    here["runs"] = {}
    if not place.unprepared:
        place.prepared.parent.mkdir(parents=True, exist_ok=True)
        note(here["runs"], "prepare", step(place, "prepare"))
        if place.size > 1:
            shutil.rmtree(INPUTS / place.kind.name)
    for _ in range(runs):
        for name in ("rate", "query"):
            note(here["runs"], name, step(place, name))
    say("comparing the ratings cell by cell")
    here["same"] = differing_columns(place.ours / AS_OF, place.theirs)
    notes.save()


def step(place: Place, name: str) -> Run:
    """One run of one step."""
    command, out = place.command(name)
    run = timed(command, out)
    say(f"{place.size:g} million: {name}: {run.seconds:.1f} s, {run.peak:,.0f} MB")
    return run


def note(found: Found, name: str, run: Run) -> None:
    """Keep a run."""
    found.setdefault(name, []).append([run.seconds, run.peak])


def medians(found: Found) -> dict[str, Run]:
    """The median seconds and the largest memory of each step."""
    return {name: Run(statistics.median(run[0] for run in runs), max(run[1] for run in runs)) for name, runs in found.items()}


def rows(notes: Notes) -> list[list[str]]:
    """A line a size, smallest first."""
    lines = []
    for size in sorted(notes.found, key=float):
        here, found = notes.found[size], medians(notes.found[size]["runs"])
        if here["same"] is None:
            continue
        if here["same"]:
            lines.append([size, f"not compared: the ratings differ in {', '.join(here['same'][:3])}", *[""] * 7])
            continue
        line = [size]
        for name in STEPS:
            run = found.get(name)
            line += [f"{run.seconds:.1f}", f"{run.peak:,.0f}"] if run else ["", ""]
        rate, query = found["rate"].seconds, found["query"].seconds
        lines.append([*line, f"{rate / float(size):.2f}", f"{rate / query:.2f}"])
    return lines


HEADS = [
    "million households",
    "prepare, s",
    "MB",
    "rate, s",
    "MB",
    "hand-written sorted query, s",
    "MB",
    "rate, s a million",
    "rate ÷ query",
]


def enough_space(size: float) -> bool:
    """Whether the disk can take a size."""
    free = shutil.disk_usage(WORK).free / 1e9
    if free < size * SPACE_A_MILLION + 1:
        say(f"{size:g} million left out: {free:.0f} GB free")
        return False
    return True


def main() -> None:
    """Measure size after size; the table, and the plot where the page is written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--millions", type=float, nargs="+", default=list(SIZES))
    parser.add_argument("--runs", type=int, default=3, help=f"for sizes up to {MANY_RUNS_UP_TO} million; one run above")
    parser.add_argument("--shuffled", action="store_true")
    parser.add_argument("--unprepared", action="store_true")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--write", action="store_true", help="put table and plot into docs/")
    options = parser.parse_args()
    notes = Notes(WORK / "growth.json", resume=options.resume)
    for size in sorted(options.millions):
        place = Place(size, options.shuffled, options.unprepared)
        if enough_space(size):
            measure(place, notes, options.runs if size <= MANY_RUNS_UP_TO else 1)
        place.clear()
    text = f"As of {AS_OF}; {about_machine()}\n\n{table(HEADS, rows(notes))}"
    if options.write:
        from growth_plot import draw

        text += draw({float(size): medians(here["runs"]) for size, here in notes.found.items() if here["same"] == []})
    keep("growth", text, write=options.write)


if __name__ == "__main__":
    main()
