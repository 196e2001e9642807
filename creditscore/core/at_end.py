"""What is to be done before the program ends, however it ends in good order: intermediate files are removed.

`atexit` alone does not do, for the command line leaves without taking everything in memory apart.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable

_steps: list[Callable[[], None]] = []


def at_end(step: Callable[[], None]) -> None:
    """Have a step done at the end of the program."""
    _steps.append(step)


@atexit.register
def finish() -> None:
    """Do all steps now, the last one first; none is done twice."""
    while _steps:
        _steps.pop()()
