"""Work on a stream of things, two in the making at a time, outcomes in the order of the things."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def two_at_a_time(make: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
    """What is made of each thing; the first two are begun at once, the next is asked for only when one of the two is done."""
    pool, further = ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 2)), iter(things)
    begun: deque[Future[R]] = deque()
    try:
        begun.extend(pool.submit(make, thing) for thing in islice(further, 2))
    except BaseException:
        pool.shutdown(cancel_futures=True)  # whoever tries another way finds nothing of this one under way
        raise
    return _in_turn(pool, begun, (pool.submit(make, thing) for thing in further))


def _in_turn(pool: ThreadPoolExecutor, begun: deque[Future[R]], further: Iterator[Future[R]]) -> Iterator[R]:
    with pool:
        while begun:
            yield begun.popleft().result()
            begun.extend(islice(further, 1))
