"""Intermediate files hold people's data: none is left when the program leaves."""

from __future__ import annotations

import os
from functools import cache

import pytest

from creditscore.cli import main
from creditscore.core import at_end
from creditscore.tables import workspace


class LeftError(Exception):
    """The process would have ended here."""


def left(_code: int) -> None:
    raise LeftError


def test_the_command_line_leaves_no_intermediate_file_behind(monkeypatch):
    monkeypatch.setattr(at_end, "_steps", [])
    monkeypatch.setattr(workspace, "_folder", cache(workspace._folder.__wrapped__))
    monkeypatch.setattr(os, "_exit", left)
    path = workspace.fresh_file(".csv")
    path.write_text("x", encoding="utf-8")
    with pytest.raises(LeftError):
        main._leave(0)
    assert not path.parent.exists()
    assert workspace.fresh_file(".csv").parent.is_dir()
