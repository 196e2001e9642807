"""What libraries must be told before they are loaded: how memory is given back, and which threads are of no use here.

In: nothing but the machine. Out: environment variables; whoever has set one knows better.

Polars keeps what it has freed for a while, in eight places for each two processors. A program that works through one portion after the
other needs it again at once, and in fewer places. In large pages, where Linux has them, memory is there a hundred times sooner.
NumPy's linear algebra starts a thread for each processor, which waits by spinning; nothing here multiplies matrices.
"""

from __future__ import annotations

import os
import sys

MEMORY = "_RJEM_MALLOC_CONF"
"""The variable that Polars' allocator (jemalloc) reads when it is loaded."""
MATRIX_THREADS = "OPENBLAS_NUM_THREADS"
"""The variable that NumPy's linear algebra (OpenBLAS) reads when it is loaded."""
_LARGE_PAGES = ",thp:always" if sys.platform == "linux" else ""


def tell_libraries() -> None:
    """Keep freed memory for three seconds, in as many places as there are processors; no threads for matrices."""
    os.environ.setdefault(MEMORY, f"narenas:{max(os.cpu_count() or 1, 2)},dirty_decay_ms:3000,muzzy_decay_ms:0{_LARGE_PAGES}")
    os.environ.setdefault(MATRIX_THREADS, "1")
