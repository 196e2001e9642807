"""`creditscore rules test`: run the examples of a rule pack, and try what they would notice."""

from __future__ import annotations

import json

import click

from creditscore.cli.language import Command, Option, current_lang
from creditscore.cli.options import format_option, lang_option
from creditscore.cli.progress import progress
from creditscore.core.errors import FINDINGS
from creditscore.core.text import Text


@click.command(
    cls=Command,
    words=Text(
        "运行规则包自带的示例，列出不符的，并报告示例覆盖了哪些标准、标准值、等级和结论。有不符或有未被发现的改动时退出码为 1。",
        "Run the examples that a pack carries, list those not met and report which criteria, bounds, grades and outcomes they cover. "
        "Exit code 1 where one is not met or a change goes unnoticed.",
    ),
    example="creditscore rules test ninghe --mutate",
)
@click.argument("pack", default="ninghe")
@click.option(
    "--mutate",
    is_flag=True,
    cls=Option,
    words=Text("逐一改动规则，列出示例没有发现的改动。", "Change one thing of the rules at a time and list what no example notices."),
)
@click.option(
    "--suggest",
    is_flag=True,
    cls=Option,
    words=Text("为未被发现的改动给出可加入文件的示例（TOML）。", "Print examples (TOML) that would notice the unnoticed changes."),
)
@format_option("text", "json")
@lang_option
def test(pack: str, mutate: bool, suggest: bool, output_format: str) -> int:
    """Print the examples that fail, the coverage, and the changes that go unnoticed."""
    from creditscore.jobs.rules_examples import outcomes_of

    with progress() as report:
        outcomes = outcomes_of(pack, mutate=mutate, suggest=suggest, report=report)
    if output_format == "json":
        click.echo(json.dumps([outcome.as_dict() for outcome in outcomes], ensure_ascii=False, indent=2))
    elif suggest:
        click.echo("\n".join(f"# {line}" for outcome in outcomes for line in outcome.lines(current_lang())) + "\n")
        click.echo("\n".join(outcome.suggested() for outcome in outcomes), nl=False)
    else:
        click.echo("\n".join(line for outcome in outcomes for line in outcome.lines(current_lang())))
    return 0 if all(outcome.sound for outcome in outcomes) else FINDINGS
