"""Time `creditscore rate` against hand-written Polars, DuckDB SQL and pandas on the same input, whole processes in turn.

    python benchmarks/run.py                                  # 1,000,000 households, five runs of each
    python benchmarks/run.py --households 10000000 --write    # the page's figures: make bench
    python benchmarks/run.py --households 100000 --runs 3 --only polars duckdb
    python benchmarks/run.py --resume --write                 # goes on where a measurement was broken off

Every way must write the same level tables as `rate`, cell for cell: that is looked at before a single time is taken, and one that differs
is left out by name. What counts is the ratio of the medians in one run: single times depend on the machine. Afterwards the household
decisions alone are timed (see decisions.py), and the same county with a third of its households in one township, and in random order.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

import decisions
import polars as pl
from data import Kind, county
from machine import INPUTS, WORK, Record, Run, about_machine, in_turn, keep, met, say, table, timed
from peer_commands import GOALS, MILLION, OURS, PEERS, Peer, chosen
from same import differing_columns

SLOW_RUNS = 2


def rated_alike(peers: list[Peer], data: Path) -> tuple[list[Peer], dict[str, list[str]]]:
    """Run each once, which does not count; the peers whose tables are those of `rate`, and in what the others differ."""
    differing: dict[str, list[str]] = {}
    for peer in peers:
        say(f"first run, not counted: {peer.title}")
        timed(peer.command(data), peer.out)
        if peer.key != OURS and (columns := differing_columns(PEERS[OURS].tables, peer.tables)):
            differing[peer.key] = columns
            say(f"no comparison: {peer.title} differs in {', '.join(columns[:5])}")
    return [peer for peer in peers if peer.key not in differing], differing


def measured(peers: list[Peer], data: Path, record: Record, runs: int) -> None:
    """All runs of the peers, in turn."""

    def run(key: str) -> Run:
        return timed(PEERS[key].command(data), PEERS[key].out)

    in_turn(record, {peer.key: min(runs, SLOW_RUNS) if peer.slow else runs for peer in peers}, run)


def rows_of(peers: list[Peer], record: Record, goals: Mapping[str, float]) -> list[list[str]]:
    """A line a peer, beside its goal; that of pandas is held against the fastest of its ways."""
    ours = record[OURS].median
    pandas = [peer.key for peer in peers if peer.is_pandas]
    best = min(pandas, key=lambda key: record[key].median) if pandas else None
    rows = []
    for peer in peers:
        timing, ratio = record[peer.key], ours / record[peer.key].median
        has_goal = peer.key in goals and (not peer.is_pandas or peer.key == best)
        goal = [f"≤ {goals[peer.key]}", met(ratio, goals[peer.key])] if has_goal else ["", ""]
        figures = [f"{timing.median:.2f}", timing.spread, str(len(timing.runs)), f"{timing.cpu:.1f}", f"{timing.peak:,.0f}", f"{ratio:.2f}"]
        rows.append([peer.title, *figures, *goal])
    return rows


HEADS = ["", "median, s", "least–most, s", "runs", "CPU, s", "peak memory, MB", "`rate` ÷ it", "goal", "met"]


def compared(kind: Kind, options: argparse.Namespace, only: Collection[str], goals: Mapping[str, float]) -> str:
    """Everybody, or `only` some, on the county as it comes."""
    data = county(kind, INPUTS)
    record = Record(WORK / f"{kind.name}.json", resume=options.resume)
    peers, differing = rated_alike(chosen(only), data)
    measured(peers, data, record, options.runs)
    loans = pl.scan_parquet(data / "loans.parquet").select(pl.len()).collect().item()
    heading = f"{kind.households:,} households, {loans:,} loans; Parquet in, Parquet out; {about_machine()}"
    lines = [heading, "", table(HEADS, rows_of(peers, record, goals))]
    lines += [f"\nNot compared, its ratings differ: {PEERS[key].title} ({', '.join(columns)})" for key, columns in differing.items()]
    return "\n".join(lines)


def other_inputs(households: int, options: argparse.Namespace) -> str:
    """`rate` and the hand-written query on the same county, skewed and shuffled; as it comes, for comparison, in the same turns."""
    kinds = {"as it comes": Kind(households), "a third of the households in one township": Kind(households, skew=True)}
    kinds["rows in random order"] = Kind(households, shuffled=True)
    folders = {name: county(kind, INPUTS) for name, kind in kinds.items()}
    record = Record(WORK / f"others-{households}.json", resume=options.resume)
    pairs = {f"{key}, {name}": (PEERS[key], folder) for name, folder in folders.items() for key in (OURS, "polars")}
    for name, folder in folders.items():
        if rated_alike([PEERS[OURS], PEERS["polars"]], folder)[1]:
            return f"No comparison: the ratings differ on the input {name}."

    def run(name: str) -> Run:
        peer, folder = pairs[name]
        return timed(peer.command(folder), peer.out)

    in_turn(record, dict.fromkeys(pairs, min(options.runs, 3)), run)
    plain = record[f"{OURS}, as it comes"].median
    rows = []
    for name in folders:
        ours, hand = record[f"{OURS}, {name}"], record[f"polars, {name}"]
        figures = [f"{ours.median:.2f}", f"{ours.peak:,.0f}", f"{ours.median / plain:.2f}", f"{hand.median:.2f}", f"{hand.peak:,.0f}"]
        rows.append([name, *figures, f"{ours.median / hand.median:.2f}"])
    heads = ["input", "`rate`, s", "MB", "÷ as it comes", "hand-written Polars, s", "MB", "`rate` ÷ it"]
    return f"{households:,} households; medians of {min(options.runs, 3)} runs in turn\n\n{table(heads, rows)}"


def main() -> None:
    """Make the inputs, compare what everybody writes, time everybody in turn, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=[], choices=list(PEERS), metavar="PEER", help=", ".join(PEERS))
    parser.add_argument("--parts", nargs="*", default=["rate", "million", "decisions", "inputs"], help="which of the four measurements")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("--resume", action="store_true", help="keep the runs of a measurement that was broken off")
    options = parser.parse_args()
    kind = Kind(options.households)
    if "rate" in options.parts:
        keep("rate", compared(kind, options, options.only, GOALS), write=options.write)
    if "million" in options.parts:
        keep("million", compared(Kind(1_000_000), options, MILLION, MILLION), write=options.write)
    if "decisions" in options.parts:
        keep("decisions", decisions.compared(county(kind, INPUTS), kind, options.runs), write=options.write)
    if "inputs" in options.parts:
        keep("inputs", other_inputs(options.households, options), write=options.write)
    shutil.rmtree(WORK / "out", ignore_errors=True)


if __name__ == "__main__":
    main()
