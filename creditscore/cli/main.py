"""The program `creditscore`: its commands, and where each one is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from creditscore import __version__
from creditscore.cli.groups import Group, Listing
from creditscore.cli.language import set_lang_from
from creditscore.cli.mistakes import exit_code_of
from creditscore.core.text import Text

RULES: Listing = {
    "list": (
        "creditscore.cli.rules:list_packs",
        Text("列出规则包及其版本、施行期间。", "List the rule packs, their editions and when each is in force."),
    ),
    "show": ("creditscore.cli.rules:show", Text("显示一个规则包：条款、原文、标准值。", "Show a rule pack: clauses, words, bounds.")),
    "check": ("creditscore.cli.rules:check", Text("检查规则文件有无错漏。", "Check a rule file for mistakes and gaps.")),
    "test": ("creditscore.cli.rules:test", Text("运行规则包自带的示例。", "Run the examples that a rule pack carries.")),
}
RULES_WORDS = Text("查阅、检查和测试规则包。", "Read, check and test rule packs.")

rules = Group("rules", RULES, RULES_WORDS)

COMMANDS: Listing = {
    "demo": (
        "creditscore.cli.demo:demo",
        Text("评定自带的样例县，并说明结果放在哪里。", "Rate the bundled sample county and say where to look."),
    ),
    "check": (
        "creditscore.cli.check:check",
        Text("读入并检查各表，列出问题。", "Read and check the tables; list what is wrong with them."),
    ),
    "rate": (
        "creditscore.cli.rate:rate",
        Text("按规则包评定农户、行政村和乡镇。", "Rate households, villages and townships by a rule pack."),
    ),
    "explain": (
        "creditscore.cli.explain:explain",
        Text("逐条说明一个农户、村或乡镇的评定结果。", "Explain the rating of one household, village or township."),
    ),
    "rules": ("creditscore.cli.main:rules", RULES_WORDS),
    "sample": ("creditscore.cli.sample:sample", Text("生成任意规模的虚构样例县。", "Make a synthetic county of any size.")),
}
WORDS = Text(
    "农村信用工程评定工具：按有据可查的标准评定信用户、信用村和信用乡镇，逐条给出依据。",
    "Rural credit-project ratings: credit households, villages and townships by documented criteria, with the evidence.",
)


def _version(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"creditscore {__version__}")
        ctx.exit()


program = Group("creditscore", COMMANDS, WORDS)
program.params.append(click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version))


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """The console script: exit code 0 done, 1 findings, 2 wrong use."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    set_lang_from(words)
    code = exit_code_of(lambda: program.main(_without_leading_lang(words), "creditscore", standalone_mode=False))
    if arguments is None:
        _leave(code)
    sys.exit(code)


def _leave(code: int) -> NoReturn:
    """End the process at once: everything is written, and taking large tables apart in memory only costs time."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _without_leading_lang(words: list[str]) -> list[str]:
    """The call without a `--lang` before the command: it has been taken already."""
    if words[:1] == ["--lang"]:
        return words[2:]
    return words[1:] if words and words[0].startswith("--lang=") else words
