"""One writer at a time: a lock file that the operating system frees when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class AlreadyLockedError(Exception):
    """Somebody else holds the lock."""


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock of a file while inside, and remove the file afterwards; AlreadyLockedError where another process holds it.

    A file left behind by a dead process is no obstacle: the lock belongs to the open file, not to its being there.
    """
    descriptor = _opened_and_locked(path)
    try:
        yield
    finally:
        if sys.platform != "win32":  # before the lock is freed, so that nobody can take it and lose its file
            path.unlink(missing_ok=True)
        os.close(descriptor)
        with suppress(OSError):
            if sys.platform == "win32":  # an open file cannot be removed there; a waiting process may have it open
                path.unlink(missing_ok=True)


def _opened_and_locked(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _take(descriptor)
        except (BlockingIOError, PermissionError):
            os.close(descriptor)
            raise AlreadyLockedError(path.name) from None
        except OSError:  # a file system without locks
            os.close(descriptor)
            raise
        if _still_there(descriptor, path):
            return descriptor
        os.close(descriptor)  # the last holder removed it between our opening and our locking


def _still_there(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False
