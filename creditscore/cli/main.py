"""The program `creditscore`: its commands, and where each one is written."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from creditscore import __version__
from creditscore.cli.groups import Group, Listing
from creditscore.cli.language import set_lang_from
from creditscore.cli.mistakes import exit_code_of
from creditscore.core.at_end import finish
from creditscore.core.before_loading import tell_libraries
from creditscore.core.text import Text

RULES: Listing = {
    "list": (
        "creditscore.cli.rules:list_packs",
        Text("列出规则包及其版本、施行期间。", "List the rule packs, their editions and when each is in force."),
    ),
    "show": ("creditscore.cli.rules:show", Text("显示一个规则包：条款、原文、标准值。", "Show a rule pack: clauses, words, bounds.")),
    "check": ("creditscore.cli.rules:check", Text("检查规则文件有无错漏。", "Check a rule file for mistakes and gaps.")),
    "test": ("creditscore.cli.rules_examples:test", Text("运行规则包自带的示例。", "Run the examples that a rule pack carries.")),
    "diff": ("creditscore.cli.rules_diff:diff", Text("按含义比较两个版本。", "Compare two editions by what they mean.")),
    "impact": (
        "creditscore.cli.rules_impact:impact",
        Text("换用另一版本，谁的评定结果会改变。", "Whose rating changes by another edition, on real tables."),
    ),
    "sweep": (
        "creditscore.cli.rules_sweep:sweep",
        Text("一个标准值取不同数值时的结果。", "The counts over a range of one bound, on real tables."),
    ),
    "boundary": (
        "creditscore.cli.rules_sweep:boundary",
        Text("结果取决于“以上”“以下”是否包括本数的单位。", "The units whose rating hangs on whether a bound includes the number."),
    ),
    "schema": ("creditscore.cli.rules_files:schema", Text("打印规则文件的 JSON Schema。", "Print the JSON Schema of rule files.")),
    "export": (
        "creditscore.cli.rules_files:export",
        Text("把自带的规则包复制出来修改。", "Copy a shipped rule pack to a folder for editing."),
    ),
}
RULES_WORDS = Text("查阅、检查、测试和比较规则包。", "Read, check, test and compare rule packs.")

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
    "progress": (
        "creditscore.cli.monthly:progress",
        Text("把各期评定批次汇成进展报告：图表、简报、数字表。", "Make the progress report of a folder of runs: charts, briefing, tables."),
    ),
    "verify": (
        "creditscore.cli.verify:verify",
        Text("核验一个评定批次能否逐字节重现。", "Verify that a run comes out again, byte for byte."),
    ),
    "notice": ("creditscore.cli.lists:notice", Text("写出一个村的公示（姓名已遮盖）。", "Write a village's public notice (names masked).")),
    "collection": ("creditscore.cli.lists:collection", Text("写出逾期贷款催收清单。", "Write the collection list of overdue loans.")),
    "rules": ("creditscore.cli.main:rules", RULES_WORDS),
    "prepare": (
        "creditscore.cli.prepare:prepare",
        Text("把很大的数据检查一遍并分块，供评定之用。", "Check very large data once and bring it into parts for rating."),
    ),
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
    if arguments is None:
        gc.disable()  # one call, then the end: looking for cycles only costs time
        tell_libraries()
    words = list(sys.argv[1:] if arguments is None else arguments)
    set_lang_from(words)
    code = exit_code_of(lambda: program.main(_without_leading_lang(words), "creditscore", standalone_mode=False))
    if arguments is None:
        _leave(code)
    sys.exit(code)


def _leave(code: int) -> NoReturn:
    """End the process at once: everything is written, and taking large tables apart in memory only costs time."""
    finish()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _without_leading_lang(words: list[str]) -> list[str]:
    """The call without a `--lang` before the command: it has been taken already."""
    if words[:1] == ["--lang"]:
        return words[2:]
    return words[1:] if words and words[0].startswith("--lang=") else words
