"""Who is measured: `creditscore rate` and its peers, how each is called, and the goal that `rate` has beside each.

In: nothing. Out: peers by key. Every peer reads the same Parquet tables and writes the same level tables.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from machine import AS_OF, HERE, PEERS_PYTHON, PROGRAM, WORK

OURS = "rate"


@dataclass(frozen=True)
class Peer:
    """One way to the ratings. `goal`: the time of `rate` over its time is to be at most this. `slow`: fewer runs do."""

    key: str
    title: str
    goal: float | None = None
    slow: bool = False
    takes_any_order: bool = True

    @property
    def is_pandas(self) -> bool:
        """Whether it is one of the pandas ways, of which the best counts."""
        return self.key.startswith("pandas")

    @property
    def out(self) -> Path:
        """The folder that its command writes and that is removed before every run."""
        return WORK / "out" / self.key

    @property
    def tables(self) -> Path:
        """Where its level tables are afterwards."""
        return self.out / AS_OF if self.key == OURS else self.out

    def command(self, data: Path) -> list[str]:
        """The command that rates the tables of a folder."""
        if self.key == OURS:
            return [*PROGRAM, "rate", str(data), "--as-of", AS_OF, "--out", str(self.out), "--lang", "en"]
        library, _, way = self.key.partition("-")
        script = self.key.replace("-", "_") if library == "polars" and way else f"{library}_query"
        python = sys.executable if library == "polars" else str(PEERS_PYTHON)
        return [python, str(HERE / "peers" / f"{script}.py"), str(data), AS_OF, str(self.out), *([way] if self.is_pandas else [])]


PEERS = {
    peer.key: peer
    for peer in (
        Peer(OURS, "`creditscore rate`"),
        Peer("polars", "hand-written Polars", goal=1.25),
        Peer("polars-plain", "hand-written Polars, as one writes it at first"),
        Peer("polars-sorted", "hand-written Polars, told of the order, in batches", takes_any_order=False),
        Peer("duckdb", "hand-written DuckDB SQL", goal=0.9),
        Peer("pandas-numpy", "pandas, numpy-backed", goal=0.3, slow=True),
        Peer("pandas-pyarrow", "pandas, pyarrow-backed", goal=0.3, slow=True),
        Peer("pandas-indexers", "pandas, ids looked up once", goal=0.3, slow=True),
    )
}


GOALS = {key: peer.goal for key, peer in PEERS.items() if peer.goal is not None}
MILLION = {"polars": 1.5, "polars-plain": 1.5}
"""The goals at a million households, where start-up, rule file and documents weigh more."""


def chosen(only: Iterable[str]) -> list[Peer]:
    """The peers asked for, `rate` always among them; those whose libraries are not set up are named and stop everything."""
    peers = [peer for key, peer in PEERS.items() if not only or key == OURS or key in only]
    if not PEERS_PYTHON.is_file() and any(peer.key.startswith(("duckdb", "pandas")) for peer in peers):
        sys.exit("the peers' libraries are not set up: run `make bench-setup` first, or ask for `--only polars polars-sorted`")
    return peers
