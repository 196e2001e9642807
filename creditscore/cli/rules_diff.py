"""`creditscore rules diff`: two editions compared by what they mean."""

from __future__ import annotations

import json

import click

from creditscore.cli.language import Command, current_lang
from creditscore.cli.options import format_option, lang_option
from creditscore.core.errors import FINDINGS
from creditscore.core.text import Text


@click.command(
    cls=Command,
    words=Text(
        "按含义（不是逐行）比较两个版本：标准值、操作词、筛选条件、原文、读法。A、B 是规则文件、规则包名称，或“规则包/版本”。"
        "规则不同时退出码为 1。",
        "Compare two editions by meaning, not by line: bounds, operator words, filters, clauses, readings. A and B are rule files, names "
        "of packs, or PACK/EDITION. Exit code 1 where the rules differ.",
    ),
    example="creditscore rules diff ninghe/2001 draft.toml --format markdown",
)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@format_option("text", "markdown", "json")
@lang_option
def diff(before: str, after: str, output_format: str) -> int:
    """Print the changes."""
    from creditscore.jobs.rules_diff import difference

    found = difference(before, after)
    if output_format == "json":
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
    elif output_format == "markdown":
        click.echo(found.markdown(current_lang()), nl=False)
    else:
        click.echo("\n".join(found.lines(current_lang())))
    return 0 if found.same_rules else FINDINGS
