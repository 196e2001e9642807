"""`creditscore rules schema|export`: what somebody needs who writes a rule file."""

from __future__ import annotations

from pathlib import Path

import click

from creditscore.cli.language import Command
from creditscore.cli.options import lang_option, out_option
from creditscore.core.text import Text


@click.command(
    cls=Command,
    words=Text(
        "打印规则文件的 JSON Schema，编辑器可据此补全和检查。",
        "Print the JSON Schema of rule files, with which an editor completes and checks them.",
    ),
    example="creditscore rules schema > pack.schema.json",
)
@lang_option
def schema() -> None:
    """Print the schema."""
    from creditscore.packs.json_schema import as_text, json_schema

    click.echo(as_text(json_schema()), nl=False)


@click.command(
    cls=Command,
    words=Text(
        "把自带的规则包连同出处和 JSON Schema 复制到文件夹中，供修改。不覆盖已有内容。",
        "Copy a shipped rule pack with its sources and the JSON Schema to a folder, to be edited. Nothing that exists is overwritten.",
    ),
    example="creditscore rules export ninghe --out my-rules",
)
@click.argument("pack", default="ninghe")
@out_option("rules", Text("复制到该文件夹下。", "The folder to copy into."))
@lang_option
def export(pack: str, out: Path) -> None:
    """Copy, and say what was written."""
    from creditscore.packs.export import export as run

    for path in run(pack, out):
        click.echo(path.as_posix())
