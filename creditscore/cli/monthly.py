"""`creditscore progress`: a folder of runs made into the monthly, quarterly or half-yearly pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from creditscore.cli.language import Command, Option, current_lang, say
from creditscore.cli.options import Day, lang_option, out_option
from creditscore.cli.progress import progress as shown
from creditscore.core.errors import FINDINGS
from creditscore.core.text import Text

PERIODS = ("month", "quarter", "half-year")


@click.command(
    "progress",
    cls=Command,
    words=Text(
        "把一个文件夹中的各评定批次按月（季、半年）排成一个序列，写出进展报告：数字表、图表、简报等。REPORTS 是存放批次的文件夹。"
        "有批次因被改动而未采用时退出码为 1。",
        "Line up the runs of a folder by month (quarter, half-year) and write the progress report: tables, charts, briefing and more. "
        "REPORTS is the folder of runs. Ends with exit code 1 where a run had to be set aside because it was altered.",
    ),
    example="creditscore progress reports --targets targets.toml --out progress",
)
@click.argument("reports", type=click.Path(path_type=Path), default=Path("reports"))
@click.option("--from", "start", type=Day(), metavar="DATE", cls=Option, words=Text("最早的截止日。", "The earliest as-of date."))
@click.option("--to", "end", type=Day(), metavar="DATE", cls=Option, words=Text("最晚的截止日。", "The latest as-of date."))
@click.option(
    "--level",
    type=click.Choice(("township", "village")),
    cls=Option,
    words=Text("按乡镇还是按村分列；省略时按乡镇。", "Broken down by township or by village; by township where left out."),
)
@click.option(
    "--targets",
    type=click.Path(path_type=Path),
    metavar="FILE",
    cls=Option,
    words=Text("计划文件（targets.toml）。", "The plan (targets.toml)."),
)
@click.option(
    "--period",
    type=click.Choice(PERIODS),
    default="month",
    show_default=True,
    cls=Option,
    words=Text("月报、季报或半年报。", "Monthly, quarterly or half-yearly."),
)
@click.option(
    "--rules",
    metavar="PACK_OR_FILE",
    cls=Option,
    words=Text("评定所用规则现在的位置。", "Where the newest run's rules are now, if they have moved."),
)
@out_option("progress", Text("进展报告放在该文件夹下的 <截止日> 中。", "The report goes below this folder, into <as-of date>."))
@click.option(
    "--replace", is_flag=True, cls=Option, words=Text("覆盖同一截止日已有的报告。", "Replace an existing report of the same date.")
)
@lang_option
def progress(
    reports: Path,
    start: date | None,
    end: date | None,
    level: str | None,
    targets: Path | None,
    period: str,
    rules: str | None,
    out: Path,
    replace: bool,
) -> int:
    """Write the report and say where to look."""
    from typing import cast

    from creditscore.archive.periods import PeriodName
    from creditscore.jobs.progress import ProgressRequest, progress_pack

    span = cast("PeriodName", period)
    request = ProgressRequest(reports, out, current_lang(), start, end, level, targets, span, rules, replace)
    with shown() as report:
        outcome = progress_pack(request, report)
    for remark in outcome.remarks:
        click.echo(remark.say(current_lang()), err=True)
    runs = len(outcome.progress.series.runs)
    click.echo(say(f"采用 {runs} 个评定批次，截止 {outcome.progress.as_of}。", f"{runs} runs, as of {outcome.progress.as_of}."))
    click.echo(say(f"进展报告：{outcome.folder}", f"The progress report is in {outcome.folder}"))
    return FINDINGS if outcome.has_mistakes else 0
