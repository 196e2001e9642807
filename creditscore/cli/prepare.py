"""`creditscore prepare`: bring any input into parts for very large ratings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from creditscore.cli.language import Command, current_lang
from creditscore.cli.options import aliases_option, encoding_option, format_option, lang_option, named_tables, rules_option, table_options
from creditscore.cli.progress import progress
from creditscore.core.errors import FINDINGS
from creditscore.core.text import Text


@click.command(
    cls=Command,
    words=Text(
        "把任何来源的数据检查一遍，整理成按乡镇分块、按农户排序的 Parquet，供很大的数据评定之用；中断后再运行，会接着做完。"
        "有行被剔除时退出码为 1。",
        "Check the data of any source once and bring it into Parquet parts by township, sorted by household, for very large ratings; "
        "run again after an interruption, it goes on. Exit code 1 where rows are rejected.",
    ),
    example="creditscore prepare province prepared",
)
@click.argument("data", required=False, type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@rules_option
@encoding_option
@aliases_option
@table_options
@format_option("text", "json")
@lang_option
def prepare(
    data: Path | None,
    out: Path,
    rules: str,
    encoding: str | None,
    aliases: Path | None,
    output_format: str,
    **tables: Any,
) -> int:
    """Prepare and say what was found."""
    from creditscore.jobs.prepare import prepare as run
    from creditscore.jobs.reading import Data

    named = named_tables(tables)
    with progress() as report:
        outcome = run(Data(data, named, encoding, aliases), rules, out, report)
    if output_format == "json":
        click.echo(json.dumps(outcome.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(outcome.lines(current_lang())))
    return FINDINGS if outcome.rejected else 0
