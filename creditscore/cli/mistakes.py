"""What a user's mistake becomes: one message in the user's language and an exit code, never a traceback."""

from __future__ import annotations

from collections.abc import Callable

import click

from creditscore.cli.language import current_lang, say
from creditscore.core.errors import WRONG_USE, CreditscoreError, nearest

INTERRUPTED = 130


def exit_code_of(call: Callable[[], object]) -> int:
    """Run a call and say what went wrong; the exit code it ends with."""
    try:
        code = call()
    except click.exceptions.Exit as error:
        return error.exit_code
    except (CreditscoreError, click.ClickException, click.Abort, KeyboardInterrupt, OSError) as error:
        message, mistake = _explained(error)
        click.echo(message, err=True)
        return mistake
    return code if isinstance(code, int) else 0


def _explained(error: BaseException) -> tuple[str, int]:
    """What to say of a mistake, and its exit code."""
    match error:
        case CreditscoreError():
            return _as_error(error.say(current_lang())), error.exit_code
        case click.exceptions.NoArgsIsHelpError():
            return error.format_message(), WRONG_USE
        case click.UsageError():
            return _as_error(_usage_message(error)), WRONG_USE
        case OSError():
            return _as_error(_file_message(error)), WRONG_USE
        case click.ClickException():
            return _as_error(error.format_message()), WRONG_USE
        case _:
            return say("已中断，没有留下不完整的结果。", "Interrupted; no unfinished result was left."), INTERRUPTED


def _as_error(message: str) -> str:
    return f"{say('错误', 'Error')}: {message}"


def _file_message(error: OSError) -> str:
    reason = error.strerror or str(error)
    if isinstance(error, FileNotFoundError):
        reason = say("找不到文件或文件夹", "no such file or folder")
    elif isinstance(error, PermissionError):
        reason = say("没有权限，或文件正被其他程序打开", "no permission, or the file is open in another program")
    return f"{error.filename}: {reason}" if error.filename else reason


def _usage_message(error: click.UsageError) -> str:
    where = error.ctx.command_path if error.ctx else "creditscore"
    hint = say(f"（用法见 {where} --help）", f" (see {where} --help)")
    return f"{_what_is_wrong(error)}{hint}"


def _what_is_wrong(error: click.UsageError) -> str:
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = error.param.get_error_hint(error.ctx)
        return say(f"缺少 {name}", f"{name} is missing")
    if isinstance(error, click.NoSuchOption):
        near = error.possibilities[0] if error.possibilities else None
        return say(f"没有选项 {error.option_name}", f"no option {error.option_name}") + _perhaps(near)
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.get_error_hint(error.ctx)
        return say(f"{name} 的值不对：{error.message}", f"{name}: {error.message}")
    return _no_such_command(error)


def _no_such_command(error: click.UsageError) -> str:
    if not isinstance(error, click.exceptions.NoSuchCommand) or error.ctx is None:
        return error.format_message()
    known = error.ctx.command.list_commands(error.ctx) if isinstance(error.ctx.command, click.Group) else []
    name = error.command_name
    return say(f"没有命令 {name}", f"no command {name}") + _perhaps(nearest(name, known))


def _perhaps(near: str | None) -> str:
    return say(f"；是否想用 {near}？", f"; did you mean {near}?") if near else ""
