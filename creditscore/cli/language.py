"""The language of a call, and click commands whose help is written in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

import click

from creditscore.core.text import LANGS, Lang, Text, lang_from_environment

_current: ContextVar[Lang] = ContextVar("lang", default="zh")


def current_lang() -> Lang:
    """The language of this call."""
    return _current.get()


def say(zh: str, en: str) -> str:
    """The wording in the language of this call."""
    return Text(zh, en).say(current_lang())


def set_lang_from(arguments: Sequence[str]) -> None:
    """Take the language from `--lang` among the arguments, before any help is written; else from the environment."""
    words = list(arguments)
    after = [words[place + 1] for place, word in enumerate(words[:-1]) if word == "--lang"]
    joined = [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    named = next((lang for word in [*after, *joined] for lang in LANGS if word == lang), None)
    _current.set(named if named is not None else lang_from_environment())


class Command(click.Command):
    """A command whose help is a `Text` with an example; the language is that of the call."""

    def __init__(self, *args: Any, words: Text, example: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.example = example

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The sentence on what the command does, and an example of it."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.words.say(current_lang()))
        with formatter.section(say("例", "Example")):
            formatter.write(f"{'':>{formatter.current_indent}}{self.example}\n")  # one line: to be copied whole

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line of usage."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", say("[选项]…", "[OPTIONS]"))
        formatter.write_usage(ctx.command_path, pieces, say("用法：", "Usage: "))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, under a heading in the language of the call."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for record in (option.get_help_record(ctx) for option in options) if record is not None]
        if records:
            with formatter.section(say("选项", "Options")):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, described in the language of the call."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("显示本帮助后退出。", "Show this help and exit.")
        return option


class Option(click.Option):
    """An option whose help is a `Text`."""

    def __init__(self, *args: Any, words: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and what it does, in the language of the call."""
        self.help = self.words.say(current_lang())
        record = super().get_help_record(ctx)
        if record is None or current_lang() == "en":
            return record
        return record[0], record[1].replace("[default: ", "[默认：").replace("[required]", "[必填]")
