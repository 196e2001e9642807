"""How the tests are shared out among processes: those that need Spark all go to one, so that it is started, and asked, only once."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

_SPARK = ("tests/engines/test_cluster.py", "spark")


class SparkTogether(LoadScopeScheduling):  # type: ignore[misc]
    """Every test for itself, but for those with Spark."""

    def _split_scope(self, nodeid: str) -> str:
        return "spark" if nodeid.startswith("tests/engines/") and any(sign in nodeid for sign in _SPARK) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SparkTogether:
    """What shares the tests out; the longest group first."""
    return SparkTogether(config, log)
