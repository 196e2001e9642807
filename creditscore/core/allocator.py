"""How the memory allocator that Polars brings along gives memory back. It must be said before Polars is loaded.

Polars keeps what it has freed for a while, in eight places for each two processors. A program that works through one portion after the
other needs it again at once, and in fewer places. In large pages, where Linux has them, memory is there a hundred times sooner.
"""

from __future__ import annotations

import os
import sys

SETTING = "_RJEM_MALLOC_CONF"
"""The variable that Polars' allocator (jemalloc) reads when it is loaded; whoever sets it knows better."""
_LARGE_PAGES = ",thp:always" if sys.platform == "linux" else ""


def give_memory_back() -> None:
    """Keep freed memory for a second, in as many places as there are processors."""
    os.environ.setdefault(SETTING, f"narenas:{max(os.cpu_count() or 1, 2)},dirty_decay_ms:1000,muzzy_decay_ms:0{_LARGE_PAGES}")
