"""What each table says once it is typed: problems, usable rows, findings; table by table, parents first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import polars as pl
from msgspec import Struct, field

from creditscore.core import terms
from creditscore.tables.cells.tally import LONG_IDS
from creditscore.tables.checks import relations, repeats
from creditscore.tables.checks.counting import Counted, value_problems
from creditscore.tables.checks.normalise import with_births
from creditscore.tables.checks.remarks import Group, notes_of, row_findings, table_finding
from creditscore.tables.checks.totals import totals_differing
from creditscore.tables.files.whole_files import Digests
from creditscore.tables.findings.finding import Findings, gathered
from creditscore.tables.findings.problems import no_problems
from creditscore.tables.findings.rejected import finding_lines, rejected_lines
from creditscore.tables.findings.result import SourceFile, Tables
from creditscore.tables.raw import ROW
from creditscore.tables.reasons import ERRORS


class Judgement(Struct):
    """The state of one reading: what has been found so far, table by table, parents first."""

    usable: dict[str, relations.Usable] = field(default_factory=dict)
    found: dict[str, Counted] = field(default_factory=dict)
    problems: dict[str, pl.DataFrame] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    rejected: dict[str, int] = field(default_factory=dict)

    def judge(self, found: Counted) -> None:
        """Take a table whose parents have been taken."""
        self.take(found, problems_in(found, self.usable))

    def take(self, found: Counted, problems: pl.DataFrame) -> None:
        """Take a table with its problems."""
        table, own = found.settled.table, found.settled
        errors = problems.filter(pl.col("code").is_in(ERRORS))
        self.found[table] = found
        self.problems[table] = problems
        self.rejected[table] = errors.get_column(ROW).n_unique()
        self.groups += [*row_findings(problems, own.raw, _warnings_counted(found)), *notes_of(found)]
        self.usable[table] = relations.Usable(own, usable_rows(found, errors))
        self.groups += totals_differing(own, errors)

    def take_together(self, short: pl.DataFrame, schemes: relations.Schemes) -> None:
        """Take what only all tables together say: villages with too few registered households, schemes that mix."""
        villages = self.usable["villages"].settled.raw
        self.problems["villages"] = pl.concat([self.problems["villages"], short])
        self.groups += row_findings(short, villages, {})
        self.take_schemes("loans", schemes)

    def take_schemes(self, table: str, schemes: relations.Schemes) -> None:
        """Take what the classification schemes of a table of loans say."""
        self.groups += _scheme_groups(self.usable[table], schemes)

    def tables(self, digests: Digests) -> Tables:
        """The outcome, once every table was taken; `digests` are those of the files."""
        raws = {table: found.settled.raw for table, found in self.found.items()}
        frames = {table: self.usable[table].frame for table in raws}
        rejected = pl.concat([rejected_lines(self.problems[table], raws[table]) for table in raws])
        lines = pl.concat([finding_lines(self.problems[table], raws[table]) for table in raws])
        sources = tuple(self._source(self.found[table], digests[table].result().sha256) for table in raws)
        return Tables(frames, self._findings(), sources, rejected, lines)

    def _source(self, found: Counted, sha256: str) -> SourceFile:
        raw, rejected = found.settled.raw, self.rejected[found.settled.table]
        return SourceFile(
            table=raw.table,
            path=raw.path,
            sheet=raw.sheet,
            encoding=raw.encoding,
            sha256=sha256,
            rows_in=found.rows,
            rows_used=found.rows - rejected,
            rows_rejected=rejected,
            left_out=len(found.settled.lines),
            file=raw.file,
            layout=raw.layout,
            title=terms.TABLES[raw.table] if raw.shape is None else raw.shape.title,
        )

    def _findings(self) -> Findings:
        order = {"error": 0, "warning": 1, "note": 2}
        return gathered(sorted(self.groups, key=lambda group: (order[group[0][0].severity], list(self.found).index(group[0][0].table))))


def problems_in(
    found: Counted, usable: dict[str, relations.Usable], *, known: Collection[str] = (), owners_known: bool = False
) -> pl.DataFrame:
    """The problem lines of a table: its values, its ids among themselves, and what it says of the usable rows of its parents.

    The parents named by the columns `known` are known to be there; with `owners_known` every loan is known to belong to a
    household that is listed in its village.
    """
    table, own = found.settled.table, found.settled
    values = value_problems(found)
    related = [repeats.duplicates(found, values), relations.unknown_parents(own, usable, known)]
    if table == "households":
        related.append(repeats.shared_numbers(found, values))
    if own.raw.kind == "loans":
        related += [] if owners_known else [relations.loans_of_households(own, usable)]
        related += [relations.personal_loan_ids(own, usable)] if found.counts.get(LONG_IDS) else []
    if not values.height:
        return pl.concat(related)
    shifted = values.filter(pl.col("code") == "too_many_cells")
    return pl.concat([values, *(lines.join(shifted, on=ROW, how="anti") for lines in related)])


def _warnings_counted(found: Counted) -> Counter[str]:
    """How many warnings there are by reason: of these not every line is kept."""
    counts: Counter[str] = Counter()
    for rule in found.rules:
        counts[rule.code] += found.counts[rule.key] if rule.severity != "error" else 0
    return counts


def usable_rows(found: Counted, errors: pl.DataFrame) -> pl.LazyFrame:
    """The rows without an error, in the columns of the canonical table."""
    table = with_births(found.settled) if found.births_to_fill else found.settled
    frame = table.frame
    if errors.height:
        bad = errors.lazy().select(ROW).unique()
        frame = table.numbered.join(bad, on=ROW, how="anti")
    return frame.select(column.name for column in table.columns)


def short_villages(villages: relations.Usable, listed: pl.LazyFrame) -> pl.DataFrame:
    """Problem lines of villages with fewer registered households than usable ones are `listed`."""
    has_number = "registered_households" in villages.settled.raw.names
    return relations.registered_below_listed(villages, listed) if has_number else no_problems()


def _scheme_groups(loans: relations.Usable, schemes: relations.Schemes) -> list[Group]:
    raw = loans.settled.raw
    if schemes.mixed:
        four, five = schemes.classified.values()
        return [([table_finding(raw, "mixed_schemes", "classification_scheme", str(four), five)], 1)]
    if schemes.strangers:
        return [([table_finding(raw, "scheme_without_class", "classification_scheme", other=schemes.strangers)], schemes.strangers)]
    return []
