"""`creditscore rules impact`: whose rating changes from one edition to another, on real tables."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from creditscore.cli.language import Command, Option, current_lang, say
from creditscore.cli.options import as_of_option, encoding_option, format_option, lang_option, named_tables, table_options
from creditscore.cli.progress import progress
from creditscore.core.text import Text


@click.command(
    cls=Command,
    words=Text(
        "用两个版本评定同一批数据，列出哪些农户、村、乡镇的评定结果会改变，以及原因。A、B 是规则文件、规则包名称，或“规则包/版本”。",
        "Rate the same tables by two editions and list whose rating changes, and why. A and B are rule files, names of packs, or "
        "PACK/EDITION.",
    ),
    example="creditscore rules impact ninghe draft.toml county --as-of 2003-06-30 --out impact.xlsx",
)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.argument("data", required=False, type=click.Path(path_type=Path))
@as_of_option()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    cls=Option,
    words=Text("另写一个工作簿。", "Write a workbook too."),
)
@encoding_option
@table_options
@format_option("text", "json")
@lang_option
def impact(
    before: str,
    after: str,
    data: Path | None,
    as_of: date,
    out: Path | None,
    encoding: str | None,
    output_format: str,
    **tables: Any,
) -> None:
    """Compare and say what changes."""
    from creditscore.jobs.rules_impact import ImpactRequest
    from creditscore.jobs.rules_impact import impact as run

    named = named_tables(tables)
    with progress() as report:
        found = run(ImpactRequest(before, after, data, as_of, out, encoding, named), current_lang(), report)
    if output_format == "json":
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(found.lines(current_lang())))
    if out is not None:
        click.echo(say(f"工作簿：{out}", f"The workbook is {out}"))
