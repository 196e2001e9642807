"""Reading the tables: files in; usable rows, findings, sources and rejected rows out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from creditscore.core.columns import TABLES
from creditscore.core.digests import sha256_of
from creditscore.core.errors import Problem, TableError
from creditscore.tables import relations, repeats
from creditscore.tables.checks import LONG_IDS, Counted, count_query, counted, value_problems
from creditscore.tables.findings import Findings, gathered
from creditscore.tables.inputs import Inputs
from creditscore.tables.normalise import Settled, columns_of, kept_aside, settled, with_births
from creditscore.tables.open_raw import open_raw
from creditscore.tables.raw import ROW, Raw
from creditscore.tables.reasons import ERRORS
from creditscore.tables.rejected import finding_lines, rejected_lines
from creditscore.tables.remarks import Group, notes_of, row_findings, table_finding
from creditscore.tables.result import SourceFile, Tables
from creditscore.tables.totals import totals_differing

Declared = Mapping[str, Mapping[str, str]]


@dataclass
class _Reader:
    """The state of one reading: what has been found so far, table by table, parents first."""

    usable: dict[str, relations.Usable] = field(default_factory=dict)
    problems: dict[str, pl.DataFrame] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    rejected: dict[str, int] = field(default_factory=dict)


def read_tables(inputs: Inputs, declared: Declared, as_of: date | None = None, encoding: str | None = None) -> Tables:
    """Read, normalise and check the four tables.

    `declared` is table -> column -> type of the rule pack's columns, which the files must have; dates are held
    against `as_of` where it is given; `encoding` overrides the detection for text files. A TableError says why
    a table cannot be read at all; single bad rows are set aside and told of in `findings` and `rejected`.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        digests = {table: pool.submit(sha256_of, path) for table, path in inputs.paths.items()}
        found = _counted_tables(_opened(inputs, declared, encoding), declared, as_of)
        reader = _Reader()
        for table in TABLES:
            _judge(reader, found[table])
        _judge_together(reader)
        sources = tuple(_source(reader, found[table], digests[table].result()) for table in TABLES)
    frames = {table: reader.usable[table].frame for table in TABLES}
    rejected = pl.concat([rejected_lines(reader.problems[table], found[table].settled.raw) for table in TABLES])
    lines = pl.concat([finding_lines(reader.problems[table], found[table].settled.raw) for table in TABLES])
    return Tables(frames, _findings(reader, found), sources, rejected, lines)


def _opened(inputs: Inputs, declared: Declared, encoding: str | None) -> dict[str, Raw]:
    opened: dict[str, Raw] = {}
    problems: list[Problem] = []
    for table in TABLES:
        try:
            opened[table] = open_raw(table, inputs, declared.get(table, {}), encoding)
        except TableError as error:
            problems += error.problems
    if problems:
        raise TableError(problems)
    return opened


def _counted_tables(raws: Mapping[str, Raw], declared: Declared, as_of: date | None) -> dict[str, Counted]:
    tables = {table: settled(raw, columns_of(table, declared.get(table, {}))) for table, raw in raws.items()}
    found = _asked(tables, as_of)
    again = {table: kept_aside(one.settled.raw, one.settled.columns) for table, one in found.items() if one.strange}
    return found | _asked(again, as_of)


def _asked(tables: Mapping[str, Settled], as_of: date | None) -> dict[str, Counted]:
    queries = {table: count_query(one, as_of) for table, one in tables.items()}
    asked = [query for query, _ in queries.values()]
    if any(one.kept for one in tables.values()):
        outcomes = [query.collect(engine="streaming") for query in asked]  # one by one: all at once take twice the memory
    else:
        outcomes = pl.collect_all(asked, engine="streaming") if asked else []
    return {table: counted(tables[table], queries[table][1], outcome) for table, outcome in zip(queries, outcomes, strict=True)}


def _judge(reader: _Reader, found: Counted) -> None:
    table, own = found.settled.table, found.settled
    values = value_problems(found)
    related = [repeats.duplicates(found, values), relations.unknown_parents(own, reader.usable)]
    if table == "households":
        related.append(repeats.shared_numbers(found, values))
    if table == "loans":
        related.append(relations.loans_of_households(own, reader.usable))
        related += [relations.personal_loan_ids(own, reader.usable)] if found.counts[LONG_IDS] else []
    shifted = values.filter(pl.col("code") == "too_many_cells")
    problems = pl.concat([values, *(lines.join(shifted, on=ROW, how="anti") for lines in related)])
    errors = problems.filter(pl.col("code").is_in(ERRORS))
    counts: Counter[str] = Counter()
    for rule in found.rules:
        counts[rule.code] += found.counts[rule.key] if rule.severity != "error" else 0
    reader.problems[table] = problems
    reader.rejected[table] = errors.get_column(ROW).n_unique()
    reader.groups += [*row_findings(problems, own.raw, counts), *notes_of(found)]
    reader.usable[table] = relations.Usable(own, _usable_rows(found, errors))
    reader.groups += totals_differing(own, errors)


def _usable_rows(found: Counted, errors: pl.DataFrame) -> pl.LazyFrame:
    table = with_births(found.settled) if found.births_to_fill else found.settled
    frame = table.frame
    if errors.height:
        bad = errors.lazy().select(ROW).unique()
        frame = table.numbered.join(bad, on=ROW, how="anti")
    return frame.select(column.name for column in table.columns)


def _judge_together(reader: _Reader) -> None:
    villages, loans = reader.usable["villages"].settled.raw, reader.usable["loans"]
    if "registered_households" in villages.names:
        short = relations.registered_below_listed(reader.usable)
        reader.problems["villages"] = pl.concat([reader.problems["villages"], short])
        reader.groups += row_findings(short, villages, {})
    reader.groups += _scheme_groups(loans)


def _scheme_groups(loans: relations.Usable) -> list[Group]:
    raw, schemes = loans.settled.raw, relations.schemes(loans.frame)
    if schemes.mixed:
        four, five = schemes.classified.values()
        return [([table_finding(raw, "mixed_schemes", "classification_scheme", str(four), five)], 1)]
    if schemes.strangers:
        return [([table_finding(raw, "scheme_without_class", "classification_scheme", other=schemes.strangers)], schemes.strangers)]
    return []


def _source(reader: _Reader, found: Counted, sha256: str) -> SourceFile:
    raw, rejected = found.settled.raw, reader.rejected[found.settled.table]
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
    )


def _findings(reader: _Reader, found: Mapping[str, Counted]) -> Findings:
    order = {"error": 0, "warning": 1, "note": 2}
    return gathered(sorted(reader.groups, key=lambda group: (order[group[0][0].severity], list(found).index(group[0][0].table))))
