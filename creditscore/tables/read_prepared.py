"""Prepared tables read again, part by part: their rows were checked once, and are trusted as long as their digests match.

Only what hangs on the as-of date is held against it: parts with later dates are checked in full once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from creditscore.core.columns import TABLES
from creditscore.tables import relations
from creditscore.tables.checks import HEIGHT, Counted
from creditscore.tables.findings import Findings
from creditscore.tables.inputs import Inputs
from creditscore.tables.portion_checks import Checked, with_owners
from creditscore.tables.portions import Portion
from creditscore.tables.prepared import LINES, REJECTED, Prepared, read_record, refuse_changed, refuse_undeclared
from creditscore.tables.problems import no_problems
from creditscore.tables.read import Declared, Digests
from creditscore.tables.read_portions import PortionReader, portion_reader
from creditscore.tables.result import SourceFile, Tables


@dataclass
class PreparedReader(PortionReader):
    """One reading of prepared tables under way."""

    folder: Path = field(default_factory=Path)
    record: Prepared | None = None

    def portions(self, ends: Sequence[str] | None = None) -> Iterator[Portion]:
        """The parts, in their order."""
        del ends  # the parts are as they are
        first_household = first_loan = 1
        for part in self._record.parts:
            households, loans = (self._rows(table, part.file) for table in ("households", "loans"))
            yield Portion(households, loans, first_household, first_loan)
            first_household += part.households
            first_loan += part.loans

    def check(self, portion: Portion) -> Checked:
        """A part's rows: as they are where none of its dates lies after the as-of date."""
        if self._is_late(portion):
            return super().check(portion)
        loans = with_owners(portion.loans, portion.households)
        heights = {"households": portion.households.height, "loans": portion.loans.height}
        found = {table: Counted(self.rows[table], (), {HEIGHT: height}) for table, height in heights.items()}
        problems = {table: no_problems() for table in heights}
        ids = portion.households["household_id"]
        ends = (str(ids[0]), str(ids[-1])) if ids.len() else None
        nothing = relations.schemes_together([])
        return Checked({"households": portion.households, "loans": loans}, found, problems, no_problems(), nothing, {}, ends)

    def tables(self, digests: Digests) -> Tables:
        """The outcome, with what was found when the tables were prepared. A TableError where they have been changed since."""
        refuse_changed(self.folder, self._record, {table: one.result() for table, one in digests.items()})
        now = super().tables(digests)
        before = self._record
        sources = tuple(self._source(source) for source in now.sources)
        rejected, lines = pl.scan_parquet(self.folder / REJECTED), pl.scan_parquet(self.folder / LINES)
        return replace(
            now,
            findings=_both(before.findings(), now.findings),
            sources=sources,
            rejected=pl.concat([rejected, now.rejected]),
            lines=pl.concat([lines, now.lines]),
        )

    @property
    def _record(self) -> Prepared:
        assert self.record is not None
        return self.record

    def _rows(self, table: str, file: str) -> pl.DataFrame:
        names = [column.name for column in self.rows[table].columns]
        rows = pl.read_parquet(self.folder / table / file, columns=names, hive_partitioning=False)
        money = [column.name for column in self.rows[table].columns if column.type == "money"]
        return rows.with_columns((pl.col(money) * 100).cast(pl.Int64)).select(names)

    def _is_late(self, portion: Portion) -> bool:
        return self.as_of is not None and any(latest > self.as_of for latest in _latest(portion))

    def _source(self, now: SourceFile) -> SourceFile:
        """The rows of the original file, all those set aside since counted."""
        before = next(one for one in self._record.sources if one.table == now.table)
        rejected = before.rows_rejected + now.rows_rejected
        return replace(now, rows_in=before.rows_in, rows_used=now.rows_used, rows_rejected=rejected, left_out=before.left_out)


def prepared_reader(inputs: Inputs, declared: Declared, as_of: date | None) -> PreparedReader | None:
    """A reader of a folder of prepared tables; None where the data is none."""
    record = read_record(inputs.root) if inputs.root is not None else None
    if record is None or inputs.root is None:
        return None
    refuse_undeclared(inputs.root, record, declared, {table: {column.name for column in columns} for table, columns in TABLES.items()})
    plain = portion_reader(inputs, declared, as_of)
    assert plain is not None
    return PreparedReader(plain.rows, plain.judgement, as_of, folder=inputs.root, record=record)


def _latest(portion: Portion) -> list[date]:
    columns = (portion.households["birth_date"], portion.households["certificate_date"], portion.loans["issue_date"])
    return [day for column in columns if isinstance(day := column.max(), date)]


def _both(before: Findings, now: Findings) -> Findings:
    """The findings of both readings."""
    counts = {code: before.counts.get(code, 0) + now.counts.get(code, 0) for code in (*before.counts, *now.counts)}
    return Findings((*before.examples, *now.examples), counts)
