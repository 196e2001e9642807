"""Groups of commands that are imported only when they are called, so that `--help` is quick."""

from __future__ import annotations

from importlib import import_module

import click

from creditscore.cli.language import current_lang, say
from creditscore.core.text import Text

Listing = dict[str, tuple[str, Text]]


class Group(click.Group):
    """A group whose commands are listed as name -> (module:command, what it does)."""

    def __init__(self, name: str, listing: Listing, words: Text) -> None:
        super().__init__(name=name, no_args_is_help=True)
        self.listing = listing
        self.words = words

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which one uses them."""
        return list(self.listing)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in self.listing:
            return None
        module, _, attribute = self.listing[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line of usage."""
        formatter.write_usage(ctx.command_path, say("命令 [选项]…", "COMMAND [OPTIONS]..."), say("用法：", "Usage: "))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the group is for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.words.say(current_lang()))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, without importing any."""
        with formatter.section(say("命令", "Commands")):
            formatter.write_dl([(name, words.say(current_lang())) for name, (_, words) in self.listing.items()])
        with formatter.section(say("选项", "Options")):
            rows = [
                (
                    "--lang zh|en",
                    say("语言；省略时随系统，不能确定时用中文。", "Language; by the locale where left out, Chinese where unsure."),
                )
            ]
            rows += [("--version", say("显示版本号。", "Show the version."))] if ctx.parent is None else []
            formatter.write_dl([*rows, ("--help", say("显示帮助。命令之后也可加 --help。", "Show help; also after a command."))])
