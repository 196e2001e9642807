"""`creditscore explain`: one unit's rating, criterion by criterion."""

from __future__ import annotations

import json
from pathlib import Path

import click

from creditscore.cli.language import Command, Option, current_lang
from creditscore.cli.options import format_option, lang_option
from creditscore.core.text import Text


@click.command(
    cls=Command,
    words=Text(
        "逐条说明一个农户、村或乡镇的评定结果：条款、原文、实际数、要求、结论和准确的差距。SUBJECT 是它的编号。",
        "Explain the rating of a household, village or township: clause, the source's words, what was measured, what is required, the "
        "verdict and the exact distance to passing. SUBJECT is its id.",
    ),
    example="creditscore explain T01V003 --run reports/2003-06-30",
)
@click.argument("subject")
@click.option(
    "--run",
    "place",
    type=click.Path(path_type=Path),
    default=Path("reports"),
    show_default=True,
    metavar="DIR",
    cls=Option,
    words=Text("评定批次，或存放批次的文件夹（取最新的）。", "A run, or a folder of runs (the newest is taken)."),
)
@click.option(
    "--level",
    default=None,
    metavar="LEVEL",
    cls=Option,
    words=Text("编号在几个级别都有时指明级别。", "The level, where several have the id."),
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DATA",
    cls=Option,
    words=Text("评定所用数据现在的位置。", "Where the run's data is now, if it has moved."),
)
@click.option(
    "--rules",
    default=None,
    metavar="PACK_OR_FILE",
    cls=Option,
    words=Text("评定所用规则现在的位置。", "Where the run's rules are now, if they have moved."),
)
@format_option("text", "json")
@lang_option
def explain(subject: str, place: Path, level: str | None, data: Path | None, rules: str | None, output_format: str) -> None:
    """Print the explanation."""
    from creditscore.jobs.explain import explain_unit
    from creditscore.report.explaining.as_json import as_data
    from creditscore.report.explaining.as_text import as_text

    explanation, remark = explain_unit(subject, place, data, rules, level)
    if output_format == "json":
        click.echo(json.dumps(as_data(explanation), ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(explanation, current_lang()), nl=False)
    if remark is not None:
        click.echo(remark.say(current_lang()), err=True)
