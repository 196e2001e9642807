"""`creditscore rules sweep|boundary`: what hangs on the number of a bound, and on the word before it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from creditscore.cli.language import Command, Option, current_lang
from creditscore.cli.options import as_of_option, encoding_option, format_option, lang_option, table_options
from creditscore.cli.progress import progress
from creditscore.core.text import Text


@click.command(
    cls=Command,
    words=Text(
        "把一个标准值（标准、评分表分档或等级分数线）从一个数移到另一个数，列出每个数值下达标、评定的单位数。只评定一次。* 为现行标准值。",
        "Move one bound (of a criterion, a scorecard's band or a grade's cut) over a range and list how many units pass and are rated "
        "at each value. Rates once. * marks the value in force.",
    ),
    example="creditscore rules sweep ninghe county --as-of 2003-06-30 --criterion V1a --from 70% --to 90% --step 1%",
)
@click.argument("pack")
@click.argument("data", required=False, type=click.Path(path_type=Path))
@as_of_option()
@click.option(
    "--criterion",
    required=True,
    metavar="ID",
    cls=Option,
    words=Text("标准编号，或分档、分数线的键路径。", "A criterion's id, or the key path of a scorecard's band or a grade's cut."),
)
@click.option("--from", "first", required=True, metavar="VALUE", cls=Option, words=Text("从（含）。", "First value."))
@click.option("--to", "last", required=True, metavar="VALUE", cls=Option, words=Text("到（含）。", "Last value."))
@click.option("--step", required=True, metavar="VALUE", cls=Option, words=Text("步长。", "Step."))
@click.option(
    "--bound",
    "operator",
    type=click.Choice(["at_least", "at_most", "above", "below"]),
    cls=Option,
    words=Text("有两个标准值时指定操作词。", "The operator word, where the criterion has two bounds."),
)
@encoding_option
@table_options
@format_option("text", "json")
@lang_option
def sweep(
    pack: str,
    data: Path | None,
    as_of: date,
    criterion: str,
    first: str,
    last: str,
    step: str,
    operator: str | None,
    encoding: str | None,
    output_format: str,
    **tables: Path | None,
) -> None:
    """Print a line a value."""
    from creditscore.jobs.rules_sweep import Range, TablesRequest
    from creditscore.jobs.rules_sweep import sweep as run

    with progress() as report:
        found = run(TablesRequest(pack, data, as_of, encoding, _named(tables)), Range(criterion, first, last, step, operator), report)
    if output_format == "json":
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(found.lines(current_lang())))


def _named(tables: dict[str, Path | None]) -> dict[str, Path]:
    return {name: path for name, path in tables.items() if path is not None}


@click.command(
    cls=Command,
    words=Text(
        "逐一把标准值前的操作词换一种读法（是否包括本数），列出结论或评定结果随之改变的单位。",
        "Read the word before each bound the other way (including the number or not) and list the units whose verdict or rating changes.",
    ),
    example="creditscore rules boundary ninghe county --as-of 2003-06-30",
)
@click.argument("pack")
@click.argument("data", required=False, type=click.Path(path_type=Path))
@as_of_option()
@encoding_option
@table_options
@format_option("text", "json")
@lang_option
def boundary(pack: str, data: Path | None, as_of: date, encoding: str | None, output_format: str, **tables: Path | None) -> None:
    """Print a line a bound, and its units."""
    from creditscore.jobs.rules_sweep import TablesRequest
    from creditscore.jobs.rules_sweep import boundary as run

    with progress() as report:
        found = run(TablesRequest(pack, data, as_of, encoding, _named(tables)), report)
    if output_format == "json":
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(found.lines(current_lang())))
