"""Help in both languages: every command has an example that parses, and nothing heavy is imported."""

from __future__ import annotations

import shlex
import subprocess
import sys

import click
import pytest

from creditscore.cli.language import Command
from creditscore.cli.main import COMMANDS, RULES, program
from tests.cli.conftest import Call, held

ALL = [(name,) for name in COMMANDS if name != "rules"] + [("rules", name) for name in RULES]
HEAVY = ("polars", "pandera", "pydantic", "matplotlib", "xlsxwriter", "jinja2", "narwhals", "pyspark", "docx")


def command(path: tuple[str, ...]) -> Command:
    """The command of that name."""
    group: click.Command = program
    for name in path:
        assert isinstance(group, click.Group)
        found = group.get_command(click.Context(group), name)
        assert found is not None
        group = found
    assert isinstance(group, Command)
    return group


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_programs_help(call: Call, lang: str) -> None:
    called = call("--lang", lang, "--help")
    assert called.code == 0
    held(f"help-{lang}.txt", called.out)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_help_and_an_example(call: Call, path: tuple[str, ...], lang: str) -> None:
    called = call(*path, "--help", "--lang", lang)
    assert called.code == 0
    assert command(path).example in called.out
    assert command(path).words.say("zh" if lang == "zh" else "en")[:6] in called.out


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_example_is_a_call_that_parses(path: tuple[str, ...]) -> None:
    found = command(path)
    words = shlex.split(found.example.split(">", 1)[0])[1 + len(path) :]
    assert found.example.startswith(" ".join(("creditscore", *path)))
    found.make_context(path[-1], words)


def test_help_imports_nothing_heavy() -> None:
    listing = f"import sys; from creditscore.cli.main import program, run; print([n for n in {HEAVY!r} if n in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"
