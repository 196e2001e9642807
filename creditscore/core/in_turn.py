"""Work on a stream of things, two in the making at a time, outcomes in the order of the things."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def two_at_a_time(make: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
    """What is made of each thing; the next thing is asked for only when one of the two is done."""
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 2)) as pool:
        pending: deque[Future[R]] = deque()
        for thing in things:
            pending.append(pool.submit(make, thing))
            if len(pending) > 1:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
