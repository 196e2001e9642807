"""`creditscore rules list|show|check`: read and check rule packs."""

from __future__ import annotations

import json
from datetime import date

import click

from creditscore.cli.language import Command, current_lang, say
from creditscore.cli.options import as_of_option, format_option, lang_option
from creditscore.core.errors import FINDINGS
from creditscore.core.text import Text


@click.command(
    cls=Command,
    name="list",
    words=Text("列出自带的规则包、版本和施行期间。", "List the shipped rule packs, their editions and when each is in force."),
    example="creditscore rules list --format json",
)
@format_option("text", "json")
@lang_option
def list_packs(output_format: str) -> None:
    """One line an edition."""
    from creditscore.jobs.rules import shipped_editions

    editions = shipped_editions()
    if output_format == "json":
        click.echo(json.dumps([edition.as_dict() for edition in editions], ensure_ascii=False, indent=2))
        return
    for edition in editions:
        click.echo(edition.line(current_lang()))


@click.command(
    cls=Command,
    words=Text(
        "显示规则包：每条标准的条款、原文、读法、标准值和示例数。", "Show a rule pack: clause, words, reading and bound of every criterion."
    ),
    example="creditscore rules show ninghe --format html > rules.html",
)
@click.argument("pack", default="ninghe")
@as_of_option(required=False)
@format_option("markdown", "html", "json")
@lang_option
def show(pack: str, as_of: date | None, output_format: str) -> None:
    """Print the pack for reading."""
    from creditscore.jobs.rules import rendered

    click.echo(rendered(pack, as_of, output_format, current_lang()), nl=False)


@click.command(
    cls=Command,
    words=Text(
        "检查规则文件：错误的键、类型、引用，以及缺少的示例。有问题时退出码为 1。",
        "Check a rule file: keys, types, references, missing examples. Exit code 1 where something is found.",
    ),
    example="creditscore rules check rules/ninghe/2001.toml",
)
@click.argument("pack", default="ninghe")
@as_of_option(required=False)
@format_option("text", "json")
@lang_option
def check(pack: str, as_of: date | None, output_format: str) -> int:
    """Print what is found, one a line."""
    from creditscore.jobs.rules import found_in, problem_as_dict

    findings = found_in(pack, as_of)
    if output_format == "json":
        click.echo(json.dumps([problem_as_dict(finding) for finding in findings], ensure_ascii=False, indent=2))
        return FINDINGS if findings else 0
    for finding in findings:
        click.echo(finding.say(current_lang()))
    click.echo(say(f"规则包 {pack}：发现 {len(findings)} 处", f"Rule pack {pack}: {len(findings)} findings"))
    return FINDINGS if findings else 0
