"""What reading gives: usable rows as lazy frames, the findings, the files, and the rows set aside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
from msgspec import Struct, field

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.findings.finding import Finding, Findings
from creditscore.tables.raw import Layout

MOST_TOLD = 20
"""An error about a table names so many findings; the others are counted."""


class SourceFile(Struct, frozen=True):
    """One file (or sheet) that a table came from; `rows_in` = `rows_used` + `rows_rejected`, always.

    `left_out` counts blank and subtotal lines, which are no rows. `file` is the name in messages; `layout` says where
    header and columns stand, for text files and sheets.
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
    layout: Layout | None = None
    title: Text = field(default_factory=lambda: Text("", ""))


class Tables(Struct, frozen=True):
    """The four tables: usable rows with canonical columns, and all that was found on the way.

    `rejected` has one line per row set aside, `lines` one for each finding about a row (see `creditscore.tables.findings.rejected`).
    """

    frames: dict[str, pl.LazyFrame]
    findings: Findings
    sources: tuple[SourceFile, ...]
    rejected: pl.LazyFrame
    lines: pl.LazyFrame

    @property
    def refusal(self) -> TableError | None:
        """The error of a table that cannot be used as a whole (mixed classification schemes), or None."""
        return self._refused([one for one in self.findings.of("error") if one.row is None])

    @property
    def strict_refusal(self) -> TableError | None:
        """The error where nothing wrong or doubtful is to be let through: every error and warning, the first MOST_TOLD in words."""
        return self.refusal or self._refused([*self.findings.of("error"), *self.findings.of("warning")])

    def _refused(self, findings: Sequence[Finding]) -> TableError | None:
        if not findings:
            return None
        problems = [Problem(one.place, one.text, code=one.code) for one in findings[:MOST_TOLD]]
        left = sum(self.findings.counts[code] for code in {one.code for one in findings}) - len(problems)
        more = Text(
            "另有 {left} 处；用 creditscore check --out DIR 可得到全部清单", "and {left} more; creditscore check --out DIR lists them all"
        )
        return TableError([*problems, Problem("", more.fill(left=f"{left:,}"))] if left > 0 else problems)

    @property
    def rows_rejected(self) -> int:
        """How many rows of all files were set aside."""
        return sum(source.rows_rejected for source in self.sources)
