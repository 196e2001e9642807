"""What one pass over each table's file tells, made in the background while the tables are read: its SHA-256, and whether it is UTF-8."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from msgspec import Struct

from creditscore.core.digests import CHUNK, sha256_of
from creditscore.tables.files.encodings import Utf8Proof
from creditscore.tables.files.inputs import TEXT_FILES, Inputs


class Told(Struct, frozen=True):
    """A file's SHA-256, and of a text file whether every byte is UTF-8."""

    sha256: str
    utf8: bool = False


Digests = Mapping[str, Future[Told]]
"""What the pass over each table's file tells."""


@contextmanager
def digests_of(inputs: Inputs) -> Iterator[Digests]:
    """The passes over all files, one after the other; what nobody has waited for by the end is broken off."""
    left = Event()
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            yield {table: pool.submit(_pass_over, path, left) for table, path in inputs.paths.items()}
        finally:
            left.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _pass_over(path: Path, left: Event) -> Told:
    if path.is_dir() or path.suffix.lower() not in TEXT_FILES:
        return Told(sha256_of(path))
    digest, proof = hashlib.sha256(), Utf8Proof()
    with path.open("rb") as stream:
        while block := stream.read(CHUNK):
            if left.is_set():
                raise CancelledError
            digest.update(block)
            proof.take(block)
    return Told(digest.hexdigest(), proof.holds())
