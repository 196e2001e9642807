"""`creditscore sample`: a synthetic county of any size."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from creditscore.cli.language import Command, Option, say
from creditscore.cli.options import as_of_option, lang_option
from creditscore.cli.progress import progress
from creditscore.core.text import Text


@click.command(
    cls=Command,
    words=Text("生成一个虚构的样例县：同样的参数得到同样的文件。", "Make a synthetic county; the same arguments give the same files."),
    example="creditscore sample county --households 3000 --seed 1 --as-of 2003-06-30 --months 12",
)
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--households", type=click.IntRange(min=1), default=3000, show_default=True, cls=Option, words=Text("农户数。", "How many households.")
)
@click.option("--seed", type=int, default=1, show_default=True, cls=Option, words=Text("随机种子。", "The random seed."))
@click.option(
    "--months",
    type=click.IntRange(1, 240),
    default=1,
    show_default=True,
    cls=Option,
    words=Text("月份数；多于一个时每月一个文件夹。", "How many month ends; more than one gives a folder each."),
)
@click.option(
    "--townships",
    type=click.IntRange(min=1),
    default=None,
    cls=Option,
    words=Text("乡镇数；省略时按户数确定。", "How many townships; by the number of households where left out."),
)
@click.option(
    "--file-format",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    cls=Option,
    words=Text("文件格式。", "The files' format."),
)
@as_of_option()
@lang_option
def sample(out: Path, households: int, seed: int, months: int, townships: int | None, file_format: str, as_of: date) -> None:
    """Write the county, a folder a month where there are several."""
    from creditscore.jobs.sample import make_county

    with progress() as report:
        make_county(out, households, seed, as_of, file_format, months, townships, report)
    click.echo(
        say(
            f"已生成虚构样例县：{out}（{households:,} 户，种子 {seed}）",
            f"Wrote a synthetic county to {out} ({households:,} households, seed {seed})",
        )
    )
