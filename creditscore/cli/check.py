"""`creditscore check`: read and check the tables."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from creditscore.cli.language import Command, Option, current_lang, say
from creditscore.cli.options import (
    aliases_option,
    as_of_option,
    encoding_option,
    format_option,
    lang_option,
    named_tables,
    rules_option,
    table_options,
)
from creditscore.core.errors import FINDINGS
from creditscore.core.text import Text


@click.command(
    cls=Command,
    words=Text(
        "读入并检查各表，按原因汇总问题，给出文件、行、列和处理办法。有行被剔除时退出码为 1。",
        "Read and check the tables; sum up what is wrong by reason, with file, row, column and cure. Exit code 1 where rows are rejected.",
    ),
    example="creditscore check county --as-of 2003-06-30",
)
@click.argument("data", required=False, type=click.Path(path_type=Path))
@as_of_option(required=False)
@rules_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    cls=Option,
    words=Text(
        "把全部问题（findings.csv）、被剔除的行（rejected.csv）和标出问题的原表副本（marked/）写入该文件夹；原文件不动。",
        "Write all findings (findings.csv), the rejected rows (rejected.csv) and copies of your files with the problems marked (marked/) "
        "into this folder; your files stay as they are.",
    ),
)
@click.option("--replace", is_flag=True, cls=Option, words=Text("覆盖上次检查写出的文件。", "Overwrite what an earlier check wrote."))
@encoding_option
@aliases_option
@table_options
@format_option("text", "json")
@lang_option
def check(
    data: Path | None,
    as_of: date | None,
    rules: str,
    out: Path | None,
    replace: bool,
    encoding: str | None,
    aliases: Path | None,
    output_format: str,
    **tables: Any,
) -> int:
    """Check and say what was found."""
    from creditscore.jobs.check import check as run
    from creditscore.jobs.reading import Data

    named = named_tables(tables)
    outcome = run(Data(data, named, encoding, aliases), rules, as_of, out, current_lang(), replace=replace)
    if output_format == "json":
        click.echo(json.dumps(outcome.as_dict(current_lang()), ensure_ascii=False, indent=2))
        return FINDINGS if outcome.refused else 0
    click.echo("\n".join(outcome.lines(current_lang())))
    if not outcome.refused:
        click.echo("\n" + say("没有需要剔除的行。", "No row needs to be rejected."))
    return FINDINGS if outcome.refused else 0
