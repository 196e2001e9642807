"""The household decisions alone (H1 to H9, status) in rule engines from PyPI, and in creditscore's own engine.

In: a county and its ratings. Out: a table of households decided a second. Every engine gets facts that stand ready in the form it likes
best (answers, age, loans with a record of arrears, the village's precondition) and must decide every household as `creditscore
rate` does, or it is left out. The whole of `rate`, with reading, checking, joining and writing, stands beside them.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

import polars as pl
from data import Kind
from machine import AS_OF, HERE, PEERS_PYTHON, WORK, Record, in_turn, met, say, table, timed
from peer_commands import OURS, PEERS

GOAL = 20
DECIDED = [*(f"H{number}" for number in range(1, 10)), "status"]
ENGINES = {"own": 1_000_000, "openfisca": 1_000_000, "zen": 100_000, "rule_engine": 10_000}
TITLES = {
    "own engine": "creditscore's engine",
    "openfisca vectorised": "openfisca-core, vectorised",
    "zen expression": "zen-engine, one compiled expression",
    "zen batch": "zen-engine, batches of a loaded decision",
    "zen decision": "zen-engine, a compiled decision a household",
    "rule_engine rule": "rule-engine, one compiled rule",
}
ANSWERS = [
    "agricultural_registration", "fixed_residence", "civil_capacity", "good_health", "independent_household", "good_repute",
    "economic_dispute", "production_skill", "reliable_income", "market_awareness", "fixed_premises_or_contract", "fits_structure_policy",
    "supports_cooperative", "has_deposit_account", "law_abiding", "past_offence", "bad_habits",
]  # fmt: skip


def write_facts(data: Path, path: Path) -> pl.DataFrame:
    """Write the facts of at most a million households, those of one county; their decisions by `rate`."""
    level = pl.scan_parquet(PEERS[OURS].tables / "households.parquet").head(max(ENGINES.values()))
    measures = {"age": "age.num", "record_low": "arrears_record.low", "record_high": "arrears_record.high"}
    figures = level.select("household_id", "precondition", **{name: pl.col(column) for name, column in measures.items()})
    answers = pl.scan_parquet(data / "households.parquet").select("household_id", *ANSWERS)
    joined = figures.join(answers, on="household_id", how="left", maintain_order="left")
    joined.with_columns(pl.col("precondition").cast(pl.String)).collect().write_parquet(path)
    return level.select(pl.col(DECIDED).cast(pl.String)).collect()


def decided_by(engine: str, facts: Path, out: Path) -> list[dict[str, float | str]]:
    """One process of an engine; what its modes took."""
    python = sys.executable if engine == "own" else str(PEERS_PYTHON)
    command = [python, str(HERE / "peers" / f"{engine}_decisions.py"), str(facts), str(out), str(ENGINES[engine])]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [json.loads(line) for line in answer.splitlines() if line.startswith("{")]


def speeds(facts: Path, expected: pl.DataFrame, runs: int) -> dict[str, list[float]]:
    """Households decided a second by engine and mode, one figure a run; a mode that decides otherwise is left out."""
    found: dict[str, list[float]] = {}
    for turn in range(runs):
        for engine in ENGINES:
            out = WORK / "out" / f"decisions-{engine}"
            for answer in decided_by(engine, facts, out):
                name, count = f"{engine} {answer['mode']}", int(answer["households"])
                decided = pl.read_parquet(out / f"{answer['mode']}.parquet").select(DECIDED)
                if not decided.equals(expected.head(count)):
                    say(f"no comparison: {name} decides otherwise")
                    continue
                found.setdefault(name, []).append(count / float(answer["seconds"]))
                say(f"decisions, run {turn + 1} of {runs}: {name}: {found[name][-1]:,.0f} households a second")
    return found


def whole_rate(data: Path, kind: Kind, runs: int) -> float:
    """Households a second of the whole command: from this measurement's runs, or runs of its own."""
    record = Record(WORK / f"{kind.name}.json", resume=True)
    rate = PEERS[OURS]
    in_turn(record, {OURS: min(runs, 3)}, lambda _: timed(rate.command(data), rate.out))
    if not rate.tables.is_dir():
        timed(rate.command(data), rate.out)
    return kind.households / record[OURS].median


def compared(data: Path, kind: Kind, runs: int) -> str:
    """The table."""
    whole = whole_rate(data, kind, runs)
    facts = WORK / "facts.parquet"
    found = speeds(facts, write_facts(data, facts), min(runs, 3))
    medians = {name: statistics.median(each) for name, each in found.items()}
    own, best = medians["own engine"], max((name for name in medians if name.startswith("zen")), key=medians.__getitem__)
    rows = [[f"the whole of `creditscore rate`, {kind.households:,} households", f"{whole:,.0f}", "", "", "", ""]]
    for name, speed in sorted(medians.items(), key=lambda pair: -pair[1]):
        goal = [f"≥ {GOAL}", met(own / speed, GOAL, at_least=True)] if name == best else ["", ""]
        rows.append([TITLES[name], f"{speed:,.0f}", f"{own / speed:.2f}", *goal, f"{whole / speed:.2f}"])
    heads = ["", "households a second", "creditscore's engine ÷ it", "goal", "met", "whole `rate` ÷ it"]
    left_out = [TITLES[name] for name in TITLES if name not in medians]
    note = f"\n\nNot compared, it decides otherwise: {', '.join(left_out)}" if left_out else ""
    heading = f"As of {AS_OF}; the same decisions, household by household; medians of {min(runs, 3)} runs in turn"
    return f"{heading}\n\n{table(heads, rows)}{note}"
