"""docs/rule-tools.md: every command of `creditscore rules` is taught, and every finding of the checks beyond the schema."""

import re
from pathlib import Path

import pytest

from creditscore.cli.main import RULES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "rule-tools.md").read_text("utf-8")
LINTS = ("lint/cards.py", "lint/grades.py")


@pytest.mark.parametrize("name", RULES)
def test_command_is_taught(name):
    assert f"rules {name}" in PAGE


@pytest.mark.parametrize("name", LINTS)
def test_findings_are_explained(name):
    codes = re.findall(r'Mistake\("([a-z-]+)"', (ROOT / "creditscore" / "packs" / name).read_text("utf-8"))
    assert codes
    assert [code for code in codes if f"`{code}`" not in PAGE] == []


def test_commands_shown_exist():
    shown = set(re.findall(r"creditscore rules (\w+)", PAGE))
    assert shown <= RULES.keys()
