"""`creditscore verify`: whether a run is unaltered and comes out again."""

from __future__ import annotations

import json
from pathlib import Path

import click

from creditscore.cli.language import Command, Option, current_lang, say
from creditscore.cli.options import format_option, lang_option
from creditscore.cli.progress import progress
from creditscore.core.errors import FINDINGS
from creditscore.core.text import Text


@click.command(
    cls=Command,
    words=Text(
        "核验一个评定批次：文件未被改动，并用当时的数据和规则重新评定，逐字节比较。不能核验时退出码为 1。",
        "Verify a run: its files are unaltered, and rated again from its inputs and rules it is the same, byte for byte. "
        "Exit code 1 where it does not verify.",
    ),
    example="creditscore verify reports/2003-06-30",
)
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DATA",
    cls=Option,
    words=Text("评定所用数据现在的位置。", "Where the run's data is now, if it has moved."),
)
@click.option(
    "--rules",
    metavar="PACK_OR_FILE",
    cls=Option,
    words=Text("评定所用规则现在的位置。", "Where the run's rules are now, if they have moved."),
)
@format_option("text", "json")
@lang_option
def verify(run: Path, data: Path | None, rules: str | None, output_format: str) -> int:
    """Verify and say what does not hold."""
    from creditscore.jobs.verify import verify as verified

    with progress() as report:
        outcome = verified(run, data, rules, report)
    lang = current_lang()
    faults, remarks = ([text.say(lang) for text in texts] for texts in (outcome.faults, outcome.remarks))
    if output_format == "json":
        content = {"run": run.as_posix(), "verified": outcome.holds, "faults": faults, "remarks": remarks}
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join([*faults, *remarks, _conclusion(outcome.holds, outcome.run.manifest.result_hash)]))
    return 0 if outcome.holds else FINDINGS


def _conclusion(holds: bool, result_hash: str) -> str:
    if holds:
        return say(f"核验通过：逐字节相同，结果摘要 {result_hash}", f"Verified: the same bytes; result hash {result_hash}")
    return say("核验不通过。", "The run does not verify.")
