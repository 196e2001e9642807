"""`creditscore demo`: the bundled sample county, month by month."""

from __future__ import annotations

from pathlib import Path

import click

from creditscore.cli.language import Command, current_lang, say
from creditscore.cli.options import lang_option, out_option
from creditscore.cli.progress import progress
from creditscore.core.text import Text


@click.command(
    cls=Command,
    words=Text(
        "逐月评定自带的虚构样例县，列出每月的结果，并说明在哪里查看。",
        "Rate the bundled synthetic county month by month, list each month's result and say where to look.",
    ),
    example="creditscore demo",
)
@out_option("reports/demo", Text("样例的评定批次放在该文件夹下。", "The sample's runs go below this folder."))
@lang_option
def demo(out: Path) -> None:
    """Rate the months and say where to look."""
    from creditscore.jobs.demo import demo as run

    with progress() as report:
        outcome = run(out, current_lang(), report)
    months = outcome.months
    for month in months:
        click.echo(month.line(current_lang()))
    newest = months[-1].outcome.folder
    click.echo("")
    click.echo(say(f"共 {len(months)} 个评定批次，位于 {out}。", f"{len(months)} runs are in {out}."))
    click.echo(
        say(
            f"先打开 {newest / 'report.html'}，再看 {newest / 'ratings.xlsx'}。",
            f"Open {newest / 'report.html'} first, then {newest / 'ratings.xlsx'}.",
        )
    )
    pack = outcome.progress
    click.echo(
        say(
            f"逐月的图表和简报在 {pack}：先看 progress.html 和 briefing.docx。",
            f"Charts and briefing over the months are in {pack}: see progress.html and briefing.docx.",
        )
    )
    example = f"creditscore explain {months[-1].village_to_explain()} --run {newest}"
    click.echo(say(f"逐条说明一个村：{example}", f"One village, criterion by criterion: {example}"))
