"""What reading gives: usable rows as lazy frames, the findings, the files, and the rows set aside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from creditscore.core.errors import Problem, TableError
from creditscore.tables.findings import Findings


@dataclass(frozen=True)
class SourceFile:
    """One file (or sheet) that a table came from; `rows_in` = `rows_used` + `rows_rejected`, always.

    `left_out` counts blank and subtotal lines, which are no rows. `file` is the name in messages.
    """

    table: str
    path: Path
    sheet: str | None
    encoding: str | None
    sha256: str
    rows_in: int
    rows_used: int
    rows_rejected: int
    left_out: int
    file: str


@dataclass(frozen=True)
class Tables:
    """The four tables: usable rows with canonical columns, and all that was found on the way.

    `rejected` has one line per row set aside (see `creditscore.tables.rejected`).
    """

    frames: dict[str, pl.LazyFrame]
    findings: Findings
    sources: tuple[SourceFile, ...]
    rejected: pl.LazyFrame

    @property
    def refusal(self) -> TableError | None:
        """The error of a table that cannot be used as a whole (mixed classification schemes), or None."""
        whole = [one for one in self.findings.of("error") if one.row is None]
        return TableError([Problem(one.file, one.text, code=one.code) for one in whole]) if whole else None

    @property
    def rows_rejected(self) -> int:
        """How many rows of all files were set aside."""
        return sum(source.rows_rejected for source in self.sources)
