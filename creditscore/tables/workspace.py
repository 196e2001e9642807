"""A folder for large intermediate tables, removed when the program ends."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

from creditscore.core.at_end import at_end

_numbers = count(1)


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="creditscore-"))
    at_end(lambda: _remove(folder))
    return folder


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _folder.cache_clear()


def fresh_file(suffix: str) -> Path:
    """A new file name inside the folder."""
    return _folder() / f"{next(_numbers)}{suffix}"
