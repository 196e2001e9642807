"""How the tests are shared out among processes: file by file, the longest first; all that needs Spark in one, which starts it once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

_TOGETHER = "tests/engines/"
_LONGEST = (
    _TOGETHER,
    "tests/oracle/test_engine_against_oracle.py",
    "tests/engine/test_mutation.py",
    "tests/cli/test_commands.py",
    "tests/oracle/test_rows_accounting.py",
    "tests/report/test_progress_drawing.py",
    "tests/engine/test_portions.py",
    "tests/tables/test_tables_rules.py",
    "tests/tables/test_prepare.py",
    "tests/tables/test_arriving.py",
)
"""What takes longest goes first: whatever is left for the end is short, and no process waits long for the other."""


class FileByFile(LoadScopeScheduling):  # type: ignore[misc]
    """The tests of a file in one process, so that what they share is made once."""

    def _split_scope(self, nodeid: str) -> str:
        return _TOGETHER if nodeid.startswith(_TOGETHER) else nodeid.partition("::")[0]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Thousands of tests are collected, and stay: looking for garbage among them, then and later, only takes time."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


def _place(item: pytest.Item) -> int:
    return next((place for place, start in enumerate(_LONGEST) if item.nodeid.startswith(start)), len(_LONGEST))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order in which files are given out."""
    items.sort(key=_place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FileByFile:
    """What shares the tests out, in the order in which they stand."""
    config.option.loadscopereorder = False
    return FileByFile(config, log)
