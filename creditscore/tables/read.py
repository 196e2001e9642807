"""Reading the tables: files in; usable rows, findings, sources and rejected rows out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

import polars as pl

from creditscore.core.errors import Problem, TableError
from creditscore.tables.checks import relations
from creditscore.tables.checks.counting import Counted, count_query, counted, counted_already
from creditscore.tables.checks.judgement import Judgement, short_villages
from creditscore.tables.checks.normalise import Settled, kept_aside, settled
from creditscore.tables.files.encodings import UTF8, UTF8_BOM
from creditscore.tables.files.inputs import TEXT_FILES, Inputs
from creditscore.tables.files.open_raw import open_raw
from creditscore.tables.files.whole_files import Digests, digests_of
from creditscore.tables.findings.result import Tables
from creditscore.tables.raw import Raw
from creditscore.tables.shapes import TableShape, shapes_of

Declared = Mapping[str, Mapping[str, str]]
Read = TypeVar("Read")


def read_tables(inputs: Inputs, declared: Declared, as_of: date | None = None, encoding: str | None = None) -> Tables:
    """Read, normalise and check the four tables and those of the rule pack's own.

    `declared` is table -> column -> type of the rule pack's columns, which the files must have, or the tables' shapes; dates are held
    against `as_of` where it is given; `encoding` overrides the detection for text files. A TableError says why
    a table cannot be read at all; single bad rows are set aside and told of in `findings` and `rejected`.
    """
    with digests_of(inputs) as digests:
        shapes = shapes_of(declared)
        found = read_proved(inputs, shapes, encoding, digests, lambda raws: counted_tables(raws, as_of))
        judgement = Judgement()
        for table in shapes:
            judgement.judge(found[table])
            if shapes[table].kind == "loans" and table != "loans":
                judgement.take_schemes(table, relations.schemes(judgement.usable[table].frame))
        usable = judgement.usable
        listed = relations.listed_households(usable["households"].frame)
        judgement.take_together(short_villages(usable["villages"], listed), relations.schemes(usable["loans"].frame))
        return judgement.tables(digests)


def read_proved(
    inputs: Inputs, shapes: Mapping[str, TableShape], encoding: str | None, beside: Digests, read: Callable[[Mapping[str, Raw]], Read]
) -> Read:
    """What `read` makes of every table opened, while the pass over the files goes on `beside`.

    Where it finds that a file is not UTF-8 after all, all is read once more, with the encodings proved beforehand.
    """
    try:
        raws = opened(inputs, shapes, encoding, beside)
        found = read(raws)
        taken_for_utf8 = [table for table, raw in raws.items() if raw.encoding in {UTF8, UTF8_BOM}]
    except TableError:
        taken_for_utf8 = [table for table, path in inputs.paths.items() if path.suffix.lower() in TEXT_FILES]
        if all(beside[table].result().utf8 for table in taken_for_utf8):
            raise
    if all(beside[table].result().utf8 for table in taken_for_utf8):
        return found
    return read(opened(inputs, shapes, encoding))


def opened(inputs: Inputs, shapes: Mapping[str, TableShape], encoding: str | None, beside: Digests | None = None) -> dict[str, Raw]:
    """Every table opened; a TableError names all that cannot be. What a pass `beside` will tell of whole files is taken to hold."""
    raws: dict[str, Raw] = {}
    problems: list[Problem] = []
    for table, shape in shapes.items():
        try:
            raws[table] = open_raw(shape, inputs, encoding, beside[table] if beside else None)
        except TableError as error:
            problems += error.problems
    if problems:
        raise TableError(problems)
    return raws


def counted_tables(raws: Mapping[str, Raw], as_of: date | None) -> dict[str, Counted]:
    """Opened tables read, in full where a cell needs it, and what the value checks count in each."""
    tables = {table: settled(raw, raw.columns, as_of) for table, raw in raws.items()}
    found = _asked(tables, as_of)
    again = {table: kept_aside(one.settled.raw, one.settled.columns, as_of) for table, one in found.items() if one.strange}
    return found | _asked(again, as_of)


def _asked(tables: Mapping[str, Settled], as_of: date | None) -> dict[str, Counted]:
    known = {table: counted_already(one, one.raw.day(as_of)) for table, one in tables.items() if one.counts is not None}
    queries = {table: count_query(one, one.raw.day(as_of)) for table, one in tables.items() if table not in known}
    asked = [query for query, _ in queries.values()]
    if any(tables[table].kept for table in queries):
        outcomes = [query.collect(engine="streaming") for query in asked]  # one by one: all at once take twice the memory
    else:
        outcomes = pl.collect_all(asked, engine="streaming") if asked else []
    found = {table: counted(tables[table], queries[table][1], outcome) for table, outcome in zip(queries, outcomes, strict=True)}
    return {table: (known | found)[table] for table in tables}
