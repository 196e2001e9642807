"""`creditscore rate`: rate every level of a county and write the run."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from creditscore.cli.language import Command, Option, current_lang, say
from creditscore.cli.options import (
    aliases_option,
    as_of_option,
    encoding_option,
    engine_options,
    format_option,
    lang_option,
    out_option,
    rules_option,
    table_options,
)
from creditscore.cli.progress import progress
from creditscore.core.engines import Engine, EngineChoice
from creditscore.core.errors import FINDINGS
from creditscore.core.text import Text


@click.command(
    cls=Command,
    words=Text(
        "按规则包评定各级，写出评定批次文件夹。DATA 是存放 农户、贷款、行政村、乡镇 四张表的文件夹，或含这四个工作表的一个工作簿。"
        "有行被剔除时退出码为 1。",
        "Rate every level by a rule pack and write a run folder. DATA is a folder with the tables households, loans, villages and "
        "townships, or one workbook with those sheets. Ends with exit code 1 where rows were rejected.",
    ),
    example="creditscore rate county --as-of 2003-06-30 --out reports",
)
@click.argument("data", required=False, type=click.Path(path_type=Path))
@as_of_option()
@rules_option
@out_option("reports", Text("评定批次放在该文件夹下的 <截止日> 中。", "Runs go below this folder, into <as-of date>."))
@click.option("--replace", is_flag=True, cls=Option, words=Text("覆盖同一截止日已有的批次。", "Replace an existing run of the same date."))
@click.option(
    "--strict",
    is_flag=True,
    cls=Option,
    words=Text("有剔除记录或警告时拒绝评定。", "Refuse to rate where rows are rejected or there are warnings."),
)
@engine_options
@encoding_option
@aliases_option
@table_options
@format_option("text", "json")
@lang_option
def rate(
    data: Path | None,
    as_of: date,
    rules: str,
    out: Path,
    replace: bool,
    strict: bool,
    engine: Engine,
    spark_conf: tuple[tuple[str, str], ...],
    encoding: str | None,
    aliases: Path | None,
    output_format: str,
    **tables: Path | None,
) -> int:
    """Rate and say what came out."""
    from creditscore.jobs.rate import RateRequest
    from creditscore.jobs.rate import rate as run

    request = RateRequest(
        data=data,
        as_of=as_of,
        out=out,
        rules=rules,
        replace=replace,
        strict=strict,
        choice=EngineChoice(engine, dict(spark_conf)),
        encoding=encoding,
        aliases=aliases,
        lang=current_lang(),
        tables={name: path for name, path in tables.items() if path is not None},
    )
    with progress() as report:
        outcome = run(request, report)
    if output_format == "json":
        click.echo(json.dumps(outcome.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(outcome.lines(current_lang())))
        click.echo(say(f"评定批次：{outcome.folder}（请打开 report.html）", f"The run is in {outcome.folder} (open report.html)"))
    return FINDINGS if outcome.rejected else 0
