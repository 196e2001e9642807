"""`creditscore rate`: rate every level of a county and write the run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from creditscore.cli.language import Command, Option, current_lang, say
from creditscore.cli.options import (
    Place,
    aliases_option,
    as_of_option,
    encoding_option,
    engine_options,
    format_option,
    lang_option,
    named_tables,
    out_option,
    rules_option,
    table_options,
)
from creditscore.cli.progress import progress
from creditscore.core.engines import Engine, EngineChoice
from creditscore.core.errors import FINDINGS
from creditscore.core.text import Text

STANDARD = ("households", "loans", "villages", "townships")


@click.command(
    cls=Command,
    words=Text(
        "按规则包评定各级，写出评定批次文件夹。DATA 是存放 农户、贷款、行政村、乡镇 四张表的文件夹，或含这四个工作表的一个工作簿；"
        "用 --engine spark 时也可以是 Parquet 文件夹的 URI。"
        "有行被剔除时退出码为 1。",
        "Rate every level by a rule pack and write a run folder. DATA is a folder with the tables households, loans, villages and "
        "townships, or one workbook with those sheets; with --engine spark also the URI of such a folder of Parquet. "
        "Ends with exit code 1 where rows were rejected.",
    ),
    example="creditscore rate county --as-of 2003-06-30 --out reports",
)
@click.argument("data", required=False, type=Place())
@as_of_option()
@rules_option
@out_option("reports", Text("评定批次放在该文件夹下的 <截止日> 中。", "Runs go below this folder, into <as-of date>."), Place())
@click.option("--replace", is_flag=True, cls=Option, words=Text("覆盖同一截止日已有的批次。", "Replace an existing run of the same date."))
@click.option(
    "--strict",
    is_flag=True,
    cls=Option,
    words=Text("有剔除记录或警告时拒绝评定。", "Refuse to rate where rows are rejected or there are warnings."),
)
@click.option(
    "--earlier",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    cls=Option,
    words=Text(
        "与早先评定批次比较的规则，到哪个文件夹找那些批次；省略时在 --out 中找。",
        "Where the earlier runs are that the rules compare with; in --out where left out.",
    ),
)
@engine_options
@encoding_option
@aliases_option
@table_options
@format_option("text", "json")
@lang_option
def rate(
    data: Path | str | None,
    out: Path | str,
    engine: Engine,
    spark_conf: tuple[tuple[str, str], ...],
    earlier: Path | None,
    encoding: str | None,
    output_format: str,
    **asked: Any,
) -> int:
    """Rate and say what came out."""
    tables = named_tables({name: asked.pop(name) for name in (*STANDARD, "own_tables")})
    both = {**asked, "choice": EngineChoice(engine, dict(spark_conf)), "lang": current_lang()}
    with progress() as report:
        outcome = _rated(data, out, {"encoding": encoding, "earlier": earlier, "tables": tables}, both, report)
    if output_format == "json":
        click.echo(json.dumps(outcome.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(outcome.lines(current_lang())))
        page = "" if isinstance(outcome.folder, str) else say("（请打开 report.html）", " (open report.html)")
        click.echo(say(f"评定批次：{outcome.folder}{page}", f"The run is in {outcome.folder}{page}"))
    return FINDINGS if outcome.rejected else 0


def _rated(data: Path | str | None, out: Path | str, here: dict[str, Any], both: dict[str, Any], report: Callable[[Text], None]) -> Any:
    """The outcome of a rating on this machine or, where DATA or --out is a URI, on a cluster; `here` are options of the former."""
    if isinstance(data, str) or isinstance(out, str):
        from creditscore.jobs.rate_cluster import ClusterRequest, rate_on_cluster

        refused = [f"--{name}" for name in ("encoding", "earlier", *here["tables"]) if here.get(name) or name in here["tables"]]
        return rate_on_cluster(ClusterRequest(data=data, out=out, refused=refused, **both), report)
    if data is not None and both["choice"].engine == "polars" and not here["encoding"] and not here["tables"]:
        from creditscore.tables.portions.rows_ahead import read_ahead

        read_ahead(data)
    from creditscore.jobs.rate import RateRequest
    from creditscore.jobs.rate import rate as run

    return run(RateRequest(data=data, out=out, **here, **both), report)
