"""What the command line says to libraries before they are loaded."""

from __future__ import annotations

import os

import pytest

from creditscore.core.before_loading import MATRIX_THREADS, MEMORY, tell_libraries


@pytest.mark.parametrize(
    ("name", "set_before", "expected"),
    [
        (MEMORY, None, "dirty_decay_ms:3000"),
        (MEMORY, "dirty_decay_ms:9", "dirty_decay_ms:9"),
        (MATRIX_THREADS, None, "1"),
        (MATRIX_THREADS, "2", "2"),
    ],
)
def test_a_users_own_setting_stays(monkeypatch, name, set_before, expected):
    monkeypatch.setenv(name, set_before or "")
    if set_before is None:
        monkeypatch.delenv(name)
    tell_libraries()
    assert expected in os.environ[name]
