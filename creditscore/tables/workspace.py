"""A folder for large intermediate tables, removed when the program ends."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

_numbers = count(1)


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="creditscore-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def fresh_file(suffix: str) -> Path:
    """A new file name inside the folder."""
    return _folder() / f"{next(_numbers)}{suffix}"
