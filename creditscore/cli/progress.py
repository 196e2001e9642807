"""Progress of long work: on stderr, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from creditscore.cli.language import current_lang
from creditscore.core.text import Text

Report = Callable[[Text], None]


def _silent(step: Text) -> None:
    """Where nobody watches, nothing is shown."""


@contextmanager
def progress() -> Iterator[Report]:
    """A spinner with the current step; silent where stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda step: status.update(step.say(current_lang()))
