"""What the command line says to the allocator before Polars is loaded."""

from __future__ import annotations

import os

import pytest

from creditscore.core.allocator import SETTING, give_memory_back


@pytest.mark.parametrize(("set_before", "expected"), [(None, "dirty_decay_ms:1000"), ("dirty_decay_ms:9", "dirty_decay_ms:9")])
def test_a_users_own_setting_stays(monkeypatch, set_before, expected):
    if set_before is None:
        monkeypatch.delenv(SETTING, raising=False)
    else:
        monkeypatch.setenv(SETTING, set_before)
    give_memory_back()
    assert expected in os.environ[SETTING]
