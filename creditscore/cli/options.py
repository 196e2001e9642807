"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from creditscore.cli.language import Option, say
from creditscore.core.engines import ENGINES
from creditscore.core.text import LANGS, Text

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A date such as 2003-06-30 (also 2003.6.30, 2003/6/30, 20030630, 2003年6月30日)."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was written, or a message that says how to write it."""
        if isinstance(value, date):
            return value
        plain = value.strip().replace("年", "-").replace("月", "-").removesuffix("日").replace(".", "-").replace("/", "-")
        for form in ("%Y-%m-%d", "%Y%m%d"):
            try:
                return datetime.strptime(plain, form).date()
            except ValueError:
                continue
        message = say(f"“{value}”不是日期，请写成 2003-06-30 的样式", f'"{value}" is not a date; write it like 2003-06-30')
        raise click.BadParameter(message, ctx, param)


def lang_option(command: F) -> F:
    """`--lang`: taken before the command runs, listed here for the help and for a wrong value."""
    words = Text("语言：zh 中文，en 英文；省略时随系统。", "Language: zh or en; by the locale where left out.")
    return click.option("--lang", type=click.Choice(LANGS), expose_value=False, cls=Option, words=words)(command)


def as_of_option(required: bool = True) -> Callable[[F], F]:
    """`--as-of`: the day at whose end every figure stands."""
    words = Text("截止日：所有数字以这一天终了时为准。", "As-of date: every figure stands at the end of that day.")
    return click.option("--as-of", type=Day(), required=required, metavar="DATE", cls=Option, words=words)


def rules_option(command: F) -> F:
    """`--rules`: a shipped pack by name, a folder of editions, or one rule file."""
    words = Text("规则包名称、文件夹或规则文件。", "Name of a rule pack, a folder of editions, or a rule file.")
    return click.option("--rules", default="ninghe", show_default=True, metavar="PACK_OR_FILE", cls=Option, words=words)(command)


def out_option(default: str, words: Text, kind: click.ParamType[Any] | None = None) -> Callable[[F], F]:
    """`--out`: where the results go."""
    return click.option(
        "--out", type=kind or click.Path(path_type=Path), default=default, show_default=True, metavar="DIR", cls=Option, words=words
    )


def format_option(*formats: str) -> Callable[[F], F]:
    """`--format`: text for people, json for programs."""
    words = Text("输出格式：text 供人看，json 供程序读。", "text for people, json for programs.")
    return click.option(
        "--format", "output_format", type=click.Choice(formats), default=formats[0], show_default=True, cls=Option, words=words
    )


TABLE_FILE = "TABLE=FILE"


class NamedTable(click.ParamType[tuple[str, Path]]):
    """A table of the rule pack's own and its file: `deposits=deposits.csv`."""

    name = "table"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path]:
        """The table's name and the path, or a message that says how to write them."""
        if isinstance(value, tuple):
            return value
        table, mark, path = value.partition("=")
        if not (mark and table.strip() and path.strip()):
            message = say(f"“{value}”应写成 表名=文件", f'"{value}" is not of the form {TABLE_FILE}')
            raise click.BadParameter(message, ctx, param)
        return table.strip(), Path(path.strip())


def named_tables(options: Mapping[str, Any]) -> dict[str, Path]:
    """The files of single tables, from the options of `table_options`."""
    single = {name: path for name, path in options.items() if isinstance(path, Path)}
    return single | dict(options.get("own_tables") or ())


def table_options(command: F) -> F:
    """`--households FILE` and so on: single tables named one by one; `--table NAME=FILE` for those of the rule pack's own."""
    own = Text("单独指定规则包另加的表，可重复。", "The file of a table of the rule pack's own; may be repeated.")
    command = click.option("--table", "own_tables", type=NamedTable(), multiple=True, metavar=TABLE_FILE, cls=Option, words=own)(command)
    for table, zh in (("townships", "乡镇"), ("villages", "行政村"), ("loans", "贷款"), ("households", "农户")):
        words = Text(f"单独指定{zh}表的文件。", f"The file of the {table} table, where it is not in DATA.")
        command = click.option(f"--{table}", type=click.Path(path_type=Path), metavar="FILE", cls=Option, words=words)(command)
    return command


def aliases_option(command: F) -> F:
    """`--aliases`: a file of the user's own words for tables, columns and values."""
    words = Text(
        "自己的别名文件（TOML，写法同软件自带的 aliases.toml），用来认出别的表头和叫法。",
        "A file of your own words for tables, columns and values (TOML, of the shape of aliases.toml).",
    )
    return click.option("--aliases", type=click.Path(path_type=Path), default=None, metavar="FILE", cls=Option, words=words)(command)


def encoding_option(command: F) -> F:
    """`--encoding`: of CSV files, where finding it out goes wrong."""
    words = Text("CSV 的编码（如 gb18030、utf-8），省略时自动判断。", "Encoding of CSV files (gb18030, utf-8); found out where left out.")
    return click.option("--encoding", default=None, metavar="NAME", cls=Option, words=words)(command)


class Place(click.ParamType[Path | str]):
    """A path of this machine, or a URI that Spark knows (`hdfs://…`), which stays text."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """The path or URI."""
        return value if isinstance(value, Path) or "://" in value else Path(value)


class Setting(click.ParamType[tuple[str, str]]):
    """A setting written KEY=VALUE."""

    name = "setting"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Key and value, or a message that says how to write them."""
        if isinstance(value, tuple):
            return value
        key, equals, held = value.partition("=")
        if not equals or not key.strip():
            message = say(
                f"“{value}”请写成 键=值，如 spark.executor.memory=8g", f'write "{value}" as KEY=VALUE, as spark.executor.memory=8g'
            )
            raise click.BadParameter(message, ctx, param)
        return key.strip(), held


def engine_options(command: F) -> F:
    """`--engine` and `--spark-conf`: what runs the plan."""
    words = Text(
        "运行引擎：polars（默认）、duckdb，或数据大到一台机器放不下时用 spark；三者结果相同。",
        "What runs the plan: polars, duckdb, or spark for data that outgrows one machine; the results are the same.",
    )
    command = click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True, cls=Option, words=words)(command)
    conf = Text(
        "Spark 的设置，可重复；优先于 spark-submit 和 spark-defaults.conf。",
        "A setting of Spark, repeatable; it goes before those of spark-submit and spark-defaults.conf.",
    )
    return click.option("--spark-conf", type=Setting(), multiple=True, metavar="KEY=VALUE", cls=Option, words=conf)(command)
