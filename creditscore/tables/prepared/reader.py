"""Prepared tables read again, part by part: their rows were checked once, and are trusted as long as their digests match.

Only what hangs on the as-of date is held against it: parts with later dates are checked in full once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl
from msgspec import field
from msgspec.structs import replace

from creditscore.core.columns import TABLES
from creditscore.core.digests import sha256_of
from creditscore.tables.cells.tally import HEIGHT
from creditscore.tables.checks import relations
from creditscore.tables.checks.counting import Counted
from creditscore.tables.files.inputs import Inputs
from creditscore.tables.files.whole_files import Digests
from creditscore.tables.findings.finding import Findings
from creditscore.tables.findings.problems import no_problems
from creditscore.tables.findings.result import SourceFile, Tables
from creditscore.tables.portions.checking import LISTING, Checked, Standards, checked
from creditscore.tables.portions.personal_ids import Suspects
from creditscore.tables.portions.portion import OWNER, VILLAGE, Portion
from creditscore.tables.portions.reader import PortionReader, portion_reader
from creditscore.tables.portions.rows_ahead import ROW_TABLES
from creditscore.tables.portions.village_runs import Runs
from creditscore.tables.prepared.record import LINES, OWNERS, REJECTED, Part, Prepared, read_record, refuse_changed, refuse_undeclared
from creditscore.tables.read import Declared
from creditscore.tables.shapes import shapes_of

ALWAYS = {
    "households": ("household_id", "village_id", "birth_date", "certificate_no", "certificate_date"),
    "loans": (
        "borrower_type",
        "household_id",
        "village_id",
        "product",
        "issue_date",
        "due_date",
        "extended_due_date",
        "principal",
        "repaid_principal",
        "overdue_interest",
        "ever_overdue",
        "loan_class",
    ),
}
"""What the fixed definitions and the figures of the progress sentence rest on, whatever the rule pack."""


class PreparedReader(PortionReader, dict=True):
    """One reading of prepared tables under way."""

    folder: Path = field(default_factory=Path)
    record: Prepared | None = None
    declared: Declared = field(default_factory=dict)

    def portions(self, ends: Sequence[str] | None = None) -> Iterator[Portion]:
        """The parts, in their order: of trusted ones the columns that a rating looks at, of others all."""
        del ends  # the parts are as they are
        first_household = first_loan = 1
        for part in self._record.parts:
            trusted = not self._is_late(part)
            households, loans = (_bare(self._place(table, part), self._columns(table) if trusted else None) for table in ROW_TABLES)
            owners = _bare(self._place(OWNERS, part), None).to_series() if trusted else None
            yield Portion(households, loans, first_household, first_loan, owners)
            first_household += part.households
            first_loan += part.loans

    def check(self, portion: Portion) -> Checked:
        """A part's rows: as they are where none of its dates lies after the as-of date."""
        if portion.owners is None:
            typed = self._typed(portion)
            return _news(checked(typed, self.standards), checked(typed, self._undated))
        rows = dict(zip(ROW_TABLES, (self._trusted("households", portion.households), self._trusted("loans", portion.loans)), strict=True))
        found = {table: Counted(self.rows[table], (), {HEIGHT: frame.height}) for table, frame in rows.items()}
        nothing = {table: no_problems() for table in rows}
        ids = rows["households"]["household_id"]
        ends = (str(ids[0]), str(ids[-1])) if ids.len() else None
        usable = rows | {"loans": rows["loans"].with_columns(portion.owners.alias(OWNER))}
        runs = {table: Runs.of(frame[VILLAGE]) for table, frame in rows.items()}
        return Checked(usable, found, nothing, self._nobody, relations.schemes_together([]), {}, ends, runs)

    def tables(self, digests: Digests) -> Tables:
        """The outcome, with what was found when the tables were prepared. A TableError where they have been changed since."""
        known = {table: one.result().sha256 for table, one in digests.items()} | {OWNERS: sha256_of(self.folder / OWNERS)}
        refuse_changed(self.folder, self._record, known)
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

    @cached_property
    def _undated(self) -> Standards:
        """What the parts were held against when they were prepared."""
        return replace(self.standards, as_of=None)

    @property
    def _nobody(self) -> pl.DataFrame:
        """No households listed: villages were held against their number when they were prepared."""
        return pl.DataFrame(schema=LISTING)

    def _place(self, folder: str, part: Part) -> Path:
        return self.folder / folder / part.file

    def _columns(self, table: str) -> list[str]:
        """The columns that a rating looks at: those that its rule pack declares, and those of the fixed definitions and figures."""
        asked = {*ALWAYS[table], *self.declared.get(table, {})}
        return [column.name for column in self.rows[table].columns if column.name in asked and column.name in self.rows[table].raw.names]

    def _trusted(self, table: str, cells: pl.DataFrame) -> pl.DataFrame:
        """Typed rows; nothing is asked of the cells, for they were written by the preparation."""
        lacking = set(self.declared.get(table, {})) - set(self.rows[table].raw.names)  # blank, where a pack lets a file lack them
        wanted = {*cells.columns, *lacking}
        return cells.select(one for one in self.rows[table].typing if one.meta.output_name() in wanted)

    def _is_late(self, part: Part) -> bool:
        return self.as_of is not None and part.latest is not None and part.latest > self.as_of

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
    shapes = shapes_of(declared).items()
    needed = {table: {name: kind for name, kind in shape.items() if name in shape.needed} for table, shape in shapes}
    refuse_undeclared(inputs.root, record, needed, {table: {column.name for column in columns} for table, columns in TABLES.items()})
    plain = portion_reader(inputs, declared, as_of)
    assert plain is not None
    return PreparedReader(plain.rows, plain.judgement, as_of, folder=inputs.root, record=record, declared=declared)


def _news(now: Checked, before: Checked) -> Checked:
    """What a check finds that another one did not; the preparation told of everything else."""
    found = {}
    for table, one in now.found.items():
        counts = Counter(one.counts)
        counts.subtract(before.found[table].counts)
        found[table] = replace(one, counts={**counts, HEIGHT: one.rows})
    problems = {
        table: lines.join(before.problems[table], on=lines.columns, how="anti", nulls_equal=True) for table, lines in now.problems.items()
    }
    told = replace(now, found=found, problems=problems, listed=now.listed.clear(), schemes=relations.schemes_together([]), hashes={})
    return replace(told, orphans=now.orphans.clear(), strays=now.strays.clear(), suspects=Suspects())


def _bare(path: Path, columns: list[str] | None) -> pl.DataFrame:
    return pl.read_parquet(path, columns=columns, hive_partitioning=False)


def _both(before: Findings, now: Findings) -> Findings:
    """The findings of both readings."""
    counts = {code: before.counts.get(code, 0) + now.counts.get(code, 0) for code in (*before.counts, *now.counts)}
    return Findings((*before.examples, *now.examples), counts)
