"""`creditscore notice` and `creditscore collection`: lists of a finished run that go out of the office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from creditscore.cli.language import Command, Option, current_lang
from creditscore.cli.options import Day, lang_option, out_option
from creditscore.core.text import Text

F = TypeVar("F", bound=Callable[..., Any])


def _run_options(command: F) -> F:
    """`--run`, `--data`, `--rules`: the run, and where its inputs and rules are now."""
    path = click.Path(path_type=Path)
    run = Text("评定批次，或存放批次的文件夹（取最新的）。", "A run, or a folder of runs (the newest is taken).")
    data = Text("评定所用数据现在的位置。", "Where the run's data is now, if it has moved.")
    rules = Text("评定所用规则现在的位置。", "Where the run's rules are now, if they have moved.")
    command = click.option("--rules", metavar="PACK_OR_FILE", cls=Option, words=rules)(command)
    command = click.option("--data", type=path, metavar="DATA", cls=Option, words=data)(command)
    return click.option("--run", "place", type=path, default=Path("reports"), show_default=True, metavar="DIR", cls=Option, words=run)(
        command
    )


@click.command(
    cls=Command,
    words=Text(
        "写出一个村的公示：拟授予称号的农户，姓名和身份证号码已遮盖。VILLAGE 是行政村的编号。",
        "Write the public notice of a village: the households proposed, names and ID numbers masked. VILLAGE is the village's id.",
    ),
    example="creditscore notice T01V003 --run reports/2003-06-30 --days 7",
)
@click.argument("village")
@_run_options
@click.option(
    "--days", type=click.IntRange(min=1), default=7, show_default=True, cls=Option, words=Text("公示天数。", "How many days it stands.")
)
@click.option(
    "--start",
    type=Day(),
    metavar="DATE",
    cls=Option,
    words=Text("公示开始的日期；省略时为截止日的次日。", "The first day; the day after the as-of date where left out."),
)
@out_option("notices", Text("公示文件放在该文件夹下。", "The notice goes into this folder."))
@lang_option
def notice(village: str, place: Path, data: Path | None, rules: str | None, days: int, start: date | None, out: Path) -> None:
    """Write the notice and say where it is."""
    from creditscore.jobs.lists import village_notice

    files, remark = village_notice(village, place, start, days, data, rules, out, current_lang())
    for path in files:
        click.echo(path)
    if remark is not None:
        click.echo(remark.say(current_lang()), err=True)


@click.command(
    cls=Command,
    words=Text(
        "写出催收清单：截止日逾期的贷款，按村和金额汇总，逐笔由早到晚排列。",
        "Write the collection list: loans overdue at the as-of date, by village and amount, the oldest first.",
    ),
    example="creditscore collection --run reports/2003-06-30",
)
@_run_options
@out_option("collection", Text("清单放在该文件夹下。", "The list goes into this folder."))
@lang_option
def collection(place: Path, data: Path | None, rules: str | None, out: Path) -> None:
    """Write the list and say where it is."""
    from creditscore.jobs.lists import collection_list

    click.echo(collection_list(place, data, rules, out, current_lang()))
